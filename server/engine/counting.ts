/**
 * What a contact counts for, brought to every counter: queues, floor, agents, and the rows that the store does not have yet. The one place where
 * a derived contact's contribution goes in, is swapped for another, and is let go of with its counts left standing.
 */
import { compoundKey } from '../../shared/ids.ts';
import { intervalStart, MINUTE_MS } from '../../shared/time.ts';
import { type Agent, addPiece, componentsAt, detachIntervals, newAgent, setIntervals } from './agents.ts';
import { countAnomaly } from './anomaly.ts';
import type { Derived } from './contact.ts';
import { ROLLING_MS } from './half-hour.ts';
import type { StayRow } from './rows.ts';
import type { Contact, State } from './state.ts';

/** Half an hour, and the quarter by which a source's clock may be ahead of ours: two minutes are the rule. */
const LONG_PAST_MS = ROLLING_MS + 15 * MINUTE_MS;

/** Agents kept at most; facts of further ones are stored in the log and counted as `overflow`. */
const MAX_AGENTS = 50_000;

/** Puts what is counted for the contact in the place of what was. */
export function takeDerived(state: State, contact: Contact, derived: Derived): void {
  contact.dirty = false;
  const old = contact.derived;
  contact.derived = derived;
  noteAnomalies(state, contact, old, derived);
  swapStays(state, contact, old, derived);
  swapFloor(state, contact, old, derived);
  swapAgents(state, contact, old, derived);
}

function noteAnomalies(state: State, contact: Contact, old: Derived | null, derived: Derived): void {
  for (const kind of derived.anomalies)
    if (old?.anomalies.includes(kind) !== true) countAnomaly(state.anomalies, contact.source, kind, contact.contactId);
}

/** Lets a settled contact go: its counts stay, its facts are forgotten, its floor row is kept for today. */
export function settleContact(state: State, contact: Contact): void {
  for (const stay of contact.derived?.stays ?? []) state.queue(stay.queueId).settle(stayKey(stay), stay);
  for (const { agentId } of contact.derived?.intervals ?? []) {
    const agent = state.agents.get(agentId);
    if (agent !== undefined) detachIntervals(agent, contact.key);
  }
  const row = contact.derived?.contact ?? null;
  if (row !== null) {
    state.floor.settle(contact.key, row);
    state.settledContacts.set(contact.key, row);
  }
  state.contacts.delete(contact.key);
}

/** What `takeDerived` and `settleContact` do one after the other. */
export function countSettled(state: State, contact: Contact, derived: Derived): void {
  contact.dirty = false;
  noteAnomalies(state, contact, null, derived);
  // Counted and let go of since the last flush, and here again: by its key, or the flush would have one stay twice.
  const isBack = state.unflushed.contacts.has(contact.key);
  for (const stay of derived.stays) {
    state.queue(stay.queueId).count(stay, isLongPast(state, stay) ? null : stayKey(stay));
    if (state.unflushed.removedStays.size > 0) state.unflushed.removedStays.delete(stayKey(stay));
    if (isBack) state.unflushed.stays.set(stayKey(stay), stay);
    else state.unflushed.settledStays.push(stay);
    countAgent(state, stay, 1);
    noteQueue(state, contact, stay);
  }
  const row = derived.contact;
  if (row !== null) {
    state.floor.count(row, isLongPast(state, row) ? null : contact.key);
    state.unflushed.contacts.set(contact.key, row);
    state.settledContacts.set(contact.key, row);
  }
  for (const missed of derived.missed) countMissed(state, contact.source, missed, 1);
  for (const piece of derived.intervals) {
    const agent = agentFor(state, piece.agentId, contact.source, piece.from);
    addPiece(agent, piece);
    state.touchAgent(agent);
  }
  state.contacts.delete(contact.key);
}

/** Key of a stay among all. */
export function stayKey(stay: StayRow): string {
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

/** True of what a replay derives when it is long over: by the clock of its own source no window of half an hour will show it. */
export function isLongPast(state: State, row: { source: string; offeredAt: number }): boolean {
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
