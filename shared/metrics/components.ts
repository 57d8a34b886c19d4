/**
 * Components: the additive parts from which every figure is derived when read. Only counts, sums, maxima and histograms; never an average.
 * Stays, the floor and agents each have their own set; sets of one kind merge by addition (maxima by maximum).
 */

/** Upper bounds (ms, inclusive) of the wait histogram; the last bin is open. They serve `wait_p50_ms` and `wait_p90_ms` only. */
export const WAIT_HISTOGRAM_BOUNDS_MS: readonly number[] = [
  1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 60_000, 75_000, 90_000, 120_000, 150_000,
  180_000, 240_000, 300_000, 360_000, 480_000, 600_000, 900_000, 1_200_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000,
];

/** The counts and sums of stays (a queue's row) or contacts (the floor's row). See METRICS.md for each. */
export const STAY_SUM_FIELDS = [
  'offered',
  'answered',
  'answeredInTarget',
  'abandoned',
  'abandonedShort',
  'abandonedInTarget',
  'leftOtherwise',
  'lost',
  'open',
  'undecided',
  'handled',
  'waitMsAnswered',
  'waitMsAbandoned',
  'handledTalkMs',
  'handledHoldMs',
  'handledAcwMs',
  'acwKnown',
  'ringNoAnswer',
  'transferredWarm',
  'transferredBlind',
  'overStatutory',
  'statutoryKnown',
  'firstResponses',
  'firstResponseWaitMs',
] as const;
export type StaySumField = (typeof STAY_SUM_FIELDS)[number];

export type StayComponents = Record<StaySumField, number> & {
  /** Longest wait of any stay that has left the queue. */
  waitMsMax: number;
  /** Waits of the answered, a count for each bin of `WAIT_HISTOGRAM_BOUNDS_MS` and one for the open end. */
  waitHistogram: number[];
};

/** Clipped times of an agent and her counts by cohort. */
export const AGENT_SUM_FIELDS = [
  'signedInMs',
  'availableMs',
  'ringingMs',
  'talkMs',
  'holdMs',
  'acwMs',
  'breakMs',
  'busyMs',
  'unknownMs',
  'answered',
  'handled',
  'handledTalkMs',
  'handledHoldMs',
  'handledAcwMs',
  'acwKnown',
  'ringNoAnswer',
] as const;
export type AgentSumField = (typeof AGENT_SUM_FIELDS)[number];

export type AgentComponents = Record<AgentSumField, number> & { breakMsByReason: Record<string, number> };

const BINS = WAIT_HISTOGRAM_BOUNDS_MS.length + 1;

/** Where the time of a state is summed; signed out is no time. */
export const TIME_FIELDS = {
  available: 'availableMs',
  ringing: 'ringingMs',
  talking: 'talkMs',
  hold: 'holdMs',
  acw: 'acwMs',
  break: 'breakMs',
  busy: 'busyMs',
  unknown: 'unknownMs',
} as const satisfies Record<string, AgentSumField>;

/** Components of no stay at all. Written out, so that all of them have one hidden class: the fold makes many. */
export function emptyStayComponents(): StayComponents {
  return {
    offered: 0,
    answered: 0,
    answeredInTarget: 0,
    abandoned: 0,
    abandonedShort: 0,
    abandonedInTarget: 0,
    leftOtherwise: 0,
    lost: 0,
    open: 0,
    undecided: 0,
    handled: 0,
    waitMsAnswered: 0,
    waitMsAbandoned: 0,
    handledTalkMs: 0,
    handledHoldMs: 0,
    handledAcwMs: 0,
    acwKnown: 0,
    ringNoAnswer: 0,
    transferredWarm: 0,
    transferredBlind: 0,
    overStatutory: 0,
    statutoryKnown: 0,
    firstResponses: 0,
    firstResponseWaitMs: 0,
    waitMsMax: 0,
    waitHistogram: new Array<number>(BINS).fill(0),
  };
}

/** Components of an agent who was not there. */
export function emptyAgentComponents(): AgentComponents {
  return {
    signedInMs: 0,
    availableMs: 0,
    ringingMs: 0,
    talkMs: 0,
    holdMs: 0,
    acwMs: 0,
    breakMs: 0,
    busyMs: 0,
    unknownMs: 0,
    answered: 0,
    handled: 0,
    handledTalkMs: 0,
    handledHoldMs: 0,
    handledAcwMs: 0,
    acwKnown: 0,
    ringNoAnswer: 0,
    breakMsByReason: {},
  };
}

/** Adds `part` into `sum` in place (`sign` -1 takes it out again; a maximum cannot be taken out and is left to the caller). */
export function addStayComponents(sum: StayComponents, part: StayComponents, sign: 1 | -1 = 1): void {
  for (const field of STAY_SUM_FIELDS) sum[field] += sign * part[field];
  if (sign === 1 && part.waitMsMax > sum.waitMsMax) sum.waitMsMax = part.waitMsMax;
  for (let bin = 0; bin < sum.waitHistogram.length; bin++)
    sum.waitHistogram[bin] = (sum.waitHistogram[bin] ?? 0) + sign * (part.waitHistogram[bin] ?? 0);
}

/** Adds `part` into `sum` in place. */
export function addAgentComponents(sum: AgentComponents, part: AgentComponents): void {
  for (const field of AGENT_SUM_FIELDS) sum[field] += part[field];
  for (const [reason, ms] of Object.entries(part.breakMsByReason)) addReason(sum, reason, ms);
}

/** The bin of `waitHistogram` for a wait. */
export function waitBin(waitMs: number): number {
  let low = 0;
  let high = WAIT_HISTOGRAM_BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (waitMs <= (WAIT_HISTOGRAM_BOUNDS_MS[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Adds break time of a reason. Reasons are outside text: `constructor` and `__proto__` are reasons like any other. */
export function addReason(sum: AgentComponents, reason: string, ms: number): void {
  const known = Object.hasOwn(sum.breakMsByReason, reason) ? (sum.breakMsByReason[reason] ?? 0) : 0;
  Object.defineProperty(sum.breakMsByReason, reason, { value: known + ms, enumerable: true, writable: true, configurable: true });
}
