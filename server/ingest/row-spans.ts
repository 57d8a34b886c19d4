/** Parts of what one fold has produced: the rows of a span, or those that are not of the days before the last. */
import type { AgentTimeline, FlushRows } from '../engine/rows.ts';
import type { Reach } from './reach.ts';

/** Only the rows whose cohort (spans: whose start) lies in the span. */
export function within(rows: FlushRows, span: { from: number; to: number }): FlushRows {
  const inside = (at: number) => at >= span.from && at < span.to;
  return {
    ...partOf(rows, { contact: inside, stay: (_, at) => inside(at), span: (_, at) => inside(at), agentInterval: (_, at) => inside(at) }),
    gaps: [],
  };
}

/**
 * The rows from an instant on, with those of cohorts before the days counted that the live engine could still have changed: it goes, and
 * nobody else would write them. Of the others a checkpoint may have kept an older count.
 */
export function onlyFrom(rows: FlushRows, span: { before: number; from: number; reach: Reach }): FlushRows {
  const { before, from, reach } = span;
  return partOf(rows, {
    contact: (at) => at >= from || (at < before && reach.contact(at)),
    stay: (queueId, at) => at >= from || (at < before && reach.stay(queueId, at)),
    span: (agentId, at) => at >= from || (at < before && reach.span(agentId, at)),
    agentInterval: (agentId, at) => at >= from || (at < before && reach.agentInterval(agentId, at)),
  });
}

function partOf(rows: FlushRows, has: Reach): FlushRows {
  const ofAgent = (timeline: AgentTimeline): AgentTimeline => ({
    ...timeline,
    spans: timeline.spans.filter((row) => has.span(row.agentId, row.startedAt)),
    pauses: timeline.pauses.filter((row) => has.span(row.agentId, row.startedAt)),
  });
  return {
    ...rows,
    contacts: rows.contacts.filter((row) => has.contact(row.offeredAt)),
    stays: rows.stays.filter((row) => has.stay(row.queueId, row.offeredAt)),
    removedStays: [],
    timelines: rows.timelines.map(ofAgent),
    queueIntervals: rows.queueIntervals.filter((row) => has.stay(row.queueId, row.startAt)),
    floorIntervals: rows.floorIntervals.filter((row) => has.contact(row.startAt)),
    agentIntervals: rows.agentIntervals.filter((row) => has.agentInterval(row.agentId, row.startAt)),
    markedDays: [],
  };
}

/**
 * What may be written where the log begins at an instant: of what was before it the fold does not know all, and the tables do. What began before and
 * went on begins there.
 */
export function keptOnly(rows: FlushRows, keptFrom: number | null): FlushRows {
  if (keptFrom === null) return rows;
  const isKept = (at: number) => at >= keptFrom;
  const cut = <R extends { startedAt: number; endedAt: number | null }>(list: readonly R[]): R[] =>
    list
      .filter(({ endedAt }) => endedAt === null || endedAt > keptFrom)
      .map((row) => (isKept(row.startedAt) ? row : { ...row, startedAt: keptFrom }));
  return {
    ...partOf(rows, { contact: isKept, stay: (_, at) => isKept(at), span: () => true, agentInterval: (_, at) => isKept(at) }),
    removedStays: rows.removedStays,
    markedDays: rows.markedDays,
    timelines: rows.timelines.map((timeline) => ({
      ...timeline,
      from: Math.max(timeline.from, keptFrom),
      pausesFrom: Math.max(timeline.pausesFrom, keptFrom),
      spans: cut(timeline.spans),
      pauses: cut(timeline.pauses),
    })),
  };
}
