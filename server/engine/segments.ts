/**
 * Groups the facts of one contact into segments (stays in a queue) in one forward pass over their order. Owns who talked when, which phones
 * rang, and which exits were told; decides nothing about outcomes (contact.ts does). Pure: the same facts give the same segments.
 */

import { unreachable } from '../../shared/assert.ts';
import type { ContactEvent, Event } from '../../shared/events/event.ts';
import { compoundKey } from '../../shared/ids.ts';
import { closeConversation, closeOffers, endConversation, isWaiting, leave, openConversation, type Segment } from './segment.ts';

/** What one snapshot of the platform says about one contact: the weakest evidence. */
export type Sighting = {
  asOf: number;
  sequence: string;
  /** Marks of the stays that wait, of all contacts. */
  waiting: readonly string[];
  /** The same for conversations under way; null where the platform cannot tell. */
  talking: readonly string[] | null;
  /** Agents whom the platform shows in no conversation. */
  idleAgents: readonly string[];
};

export type Segments = {
  list: Segment[];
  startedAt: number | null;
  direction: string;
  /** A customer's message that came before any queue: with it the conversation began. */
  firstCustomerMessageAt: number | null;
};

/** By what a snapshot names a stay: its segment, else contact and queue, else, of a conversation, the contact alone. */
export function markOf(contactId: string, segmentId: string | undefined, queueId: string | null | undefined): string {
  if (segmentId !== undefined) return `s:${segmentId}`;
  return queueId === undefined || queueId === null ? `c:${contactId}` : `q:${compoundKey(contactId, queueId)}`;
}

/** All marks by which a snapshot may name a stay. */
export function marksOf(contactId: string, segmentId: string | undefined, queueId: string | null | undefined): string[] {
  return [markOf(contactId, segmentId, undefined), markOf(contactId, undefined, queueId), markOf(contactId, undefined, undefined)];
}

/** Told again within this time it is the same answer: by a log of whole seconds, and by the connection that came back in that second. */
const SAME_ANSWER_MS = 1000;

/** Runs the facts (in order) and sightings of one contact. */
export function segmentsOf(contactId: string, facts: readonly ContactEvent[], sightings: readonly Sighting[]): Segments {
  const out: Segments = { list: [], startedAt: null, direction: 'inbound', firstCustomerMessageAt: null };
  let next = 0;
  for (const fact of facts) {
    while (next < sightings.length && comesFirst(sightings[next] as Sighting, fact)) sight(out, contactId, sightings[next++] as Sighting);
    take(out, contactId, fact);
  }
  while (next < sightings.length) sight(out, contactId, sightings[next++] as Sighting);
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
  if (segment === null) {
    if (fact.type === 'cc.contact.message.v1' && fact.data.from === 'customer') out.firstCustomerMessageAt ??= fact.at;
    return;
  }
  if (fact.data.queueId !== undefined && segment.queueId === null) segment.queueId = fact.data.queueId;
  applyFact(out, segment, fact);
}

function segmentFor(out: Segments, contactId: string, fact: ContactEvent): Segment | null {
  const { segmentId, queueId } = fact.data;
  if (segmentId !== undefined) {
    return out.list.find((known) => known.id === segmentId && !known.implicit) ?? adopt(out, segmentId, fact) ?? open(out, segmentId, false, fact);
  }
  const last = out.list.findLast((known) => known.implicit && (queueId === undefined || known.queueId === null || known.queueId === queueId));
  if (fact.type === 'cc.contact.queued.v1') {
    const again = fact.data.reason === 'return' && last !== undefined;
    return again ? last : (sameEntry(out, fact) ?? open(out, implicitId(out, contactId, fact), true, fact));
  }
  if (last !== undefined) return last;
  const named = out.list.findLast((known) => queueId === undefined || known.queueId === queueId);
  if (named !== undefined) return named;
  return opensWithoutQueued(fact) ? open(out, implicitId(out, contactId, fact), true, fact) : null;
}

/**
 * The stay that an entry without a name tells of once more. A snapshot repeats who waits, each time with its own idea of since when; and the entry itself
 * may be told after one that has shown it, but not after it was shown at an instant before the entry.
 */
function sameEntry(out: Segments, fact: Event<'cc.contact.queued.v1'>): Segment | undefined {
  const isShown = fact.timequality === 'derived';
  return out.list.findLast((known) => known.queueId === fact.data.queueId && isWaiting(known) && (isShown || isOnlyShown(known, fact)));
}

/** Gives the stay that only snapshots without names have told of the name that a fact knows it by. */
function adopt(out: Segments, segmentId: string, fact: ContactEvent): Segment | undefined {
  const { queueId } = fact.data;
  const shown = out.list.findLast(
    (known) => known.implicit && isWaiting(known) && isOnlyShown(known, fact) && (queueId === undefined || known.queueId === queueId),
  );
  if (shown === undefined) return undefined;
  shown.id = segmentId;
  shown.implicit = false;
  return shown;
}

function isOnlyShown(segment: Segment, fact: ContactEvent): boolean {
  return segment.queuedAt === null && segment.weakQueuedAt !== null && !(segment.isSeen && fact.type === 'cc.contact.queued.v1');
}

/** By the instant with which it began: a contact that comes back days later, when its first stays are forgotten, does not take their names. */
function implicitId(out: Segments, contactId: string, fact: ContactEvent): string {
  const id = `${contactId}:${fact.data.queueId ?? ''}@${fact.at}`;
  return out.list.some((known) => known.id === id) ? `${id}#${out.list.length + 1}` : id;
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
    isSeen: false,
    firstAnswer: null,
    conversations: [],
    offers: [],
    exits: [],
    wrapups: [],
    endedBy: null,
    warm: 0,
    blind: 0,
    goesOn: false,
    firstCustomerMessageAt: null,
    firstAgentMessageAt: null,
    firstReplyAt: null,
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
      return;
    case 'cc.contact.message.v1':
      if (fact.data.from === 'customer') segment.firstCustomerMessageAt ??= fact.at;
      if (fact.data.from === 'agent') {
        segment.firstAgentMessageAt ??= fact.at;
        if (out.firstCustomerMessageAt !== null || out.list.some((known) => known.firstCustomerMessageAt !== null)) segment.firstReplyAt ??= fact.at;
      }
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
  if (segment.queuedAt === null) segment.goesOn = fact.data.reason === 'transfer' || fact.data.reason === 'overflow';
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

function sight(out: Segments, contactId: string, sighting: Sighting): void {
  for (const segment of out.list) {
    const marks = marksOf(contactId, segment.id, segment.queueId);
    const talk = openConversation(segment, undefined);
    if (talk !== undefined) {
      const missing = sighting.talking !== null && !marks.some((mark) => sighting.talking?.includes(mark));
      if (missing || sighting.idleAgents.includes(talk.agentId)) {
        closeConversation(talk, sighting.asOf);
        talk.lost = true;
      }
    } else if (isWaiting(segment)) {
      if (marks.some((mark) => sighting.waiting.includes(mark))) segment.isSeen = true;
      else leave(segment, { kind: 'lost', at: sighting.asOf, reason: 'unknown' });
    }
    for (const offer of segment.offers) if (offer.to === null && sighting.idleAgents.includes(offer.agentId)) offer.to = sighting.asOf;
  }
}
