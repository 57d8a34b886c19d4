/**
 * The contacts in memory: derives the changed ones again and swaps their contribution to every counter. Owns when a contact is settled:
 * closed, and nothing heard of it for three horizons. An open contact is never settled.
 */

import type { ContactEvent } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { compoundKey } from '../../shared/ids.ts';
import { HOUR_MS, intervalStart } from '../../shared/time.ts';
import { type Agent, componentsAt, detachIntervals, newAgent, setIntervals } from './agents.ts';
import { countAnomaly } from './anomaly.ts';
import { type Derived, deriveContact } from './contact.ts';
import { ROLLING_MS } from './ledger.ts';
import type { StayRow } from './rows.ts';
import type { Contact, State } from './state.ts';

/** Open contacts kept at most; beyond, the oldest is settled as it stands and counted as `overflow`. */
export const MAX_CONTACTS = 200_000;

/** A wrap-up without an end keeps its contact this long: many platforms never tell the end. */
const LONGEST_WRAPUP_MS = 4 * HOUR_MS;

/** Half an hour, and an hour by which the clocks of a source and ours may differ. */
const LONG_PAST_MS = ROLLING_MS + HOUR_MS;

/** Agents kept at most; facts of further ones are stored in the log and counted as `overflow`. */
export const MAX_AGENTS = 50_000;

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
  if (contact !== undefined && (contact.facts.at(-1)?.at ?? 0) < silentSince && isSettled(state, contact, silentSince)) {
    settleContact(state, contact);
    contact = undefined;
  }
  if (contact === undefined) {
    const prior = state.settledContacts.get(key) ?? null;
    contact = { key, source, contactId, facts: [], sightings: [], derived: null, prior, dirty: false };
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
  touchContact(state, contact);
}

export function touchContact(state: State, contact: Contact): void {
  if (contact.dirty) return;
  contact.dirty = true;
  state.dirtyContacts.add(contact);
}

/** Derives all changed contacts and brings every counter up to date. */
export function refresh(state: State): void {
  for (const contact of state.dirtyContacts) refreshContact(state, contact);
  state.dirtyContacts.clear();
}

function refreshContact(state: State, contact: Contact): void {
  contact.dirty = false;
  const old = contact.derived;
  const derived = derive(state, contact);
  contact.derived = derived;
  for (const kind of derived.anomalies)
    if (old?.anomalies.includes(kind) !== true) countAnomaly(state.anomalies, contact.source, kind, contact.contactId);
  swapStays(state, contact, old, derived);
  swapFloor(state, contact, old, derived);
  swapAgents(state, contact, old, derived);
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

function stayKey(stay: StayRow): string {
  return compoundKey(stay.source, stay.contactId, stay.segmentId);
}

function swapStays(state: State, contact: Contact, old: Derived | null, derived: Derived): void {
  for (const stay of derived.stays) {
    const was = old?.stays.find((known) => known.segmentId === stay.segmentId) ?? null;
    swapStay(state, was, stay);
    noteQueue(state, contact, stay);
  }
  for (const gone of old?.stays ?? []) {
    if (derived.stays.some((stay) => stay.segmentId === gone.segmentId)) continue;
    const key = stayKey(gone);
    state.queue(gone.queueId).replace(key, gone, null);
    state.unflushed.stays.delete(key);
    state.unflushed.removedStays.set(key, { source: gone.source, contactId: gone.contactId, segmentId: gone.segmentId });
    state.touchQueue(gone.queueId);
    countAgent(state, gone, -1);
  }
}

function swapStay(state: State, was: StayRow | null, stay: StayRow): void {
  const key = stayKey(stay);
  const moved = was !== null && was.queueId !== stay.queueId;
  if (moved) state.queue(was.queueId).replace(key, was, null);
  state.queue(stay.queueId).replace(key, moved ? null : was, stay, isLongPast(state, stay));
  state.unflushed.stays.set(key, stay);
  if (state.unflushed.removedStays.size > 0) state.unflushed.removedStays.delete(key);
  if (was !== null) countAgent(state, was, -1);
  countAgent(state, stay, 1);
}

/** A replay derives what is hours old by then: the clock of its own source says that no window of half an hour will show it. */
function isLongPast(state: State, row: { source: string; offeredAt: number }): boolean {
  return row.offeredAt < (state.watermarks.get(row.source) ?? 0) - LONG_PAST_MS;
}

function noteQueue(state: State, contact: Contact, stay: StayRow): void {
  state.touchQueue(stay.queueId);
  const shown = state.queueChannels.get(stay.queueId);
  if (shown === undefined || stay.offeredAt > shown.at || (stay.offeredAt === shown.at && stay.channel < shown.channel))
    state.queueChannels.set(stay.queueId, { channel: stay.channel, at: stay.offeredAt });
  let sources = state.queueSources.get(stay.queueId);
  if (sources === undefined) {
    sources = new Set();
    state.queueSources.set(stay.queueId, sources);
  }
  sources.add(contact.source);
}

function swapFloor(state: State, contact: Contact, old: Derived | null, derived: Derived): void {
  const was = old === null ? contact.prior : old.contact;
  state.floor.replace(contact.key, was, derived.contact, derived.contact !== null && isLongPast(state, derived.contact));
  if (derived.contact !== null) state.unflushed.contacts.set(contact.key, derived.contact);
}

function countAgent(state: State, stay: StayRow, sign: 1 | -1): void {
  if (stay.agentId === null || stay.outcome !== 'answered') return;
  const agent = agentFor(state, stay.agentId, stay.source, stay.offeredAt);
  const sum = cohortOf(state, agent, stay.offeredAt);
  if (sum === null) return;
  sum.answered += sign;
  if (!stay.handled) return;
  sum.handled += sign;
  sum.handledTalkMs += sign * stay.talkMs;
  sum.handledHoldMs += sign * stay.holdMs;
  sum.handledAcwMs += sign * (stay.acwMs ?? 0);
  if (stay.acwMs !== null) sum.acwKnown += sign;
}

function cohortOf(state: State, agent: Agent, offeredAt: number) {
  const start = intervalStart(offeredAt);
  if (start < state.agentsEvictedBefore && !agent.cohorts.has(start)) {
    state.markDay(offeredAt);
    return null;
  }
  agent.changed.add(start);
  state.touchAgent(agent);
  return componentsAt(agent.cohorts, start);
}

function swapAgents(state: State, contact: Contact, old: Derived | null, derived: Derived): void {
  for (const missed of old?.missed ?? []) countMissed(state, contact.source, missed, -1);
  for (const missed of derived.missed) countMissed(state, contact.source, missed, 1);
  for (const agentId of agentsOf(old, derived)) {
    const intervals = derived.intervals.filter((interval) => interval.agentId === agentId);
    const agent = agentFor(state, agentId, contact.source, intervals[0]?.from ?? state.now);
    setIntervals(agent, contact.key, intervals);
    state.touchAgent(agent);
  }
}

function agentsOf(old: Derived | null, derived: Derived): readonly string[] {
  const agentIds: string[] = [];
  for (const { agentId } of old?.intervals ?? []) if (!agentIds.includes(agentId)) agentIds.push(agentId);
  for (const { agentId } of derived.intervals) if (!agentIds.includes(agentId)) agentIds.push(agentId);
  return agentIds;
}

function countMissed(state: State, source: string, missed: { agentId: string; offeredAt: number }, sign: 1 | -1): void {
  const sum = cohortOf(state, agentFor(state, missed.agentId, source, missed.offeredAt), missed.offeredAt);
  if (sum !== null) sum.ringNoAnswer += sign;
}

/** The agent of an id, made at her first mention. */
export function agentFor(state: State, agentId: string, source: string, at: number): Agent {
  let agent = state.agents.get(agentId);
  if (agent === undefined) {
    agent = newAgent(agentId, source, at);
    if (state.agents.size >= MAX_AGENTS) countAnomaly(state.anomalies, source, 'overflow', `agent ${agentId}`);
    else state.agents.set(agentId, agent);
  }
  return agent;
}

/** True once nothing that is still in time can change the contact. */
export function isSettled(state: State, contact: Contact, limit: number): boolean {
  if (contact.dirty) {
    refreshContact(state, contact);
    state.dirtyContacts.delete(contact);
  }
  const derived = contact.derived;
  if (derived === null || derived.open || derived.lastAt >= limit) return false;
  return derived.wrappingSince === null || derived.wrappingSince < limit - LONGEST_WRAPUP_MS;
}

/** Lets a settled contact go: its counts stay, its facts are forgotten, its floor row is kept for today. */
export function settleContact(state: State, contact: Contact): void {
  for (const stay of contact.derived?.stays ?? []) state.queue(stay.queueId).settle(stayKey(stay), stay);
  for (const { agentId } of contact.derived?.intervals ?? []) {
    const agent = state.agents.get(agentId);
    if (agent !== undefined) detachIntervals(agent, contact.key, contact.derived?.lastAt ?? 0);
  }
  const row = contact.derived?.contact ?? null;
  if (row !== null) {
    state.floor.settle(contact.key, row);
    state.settledContacts.set(contact.key, row);
  }
  state.contacts.delete(contact.key);
}

function dropOldest(state: State, except: Contact): void {
  for (const contact of state.contacts.values()) {
    if (contact === except) continue;
    isSettled(state, contact, Number.NEGATIVE_INFINITY);
    countAnomaly(state.anomalies, contact.source, 'overflow', contact.contactId);
    settleContact(state, contact);
    return;
  }
}
