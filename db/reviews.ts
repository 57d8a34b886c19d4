/**
 * Any span of instants, read from the stored truth: stays and contacts by cohort, spans clipped. Components only; what is derived from them
 * is derived in `shared/metrics`.
 */

import { getTableColumns } from 'drizzle-orm';
import {
  addStayComponents,
  emptyStayComponents,
  STAY_SUM_FIELDS,
  type StayComponents,
  WAIT_HISTOGRAM_BOUNDS_MS,
} from '../shared/metrics/components.ts';
import { INTERVAL_MS } from '../shared/time.ts';
import { type Columns, readColumns } from './columns.ts';
import type { Fragment, Sql } from './open.ts';
import { queueInterval } from './schema.ts';

export type ReviewSpan = {
  readonly from: number;
  readonly to: number;
  /** For what is still running: the instant of reading. */
  readonly now: number;
  /** An instant before the flush that the reading follows: quarters that were over by then are complete. None: nothing is known of that. */
  readonly flushedAt?: number | undefined;
  readonly queueId?: string | undefined;
  readonly agentIds?: readonly string[] | undefined;
};

/** The instant of milliseconds, as the columns have it. */
export const instantOf = (sql: Sql, at: number) => sql`to_timestamp(${at}::float8 / 1000)::timestamptz(3)`;

/** True of an open row that has passed neither its target nor its short limit. */
const isUndecided = (sql: Sql, row: Fragment, now: number) =>
  sql`${instantOf(sql, now)} - ${row}.offered_at <= greatest(${row}.target_ms, ${row}.short_ms - 1) * interval '1 millisecond'`;

/** The counts of rows `r` of `contact` or `queue_stay`, named as the components. */
function sums(sql: Sql, now: number) {
  return sql`count(*)::int as "offered",
    (count(*) filter (where r.outcome = 'answered'))::int as "answered",
    (count(*) filter (where r.outcome = 'answered' and r.in_target))::int as "answeredInTarget",
    (count(*) filter (where r.outcome = 'abandoned'))::int as "abandoned",
    (count(*) filter (where r.short))::int as "abandonedShort",
    (count(*) filter (where r.outcome = 'abandoned' and r.in_target))::int as "abandonedInTarget",
    (count(*) filter (where r.outcome = 'left_otherwise'))::int as "leftOtherwise",
    (count(*) filter (where r.outcome = 'lost'))::int as "lost",
    (count(*) filter (where r.outcome = 'open'))::int as "open",
    (count(*) filter (where r.outcome = 'open' and ${isUndecided(sql, sql`r`, now)}))::int as "undecided",
    (count(*) filter (where r.handled))::int as "handled",
    coalesce(sum(r.wait_ms) filter (where r.outcome = 'answered'), 0)::float8 as "waitMsAnswered",
    coalesce(sum(r.wait_ms) filter (where r.outcome = 'abandoned'), 0)::float8 as "waitMsAbandoned",
    coalesce(max(r.wait_ms) filter (where r.outcome not in ('open', 'lost')), 0)::float8 as "waitMsMax",
    coalesce(sum(r.talk_ms) filter (where r.handled), 0)::float8 as "handledTalkMs",
    coalesce(sum(r.hold_ms) filter (where r.handled), 0)::float8 as "handledHoldMs",
    coalesce(sum(r.acw_ms) filter (where r.handled), 0)::float8 as "handledAcwMs",
    (count(*) filter (where r.handled and r.acw_ms is not null))::int as "acwKnown",
    sum(r.ring_no_answer)::int as "ringNoAnswer",
    sum(r.transferred_warm)::int as "transferredWarm",
    sum(r.transferred_blind)::int as "transferredBlind",
    (count(*) filter (where r.over_statutory))::int as "overStatutory",
    (count(*) filter (where r.over_statutory is not null))::int as "statutoryKnown",
    sum(r.first_responses)::int as "firstResponses",
    sum(r.first_response_wait_ms)::float8 as "firstResponseWaitMs"`;
}

type SumRow = Record<(typeof STAY_SUM_FIELDS)[number] | 'waitMsMax', number> & { key: string };
type IntervalRow = SumRow & { waitHistogram: number[]; undecidedFrom: number | null };
type BinRow = { key: string; bin: number; count: number };

/** Bins are closed above, as `waitBin` has them; waits are whole milliseconds. */
const THRESHOLDS = WAIT_HISTOGRAM_BOUNDS_MS.map((bound) => bound + 1);

const intervalColumns = getTableColumns(queueInterval);
/** Texts made once: parts of a statement cost the driver as much as short statements. */
const TOTALS = STAY_SUM_FIELDS.map((field) => `sum(i.${intervalColumns[field].name}) as "${field}"`).join(', ');
const BINS = emptyStayComponents()
  .waitHistogram.map((_, bin) => `sum(i.wait_histogram[${bin + 1}])`)
  .join(', ');

async function grouped(sql: Sql, rows: Fragment, key: Fragment, now: number): Promise<Map<string, StayComponents>> {
  const [totals, bins] = await Promise.all([
    sql<SumRow[]>`select ${key} as key, ${sums(sql, now)} from ${rows} r group by 1`,
    sql<BinRow[]>`select ${key} as key, width_bucket(r.wait_ms, ${THRESHOLDS}::bigint[]) as bin, count(*)::int as count
      from ${rows} r where r.outcome = 'answered' group by 1, 2`,
  ]);
  return joined(totals, bins);
}

function joined(totals: readonly SumRow[], bins: readonly BinRow[]): Map<string, StayComponents> {
  const result = new Map<string, StayComponents>();
  for (const row of totals) {
    const components = emptyStayComponents();
    for (const field of STAY_SUM_FIELDS) components[field] = row[field];
    components.waitMsMax = row.waitMsMax;
    result.set(row.key, components);
  }
  for (const { key: at, bin, count } of bins) {
    const histogram = result.get(at)?.waitHistogram;
    if (histogram !== undefined) histogram[bin] = count;
  }
  return result;
}

function rowsOf(sql: Sql, table: 'contact' | 'queue_stay', span: ReviewSpan) {
  const within = sql`t.offered_at >= ${instantOf(sql, span.from)} and t.offered_at < ${instantOf(sql, span.to)}`;
  const { queueId, agentIds } = span;
  if (queueId === undefined && agentIds === undefined) return sql`(select * from ${sql(table)} t where ${within})`;
  const ofQueue = queueId === undefined ? sql`true` : sql`s.queue_id = ${queueId}`;
  const ofAgents = agentIds === undefined ? sql`true` : sql`s.agent_id = any(${[...agentIds]}::text[])`;
  if (table === 'queue_stay')
    return sql`(select * from queue_stay t where ${within} and exists (select 1 from (select t.queue_id, t.agent_id) s where ${ofQueue} and ${ofAgents}))`;
  return sql`(select * from contact t where ${within} and exists (select 1 from queue_stay s where s.source = t.source and s.contact_id = t.contact_id and ${ofQueue} and ${ofAgents}))`;
}

/** The counts of `reviewStays`, one by one from the stays and contacts. */
export function countStays(sql: Sql, span: ReviewSpan): Promise<[queues: Map<string, StayComponents>, intervals: Map<string, StayComponents>]> {
  const quarter = sql`(floor(date_part('epoch', r.offered_at) / 900) * 900000)::bigint::text`;
  return Promise.all([
    grouped(sql, rowsOf(sql, 'queue_stay', span), sql`r.queue_id`, span.now),
    grouped(sql, rowsOf(sql, 'contact', span), quarter, span.now),
  ]);
}

/** True where whole rows of intervals make the span, so that nobody need be counted one by one. */
function isOfIntervals({ from, to, queueId, agentIds }: ReviewSpan): boolean {
  return from % INTERVAL_MS === 0 && to % INTERVAL_MS === 0 && queueId === undefined && agentIds === undefined;
}

/** What `grouped` gives, from the sums that the fold keeps of each interval. */
async function ofIntervals(
  sql: Sql,
  table: 'queue_interval' | 'floor_interval',
  key: Fragment,
  span: ReviewSpan,
): Promise<Map<string, StayComponents>> {
  const within = sql`i.start_at >= ${instantOf(sql, span.from)} and i.start_at < ${instantOf(sql, span.to)} and i.offered > 0`;
  const rows = await readColumns<IntervalRow>(
    sql,
    ['key', ...STAY_SUM_FIELDS, 'waitMsMax', 'waitHistogram', 'undecidedFrom'],
    sql`select ${key} as key, ${sql.unsafe(TOTALS)}, max(i.wait_ms_max) as "waitMsMax", array[${sql.unsafe(BINS)}] as "waitHistogram",
        round(date_part('epoch', min(i.start_at) filter (where i.undecided > 0)) * 1000) as "undecidedFrom" from ${sql(table)} i where ${within} group by 1`,
  );
  const result = new Map<string, StayComponents>();
  for (const [index, of] of rows.key.entries()) {
    const components = emptyStayComponents();
    for (const field of STAY_SUM_FIELDS) components[field] = rows[field][index] as number;
    components.waitMsMax = rows.waitMsMax[index] as number;
    components.waitHistogram = rows.waitHistogram[index] as number[];
    result.set(of, components);
  }
  const undecidedFrom = Math.min(...rows.undecidedFrom.map((at) => at ?? Number.POSITIVE_INFINITY));
  if (undecidedFrom < span.to) await countUndecided(sql, table, key, { ...span, from: undecidedFrom }, result);
  return result;
}

/**
 * Whether an open stay is undecided changes with time alone: the stored sums are as old as the last flush of their interval. Time only decides, so
 * before the first interval that had an undecided one then, `span.from`, there is none now.
 */
async function countUndecided(
  sql: Sql,
  table: 'queue_interval' | 'floor_interval',
  key: Fragment,
  span: ReviewSpan,
  into: ReadonlyMap<string, StayComponents>,
): Promise<void> {
  const open = sql`(select r.*, date_bin('15 minutes', r.offered_at, 'epoch') as start_at from ${sql(table === 'queue_interval' ? 'queue_stay' : 'contact')} r
    where r.outcome = 'open' and r.offered_at >= ${instantOf(sql, span.from)} and r.offered_at < ${instantOf(sql, span.to)})`;
  const rows = await sql<{ key: string; undecided: number }[]>`
    select ${key} as key, count(*)::int as undecided from ${open} i where ${isUndecided(sql, sql`i`, span.now)} group by 1`;
  for (const components of into.values()) components.undecided = 0;
  for (const { key: of, undecided } of rows) {
    const components = into.get(of);
    if (components !== undefined) components.undecided = undecided;
  }
}

/**
 * Components of the floor, of each queue, and of each quarter of an hour of the floor (key: its start in ms). From the sums of intervals where
 * the span is made of whole ones, else and with a filter from the stays and contacts themselves: the same figures.
 */
export async function reviewStays(sql: Sql, span: ReviewSpan) {
  const [queues, intervals] = await (isOfIntervals(span)
    ? Promise.all([
        ofIntervals(sql, 'queue_interval', sql`i.queue_id`, span),
        ofIntervals(sql, 'floor_interval', sql`(date_part('epoch', i.start_at) * 1000)::bigint::text`, span),
      ])
    : countStays(sql, span));
  // Each contact is in one quarter, and components add up: the floor needs no reading of its own.
  const floor = emptyStayComponents();
  for (const components of intervals.values()) addStayComponents(floor, components);
  return { floor, queues, intervals };
}

const ms = (sql: Sql, column: string) => sql`round(date_part('epoch', ${sql(column)}) * 1000) as ${sql(column)}`;

export type PauseRow = { agent_id: string; queue_id: string; reason: string; started_at: number; ended_at: number | null };

/** Pauses as the platform saw them that touch the span, in the order of their starts; those of one instant by queue. */
export async function readPauses(sql: Sql, span: Pick<ReviewSpan, 'from' | 'to' | 'agentIds'>): Promise<Columns<PauseRow>> {
  const of = span.agentIds === undefined ? sql`true` : sql`agent_id = any(${[...span.agentIds]}::text[])`;
  return readColumns<PauseRow>(
    sql,
    ['agent_id', 'queue_id', 'reason', 'started_at', 'ended_at'],
    sql`select agent_id, queue_id, reason, ${ms(sql, 'started_at')}, ${ms(sql, 'ended_at')} from agent_pause
    where started_at < ${instantOf(sql, span.to)} and (ended_at is null or ended_at > ${instantOf(sql, span.from)}) and ${of} order by agent_pause.started_at, agent_pause.queue_id`,
  );
}

export type StoredSpan = {
  started_at: number;
  ended_at: number | null;
  state: string;
  reason: string | null;
  source: string | null;
  contact_id: string | null;
  queue_id: string | null;
};

/** State spans of an agent that touch a period. */
export async function readSpans(sql: Sql, agentId: string, from: number, to: number): Promise<StoredSpan[]> {
  return sql<StoredSpan[]>`select ${ms(sql, 'started_at')}, ${ms(sql, 'ended_at')}, state, reason, source, contact_id, queue_id from agent_span
    where agent_id = ${agentId} and started_at < ${instantOf(sql, to)} and (ended_at is null or ended_at > ${instantOf(sql, from)}) order by agent_span.started_at`;
}

export type StoredGap = { source: string; from_at: number; to_at: number | null; reason: string };

/** Gaps of sources that touch a period. */
export async function readGaps(sql: Sql, from: number, to: number): Promise<StoredGap[]> {
  return sql<StoredGap[]>`select source, ${ms(sql, 'from_at')}, ${ms(sql, 'to_at')}, reason from gap
    where from_at < ${instantOf(sql, to)} and (to_at is null or to_at > ${instantOf(sql, from)}) order by gap.from_at`;
}
