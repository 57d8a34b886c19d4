/** What one stay (or one contact, on the floor) adds to the components of its cohort. The only place where a row becomes counts. */
import { type StayComponents, waitBin } from '../../shared/metrics/components.ts';
import type { Counted } from './rows.ts';

/** Adds the row's counts into `sum` (`sign` -1 takes them out). `undecided` depends on the time of reading and is not touched. */
export function contribute(sum: StayComponents, row: Counted, sign: 1 | -1): void {
  sum.offered += sign;
  sum.ringNoAnswer += sign * row.ringNoAnswer;
  sum.transferredWarm += sign * row.transferredWarm;
  sum.transferredBlind += sign * row.transferredBlind;
  if (row.overStatutory !== null) sum.statutoryKnown += sign;
  if (row.overStatutory === true) sum.overStatutory += sign;
  if (row.firstResponses > 0) {
    sum.firstResponses += sign * row.firstResponses;
    sum.firstResponseWaitMs += sign * row.firstResponseWaitMs;
  }
  byOutcome(sum, row, sign);
  if (row.handled) {
    sum.handled += sign;
    sum.handledTalkMs += sign * row.talkMs;
    sum.handledHoldMs += sign * row.holdMs;
    sum.handledAcwMs += sign * (row.acwMs ?? 0);
    if (row.acwMs !== null) sum.acwKnown += sign;
  }
  if (sign === 1 && maximumOf(row) > sum.waitMsMax) sum.waitMsMax = maximumOf(row);
}

/** The wait that counts for the longest wait: of stays that left the queue in sight. */
export function maximumOf(row: Counted): number {
  return row.outcome === 'open' || row.outcome === 'lost' ? 0 : (row.waitMs ?? 0);
}

/** True while a stay counts on neither side of a ratio: its wait has not passed the target, nor the short limit. */
export function isUndecided(row: Counted, now: number): boolean {
  const wait = now - row.offeredAt;
  return row.outcome === 'open' && (wait <= row.targetMs || wait < row.shortMs);
}

/** The instant after which an open stay is no longer undecided. */
export function decidedAt(row: Counted): number {
  return row.offeredAt + Math.max(row.targetMs + 1, row.shortMs);
}

function byOutcome(sum: StayComponents, row: Counted, sign: 1 | -1): void {
  const wait = row.waitMs ?? 0;
  switch (row.outcome) {
    case 'answered': {
      const bin = waitBin(wait);
      sum.answered += sign;
      sum.waitMsAnswered += sign * wait;
      sum.waitHistogram[bin] = (sum.waitHistogram[bin] ?? 0) + sign;
      if (row.inTarget) sum.answeredInTarget += sign;
      return;
    }
    case 'abandoned':
      sum.abandoned += sign;
      sum.waitMsAbandoned += sign * wait;
      if (row.short) sum.abandonedShort += sign;
      if (row.inTarget) sum.abandonedInTarget += sign;
      return;
    case 'left_otherwise':
      sum.leftOtherwise += sign;
      return;
    case 'lost':
      sum.lost += sign;
      return;
    case 'open':
      sum.open += sign;
  }
}
