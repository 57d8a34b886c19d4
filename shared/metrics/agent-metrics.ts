/** Metrics of agents. */
import type { AgentComponents } from './components.ts';
import { type AgentMetric, type Parts, quotientOf } from './definition.ts';

const quotient = (numerator: (c: AgentComponents) => number, denominator: (c: AgentComponents) => number) =>
  quotientOf((c: AgentComponents): Parts => ({ numerator: numerator(c), denominator: denominator(c) }));

function clipped(id: string, he: string, en: string, field: Exclude<keyof AgentComponents, 'breakMsByReason'>): AgentMetric {
  return {
    id,
    he,
    en,
    unit: 'ms',
    formula: 'time in the state, clipped to the period',
    better: 'neither',
    source: 'metrics, section 17',
    derive: (c) => c[field],
    example: { given: { [field]: 600_000 }, gives: 600_000 },
  };
}

function agentCount(id: string, he: string, en: string, field: Exclude<keyof AgentComponents, 'breakMsByReason'>): AgentMetric {
  return {
    id,
    he,
    en,
    unit: 'count',
    formula: 'by the cohort of the contact',
    better: 'neither',
    source: 'metrics, section 1',
    derive: (c) => c[field],
    example: { given: { [field]: 3 }, gives: 3 },
  };
}

/** Metrics of agents. */
export const AGENT_METRICS: readonly AgentMetric[] = [
  agentCount('answered', 'נענו', 'Answered', 'answered'),
  agentCount('handled', 'טופלו', 'Handled', 'handled'),
  agentCount('ring_no_answer', 'לא ענו לצלצול', 'Ring no answer', 'ringNoAnswer'),
  clipped('talk_ms', 'שיחה', 'Talk', 'talkMs'),
  clipped('hold_ms', 'החזקה', 'Hold', 'holdMs'),
  clipped('acw_ms', 'סיכום שיחה', 'Wrap-up (ACW)', 'acwMs'),
  clipped('ringing_ms', 'צלצול', 'Ringing', 'ringingMs'),
  clipped('available_ms', 'פנוי', 'Free', 'availableMs'),
  clipped('break_ms', 'הפסקה', 'Break', 'breakMs'),
  clipped('busy_ms', 'עסוק', 'Busy elsewhere', 'busyMs'),
  clipped('signed_in_ms', 'מחובר', 'Signed in', 'signedInMs'),
  {
    id: 'aht_ms',
    he: 'זמן טיפול ממוצע',
    en: 'Average handle time',
    unit: 'ms',
    formula: '(talk + hold + ACW of the handled cohort) ÷ handled',
    better: 'neither',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledTalkMs + c.handledHoldMs + c.handledAcwMs,
      (c) => c.handled,
    ),
    example: { given: { handled: 2, handledTalkMs: 200_000, handledAcwMs: 40_000 }, gives: 120_000 },
  },
  {
    id: 'att_ms',
    he: 'משך שיחה ממוצע',
    en: 'Average talk time',
    unit: 'ms',
    formula: 'talk of the handled cohort ÷ handled',
    better: 'neither',
    source: 'metrics, section 7',
    ...quotient(
      (c) => c.handledTalkMs,
      (c) => c.handled,
    ),
    example: { given: { handled: 2, handledTalkMs: 200_000 }, gives: 100_000 },
  },
  {
    id: 'occupancy',
    he: 'תפוסה',
    en: 'Occupancy',
    unit: 'ratio',
    formula: '(talk + hold + ACW) ÷ (talk + hold + ACW + available + ringing)',
    better: 'neither',
    source: 'metrics, section 8',
    ...quotient(
      (c) => c.talkMs + c.holdMs + c.acwMs,
      (c) => c.talkMs + c.holdMs + c.acwMs + c.availableMs + c.ringingMs,
    ),
    example: {
      given: { talkMs: 18_000_000, availableMs: 5_400_000, breakMs: 3_600_000, busyMs: 1_800_000, signedInMs: 28_800_000 },
      gives: 18_000_000 / 23_400_000,
    },
  },
  {
    id: 'utilisation',
    he: 'ניצולת',
    en: 'Utilisation',
    unit: 'ratio',
    formula: '(talk + hold + ACW) ÷ signed in',
    better: 'neither',
    source: 'metrics, section 8',
    ...quotient(
      (c) => c.talkMs + c.holdMs + c.acwMs,
      (c) => c.signedInMs,
    ),
    example: { given: { talkMs: 18_000_000, availableMs: 5_400_000, signedInMs: 28_800_000 }, gives: 0.625 },
  },
];
