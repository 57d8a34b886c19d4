/** Forgets what nothing can refer to any more, so that a year of calls needs no more memory than a day. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { closeStay } from './contacts.ts';
import { MISSING_FORGOTTEN_MS } from './snapshot.ts';
import type { TranslatorState } from './state.ts';

/** A caller may talk for hours after her Join; then she is in the conversation, not here. */
const CONTACT_KEPT_MS = 6 * HOUR_MS;
const PAST_KEPT_MS = 2 * HOUR_MS;

/** Stays that were missing in a snapshot, and of which nothing has been heard since. */
export function forgetMissing(state: TranslatorState, dueAt: number): void {
  for (const stay of [...state.stays.values()]) {
    if (stay.isMissingSince !== null && stay.isMissingSince + MISSING_FORGOTTEN_MS <= dueAt) closeStay(state, stay);
  }
}

/** Called with every input; works once a minute. */
export function forget(state: TranslatorState, at: number): void {
  if (at - state.prunedAt < MINUTE_MS) return;
  state.prunedAt = at;
  for (const stay of [...state.stays.values()]) {
    // Its Leave was lost.
    if (stay.exit !== null && at - stay.exit.moment.at > MINUTE_MS) closeStay(state, stay);
  }
  const inUse = new Set<string>();
  for (const stay of state.stays.values()) inUse.add(stay.contactId);
  for (const { talk } of state.agents.values()) if (talk?.contactId != null) inUse.add(talk.contactId);
  drop(state.contacts, (contact) => !inUse.has(contact.id) && at - contact.seenAt > CONTACT_KEPT_MS);
  drop(state.linkedids, ({ seenAt }) => at - seenAt > CONTACT_KEPT_MS);
  drop(state.aliases, (contactId) => !state.contacts.has(contactId));
  drop(state.past, (stays) => stays.every((stay) => at - (stay.exit?.moment.at ?? stay.seenAt) > PAST_KEPT_MS));
  drop(state.endedTalks, ({ seenAt }) => at - seenAt > CONTACT_KEPT_MS);
  drop(state.hangups, (seenAt) => at - seenAt > CONTACT_KEPT_MS);
  drop(state.offers, (offer) => at - offer.at > PAST_KEPT_MS);
  drop(state.entering, (_, uniqueid) => !state.linkedids.has(uniqueid));
  drop(state.agents, (agent) => agent.queues.size === 0 && agent.talk === null);
}

function drop<V>(map: Map<string, V>, isOver: (value: V, key: string) => boolean): void {
  for (const [key, value] of map) if (isOver(value, key)) map.delete(key);
}
