/**
 * Folds `cc.snapshot.v1`: what is open here and gone there is lost sight of; what waits there and is unknown here begins to count.
 * A snapshot is the weakest evidence: a real fact about the same moment wins, whenever it arrives.
 */
import type { ContactEvent, Event } from '../../shared/events/event.ts';
import { DAY_MS, fromIso } from '../../shared/time.ts';
import { type AgentSighting, compareInputs } from './agent.ts';
import { addInput, isKnownAt } from './agents.ts';
import { addFact, contactFor, touchContact } from './contacts.ts';
import { agentFor } from './counting.ts';
import { markOf, marksOf, type Sighting } from './segments.ts';
import type { Contact, State } from './state.ts';

/** Snapshots kept per source for facts that come late; the oldest is forgotten first. */
const MAX_SNAPSHOTS = 32;
/** Sightings kept per open contact. */
const MAX_SIGHTINGS = 16;
/** How far back an entry of a snapshot, or the snapshot itself, may lie. */
const OLDEST_MS = 7 * DAY_MS;

/** Takes a snapshot of a source (or of one queue or agent of it). `silenceMs`: after so long a contact that was over begins anew. */
export function applySnapshot(state: State, event: Event<'cc.snapshot.v1'>, silenceMs: number): void {
  const { data } = event;
  const asOf = snapshotAt(event);
  // A snapshot of one agent says nothing about the callers that wait.
  const sighting: Sighting = {
    asOf,
    sequence: event.sequence,
    waiting: data.waiting.map(({ contactId, segmentId, queueId }) => markOf(contactId, segmentId, queueId)),
    talking: data.talking?.map(({ contactId, segmentId, queueId }) => markOf(contactId, segmentId, queueId)) ?? null,
    idleAgents: data.agents.filter((agent) => agent.inCall === false).map((agent) => agent.agentId),
  };
  const agents = new Map(data.agents.map((agent) => [agent.agentId, agentSighting(event, agent)]));
  if (data.scope === 'source') seeContacts(state, event.source, sighting);
  addEntries(state, event, asOf - silenceMs);
  for (const [agentId, seen] of agents) seeAgent(state, agentId, event, seen);
  if (data.scope === 'source') signOutTheRest(state, event, agents);
}

/** When the snapshot was taken: never after it was told, never more than a week before. */
export function snapshotAt(event: Event<'cc.snapshot.v1'>): number {
  return within(fromIso(event.data.asOf) ?? event.at, event.at - OLDEST_MS, event.at);
}

function within(at: number, from: number, to: number): number {
  return Math.min(Math.max(at, from), to);
}

function seeContacts(state: State, source: string, sighting: Sighting): void {
  const kept = state.snapshots.get(source) ?? [];
  kept.push(sighting);
  kept.sort((a, b) => a.asOf - b.asOf);
  if (kept.length > MAX_SNAPSHOTS) kept.shift();
  state.snapshots.set(source, kept);
  for (const contact of state.contacts.values()) {
    if (contact.source !== source) continue;
    contact.sightings.push(sighting);
    contact.sightings.sort((a, b) => a.asOf - b.asOf);
    if (contact.sightings.length > MAX_SIGHTINGS) forgetOne(contact);
    touchContact(state, contact);
  }
}

/** Lets go of the first that only repeats, of this contact, the one before it: what began with the first of a row must not move on. */
function forgetOne(contact: Contact): void {
  const { facts, sightings, derived } = contact;
  const told = [...facts.map((fact) => fact.data), ...(derived?.stays ?? [])];
  const marks = [...new Set(told.flatMap(({ segmentId, queueId }) => marksOf(contact.contactId, segmentId, queueId)))];
  const agents = [...new Set(facts.flatMap(({ data }) => ('agentId' in data && data.agentId !== undefined ? [data.agentId] : [])))];
  const said = sightings.map(({ waiting, talking, idleAgents }) =>
    JSON.stringify([
      marks.map((one) => waiting.includes(one)),
      marks.map((one) => talking?.includes(one)),
      agents.map((id) => idleAgents.includes(id)),
    ]),
  );
  const repeats = (index: number) => {
    const [from, to] = [sightings[index - 1]?.asOf ?? 0, sightings[index]?.asOf ?? 0];
    return said[index] === said[index - 1] && !facts.some((fact) => fact.at >= from && fact.at <= to);
  };
  const place = sightings.findIndex((_, index) => index > 0 && repeats(index));
  sightings.splice(Math.max(place, 0), 1);
}

/** The facts that the entries of a snapshot stand for, whether or not they are known already. */
export function entryFacts(event: Event<'cc.snapshot.v1'>): ContactEvent[] {
  const envelope = { source: event.source, sequence: event.sequence, timequality: 'derived' as const, origin: event.origin };
  const queued = event.data.waiting.map(({ contactId, segmentId, queueId, channel, since }, index): ContactEvent => {
    const at = sinceOf(event, since);
    const id = `${event.id}#q#${contactId}#${queueId}#${index}`;
    const data = { contactId, segmentId, queueId, channel, direction: 'inbound' as const, reason: 'new' as const };
    return { ...envelope, id, at, sourceTime: at, type: 'cc.contact.queued.v1', data };
  });
  const answered = (event.data.talking ?? []).map(({ contactId, segmentId, queueId, agentId, since }, index): ContactEvent => {
    const at = sinceOf(event, since);
    const id = `${event.id}#t#${contactId}#${agentId}#${index}`;
    const data = { contactId, segmentId, queueId, agentId, channel: 'voice' as const, direction: 'inbound' as const, estimated: true };
    return { ...envelope, id, at, sourceTime: at, type: 'cc.contact.answered.v1', data };
  });
  return [...queued, ...answered];
}

function addEntries(state: State, event: Event<'cc.snapshot.v1'>, silentSince: number): void {
  // Looked up once each: to know whether one is over it may have to be derived.
  const contacts = new Map<string, { contact: Contact; begun: Begun }>();
  for (const fact of entryFacts(event)) {
    const { contactId } = fact.data;
    let entry = contacts.get(contactId);
    if (entry === undefined) {
      const contact = contactFor(state, event.source, contactId, silentSince);
      entry = { contact, begun: begunBy(contact) };
      contacts.set(contactId, entry);
    }
    // A snapshot that repeats what an earlier one began with adds nothing. What has no name is the same only where it began at the same instant.
    const key = beginningOf(fact);
    const known = entry.begun.get(key) ?? Number.POSITIVE_INFINITY;
    if (known <= fact.at) continue;
    addFact(state, entry.contact, fact);
    entry.begun.set(key, Math.min(known, fact.at));
  }
}

function sinceOf(event: Event<'cc.snapshot.v1'>, since: string): number {
  const asOf = snapshotAt(event);
  return within(fromIso(since) ?? asOf, asOf - OLDEST_MS, asOf);
}

/** By what begins (`beginningOf`), since when. */
type Begun = Map<string, number>;

/** What snapshots began of a contact. */
function begunBy(contact: Contact): Begun {
  const begun: Begun = new Map();
  for (const fact of contact.facts) {
    if (fact.timequality !== 'derived') continue;
    const key = beginningOf(fact);
    begun.set(key, Math.min(begun.get(key) ?? fact.at, fact.at));
  }
  return begun;
}

function beginningOf({ type, at, data }: ContactEvent): string {
  const agentId = 'agentId' in data ? data.agentId : undefined;
  return JSON.stringify(data.segmentId === undefined ? [type, at, data.queueId, agentId] : [type, data.segmentId]);
}

type SnapshotAgent = Event<'cc.snapshot.v1'>['data']['agents'][number];

function agentSighting(event: Event<'cc.snapshot.v1'>, agent: SnapshotAgent): AgentSighting {
  return {
    type: 'sighting',
    source: event.source,
    id: event.id,
    at: snapshotAt(event),
    sequence: event.sequence,
    queues: agent.queues.map((queue) => ({ queueId: queue.queueId, paused: queue.paused, reason: queue.reason ?? '', acw: queue.acw ?? false })),
    state: agent.state,
    reason: agent.reason,
    inCall: agent.inCall,
  };
}

function seeAgent(state: State, agentId: string, event: Event<'cc.snapshot.v1'>, seen: AgentSighting): void {
  const agent = agentFor(state, agentId, event.source, seen.at);
  const name = event.data.agents.find((entry) => entry.agentId === agentId)?.name;
  if (name !== undefined && seen.at >= agent.namedAt) {
    agent.name = name;
    agent.namedAt = seen.at;
  }
  addInput(agent, seen, compareInputs);
  state.touchAgent(agent);
}

function signOutTheRest(state: State, event: Event<'cc.snapshot.v1'>, seen: ReadonlyMap<string, AgentSighting>): void {
  const asOf = snapshotAt(event);
  for (const agent of state.agents.values()) {
    if (agent.source !== event.source || seen.has(agent.id) || !isKnownAt(agent, asOf)) continue;
    seeAgent(state, agent.id, event, { ...agentSighting(event, { agentId: agent.id, queues: [] }), inCall: false });
  }
}
