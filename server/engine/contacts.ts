/**
 * The contacts in memory: derives the changed ones again, and has them counted (counting.ts). Owns when a contact is settled: closed, and
 * nothing heard of it for three horizons. An open contact is never settled.
 */

import type { ContactEvent } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { compoundKey } from '../../shared/ids.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { countAnomaly } from './anomaly.ts';
import { type Derived, deriveContact } from './contact.ts';
import { countSettled, settleContact, takeDerived } from './counting.ts';
import type { Contact, State } from './state.ts';

/** Open contacts kept at most; beyond, the oldest is settled as it stands and counted as `overflow`. */
export const MAX_CONTACTS = 200_000;

/** A wrap-up without an end keeps its contact this long: many platforms never tell the end. */
const LONGEST_WRAPUP_MS = 4 * HOUR_MS;

/** Key of a contact among all sources. */
export function contactKey(source: string, contactId: string): string {
  return compoundKey(source, contactId);
}

/**
 * The contact of a fact, made or taken back from the settled ones if need be. One that was over and silent since before `silentSince` is settled
 * then: settling must not depend on how often it is looked for, or a replay could differ from having been there. (What is told of the silence after
 * the return finds the new opening: DECISIONS 32.)
 */
export function contactFor(state: State, source: string, contactId: string, silentSince: number): Contact {
  const key = contactKey(source, contactId);
  let contact = state.contacts.get(key);
  if (contact !== undefined && !isFreshAt(contact, silentSince) && settleIfOver(state, contact, silentSince)) contact = undefined;
  if (contact === undefined) {
    const prior = state.settledContacts.get(key) ?? null;
    contact = { key, source, contactId, facts: [], firstAt: Number.POSITIVE_INFINITY, sightings: [], derived: null, prior, dirty: false };
    contact.sightings.push(...(state.snapshots.get(source) ?? []));
    if (prior !== null) {
      state.settledContacts.delete(key);
      state.floor.revive(key, prior);
    }
    state.contacts.set(key, contact);
    if (state.contacts.size > MAX_CONTACTS) dropOldest(state, contact);
  }
  return contact;
}

/** Adds a fact in its place; the contact is derived again when next read. */
export function addFact(state: State, contact: Contact, fact: ContactEvent): void {
  const facts = contact.facts;
  let place = facts.length;
  while (place > 0 && compareEvents(facts[place - 1] as ContactEvent, fact) > 0) place--;
  if (place === facts.length) facts.push(fact);
  else facts.splice(place, 0, fact);
  if (fact.at < contact.firstAt) contact.firstAt = fact.at;
  touchContact(state, contact);
}

export function touchContact(state: State, contact: Contact): void {
  if (contact.dirty) return;
  contact.dirty = true;
  state.dirtyContacts.add(contact);
}

/** Derives all changed contacts and brings every counter up to date. */
export function refresh(state: State): void {
  for (const contact of state.dirtyContacts) takeDerived(state, contact, derive(state, contact));
  state.dirtyContacts.clear();
}

/** A fact that the fold cannot survive: names it. */
export class FoldError extends Error {
  override readonly name = 'FoldError';
  readonly source: string;
  readonly eventId: string;

  constructor(source: string, eventId: string, cause: unknown) {
    super(`the fold failed at fact ${eventId} of ${source}`, { cause });
    this.source = source;
    this.eventId = eventId;
  }
}

function derive(state: State, contact: Contact): Derived {
  try {
    return deriveContact(contact, state.rules);
  } catch (error) {
    throw new FoldError(contact.source, culprit(state, contact), error);
  }
}

/** The first fact of the contact with which the derivation fails. */
function culprit(state: State, contact: Contact): string {
  for (const [index, fact] of contact.facts.entries()) {
    try {
      deriveContact({ ...contact, facts: contact.facts.slice(0, index + 1) }, state.rules);
    } catch {
      return fact.id;
    }
  }
  return contact.facts.at(-1)?.id ?? '';
}

/** True if a fact of the contact happened at this instant or later: then it is not over by that. */
export function isFreshAt(contact: Contact, at: number): boolean {
  return (contact.facts.at(-1)?.at ?? 0) >= at;
}

/** Settles the contact if nothing that is still in time can change it. @returns whether it is settled now. */
export function settleIfOver(state: State, contact: Contact, limit: number): boolean {
  if (contact.dirty) {
    const derived = derive(state, contact);
    state.dirtyContacts.delete(contact);
    // Never counted before, as in a replay: it need not be counted as one that may still change.
    if (contact.derived === null && contact.prior === null && isOver(derived, limit)) {
      countSettled(state, contact, derived);
      return true;
    }
    takeDerived(state, contact, derived);
  }
  if (contact.derived === null || !isOver(contact.derived, limit)) return false;
  settleContact(state, contact);
  return true;
}

function isOver(derived: Derived, limit: number): boolean {
  if (derived.open || derived.lastAt >= limit) return false;
  return derived.wrappingSince === null || derived.wrappingSince < limit - LONGEST_WRAPUP_MS;
}

function dropOldest(state: State, except: Contact): void {
  for (const contact of state.contacts.values()) {
    if (contact === except) continue;
    settleIfOver(state, contact, Number.NEGATIVE_INFINITY);
    countAnomaly(state.anomalies, contact.source, 'overflow', contact.contactId);
    settleContact(state, contact);
    return;
  }
}
