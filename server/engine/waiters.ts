/** Who waits longest in a part of the floor: where, on which channel and since when; never who it is. */
import type { Waiters } from '../../shared/board.ts';
import type { WaitersAsked } from '../../shared/boards/waiters-key.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { toIso } from '../../shared/time.ts';
import { comesBefore, waitingStays } from './board.ts';
import { refresh } from './contacts.ts';
import { isInQueues } from './figures.ts';
import type { StayRow } from './rows.ts';
import type { State } from './state.ts';

/**
 * The longest first, by key. Of the floor they are those of its longest wait: on the line, for a mail of last night would stand above everybody. Queues
 * that are hidden have none but where they are asked for by name.
 */
export function waitersOf(state: State, asked: readonly WaitersAsked[]): Record<string, Waiters> {
  refresh(state);
  return Object.fromEntries(asked.map((one) => [one.key, longest(state, one)]));
}

function longest(state: State, { scope, most }: WaitersAsked): Waiters {
  const queues = new Set([...state.queues.keys()].filter((id) => isShown(state, id, scope)));
  const waiting: StayRow[] = [];
  for (const row of waitingStays(state))
    if (queues.has(row.queueId) && (scope.of !== 'floor' || SYNCHRONOUS_CHANNELS.has(row.channel))) waiting.push(row);
  waiting.sort((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0));
  const rows = waiting.slice(0, most).map(({ queueId, channel, offeredAt }) => ({ queue: queueId, channel, since: toIso(offeredAt) }));
  return { rows, more: waiting.length - rows.length };
}

function isShown(state: State, id: string, scope: WaitersAsked['scope']): boolean {
  if (scope.of === 'queue') return scope.id === id;
  if (state.settings.queueAt(id, state.now).hidden) return false;
  return scope.of === 'floor' || isInQueues(state, scope, id);
}
