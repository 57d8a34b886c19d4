/** Which contact a channel belongs to, and the names of its stays (asterisk-rules.md, rule 4). */
import { SECOND_MS } from '../../../shared/time.ts';
import type { AmiMessage } from './message.ts';
import { type Contact, keyOf, type Stay, type TranslatorState } from './state.ts';

/** Learns from every event of a channel which call it belongs to: a QueueEntry does not tell. */
export function learnLinkedid(state: TranslatorState, message: AmiMessage, at: number): void {
  const uniqueid = message.get('Uniqueid');
  const linkedid = message.get('Linkedid');
  if (uniqueid === '' || linkedid === '') return;
  const known = state.linkedids.get(uniqueid);
  if (known !== undefined) known.seenAt = at;
  else {
    state.linkedids.set(uniqueid, { linkedid, seenAt: at });
    // Named by a list before its Linkedid was known: it keeps that name.
    if (linkedid !== uniqueid && state.contacts.has(uniqueid) && !state.contacts.has(linkedid)) state.aliases.set(linkedid, uniqueid);
  }
}

/** The contact of a call: its Linkedid, or the name it was given before that was known. */
export function contactIdOf(state: TranslatorState, uniqueid: string, linkedid: string): string {
  const call = linkedid !== '' ? linkedid : (state.linkedids.get(uniqueid)?.linkedid ?? uniqueid);
  return state.aliases.get(call) ?? call;
}

/** The contact's record; made when first seen. `isNew`: its first channel was seen to begin, so no earlier stay can exist. */
export function contactOf(state: TranslatorState, id: string, at: number, isNew = false): Contact {
  const known = state.contacts.get(id);
  if (known !== undefined) {
    known.seenAt = at;
    return known;
  }
  const isFollowed = isNew || state.options.completeUntil === null;
  const contact: Contact = { id, startedAt: null, isFollowed, counts: new Map(), lastExit: 'none', seenAt: at };
  state.contacts.set(id, contact);
  return contact;
}

/**
 * Names the next stay of a contact in a queue: `contact:queue:n`. Where its earlier stays were not followed (the server was started
 * anew) the second of the join stands for n, so that no name is given twice; a stay that began before the facts of the earlier run end
 * is already in the log, and was its first but for the rarest cases.
 */
export function nextSegmentId(state: TranslatorState, contact: Contact, queueId: string, joinedAt: number): string {
  const count = (contact.counts.get(queueId) ?? 0) + 1;
  contact.counts.set(queueId, count);
  const { completeUntil } = state.options;
  if (contact.isFollowed) return `${contact.id}:${queueId}:${count}`;
  if (count === 1 && completeUntil !== null && joinedAt <= completeUntil) return `${contact.id}:${queueId}:1`;
  return `${contact.id}:${queueId}:@${Math.floor(joinedAt / SECOND_MS)}`;
}

export function stayKey(uniqueid: string, queueId: string): string {
  return keyOf(uniqueid, queueId);
}

/** Makes a stay known, and its contact by the name the stay has. */
export function openStay(state: TranslatorState, stay: Stay): void {
  state.stays.set(stay.key, stay);
  const linkedid = state.linkedids.get(stay.uniqueid)?.linkedid;
  if (linkedid === undefined && stay.contactId !== stay.uniqueid)
    state.linkedids.set(stay.uniqueid, { linkedid: stay.contactId, seenAt: stay.seenAt });
}

const PAST_STAYS_OF_A_KEY = 8;

/** Moves a stay from the waiting to the past. */
export function closeStay(state: TranslatorState, stay: Stay): void {
  if (state.stays.get(stay.key) === stay) state.stays.delete(stay.key);
  const past = state.past.get(stay.key) ?? [];
  if (past.includes(stay)) return;
  past.push(stay);
  if (past.length > PAST_STAYS_OF_A_KEY) past.shift();
  state.past.set(stay.key, past);
}

/** The latest past stay of a caller in a queue. */
export function lastPastStay(state: TranslatorState, key: string): Stay | undefined {
  return state.past.get(key)?.at(-1);
}

/** True while the caller counts as waiting. */
export function isWaiting(stay: Stay): boolean {
  return stay.left === null && stay.exit === null;
}
