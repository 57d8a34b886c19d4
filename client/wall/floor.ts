/** What several parts of the wall derive from the board, computed once a change or once a second. */
import { type Accessor, createContext, createMemo, useContext } from 'solid-js';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import { assert } from '../../shared/assert.ts';
import type { AgentRow, Board, FloorRow, QueueRow, SourceRow } from '../../shared/board.ts';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { isRecord, lostOf, silentOf } from '../../shared/telling.ts';
import type { Live } from '../live/context.ts';
import { isAbout, worstByQueue, worstOf } from './alarms.ts';
import { instantOf, msSince } from './instants.ts';
import type { RankedQueue } from './order.ts';

export type Floor = {
  readonly queues: Accessor<readonly QueueRow[]>;
  readonly ranked: Accessor<readonly RankedQueue[]>;
  readonly downSources: Accessor<readonly SourceRow[]>;
  /** Since when no source tells anything any more; null while one does, and where none is configured. */
  readonly cutOffAt: Accessor<number | null>;
  /** Cut off, and nothing was ever told of the present: no queue and no agent of a source that runs. */
  readonly isUntold: Accessor<boolean>;
  /** There is something on the board, and no source that could say what happens now. */
  readonly isHistory: Accessor<boolean>;
  /** Who waits on the floor, by channel, and where the longest wait on the line is: queues known from imports alone left out. */
  readonly waiting: Accessor<Waiting>;
  /** The agents whose state a source tells. Who is known from an import alone is in the review. */
  readonly agents: Accessor<readonly AgentRow[]>;
  /** The source that a queue waits for in vain, if none of its sources tells anything of now. */
  lostSource(queue: QueueRow): SourceRow | null;
  /** True for a queue that is known from imports alone: nobody says who waits in it now. */
  isRecord(queue: QueueRow): boolean;
  /** How long the oldest customer of the queue has waited, as far as is known. */
  waitMs(queue: QueueRow): number | null;
  /** What is left of the statutory limit of the oldest call that waits in the queue; null where none is known. */
  statutoryLeftMs(queue: QueueRow): number | null;
  /**
   * The worst alarm of a figure, as the server has decided it; null where there is none. The longest wait of the floor is that of a queue, and its
   * alarm is the floor's as well.
   */
  alarmOn(metric: string, scope: Scope, window: Window | null): AlarmRow | null;
  /** The source of an agent, if it tells nothing of now. */
  lostSourceOf(agent: AgentRow): SourceRow | null;
  /** The present of an agent: it stands still while her source tells nothing. */
  nowOf(agent: AgentRow): number;
};

export const FloorContext = createContext<Floor>();

/** The derived floor of the wall that is shown. */
export function useFloor(): Floor {
  const floor = useContext(FloorContext);
  assert(floor !== undefined, 'useFloor is called outside of the wall');
  return floor;
}

/** The law speaks of calls. */
const STATUTORY_CHANNEL = 'voice';

/** Of a floor, the longest wait is that of one of its queues. */
const LONGEST = 'longest_waiting_ms';

const NOBODY: Waiting = { onTheLine: 0, byChannel: {}, oldestIn: null };

/** True where a board has something to show, and nothing of it is live. */
export function isHistory(board: Pick<Board, 'queues' | 'agents' | 'sources'> | null): boolean {
  return board !== null && board.sources.length === 0 && board.queues.length + board.agents.length > 0;
}

/**
 * When the figures of a source that is not up stopped, in milliseconds: when it went down, or before, where facts are missing from before
 * (a server that starts while its source is down knows no more than its log). One that catches up tells nothing of now either. Null where it is up.
 */
export function stoppedAt(source: SourceRow, gaps: FloorRow['gaps']): number | null {
  if (source.state === 'up') return null;
  const open = gaps.filter((gap) => gap.source === source.name && gap.to === null);
  return Math.min(...[source.since, ...open.map(({ from }) => from)].map((instant) => instantOf(instant) ?? Number.POSITIVE_INFINITY));
}

/** Since when, in milliseconds, no source tells anything: none of them is up. A sender over HTTP that has sent nothing yet is none. */
export function cutOffAt(board: { readonly sources: readonly SourceRow[]; readonly floor: Pick<FloorRow, 'gaps'> }): number | null {
  const telling = board.sources.filter(({ kind, state, lastEventAt }) => state === 'down' || kind !== 'http' || lastEventAt !== null);
  const stops = telling.map((source) => stoppedAt(source, board.floor.gaps));
  const known = stops.filter((at) => at !== null);
  return known.length > 0 && known.length === stops.length ? Math.max(...known) : null;
}

export type Waiting = { readonly onTheLine: number; readonly byChannel: Readonly<Record<string, number>>; readonly oldestIn: string | null };

/** The floor's own figures, unless some of its queues are known from imports alone: then the sum of the others. */
export function waitingOf(board: Pick<Board, 'floor' | 'queues' | 'sources'>): Waiting {
  const { floor } = board;
  const live = board.queues.filter((queue) => !isRecord(board.sources, queue));
  if (live.length === board.queues.length) return { onTheLine: floor.waiting, byChannel: floor.waitingByChannel, oldestIn: floor.oldestWaitingQueue };
  const byChannel: Record<string, number> = {};
  for (const { channel, waiting } of live) byChannel[channel] = (byChannel[channel] ?? 0) + waiting;
  const onTheLine = live.filter(({ channel }) => SYNCHRONOUS_CHANNELS.has(channel));
  const oldest = onTheLine
    .filter(({ oldestWaitingSince }) => oldestWaitingSince !== null)
    .sort((a, b) => (a.oldestWaitingSince ?? '').localeCompare(b.oldestWaitingSince ?? ''))[0];
  return { onTheLine: onTheLine.reduce((sum, { waiting }) => sum + waiting, 0), byChannel, oldestIn: oldest?.id ?? null };
}

/** Derives the floor from the live board. */
export function createFloor(live: Live): Floor {
  const sources = () => live.store.board?.sources ?? [];
  const queues = createMemo(() => (live.store.board?.queues ?? []).filter((queue) => !queue.hidden));
  const running = createMemo(() => new Set(sources().map(({ name }) => name)));
  const agents = createMemo(() => {
    const names = running();
    return (live.store.board?.agents ?? []).filter(({ source }) => names.size > 0 && (source === null || names.has(source)));
  });
  const downSources = createMemo(() => sources().filter(({ state }) => state === 'down'));
  const silentSources = createMemo(() => silentOf(sources()));
  const lostSource = (queue: QueueRow) => lostOf(sources(), silentSources(), queue);
  const lostSourceOf = (agent: AgentRow) => silentSources().find(({ name }) => name === agent.source) ?? null;
  const gaps = () => live.store.board?.floor.gaps ?? [];
  const stopsAt = (source: SourceRow | null) => Math.min(live.tick(), (source === null ? null : stoppedAt(source, gaps())) ?? live.tick());
  const cutOff = createMemo(() => (live.store.board === null ? null : cutOffAt(live.store.board)));
  const isKnownFromRecord = (queue: QueueRow) => isRecord(sources(), queue);
  const waitMs = (queue: QueueRow) => (isKnownFromRecord(queue) ? null : msSince(queue.oldestWaitingSince, stopsAt(lostSource(queue))));
  const statutoryLeftMs = (queue: QueueRow) => {
    const startedAt = instantOf(queue.oldestContactStartedAt);
    const limitMs = live.store.board?.floor.statutoryMs;
    if (queue.channel !== STATUTORY_CHANNEL || startedAt === null || limitMs === undefined || isKnownFromRecord(queue)) return null;
    return limitMs - (stopsAt(lostSource(queue)) - startedAt);
  };
  const alarms = () => live.store.board?.alarms ?? [];
  const worst = createMemo(() => worstByQueue(alarms()));
  // A queue of which nothing changed is the same one as before: its row is not looked at again.
  const ranked = createMemo<readonly RankedQueue[]>(
    (before) =>
      queues().map((queue, i) => {
        const now: RankedQueue = { queue, alarm: worst().get(queue.id) ?? null, isRecord: isKnownFromRecord(queue) };
        const was = before[i];
        return was?.queue === now.queue && was.alarm === now.alarm && was.isRecord === now.isRecord ? was : now;
      }),
    [],
  );
  const waiting = createMemo(() => (live.store.board === null ? NOBODY : waitingOf(live.store.board)));
  const alarmOn = (metric: string, scope: Scope, window: Window | null) => {
    const oldestIn = metric === LONGEST && scope.of === 'floor' ? waiting().oldestIn : null;
    const isMeant = (row: AlarmRow) =>
      isAbout(row, metric, scope, window) || (oldestIn !== null && isAbout(row, metric, { of: 'queue', id: oldestIn }, window));
    return worstOf(alarms().filter(isMeant));
  };
  return {
    queues,
    ranked,
    downSources,
    waiting,
    agents,
    cutOffAt: cutOff,
    isUntold: createMemo(() => cutOff() !== null && agents().length === 0 && queues().every(isKnownFromRecord)),
    isHistory: createMemo(() => isHistory(live.store.board)),
    lostSource,
    isRecord: isKnownFromRecord,
    waitMs,
    statutoryLeftMs,
    alarmOn,
    lostSourceOf,
    nowOf: (agent) => stopsAt(lostSourceOf(agent)),
  };
}
