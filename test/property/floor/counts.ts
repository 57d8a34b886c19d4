/** A count of its own of what was written as stays and spans: quarter by quarter, without any code of the engine. */
import type { ContactRow, SpanRow, StayRow } from '../../../server/engine/rows.ts';
import {
  AGENT_SUM_FIELDS,
  type AgentComponents,
  emptyAgentComponents,
  emptyStayComponents,
  STAY_SUM_FIELDS,
  type StayComponents,
  WAIT_HISTOGRAM_BOUNDS_MS,
} from '../../../shared/metrics/components.ts';

const QUARTER_MS = 900_000;
const quarterOf = (at: number) => at - (at % QUARTER_MS);

/** Components by quarter, as a plain count over rows offered in it gives them at `now`. */
export function countStays(rows: readonly (StayRow | ContactRow)[], now: number): Map<number, StayComponents> {
  const quarters = new Map<number, StayComponents>();
  for (const start of new Set(rows.map((row) => quarterOf(row.offeredAt)))) {
    const cohort = rows.filter((row) => quarterOf(row.offeredAt) === start);
    const answered = cohort.filter((row) => row.outcome === 'answered');
    const abandoned = cohort.filter((row) => row.outcome === 'abandoned');
    const handled = cohort.filter((row) => row.handled);
    const waits = (of: readonly (StayRow | ContactRow)[]) => of.map((row) => row.waitMs ?? 0);
    quarters.set(start, {
      offered: cohort.length,
      answered: answered.length,
      answeredInTarget: answered.filter(isInTarget).length,
      abandoned: abandoned.length,
      abandonedShort: abandoned.filter((row) => row.waitMs !== null && row.waitMs < row.shortMs).length,
      abandonedInTarget: abandoned.filter(isInTarget).length,
      leftOtherwise: cohort.filter((row) => row.outcome === 'left_otherwise').length,
      lost: cohort.filter((row) => row.outcome === 'lost').length,
      open: cohort.filter((row) => row.outcome === 'open').length,
      undecided: cohort.filter((row) => row.outcome === 'open' && (now <= row.offeredAt + row.targetMs || now < row.offeredAt + row.shortMs)).length,
      handled: handled.length,
      waitMsAnswered: total(waits(answered)),
      waitMsAbandoned: total(waits(abandoned)),
      handledTalkMs: total(handled.map((row) => row.talkMs)),
      handledHoldMs: total(handled.map((row) => row.holdMs)),
      handledAcwMs: total(handled.map((row) => row.acwMs ?? 0)),
      acwKnown: handled.filter((row) => row.acwMs !== null).length,
      ringNoAnswer: total(cohort.map((row) => row.ringNoAnswer)),
      transferredWarm: total(cohort.map((row) => row.transferredWarm)),
      transferredBlind: total(cohort.map((row) => row.transferredBlind)),
      overStatutory: cohort.filter((row) => row.overStatutory === true).length,
      statutoryKnown: cohort.filter((row) => row.overStatutory !== null).length,
      firstResponses: total(cohort.map((row) => row.firstResponses)),
      firstResponseWaitMs: total(cohort.map((row) => row.firstResponseWaitMs)),
      waitMsMax: Math.max(0, ...waits(cohort.filter((row) => row.outcome !== 'open' && row.outcome !== 'lost'))),
      waitHistogram: histogram(waits(answered)),
    });
  }
  return quarters;
}

/** A contact may be answered in a later stay while nobody tells that it left the first: then its wait is not known, and not in target. */
function isInTarget(row: StayRow | ContactRow): boolean {
  return row.waitMs !== null && row.waitMs <= row.targetMs;
}

function histogram(waits: readonly number[]): number[] {
  const bounds = [...WAIT_HISTOGRAM_BOUNDS_MS, Number.POSITIVE_INFINITY];
  return bounds.map((to, bin) => waits.filter((wait) => wait <= to && (bin === 0 || wait > (bounds[bin - 1] as number))).length);
}

const FIELD_OF: Readonly<Record<string, 'availableMs' | 'ringingMs' | 'talkMs' | 'holdMs' | 'acwMs' | 'breakMs' | 'busyMs' | 'unknownMs'>> = {
  available: 'availableMs',
  ringing: 'ringingMs',
  talking: 'talkMs',
  hold: 'holdMs',
  acw: 'acwMs',
  break: 'breakMs',
  busy: 'busyMs',
  unknown: 'unknownMs',
};

/** Times of one agent by quarter, from her spans up to `now`, and her counts from the stays that she answered. Missed calls are not told by them. */
export function countAgent(spans: readonly SpanRow[], stays: readonly StayRow[], now: number): Map<number, AgentComponents> {
  const quarters = new Map<number, AgentComponents>();
  const quarter = (start: number) => quarters.get(start) ?? (quarters.set(start, emptyAgentComponents()).get(start) as AgentComponents);
  for (const span of spans) {
    const end = Math.min(span.endedAt ?? now, now);
    for (let from = span.startedAt; from < end; from = quarterOf(from) + QUARTER_MS) {
      const ms = Math.min(end, quarterOf(from) + QUARTER_MS) - from;
      const sum = quarter(quarterOf(from));
      sum.signedInMs += ms;
      sum[FIELD_OF[span.state] as 'busyMs'] += ms;
      if (span.state === 'break') sum.breakMsByReason[span.reason ?? ''] = (sum.breakMsByReason[span.reason ?? ''] ?? 0) + ms;
    }
  }
  for (const stay of stays) {
    if (stay.outcome !== 'answered') continue;
    const sum = quarter(quarterOf(stay.offeredAt));
    sum.answered++;
    if (!stay.handled) continue;
    sum.handled++;
    sum.handledTalkMs += stay.talkMs;
    sum.handledHoldMs += stay.holdMs;
    sum.handledAcwMs += stay.acwMs ?? 0;
    if (stay.acwMs !== null) sum.acwKnown++;
  }
  return quarters;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Σ of components, with the longest wait of all. */
export function addUp(parts: Iterable<StayComponents>): StayComponents {
  const list = [...parts];
  const sum = emptyStayComponents();
  for (const field of STAY_SUM_FIELDS) sum[field] = total(list.map((part) => part[field]));
  sum.waitMsMax = Math.max(0, ...list.map((part) => part.waitMsMax));
  sum.waitHistogram = sum.waitHistogram.map((_, bin) => total(list.map((part) => part.waitHistogram[bin] ?? 0)));
  return sum;
}

/** Σ of the components of one agent. */
export function addUpAgent(parts: Iterable<AgentComponents>): AgentComponents {
  const list = [...parts];
  const sum = emptyAgentComponents();
  for (const field of AGENT_SUM_FIELDS) sum[field] = total(list.map((part) => part[field]));
  for (const part of list)
    for (const [reason, ms] of Object.entries(part.breakMsByReason)) sum.breakMsByReason[reason] = (sum.breakMsByReason[reason] ?? 0) + ms;
  return sum;
}
