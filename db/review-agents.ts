/**
 * The agents of a review. Times and counts of whole quarters are read from the sums that the fold keeps of each; what they do not cover is
 * added up from the spans and stays. Components only; what is derived from them is derived in `shared/metrics`.
 */
import { getTableColumns } from 'drizzle-orm';
import {
  AGENT_SUM_FIELDS,
  type AgentComponents,
  type AgentSumField,
  addReason,
  emptyAgentComponents,
  TIME_FIELDS,
} from '../shared/metrics/components.ts';
import { INTERVAL_MS, intervalStart } from '../shared/time.ts';
import { readColumns } from './columns.ts';
import type { Fragment, Sql } from './open.ts';
import { instantOf, type ReviewSpan } from './reviews.ts';
import { agentInterval } from './schema.ts';

const TIMES = ['signedInMs', ...Object.values(TIME_FIELDS)] as const;
const COUNTS = ['answered', 'handled', 'handledTalkMs', 'handledHoldMs', 'handledAcwMs', 'acwKnown'] as const;

const intervalColumns = getTableColumns(agentInterval);
/** One text: parts of a statement cost the driver as much as short statements. */
const SUMS = AGENT_SUM_FIELDS.map((field) => `sum(${intervalColumns[field].name}) as "${field}"`).join(', ');

/** Of which quarters the sums are read: they begin at `from`, and their times end at `timesTo`, their counts at `countsTo`. */
type Quarters = { readonly from: number; readonly timesTo: number; readonly countsTo: number };

/** `quarters`: 2 where the row sums up quarters whose times and counts are both wanted, 1: the counts alone, 0: neither. */
type SumRow = Record<AgentSumField, number> & { agentId: string; quarters: number };
type BreakRow = { agentId: string; reasons: Record<string, number> };
type TimeRow = { agentId: string; state: keyof typeof TIME_FIELDS; reason: string | null; ms: number };
type CountRow = Record<(typeof COUNTS)[number], number> & { agentId: string };

/** Who is there, and the break time of each by reason. */
class Agents {
  readonly components = new Map<string, AgentComponents>();
  readonly #breaks = new Map<string, Map<string, number>>();

  of(id: string): AgentComponents {
    const known = this.components.get(id) ?? emptyAgentComponents();
    this.components.set(id, known);
    return known;
  }

  addBreak(id: string, reason: string, ms: number): void {
    const known = this.#breaks.get(id) ?? new Map<string, number>();
    this.#breaks.set(id, known);
    known.set(reason, (known.get(reason) ?? 0) + ms);
  }

  /** With the reasons in one order, whichever rows told of them first. */
  done(): Map<string, AgentComponents> {
    for (const [id, reasons] of this.#breaks)
      for (const reason of [...reasons.keys()].sort()) addReason(this.of(id), reason, reasons.get(reason) ?? 0);
    return this.components;
  }
}

/**
 * Components of each agent who was signed in or answered within the span. Counts change with facts alone, so what was flushed holds; times go
 * on by themselves, so only of quarters that were over before the flush the sums are all there is.
 */
export function reviewAgents(sql: Sql, span: ReviewSpan): Promise<Map<string, AgentComponents>> {
  const from = Math.ceil(span.from / INTERVAL_MS) * INTERVAL_MS;
  const countsTo = Math.max(from, intervalStart(span.to));
  const timesTo = Math.max(from, Math.min(countsTo, intervalStart(Math.min(span.flushedAt ?? from, span.now))));
  return added(sql, span, { from, timesTo, countsTo });
}

/** The same figures, all of them from the spans and stays. */
export function countAgents(sql: Sql, span: ReviewSpan): Promise<Map<string, AgentComponents>> {
  return added(sql, span, { from: span.from, timesTo: span.from, countsTo: span.from });
}

async function added(sql: Sql, span: ReviewSpan, quarters: Quarters): Promise<Map<string, AgentComponents>> {
  const of = span.agentIds === undefined ? sql`true` : sql`agent_id = any(${[...span.agentIds]}::text[])`;
  const agents = new Agents();
  await Promise.all([
    addSums(sql, span, quarters, of, agents),
    addBreaks(sql, quarters, of, agents),
    ...outside(span.from, Math.min(span.to, span.now), quarters.from, quarters.timesTo).map((part) => addTimes(sql, part, of, agents)),
    ...outside(span.from, span.to, quarters.from, quarters.countsTo).map((part) => addCounts(sql, part, of, agents)),
  ]);
  return agents.done();
}

type Part = { readonly from: number; readonly to: number };

/** What of [from, to) lies outside of [innerFrom, innerTo). */
function outside(from: number, to: number, innerFrom: number, innerTo: number): Part[] {
  const parts = [
    { from, to: Math.min(innerFrom, to) },
    { from: Math.max(innerTo, from), to },
  ];
  return parts.filter((part) => part.from < part.to);
}

async function addSums(sql: Sql, span: ReviewSpan, quarters: Quarters, of: Fragment, into: Agents): Promise<void> {
  const rows = await readColumns<SumRow>(
    sql,
    ['agentId', 'quarters', ...AGENT_SUM_FIELDS],
    sql`select agent_id as "agentId",
        (start_at < ${instantOf(sql, quarters.timesTo)})::int + (start_at < ${instantOf(sql, quarters.countsTo)})::int as quarters, ${sql.unsafe(SUMS)}
      from agent_interval where start_at >= ${instantOf(sql, span.from)} and start_at < ${instantOf(sql, span.to)} and ${of} group by 1, 2`,
  );
  for (const [index, agentId] of rows.agentId.entries()) {
    const at = (field: AgentSumField) => rows[field][index] as number;
    const whole = rows.quarters[index] as number;
    const isThere = whole === 2 && at('signedInMs') > 0;
    const isCounted = whole >= 1 && at('answered') > 0;
    if (!isThere && !isCounted && at('ringNoAnswer') === 0) continue;
    const components = into.of(agentId);
    components.ringNoAnswer += at('ringNoAnswer');
    if (isCounted) for (const field of COUNTS) components[field] += at(field);
    if (isThere) for (const field of TIMES) components[field] += at(field);
  }
}

/** The reasons of `addSums`, apart from it: beside texts the database would sort all rows where it can group them without. */
async function addBreaks(sql: Sql, { from, timesTo }: Quarters, of: Fragment, into: Agents): Promise<void> {
  if (timesTo <= from) return;
  const rows = await readColumns<BreakRow>(
    sql,
    ['agentId', 'reasons'],
    sql`select agent_id as "agentId", break_ms_by_reason as reasons from agent_interval
      where start_at >= ${instantOf(sql, from)} and start_at < ${instantOf(sql, timesTo)} and break_ms > 0 and ${of}`,
  );
  for (const [index, agentId] of rows.agentId.entries())
    for (const [reason, ms] of Object.entries(rows.reasons[index] ?? {})) into.addBreak(agentId, reason, ms);
}

async function addTimes(sql: Sql, part: Part, of: Fragment, into: Agents): Promise<void> {
  const [from, to] = [instantOf(sql, part.from), instantOf(sql, part.to)];
  const rows = await readColumns<TimeRow>(
    sql,
    ['agentId', 'state', 'reason', 'ms'],
    sql`select agent_id as "agentId", state, case when state = 'break' then reason end as reason,
        round(sum(date_part('epoch', least(coalesce(ended_at, ${to}), ${to}) - greatest(started_at, ${from})) * 1000)) as ms
      from agent_span where started_at < ${to} and (ended_at is null or ended_at > ${from}) and ${of} group by 1, 2, 3`,
  );
  for (const [index, agentId] of rows.agentId.entries()) {
    const state = rows.state[index] as TimeRow['state'];
    const ms = rows.ms[index] as number;
    const components = into.of(agentId);
    components[TIME_FIELDS[state]] += ms;
    components.signedInMs += ms;
    if (state === 'break') into.addBreak(agentId, rows.reason[index] ?? '', ms);
  }
}

async function addCounts(sql: Sql, part: Part, of: Fragment, into: Agents): Promise<void> {
  const rows = await readColumns<CountRow>(
    sql,
    ['agentId', ...COUNTS],
    sql`select agent_id as "agentId", count(*) as answered, count(*) filter (where handled) as handled,
        coalesce(sum(talk_ms) filter (where handled), 0) as "handledTalkMs", coalesce(sum(hold_ms) filter (where handled), 0) as "handledHoldMs",
        coalesce(sum(acw_ms) filter (where handled), 0) as "handledAcwMs", count(*) filter (where handled and acw_ms is not null) as "acwKnown"
      from queue_stay where outcome = 'answered' and agent_id is not null and offered_at >= ${instantOf(sql, part.from)}
        and offered_at < ${instantOf(sql, part.to)} and ${of} group by 1`,
  );
  for (const [index, agentId] of rows.agentId.entries()) {
    const components = into.of(agentId);
    for (const field of COUNTS) components[field] += rows[field][index] as number;
  }
}
