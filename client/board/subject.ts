/** Of whom a widget speaks: the rows of the live board that its scope means. */
import { type Accessor, createContext, createMemo, useContext } from 'solid-js';
import { assert } from '../../shared/assert.ts';
import type { AgentRow, Board, QueueRow } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import { hasAgent, hasQueue } from '../../shared/boards/scope.ts';
import { useLive } from '../live/context.ts';
import { channelName, nameIn, queueName } from '../wall/names.tsx';
import { word } from './words.ts';

/** The queue that stands in where a widget names none: the one in the screen's address, or the first of the wall. */
export type Chosen = Accessor<string | null>;

export const ChosenContext = createContext<Chosen>();

export function useChosen(): Chosen {
  const chosen = useContext(ChosenContext);
  assert(chosen !== undefined, 'useChosen is called outside of a board');
  return chosen;
}

/** More than these are counted: their names have no room below a figure. */
const CHANNELS_NAMED = 2;

/** What a scope is called, in the language shown; null for the whole floor, which needs no name. */
export function scopeName(board: Pick<Board, 'queues' | 'agents'>, scope: Scope, chosen: string | null): string | null {
  switch (scope.of) {
    case 'floor':
      return null;
    case 'queue': {
      const queue = board.queues.find(({ id }) => id === (scope.id ?? chosen));
      return queue === undefined ? (scope.id ?? chosen) : queueName(queue);
    }
    case 'group':
      return scope.name;
    case 'team':
      return nameIn(scope.name, board.agents.find(({ team, teamEn }) => team === scope.name && teamEn !== null)?.teamEn ?? null);
    case 'site':
      return nameIn(scope.name, board.agents.find(({ site, siteEn }) => site === scope.name && siteEn !== null)?.siteEn ?? null);
    case 'channels':
      return scope.channels.length <= CHANNELS_NAMED
        ? scope.channels.map(channelName).join(', ')
        : word('channelsCount', { count: scope.channels.length });
  }
}

/** Which queues and agents of the live board belong to a scope. */
export function useInScope(scope: () => Scope): { hasQueue: (queue: QueueRow) => boolean; hasAgent: (agent: AgentRow) => boolean } {
  const live = useLive();
  const chosen = useChosen();
  const queues = createMemo(
    () => new Set((live.store.board?.queues ?? []).filter((queue) => hasQueue(scope(), chosen(), queue)).map(({ id }) => id)),
  );
  return {
    hasQueue: (queue) => queues().has(queue.id),
    hasAgent: (agent) => hasAgent(scope(), queues(), agent),
  };
}
