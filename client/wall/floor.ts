/** What several parts of the wall derive from the board, computed once a change or once a second. */
import { type Accessor, createContext, createMemo, useContext } from 'solid-js';
import { assert } from '../../shared/assert.ts';
import type { AgentRow, QueueRow, SourceRow } from '../../shared/board.ts';
import type { Live } from '../live/context.ts';
import { instantOf, msSince } from './instants.ts';
import type { RankedQueue } from './order.ts';
import { assess } from './thresholds.ts';

export type Floor = {
  readonly queues: Accessor<readonly QueueRow[]>;
  readonly ranked: Accessor<readonly RankedQueue[]>;
  readonly downSources: Accessor<readonly SourceRow[]>;
  /** The source that a queue waits for in vain, if all of its sources are down. */
  lostSource(queue: QueueRow): SourceRow | null;
  /** How long the oldest customer of the queue has waited, as far as is known. */
  waitMs(queue: QueueRow): number | null;
  /** The present of an agent: it stands still while her source is down. */
  nowOf(agent: AgentRow): number;
};

export const FloorContext = createContext<Floor>();

/** The derived floor of the wall that is shown. */
export function useFloor(): Floor {
  const floor = useContext(FloorContext);
  assert(floor !== undefined, 'useFloor is called outside of the wall');
  return floor;
}

/** Derives the floor from the live board. */
export function createFloor(live: Live): Floor {
  const queues = createMemo(() => (live.store.board?.queues ?? []).filter((queue) => !queue.hidden));
  const downSources = createMemo(() => (live.store.board?.sources ?? []).filter(({ state }) => state === 'down'));
  const lostSource = (queue: QueueRow) => {
    const down = downSources();
    const isLost = queue.sources.length > 0 && queue.sources.every((name) => down.some((source) => source.name === name));
    return isLost ? (down.find((source) => queue.sources.includes(source.name)) ?? null) : null;
  };
  const stopsAt = (source: SourceRow | null) => Math.min(live.tick(), instantOf(source?.since) ?? live.tick());
  const waitMs = (queue: QueueRow) => msSince(queue.oldestWaitingSince, stopsAt(lostSource(queue)));
  const ranked = createMemo(() =>
    queues().map((queue): RankedQueue => {
      // What is not known to be so now is no alarm; the source's own is.
      const assessment = lostSource(queue) === null ? assess(queue, waitMs(queue)) : ({ level: 'ok', reason: null } as const);
      return { queue, assessment };
    }),
  );
  return {
    queues,
    ranked,
    downSources,
    lostSource,
    waitMs,
    nowOf: (agent) => stopsAt(downSources().find(({ name }) => name === agent.source) ?? null),
  };
}
