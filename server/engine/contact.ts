/**
 * `deriveContact(facts, settings) → stays`: what one contact counts for. Owns outcomes, waits and handling times; keeps no state, so a fact
 * that comes late is simply a new derivation. Rules: METRICS.md, "How contacts are counted".
 */
import type { ContactEvent } from '../../shared/events/event.ts';
import { contactOf } from './contact-row.ts';
import { respond } from './first-response.ts';
import type { ContactRow, Counted, Outcome, StayRow } from './rows.ts';
import type { Conversation, Exit, Segment } from './segment.ts';
import { type Sighting, segmentsOf } from './segments.ts';
import type { QueueSettings, SiteSettings } from './settings.ts';

/** A piece of an agent's time that a contact accounts for. */
export type AgentInterval = {
  agentId: string;
  kind: 'talk' | 'ring' | 'acw';
  from: number;
  to: number | null;
  holds: readonly { from: number; to: number | null }[];
  source: string;
  contactId: string;
  queueId: string | null;
  channel: string;
  estimated: boolean;
};

/** A phone that rang in vain, counted in the cohort of its stay. */
export type MissedOffer = { agentId: string; offeredAt: number };

export type Derived = {
  stays: StayRow[];
  /** null while no queue has been entered: nothing to count yet. */
  contact: ContactRow | null;
  intervals: AgentInterval[];
  missed: MissedOffer[];
  /** Waiting or in conversation: never settled. */
  open: boolean;
  /** Start of a wrap-up of which no end is known yet: not settled for some time. */
  wrappingSince: number | null;
  /** Last instant that the contact has anything to do with. */
  lastAt: number;
  anomalies: string[];
};

export type ContactInput = {
  source: string;
  contactId: string;
  facts: readonly ContactEvent[];
  sightings: readonly Sighting[];
  /** Row of the same contact when it was settled before: new stays join it. */
  prior: ContactRow | null;
};

/** What is in force at an instant. */
export type Rules = {
  settingsAt: (queueId: string, at: number) => QueueSettings;
  siteAt: (at: number) => SiteSettings;
};

/** An answer this much after the hang-up is still an answer: the two came from two clocks (events.md section 4.2). */
const ANSWER_GRACE_MS = 1000;

/** Derives everything a contact counts for. */
export function deriveContact(input: ContactInput, rules: Rules): Derived {
  const segments = segmentsOf(input.contactId, input.facts, input.sightings);
  const derived: Derived = { stays: [], contact: null, intervals: [], missed: [], open: false, wrappingSince: null, lastAt: 0, anomalies: [] };
  const startedAt = segments.startedAt ?? input.prior?.startedAt ?? null;
  for (const segment of segments.list) {
    const stay = stayOf(input, rules, segment, startedAt, derived);
    if (stay !== null) derived.stays.push(stay);
    addIntervals(input, segment, stay, derived);
  }
  respond(rules, segments, derived.stays);
  derived.stays.sort((a, b) => a.offeredAt - b.offeredAt || (a.segmentId < b.segmentId ? -1 : 1));
  derived.contact = contactOf(input, derived.stays, startedAt, segments.direction);
  derived.lastAt = lastInstant(input, segments.list);
  return derived;
}

function lastInstant(input: ContactInput, list: readonly Segment[]): number {
  let last = input.facts.at(-1)?.at ?? 0;
  for (const segment of list) {
    for (const wrapup of segment.wrapups) last = Math.max(last, wrapup.to ?? wrapup.from);
    // A snapshot that changed nothing is nothing the contact has to do with; one that closed it stands in its exits and talks.
    for (const exit of segment.exits) last = Math.max(last, exit.at);
    for (const talk of segment.conversations) last = Math.max(last, talk.to ?? talk.from);
  }
  return last;
}

function stayOf(input: ContactInput, rules: Rules, segment: Segment, startedAt: number | null, derived: Derived): StayRow | null {
  if (segment.queueId === null) return null;
  // Of a contact that was settled only a new entry counts: anything else repeats what its settled stays already say.
  if (input.prior !== null && segment.queuedAt === null && segment.weakQueuedAt === null) return null;
  const exit = exitOf(segment, derived.anomalies);
  const offeredAt = entryOf(segment, exit);
  if (offeredAt === null) return null;
  const settings = rules.settingsAt(segment.queueId, offeredAt);
  const waitMs = exit.at === null ? null : elapsed(offeredAt, exit.at, derived.anomalies);
  const talks = exit.outcome === 'answered' ? segment.conversations : [];
  const endedAt = talks.length > 0 && talks.every((talk) => talk.to !== null) ? Math.max(...talks.map((talk) => talk.to as number)) : null;
  const handled = handling(talks, segment);
  if (exit.outcome === 'open' || (exit.outcome === 'answered' && endedAt === null)) derived.open = true;
  return {
    source: input.source,
    contactId: input.contactId,
    segmentId: segment.id,
    queueId: segment.queueId,
    channel: segment.channel,
    agentId: segment.firstAnswer?.agentId ?? null,
    endedBy: segment.endedBy,
    outcome: exit.outcome,
    offeredAt,
    exitAt: exit.at,
    exitReason: exit.outcome === 'left_otherwise' ? exit.reason : null,
    waitMs,
    answeredAt: exit.outcome === 'answered' ? exit.at : null,
    endedAt,
    handled: endedAt !== null && !talks.some((talk) => talk.lost),
    talkMs: handled.talkMs,
    holdMs: handled.holdMs,
    acwMs: handled.acwMs,
    acwSource: handled.acwSource,
    targetMs: settings.targetMs,
    shortMs: settings.shortMs,
    inTarget: waitMs !== null && waitMs <= settings.targetMs,
    short: exit.outcome === 'abandoned' && waitMs !== null && waitMs < settings.shortMs,
    settingsVersion: settings.version,
    ringNoAnswer: segment.offers.filter((offer) => offer.missed).length,
    transferredWarm: segment.warm,
    transferredBlind: segment.blind,
    firstResponses: 0,
    firstResponseWaitMs: 0,
    // The law is about calls.
    overStatutory:
      startedAt === null || segment.channel !== 'voice' ? null : (exit.at ?? offeredAt) - startedAt > rules.siteAt(offeredAt).statutoryMs,
    estimated: segment.queuedAt === null && exit.reason !== 'full' && exit.reason !== 'noagents',
  };
}

type ResolvedExit = { outcome: Outcome; at: number | null; reason: Exit['reason'] };

/** Which exit holds: answered beats what came by mistake, a told exit beats lost, the earliest of two told ones wins. */
function exitOf(segment: Segment, anomalies: string[]): ResolvedExit {
  const told = segment.exits.filter((exit) => exit.kind !== 'lost');
  const first = told.reduce<Exit | null>((best, exit) => (best === null || exit.at < best.at ? exit : best), null);
  const answer = segment.firstAnswer;
  if (answer !== null) {
    const contradicts = first !== null && answer.at > first.at + ANSWER_GRACE_MS && (first.kind !== 'dequeued' || first.reason !== 'unknown');
    if (!contradicts) return { outcome: 'answered', at: answer.at, reason: 'unknown' };
    anomalies.push('conflict');
  }
  if (first !== null) {
    if (first.kind === 'abandoned') return { outcome: 'abandoned', at: first.at, reason: 'unknown' };
    const reason = told.find((exit) => exit.kind === 'dequeued' && exit.reason !== 'unknown')?.reason ?? 'unknown';
    return { outcome: 'left_otherwise', at: first.at, reason };
  }
  const lost = segment.exits[0];
  if (lost !== undefined) return { outcome: 'lost', at: lost.at, reason: 'unknown' };
  return { outcome: 'open', at: null, reason: 'unknown' };
}

function entryOf(segment: Segment, exit: ResolvedExit): number | null {
  const told = segment.queuedAt ?? segment.weakQueuedAt;
  if (told !== null) return told;
  if (exit.at === null) return null;
  return exit.outcome === 'answered' ? exit.at - (segment.firstAnswer?.waitMs ?? 0) : exit.at;
}

function elapsed(from: number, to: number, anomalies: string[]): number {
  if (to >= from) return to - from;
  anomalies.push('negative-duration');
  return 0;
}

function handling(talks: readonly Conversation[], segment: Segment): Pick<Counted, 'talkMs' | 'holdMs' | 'acwMs' | 'acwSource'> {
  let talkMs = 0;
  let holdMs = 0;
  for (const talk of talks) {
    if (talk.to === null || talk.lost) continue;
    const held = talk.holds.reduce((sum, hold) => sum + Math.max(0, (hold.to ?? (talk.to as number)) - hold.from), 0);
    holdMs += held;
    talkMs += Math.max(0, talk.to - talk.from - held);
  }
  const finished = segment.wrapups.filter((wrapup) => wrapup.to !== null);
  if (talks.length === 0 || finished.length === 0) return { talkMs, holdMs, acwMs: null, acwSource: 'unknown' };
  const acwMs = finished.reduce((sum, wrapup) => sum + Math.max(0, (wrapup.to as number) - wrapup.from), 0);
  return { talkMs, holdMs, acwMs, acwSource: finished.some((wrapup) => wrapup.derived) ? 'derived' : 'event' };
}

function addIntervals(input: ContactInput, segment: Segment, stay: StayRow | null, derived: Derived): void {
  for (const talk of segment.conversations) {
    if (talk.to === null) derived.open = true;
    derived.intervals.push(interval(input, segment, talk.agentId, 'talk', talk, talk.holds, talk.estimated));
  }
  for (const offer of segment.offers) {
    if (offer.missed) derived.missed.push({ agentId: offer.agentId, offeredAt: stay?.offeredAt ?? offer.from });
    if (offer.to === null) derived.open = true;
    if (offer.to === null || offer.to > offer.from) derived.intervals.push(interval(input, segment, offer.agentId, 'ring', offer, NO_HOLDS, false));
  }
  for (const wrapup of segment.wrapups) {
    if (wrapup.to === null) derived.wrappingSince = Math.max(derived.wrappingSince ?? 0, wrapup.from);
    if (wrapup.agentId !== null) derived.intervals.push(interval(input, segment, wrapup.agentId, 'acw', wrapup, NO_HOLDS, false));
  }
}

const NO_HOLDS: AgentInterval['holds'] = [];

function interval(
  input: ContactInput,
  segment: Segment,
  agentId: string,
  kind: AgentInterval['kind'],
  span: { from: number; to: number | null },
  holds: AgentInterval['holds'],
  estimated: boolean,
): AgentInterval {
  const { source, contactId } = input;
  return { agentId, kind, from: span.from, to: span.to, holds, source, contactId, queueId: segment.queueId, channel: segment.channel, estimated };
}
