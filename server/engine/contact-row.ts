/** The floor's row of a contact, from the rows of its stays: the floor counts it once. */
import type { ContactInput } from './contact.ts';
import type { ContactRow, Counted, Outcome, StayRow } from './rows.ts';

const LATTICE: readonly Outcome[] = ['answered', 'abandoned', 'left_otherwise', 'lost', 'open'];

/** The floor counts a contact once: best outcome of its stays; cohort, wait and target of its first offer. */
export function contactOf(input: ContactInput, stays: readonly StayRow[], startedAt: number | null, direction: string): ContactRow | null {
  const first = stays[0];
  const all: readonly Counted[] = input.prior === null ? stays : [input.prior, ...stays];
  const opening = input.prior ?? first;
  if (opening === undefined) return null;
  // Nearly all contacts have one stay, and this is the hottest spot of the fold.
  const total = all.length === 1 ? opening : together(all);
  return {
    source: input.source,
    contactId: input.contactId,
    channel: opening.channel,
    direction: input.prior?.direction ?? direction,
    firstQueueId: input.prior?.firstQueueId ?? (first as StayRow).queueId,
    startedAt,
    stays: (input.prior?.stays ?? 0) + stays.length,
    outcome: total.outcome,
    offeredAt: opening.offeredAt,
    exitAt: opening.exitAt,
    exitReason: total.exitReason,
    waitMs: opening.waitMs,
    answeredAt: total.answeredAt,
    endedAt: total.endedAt,
    handled: total.handled,
    talkMs: total.handled ? total.talkMs : 0,
    holdMs: total.handled ? total.holdMs : 0,
    acwMs: total.acwMs,
    acwSource: total.acwSource,
    targetMs: opening.targetMs,
    shortMs: opening.shortMs,
    inTarget: opening.inTarget,
    short: total.outcome === 'abandoned' && opening.waitMs !== null && opening.waitMs < opening.shortMs,
    settingsVersion: opening.settingsVersion,
    ringNoAnswer: total.ringNoAnswer,
    transferredWarm: total.transferredWarm,
    transferredBlind: total.transferredBlind,
    overStatutory: total.overStatutory,
    firstResponses: total.firstResponses,
    firstResponseWaitMs: total.firstResponseWaitMs,
    estimated: opening.estimated,
  };
}

type Together = Pick<
  Counted,
  | 'outcome'
  | 'exitReason'
  | 'answeredAt'
  | 'endedAt'
  | 'handled'
  | 'talkMs'
  | 'holdMs'
  | 'acwMs'
  | 'acwSource'
  | 'ringNoAnswer'
  | 'transferredWarm'
  | 'transferredBlind'
  | 'overStatutory'
  | 'firstResponses'
  | 'firstResponseWaitMs'
>;

/** What several stays of a contact make together. */
function together(all: readonly Counted[]): Together {
  const outcome = LATTICE.find((candidate) => all.some((part) => part.outcome === candidate)) ?? 'open';
  const known = all.filter((part) => part.acwMs !== null);
  const handled = all.filter((part) => part.handled);
  const statutory = all.map((part) => part.overStatutory).filter((over) => over !== null);
  return {
    outcome,
    exitReason: outcome === 'left_otherwise' ? (all.findLast((part) => part.exitReason !== null)?.exitReason ?? null) : null,
    answeredAt: all.find((part) => part.answeredAt !== null)?.answeredAt ?? null,
    endedAt: all.every((part) => part.outcome !== 'answered' || part.endedAt !== null) ? latest(all) : null,
    handled: handled.length > 0,
    talkMs: sum(handled, (part) => part.talkMs),
    holdMs: sum(handled, (part) => part.holdMs),
    acwMs: known.length === 0 ? null : sum(known, (part) => part.acwMs ?? 0),
    acwSource: known.find((part) => part.acwSource !== 'unknown')?.acwSource ?? 'unknown',
    ringNoAnswer: sum(all, (part) => part.ringNoAnswer),
    transferredWarm: sum(all, (part) => part.transferredWarm),
    transferredBlind: sum(all, (part) => part.transferredBlind),
    overStatutory: statutory.length === 0 ? null : statutory.some((over) => over),
    firstResponses: sum(all, (part) => part.firstResponses),
    firstResponseWaitMs: sum(all, (part) => part.firstResponseWaitMs),
  };
}

function sum(parts: readonly Counted[], pick: (part: Counted) => number): number {
  return parts.reduce((total, part) => total + pick(part), 0);
}

function latest(parts: readonly Counted[]): number | null {
  const ends = parts.map((part) => part.endedAt).filter((at) => at !== null);
  return ends.length === 0 ? null : Math.max(...ends);
}
