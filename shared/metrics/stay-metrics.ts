/** Metrics of queues and of the floor. The only place where their averages, percentages and service levels are computed. */
import type { ServiceLevelFormula } from '../events/system.ts';
import { type StayComponents, WAIT_HISTOGRAM_BOUNDS_MS } from './components.ts';
import { type Parts, quotientOf, type StayMetric } from './definition.ts';
import { serviceLevelParts } from './service-level.ts';

const SECTION_5 = { offered: 105, answered: 82, answeredInTarget: 70, abandoned: 18, abandonedShort: 4, abandonedInTarget: 10, leftOtherwise: 5 };

const quotient = (numerator: (c: StayComponents) => number, denominator: (c: StayComponents) => number) =>
  quotientOf((c: StayComponents): Parts => ({ numerator: numerator(c), denominator: denominator(c) }));

function count(id: string, he: string, en: string, field: Exclude<keyof StayComponents, 'waitHistogram'>, formula: string): StayMetric {
  return {
    id,
    he,
    en,
    unit: 'count',
    formula,
    better: 'neither',
    source: 'time-and-order, "How contacts are counted"',
    derive: (c) => c[field],
    example: { given: { [field]: 7 }, gives: 7 },
  };
}

function formulaMetric(number: ServiceLevelFormula, words: string, gives: number): StayMetric {
  return {
    id: `service_level_${number}`,
    he: `רמת שירות, נוסחה ${number}`,
    en: `Service level, formula ${number}`,
    unit: 'ratio',
    formula: words,
    better: 'higher',
    source: 'metrics, section 5',
    ...quotientOf((c) => serviceLevelParts(c, number)),
    example: { given: SECTION_5, gives },
  };
}

/** Metrics of queues and of the floor. */
export const STAY_METRICS: readonly StayMetric[] = [
  count('offered', 'הוצעו', 'Offered', 'offered', 'contacts that entered the queue'),
  count('answered', 'נענו', 'Answered', 'answered', 'contacts connected to an agent from the queue'),
  count('answered_in_target', 'נענו בזמן', 'Answered in target', 'answeredInTarget', 'answered with wait ≤ T'),
  count('abandoned', 'נטשו', 'Abandoned', 'abandoned', 'callers who hung up before an answer'),
  count('short_abandoned', 'נטישות קצרות', 'Short abandoned', 'abandonedShort', 'abandoned with wait < S'),
  count('left_otherwise', 'יצאו בדרך אחרת', 'Left otherwise', 'leftOtherwise', 'left the queue without answer or hang-up'),
  count('lost', 'סיום לא ידוע', 'End not known', 'lost', 'closed by a snapshot after a gap'),
  count('open', 'פתוחות', 'Open', 'open', 'still waiting'),
  count('undecided', 'טרם הוכרעו', 'Undecided', 'undecided', 'open, target not passed yet'),
  count('handled', 'טופלו', 'Handled', 'handled', 'answered and ended'),
  count('ring_no_answer', 'לא ענו לצלצול', 'Ring no answer', 'ringNoAnswer', 'offers to agents that rang in vain or were rejected'),
  count('first_responses', 'תגובות ראשונות', 'First responses', 'firstResponses', 'openings of conversations to which a person has replied'),
  count('transferred_warm', 'העברות חמות', 'Warm transfers', 'transferredWarm', 'attended transfers'),
  count('transferred_blind', 'העברות קרות', 'Blind transfers', 'transferredBlind', 'blind transfers'),
  {
    id: 'service_level',
    he: 'רמת שירות',
    en: 'Service level',
    unit: 'ratio',
    formula: 'by the formula of the queue’s settings; default 5: answered in target ÷ (offered − undecided − lost − short abandoned)',
    better: 'higher',
    source: 'metrics, section 5',
    ...quotientOf(serviceLevelParts),
    example: { given: SECTION_5, gives: 70 / 101 },
  },
  formulaMetric('1', 'answered in target ÷ answered', 70 / 82),
  formulaMetric('2', 'answered in target ÷ (offered − undecided − lost − abandoned in target)', 70 / 95),
  formulaMetric('3', 'answered in target ÷ (offered − undecided − lost)', 70 / 105),
  formulaMetric('4', '(answered in target + abandoned in target) ÷ (offered − undecided − lost)', 80 / 105),
  formulaMetric('5', 'answered in target ÷ (offered − undecided − lost − short abandoned)', 70 / 101),
  formulaMetric('6', 'answered in target ÷ (offered − undecided − lost − abandoned)', 70 / 87),
  formulaMetric('7', 'answered in target ÷ (answered + abandoned after target)', 70 / 90),
  formulaMetric('8', 'answered in target ÷ (answered + abandoned)', 70 / 100),
  {
    id: 'asa_ms',
    he: 'זמן מענה ממוצע',
    en: 'Average speed of answer',
    unit: 'ms',
    formula: 'Σ wait of the answered ÷ answered, from entering the queue',
    better: 'lower',
    source: 'metrics, section 3',
    ...quotient(
      (c) => c.waitMsAnswered,
      (c) => c.answered,
    ),
    example: { given: { answered: 3, waitMsAnswered: 60_000, abandoned: 2, waitMsAbandoned: 65_000 }, gives: 20_000 },
  },
  {
    id: 'wait_ms',
    he: 'המתנה ממוצעת של הכול',
    en: 'Average wait, all',
    unit: 'ms',
    formula: '(Σ wait of the answered + Σ wait of the abandoned) ÷ (answered + abandoned)',
    better: 'lower',
    source: 'metrics, section 3',
    ...quotient(
      (c) => c.waitMsAnswered + c.waitMsAbandoned,
      (c) => c.answered + c.abandoned,
    ),
    example: { given: { answered: 3, waitMsAnswered: 60_000, abandoned: 2, waitMsAbandoned: 65_000 }, gives: 25_000 },
  },
  {
    id: 'first_response_ms',
    he: 'זמן תגובה ראשונה',
    en: 'First response time',
    unit: 'ms',
    formula:
      'Σ time from the opening of a conversation to the first human reply ÷ openings replied to; by the queue’s service hours where it has them',
    better: 'lower',
    source: 'metrics, section 4',
    ...quotient(
      (c) => c.firstResponseWaitMs,
      (c) => c.firstResponses,
    ),
    example: { given: { firstResponses: 2, firstResponseWaitMs: 1_200_000 }, gives: 600_000 },
  },
  {
    id: 'abandoned_wait_ms',
    he: 'המתנה ממוצעת של הנוטשים',
    en: 'Average wait of the abandoned',
    unit: 'ms',
    formula: 'Σ wait of the abandoned ÷ abandoned',
    better: 'lower',
    source: 'metrics, section 3',
    ...quotient(
      (c) => c.waitMsAbandoned,
      (c) => c.abandoned,
    ),
    example: { given: { answered: 3, waitMsAnswered: 60_000, abandoned: 2, waitMsAbandoned: 65_000 }, gives: 32_500 },
  },
  {
    id: 'abandon_rate',
    he: 'נטישה',
    en: 'Abandonment',
    unit: 'ratio',
    formula: '(abandoned − short abandoned) ÷ (offered − undecided − lost − short abandoned)',
    better: 'lower',
    source: 'metrics, section 6',
    ...quotient(
      (c) => c.abandoned - c.abandonedShort,
      (c) => c.offered - c.undecided - c.lost - c.abandonedShort,
    ),
    example: { given: { offered: 100, abandoned: 18, abandonedShort: 4 }, gives: 14 / 96 },
  },
  {
    id: 'abandon_rate_all',
    he: 'נטישה, כולל קצרות',
    en: 'Abandonment, short ones included',
    unit: 'ratio',
    formula: 'abandoned ÷ offered',
    better: 'lower',
    source: 'metrics, section 6',
    ...quotient(
      (c) => c.abandoned,
      (c) => c.offered,
    ),
    example: { given: { offered: 100, abandoned: 18, abandonedShort: 4 }, gives: 0.18 },
  },
  {
    id: 'answered_rate',
    he: 'שיעור מענה',
    en: 'Answered rate',
    unit: 'ratio',
    formula: 'answered ÷ (offered − undecided − lost)',
    better: 'higher',
    source: 'metrics, section 1',
    ...quotient(
      (c) => c.answered,
      (c) => c.offered - c.undecided - c.lost,
    ),
    example: { given: { offered: 100, answered: 80, undecided: 10, lost: 10 }, gives: 1 },
  },
  {
    id: 'aht_ms',
    he: 'זמן טיפול ממוצע',
    en: 'Average handle time',
    unit: 'ms',
    formula: '(talk + hold + ACW) ÷ handled',
    better: 'neither',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledTalkMs + c.handledHoldMs + c.handledAcwMs,
      (c) => c.handled,
    ),
    example: { given: { handled: 2, handledTalkMs: 200_000, handledHoldMs: 20_000, handledAcwMs: 60_000 }, gives: 140_000 },
  },
  {
    id: 'att_ms',
    he: 'משך שיחה ממוצע',
    en: 'Average talk time',
    unit: 'ms',
    formula: 'talk ÷ handled, without hold',
    better: 'neither',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledTalkMs,
      (c) => c.handled,
    ),
    example: { given: { handled: 2, handledTalkMs: 200_000 }, gives: 100_000 },
  },
  {
    id: 'hold_ms',
    he: 'החזקה ממוצעת',
    en: 'Average hold',
    unit: 'ms',
    formula: 'hold ÷ handled',
    better: 'lower',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledHoldMs,
      (c) => c.handled,
    ),
    example: { given: { handled: 2, handledHoldMs: 30_000 }, gives: 15_000 },
  },
  {
    id: 'acw_ms',
    he: 'סיכום שיחה ממוצע',
    en: 'Average wrap-up (ACW)',
    unit: 'ms',
    formula: 'ACW ÷ handled contacts whose ACW is known; unknown is not 0',
    better: 'neither',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledAcwMs,
      (c) => c.acwKnown,
    ),
    example: { given: { handled: 4, acwKnown: 2, handledAcwMs: 30_000 }, gives: 15_000 },
  },
  {
    id: 'longest_wait_ms',
    he: 'המתנה מרבית',
    en: 'Longest wait',
    unit: 'ms',
    formula: 'longest wait of any contact that has left the queue',
    better: 'lower',
    source: 'metrics, section 2',
    derive: (c) => (c.offered - c.open - c.lost > 0 ? c.waitMsMax : null),
    example: { given: { offered: 1, waitMsMax: 34_000 }, gives: 34_000 },
  },
  percentile('wait_p50_ms', 'חציון המתנה', 'Median wait of the answered', 0.5),
  percentile('wait_p90_ms', 'אחוזון 90 של ההמתנה', '90th percentile wait of the answered', 0.9),
  {
    id: 'over_statutory',
    he: 'מעל 6 הדקות',
    en: 'Over six minutes',
    unit: 'count',
    formula: 'contacts that reached a person, or left, later than the statutory limit after the start of the call',
    better: 'lower',
    source: 'metrics, sections 2 and 19',
    derive: (c) => (c.statutoryKnown > 0 ? c.overStatutory : null),
    example: { given: { statutoryKnown: 3, overStatutory: 1 }, gives: 1 },
  },
];

function percentile(id: string, he: string, en: string, share: number): StayMetric {
  return {
    id,
    he,
    en,
    unit: 'ms',
    formula: `${share * 100}th percentile of the waits of the answered, interpolated within its bin of the histogram; never above the longest wait`,
    better: 'lower',
    source: 'time-and-order, "What is stored"',
    derive: (c) => {
      const found = fromHistogram(c.waitHistogram, share);
      return found === null ? null : Math.min(found, c.waitMsMax);
    },
    example: { given: {}, gives: null },
  };
}

/** A percentile of a wait histogram, linear within its bin; null if it is empty. */
export function fromHistogram(histogram: readonly number[], share: number): number | null {
  const total = histogram.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  let left = share * total;
  for (const [bin, n] of histogram.entries()) {
    if (n >= left && n > 0) {
      const low = bin === 0 ? 0 : (WAIT_HISTOGRAM_BOUNDS_MS[bin - 1] as number);
      const high = WAIT_HISTOGRAM_BOUNDS_MS[bin] ?? low;
      return Math.round(low + ((high - low) * left) / n);
    }
    left -= n;
  }
  return null;
}
