/**
 * Writes what the fold produced, in the transaction of the caller, with the log position it stands for. All values are absolute: a flush
 * that is written again changes nothing.
 */
import type { PgTable } from 'drizzle-orm/pg-core';
import type { AgentComponents, StayComponents } from '../shared/metrics/components.ts';
import { toJsonb } from './json.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './open.ts';
import { agentInterval, agentPause, agentSpan, contact, floorInterval, gap, queueInterval, queueSetting, queueStay } from './schema.ts';
import { upsertInto, writeRows } from './upsert.ts';

/** A row of a table as the fold holds it: instants are milliseconds. */
export type RowOf<T extends PgTable> = {
  readonly [K in keyof T['_']['columns'] & keyof T['$inferSelect']]: T['_']['columns'][K]['_']['columnType'] extends 'PgTimestampString'
    ? number | Extract<T['$inferSelect'][K], null>
    : T['$inferSelect'][K];
};

type Timeline = {
  readonly agentId: string;
  /** Whatever began at or after this instant is replaced; null: the caller has made room, the rows are only written. */
  readonly from: number | null;
  /** The same of pauses. */
  readonly pausesFrom: number;
  readonly spans: readonly RowOf<typeof agentSpan>[];
  readonly pauses: readonly RowOf<typeof agentPause>[];
};

/** The engine's `FlushRows`, as the tables know it: the compiler compares the two where they meet. */
export type Flush = {
  readonly position: number;
  readonly contacts: readonly RowOf<typeof contact>[];
  readonly stays: readonly RowOf<typeof queueStay>[];
  readonly removedStays: readonly { readonly source: string; readonly contactId: string; readonly segmentId: string }[];
  readonly timelines: readonly Timeline[];
  readonly queueIntervals: readonly { readonly queueId: string; readonly startAt: number; readonly components: StayComponents }[];
  readonly floorIntervals: readonly { readonly startAt: number; readonly components: StayComponents }[];
  readonly agentIntervals: readonly { readonly agentId: string; readonly startAt: number; readonly components: AgentComponents }[];
  readonly gaps: readonly RowOf<typeof gap>[];
  readonly queueSettings: readonly RowOf<typeof queueSetting>[];
  readonly markedDays: readonly string[];
};

const contacts = upsertInto(contact);
const stays = upsertInto(queueStay);
const spans = upsertInto(agentSpan);
const pauses = upsertInto(agentPause);
const gaps = upsertInto(gap);
const queueSettings = upsertInto(queueSetting);
// How often a row was counted again is the recount's to say.
const queueIntervals = upsertInto(queueInterval, ['revision']);
const floorIntervals = upsertInto(floorInterval, ['revision']);
const agentIntervals = upsertInto(agentInterval, ['revision']);

const POSITION_KEY = 'flush_position';

async function removeStays(sql: Sql, removed: Flush['removedStays']): Promise<void> {
  if (removed.length === 0) return;
  await sql`delete from queue_stay s using jsonb_to_recordset(${toJsonb(removed)}::jsonb) as r("source" text, "contactId" text, "segmentId" text)
    where s.source = r."source" and s.contact_id = r."contactId" and s.segment_id = r."segmentId"`;
}

async function replaceTimelines(sql: Sql, timelines: readonly Timeline[]): Promise<void> {
  if (timelines.length === 0) return;
  const cuts = toJsonb(timelines.filter(({ from }) => from !== null).map(({ agentId, from, pausesFrom }) => ({ agentId, from, pausesFrom })));
  await sql`delete from agent_span s using jsonb_to_recordset(${cuts}::jsonb) as r("agentId" text, "from" float8)
    where s.agent_id = r."agentId" and s.started_at >= to_timestamp(r."from" / 1000)::timestamptz(3)`;
  await sql`delete from agent_pause p using jsonb_to_recordset(${cuts}::jsonb) as r("agentId" text, "pausesFrom" float8)
    where p.agent_id = r."agentId" and p.started_at >= to_timestamp(r."pausesFrom" / 1000)::timestamptz(3)`;
  const rowsOf = <T>(pick: (timeline: Timeline) => readonly T[]) => timelines.flatMap(pick);
  await writeRows(
    sql,
    spans,
    rowsOf((timeline) => timeline.spans),
  );
  await writeRows(
    sql,
    pauses,
    rowsOf((timeline) => timeline.pauses),
  );
}

/** The history of a queue is written whole: a setting that reaches into the past may take the place of another. */
async function replaceSettings(sql: Sql, settings: Flush['queueSettings']): Promise<void> {
  if (settings.length === 0) return;
  await sql`delete from queue_setting where queue_id = any(${[...new Set(settings.map(({ queueId }) => queueId))]}::text[])`;
  await writeRows(sql, queueSettings, settings);
}

/**
 * Of a span of days (`2016-03-01/2026-11-16`) those are marked in which contacts were offered, and a day or two beside them: which instants belong to a
 * business day is not known here, and to count an empty one again does no harm.
 */
async function markDays(sql: Sql, marks: readonly string[]): Promise<void> {
  if (marks.length === 0) return;
  const spans = toJsonb(marks.map((mark) => mark.split('/')).map(([first, last = first]) => ({ first, last, is_span: last !== first })));
  await sql`with asked as (
      select day, is_span, day at time zone 'UTC' - interval '1 day' as earliest, day at time zone 'UTC' + interval '3 days' as latest
      from jsonb_to_recordset(${spans}::jsonb) as r(first timestamp, last timestamp, is_span boolean), generate_series(r.first, r.last, '1 day') as day
    )
    insert into marked_day (day) select distinct day::date from asked where not is_span
      or exists (select from floor_interval where start_at >= earliest and start_at < latest)
    on conflict (day) do update set marked_at = now()`;
}

/** Rows of one kind in a flush from which on PostgreSQL's picture of the tables is out of date. Its own look comes only minutes later. */
const MANY_ROWS = 10_000;

/** @param sql a transaction: all of it is written, or nothing. */
export async function writeFlush(sql: Sql, flush: Flush): Promise<void> {
  await removeStays(sql, flush.removedStays);
  await writeRows(sql, contacts, flush.contacts);
  await writeRows(sql, stays, flush.stays);
  await replaceTimelines(sql, flush.timelines);
  await writeRows(
    sql,
    queueIntervals,
    flush.queueIntervals.map(({ queueId, startAt, components }) => ({ queueId, startAt, ...components })),
  );
  await writeRows(
    sql,
    floorIntervals,
    flush.floorIntervals.map(({ startAt, components }) => ({ startAt, ...components })),
  );
  await writeRows(
    sql,
    agentIntervals,
    flush.agentIntervals.map(({ agentId, startAt, components }) => ({ agentId, startAt, ...components })),
  );
  await writeRows(sql, gaps, flush.gaps);
  await replaceSettings(sql, flush.queueSettings);
  await markDays(sql, flush.markedDays);
  await writeMeta(sql, POSITION_KEY, flush.position);
  if (Math.max(flush.stays.length, flush.agentIntervals.length) > MANY_ROWS)
    await sql`analyze contact, queue_stay, agent_span, agent_pause, queue_interval, floor_interval, agent_interval`;
}

/** The log position for which the tables stand; 0 before the first flush. */
export async function readFlushPosition(sql: Sql): Promise<number> {
  return Number((await readMeta(sql, POSITION_KEY)) ?? 0);
}
