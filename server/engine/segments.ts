/**
 * Groups the facts of one contact into segments (stays in a queue) in one forward pass over their order. Owns who talked when, which phones
 * rang, and which exits were told; decides nothing about outcomes (contact.ts does). Pure: the same facts give the same segments.
 */

import { unreachable } from '../../shared/assert.ts';
import type { DequeueReason } from '../../shared/events/contact.ts';
import type { ContactEvent, Event } from '../../shared/events/event.ts';

/** What one snapshot of the platform says about one contact: the weakest evidence. */
export type Sighting = {
  asOf: number;
  sequence: string;
  /** `s:<segment>` or `q:<queue>` of its stays that wait. */
  waiting: readonly string[];
  /** The same for conversations under way; null where the platform cannot tell. */
  talking: readonly string[] | null;
  /** Agents whom the platform shows in no conversation. */
  idleAgents: readonly string[];
};

export type Conversation = {
  agentId: string;
  from: number;
  to: number | null;
  holds: { from: number; to: number | null }[];
  lost: boolean;
  estimated: boolean;
};
export type Offer = { agentId: string; offerId: string | undefined; from: number; to: number | null; missed: boolean };
export type Exit = { kind: 'abandoned' | 'dequeued' | 'ended' | 'lost'; at: number; reason: DequeueReason };
export type Wrapup = { agentId: string | null; from: number; to: number | null; derived: boolean; closed: boolean };

export type Segment = {
  id: string;
  implicit: boolean;
  queueId: string | null;
  channel: string;
  queuedAt: number | null;
  /** Entry as a snapshot tells it; a real fact wins. */
  weakQueuedAt: number | null;
  firstAnswer: { at: number; waitMs: number | undefined; agentId: string; estimated: boolean } | null;
  conversations: Conversation[];
  offers: Offer[];
  exits: Exit[];
  wrapups: Wrapup[];
  endedBy: string | null;
  warm: number;
  blind: number;
};

export type Segments = { list: Segment[]; startedAt: number | null; direction: string; before: number };

/** Told again within this time it is the same answer: by a log of whole seconds, and by the connection that came back in that second. */
const SAME_ANSWER_MS = 1000;

/** Runs the facts (in order) and sightings of one contact. `before`: stays it had before it was settled; numbers go on from there. */
export function segmentsOf(contactId: string, facts: readonly ContactEvent[], sightings: readonly Sighting[], before = 0): Segments {
  const out: Segments = { list: [], startedAt: null, direction: 'inbound', before };
  let next = 0;
  for (const fact of facts) {
    while (next < sightings.length && comesFirst(sightings[next] as Sighting, fact)) sight(out, sightings[next++] as Sighting);
    take(out, contactId, fact);
  }
  while (next < sightings.length) sight(out, sightings[next++] as Sighting);
  return out;
}

function comesFirst(sighting: Sighting, fact: ContactEvent): boolean {
  return sighting.asOf < fact.at || (sighting.asOf === fact.at && sighting.sequence < fact.sequence);
}

function take(out: Segments, contactId: string, fact: ContactEvent): void {
  if (fact.type === 'cc.contact.offered.v1') {
    out.startedAt = Math.min(out.startedAt ?? fact.at, fact.at);
    out.direction = fact.data.direction;
    return;
  }
  const segment = segmentFor(out, contactId, fact);
  if (segment === null) return;
  if (fact.data.queueId !== undefined && segment.queueId === null) segment.queueId = fact.data.queueId;
  applyFact(out, segment, fact);
}

function segmentFor(out: Segments, contactId: string, fact: ContactEvent): Segment | null {
  const { segmentId, queueId } = fact.data;
  if (segmentId !== undefined) return out.list.find((known) => known.id === segmentId && !known.implicit) ?? open(out, segmentId, false, fact);
  const last = out.list.findLast((known) => known.implicit && (queueId === undefined || known.queueId === null || known.queueId === queueId));
  if (fact.type === 'cc.contact.queued.v1') {
    const again = fact.data.reason === 'return' && last !== undefined;
    return again ? last : open(out, `${contactId}:${fact.data.queueId}#${out.before + out.list.length + 1}`, true, fact);
  }
  if (last !== undefined) return last;
  const named = out.list.findLast((known) => queueId === undefined || known.queueId === queueId);
  if (named !== undefined) return named;
  return opensWithoutQueued(fact) ? open(out, `${contactId}:${queueId ?? ''}#${out.before + out.list.length + 1}`, true, fact) : null;
}

function opensWithoutQueued(fact: ContactEvent): boolean {
  return fact.type !== 'cc.contact.survey.v1' && fact.type !== 'cc.contact.outcome.v1' && fact.type !== 'cc.contact.message.v1';
}

function open(out: Segments, id: string, implicit: boolean, fact: ContactEvent): Segment {
  const segment: Segment = {
    id,
    implicit,
    queueId: fact.data.queueId ?? null,
    channel: fact.data.channel,
    queuedAt: null,
    weakQueuedAt: null,
    firstAnswer: null,
    conversations: [],
    offers: [],
    exits: [],
    wrapups: [],
    endedBy: null,
    warm: 0,
    blind: 0,
  };
  out.list.push(segment);
  return segment;
}

function applyFact(out: Segments, segment: Segment, fact: ContactEvent): void {
  switch (fact.type) {
    case 'cc.contact.queued.v1':
      return queue(out, segment, fact);
    case 'cc.contact.ringing.v1':
      segment.offers.push({ agentId: fact.data.agentId, offerId: fact.data.offerId, from: fact.at, to: null, missed: false });
      return;
    case 'cc.contact.offerended.v1':
      return endOffer(segment, fact);
    case 'cc.contact.answered.v1':
      return answer(segment, fact);
    case 'cc.contact.held.v1': {
      const talk = openConversation(segment, fact.data.agentId);
      if (talk !== undefined && talk.holds.at(-1)?.to !== null) talk.holds.push({ from: fact.at, to: null });
      return;
    }
    case 'cc.contact.resumed.v1': {
      const hold = openConversation(segment, fact.data.agentId)?.holds.at(-1);
      if (hold !== undefined && hold.to === null) hold.to = fact.at;
      return;
    }
    case 'cc.contact.transferred.v1':
      if (fact.data.kind === 'attended') segment.warm++;
      else segment.blind++;
      return endConversation(segment, fact.data.agentId, fact.at);
    case 'cc.contact.abandoned.v1':
      return leave(segment, { kind: 'abandoned', at: fact.at, reason: 'unknown' });
    case 'cc.contact.dequeued.v1':
      return leave(segment, { kind: 'dequeued', at: fact.at, reason: fact.data.reason });
    case 'cc.contact.ended.v1':
      return end(segment, fact);
    case 'cc.contact.wrapup.v1':
      return wrapUp(segment, fact);
    case 'cc.contact.offered.v1':
    case 'cc.contact.selfserved.v1':
    case 'cc.contact.conferenced.v1':
    case 'cc.contact.callback.v1':
    case 'cc.contact.outcome.v1':
    case 'cc.contact.survey.v1':
    case 'cc.contact.message.v1':
      return;
    default:
      unreachable(fact);
  }
}

function queue(out: Segments, segment: Segment, fact: Event<'cc.contact.queued.v1'>): void {
  const started = fact.data.contactStartedAt;
  if (started !== undefined) out.startedAt = Math.min(out.startedAt ?? started, started);
  segment.channel = fact.data.channel;
  if (fact.timequality === 'derived') {
    segment.weakQueuedAt = Math.min(segment.weakQueuedAt ?? fact.at, fact.at);
    return;
  }
  segment.queueId = fact.data.queueId;
  if (fact.data.reason === 'return') segment.exits = [];
  segment.queuedAt = Math.min(segment.queuedAt ?? fact.at, fact.at);
}

function endOffer(segment: Segment, fact: Event<'cc.contact.offerended.v1'>): void {
  const { offerId, agentId, result } = fact.data;
  const offer = segment.offers.find(
    (known) => known.to === null && (offerId !== undefined && known.offerId !== undefined ? known.offerId === offerId : known.agentId === agentId),
  );
  const missed = result === 'noanswer' || result === 'rejected';
  if (offer === undefined) {
    if (missed) segment.offers.push({ agentId, offerId, from: fact.at, to: fact.at, missed });
    return;
  }
  offer.to = fact.at;
  offer.missed = missed;
}

function answer(segment: Segment, fact: Event<'cc.contact.answered.v1'>): void {
  const { agentId, waitMs } = fact.data;
  const estimated = fact.timequality === 'derived' || fact.data.estimated === true;
  const current = segment.conversations.at(-1);
  if (current !== undefined && current.to === null && current.agentId === agentId) return;
  if (current?.lost === true && current.agentId === agentId && fact.at - current.from < SAME_ANSWER_MS) {
    current.to = null;
    current.lost = false;
    return;
  }
  if (current !== undefined && current.to === null) closeConversation(current, fact.at);
  segment.firstAnswer ??= { at: fact.at, waitMs, agentId, estimated };
  segment.conversations.push({ agentId, from: fact.at, to: null, holds: [], lost: false, estimated });
  closeOffers(segment, fact.at);
}

function leave(segment: Segment, exit: Exit): void {
  segment.exits.push(exit);
  closeOffers(segment, exit.at);
}

function end(segment: Segment, fact: Event<'cc.contact.ended.v1'>): void {
  if (fact.data.by !== 'unknown') segment.endedBy ??= fact.data.by;
  if (segment.conversations.length === 0) {
    leave(segment, { kind: fact.timequality === 'derived' ? 'lost' : 'ended', at: fact.at, reason: 'unknown' });
    return;
  }
  endConversation(segment, fact.data.agentId, fact.at);
  closeOffers(segment, fact.at);
}

function wrapUp(segment: Segment, fact: Event<'cc.contact.wrapup.v1'>): void {
  const { state, durationMs } = fact.data;
  const agentId = fact.data.agentId ?? segment.conversations.at(-1)?.agentId ?? null;
  if (state === 'started') {
    endConversation(segment, fact.data.agentId, fact.at);
    segment.wrapups.push({
      agentId,
      from: fact.at,
      to: durationMs === undefined ? null : fact.at + durationMs,
      derived: fact.timequality === 'derived',
      closed: false,
    });
    return;
  }
  const running = segment.wrapups.findLast((known) => known.agentId === agentId && !known.closed);
  if (running !== undefined) {
    running.to = running.to === null ? fact.at : Math.min(running.to, fact.at);
    running.closed = true;
  } else if (durationMs !== undefined) {
    segment.wrapups.push({ agentId, from: fact.at - durationMs, to: fact.at, derived: fact.timequality === 'derived', closed: true });
  }
}

function openConversation(segment: Segment, agentId: string | undefined): Conversation | undefined {
  return segment.conversations.findLast((talk) => talk.to === null && (agentId === undefined || talk.agentId === agentId));
}

function endConversation(segment: Segment, agentId: string | undefined, at: number): void {
  const talk = openConversation(segment, agentId);
  if (talk !== undefined) return closeConversation(talk, at);
  const last = segment.conversations.at(-1);
  // A real end that comes after a snapshot had lost sight of the conversation is the better evidence.
  if (last?.lost === true && (agentId === undefined || last.agentId === agentId)) {
    last.to = at;
    last.lost = false;
  }
}

function closeConversation(talk: Conversation, at: number): void {
  talk.to = at;
  const hold = talk.holds.at(-1);
  if (hold !== undefined && hold.to === null) hold.to = at;
}

function closeOffers(segment: Segment, at: number): void {
  for (const offer of segment.offers) if (offer.to === null) offer.to = at;
}

function sight(out: Segments, sighting: Sighting): void {
  for (const segment of out.list) {
    const marks = [`s:${segment.id}`, `q:${segment.queueId}`];
    const talk = openConversation(segment, undefined);
    if (talk !== undefined) {
      const missing = sighting.talking !== null && !marks.some((mark) => sighting.talking?.includes(mark));
      if (missing || sighting.idleAgents.includes(talk.agentId)) {
        closeConversation(talk, sighting.asOf);
        talk.lost = true;
      }
    } else if (segment.conversations.length === 0 && segment.exits.length === 0 && !marks.some((mark) => sighting.waiting.includes(mark))) {
      leave(segment, { kind: 'lost', at: sighting.asOf, reason: 'unknown' });
    }
    for (const offer of segment.offers) if (offer.to === null && sighting.idleAgents.includes(offer.agentId)) offer.to = sighting.asOf;
  }
}
