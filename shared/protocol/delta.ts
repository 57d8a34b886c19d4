/** A change of the board: whole rows to put, ids to delete. A row is two: its state (on the tick) and its windows (at most once a second). */
import { alarmRowSchema } from '../alarms/row.ts';
import {
  type AgentRow,
  type AgentStateRow,
  agentStateRowSchema,
  agentWindowsRowSchema,
  type Board,
  type boardSchema,
  floorStateSchema,
  metricsSchema,
  type QueueRow,
  type QueueState,
  queueStateSchema,
  queueWindowsRowSchema,
  sourceRowSchema,
  waitersSchema,
} from '../board.ts';
import { noticeRowSchema } from '../notices.ts';
import { v } from '../schema.ts';

export const putSchema = v.object({
  floor: v.optional(floorStateSchema),
  queues: v.optional(v.array(queueStateSchema)),
  queueWindows: v.optional(v.array(queueWindowsRowSchema)),
  agents: v.optional(v.array(agentStateRowSchema)),
  agentWindows: v.optional(v.array(agentWindowsRowSchema)),
  sources: v.optional(v.array(sourceRowSchema)),
  /** Those that changed. */
  figures: v.optional(metricsSchema),
  waiters: v.optional(v.record(v.string(), waitersSchema)),
  alarms: v.optional(v.array(alarmRowSchema)),
  notices: v.optional(v.array(noticeRowSchema)),
});
const ids = v.optional(v.array(v.string()));
export const delSchema = v.object({ queues: ids, agents: ids, alarms: ids, notices: ids });

export type Put = v.InferOutput<typeof putSchema>;
export type Del = v.InferOutput<typeof delSchema>;

/** As it travels: what says nothing is left out. */
export type TersePut = v.InferInput<typeof putSchema>;
export type TerseBoard = v.InferInput<typeof boardSchema>;

/** The rows without the fields that say nothing; reading the frame puts them back. */
export function terse(put: Put): TersePut {
  const { queues, agents, ...rest } = put;
  return {
    ...rest,
    ...(queues === undefined ? {} : { queues: queues.map(terseQueue) }),
    ...(agents === undefined ? {} : { agents: agents.map(terseAgent) }),
  };
}

/** The same of a whole board. */
export function terseBoard(board: Board): TerseBoard {
  return { ...board, queues: board.queues.map(terseQueue), agents: board.agents.map(terseAgent) };
}

function terseQueue<R extends QueueState>({ nameEn, site, group, hidden, order, ...rest }: R) {
  return {
    ...rest,
    ...(nameEn === null ? {} : { nameEn }),
    ...(site === null ? {} : { site }),
    ...(group === null ? {} : { group }),
    ...(hidden ? { hidden } : {}),
    ...(order === null ? {} : { order }),
  };
}

function terseAgent<R extends AgentStateRow>({ nameEn, teamEn, siteEn, teamOrder, siteOrder, nesting, hidden, allowedMs, ...rest }: R) {
  return {
    ...rest,
    ...(nameEn === null ? {} : { nameEn }),
    ...(teamEn === null ? {} : { teamEn }),
    ...(siteEn === null ? {} : { siteEn }),
    ...(teamOrder === null ? {} : { teamOrder }),
    ...(siteOrder === null ? {} : { siteOrder }),
    ...(nesting ? { nesting } : {}),
    ...(hidden ? { hidden } : {}),
    ...(allowedMs === null ? {} : { allowedMs }),
  };
}

/** Made anew for each row: of two rows none may change with the other. */
const noStayWindows = (): QueueRow['windows'] => ({
  day: { metrics: {} },
  shift: { metrics: {} },
  interval: { metrics: {} },
  rolling30: { metrics: {} },
});
const noAgentWindows = (): AgentRow['windows'] => ({ day: { metrics: {} }, shift: { metrics: {} } });

/** The board after the change; `board` itself is not touched. A row that comes by its state first has empty windows until they follow. */
export function applyDelta(board: Board, put: Put, del: Del): Board {
  return {
    floor: put.floor ?? board.floor,
    queues: merge<QueueRow>(board.queues, put.queues, put.queueWindows, del.queues, noStayWindows),
    agents: merge<AgentRow>(board.agents, put.agents, put.agentWindows, del.agents, noAgentWindows),
    sources: mergeBy(({ name }) => name, board.sources, put.sources),
    figures: put.figures === undefined ? board.figures : { ...board.figures, ...put.figures },
    waiters: put.waiters === undefined ? board.waiters : { ...board.waiters, ...put.waiters },
    alarms: mergeBy(idOf, board.alarms, put.alarms, del.alarms),
    notices: mergeBy(idOf, board.notices, put.notices, del.notices),
  };
}

function merge<R extends { id: string; windows: unknown }>(
  rows: R[],
  states: readonly Omit<R, 'windows'>[] | undefined,
  windows: readonly Pick<R, 'id' | 'windows'>[] | undefined,
  removed: readonly string[] | undefined,
  none: () => R['windows'],
): R[] {
  if (states === undefined && windows === undefined && removed === undefined) return rows;
  const gone = new Set(removed);
  const stateOf = new Map(states?.map((state) => [(state as unknown as { id: string }).id, state]));
  const windowsOf = new Map(windows?.map((row) => [row.id, row.windows]));
  const kept = gone.size === 0 ? rows : rows.filter(({ id }) => !gone.has(id));
  // Of thousands of rows few change: those are looked up, not the others.
  const next = kept.map((row): R => {
    const [state, changed] = [stateOf.get(row.id), windowsOf.get(row.id)];
    if (state === undefined) return changed === undefined ? row : { ...row, windows: changed };
    stateOf.delete(row.id);
    return { ...state, windows: changed ?? row.windows } as R;
  });
  for (const [id, state] of stateOf) next.push({ ...state, windows: windowsOf.get(id) ?? none() } as R);
  return next;
}

function mergeBy<R>(keyOf: (row: R) => string, rows: R[], put: readonly R[] | undefined, removed: readonly string[] = []): R[] {
  if (put === undefined && removed.length === 0) return rows;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const key of removed) byKey.delete(key);
  for (const row of put ?? []) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}

const idOf = (row: { readonly id: string }): string => row.id;
