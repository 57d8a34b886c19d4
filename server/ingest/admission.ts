/**
 * How much one sender may make of what it sends: a bound on its queues and agents, and on what one contact holds. What is beyond is refused with
 * the bound and the value, before it is stored; what is stored stays and is replayed whatever it is. Owns the count of what is on its way.
 */
import type { ContactEvent, Event } from '../../shared/events/event.ts';
import { contactKey } from '../engine/contacts.ts';
import type { Engine } from '../engine/engine.ts';
import { entryFacts } from '../engine/snapshot.ts';
import type { EntityIds, Mention } from './entity-ids.ts';
import type { EntityId } from './store.ts';

/** Far more than any floor has; a board of as many queues has some 11 MB. */
export const MAX_PER_SOURCE: Readonly<Record<EntityId['kind'], number>> = { queue: 2000, agent: 20_000 };
/** Every fact has its contact derived again: with more it would take longer than facts may take. */
export const MAX_SEGMENTS = 200;
export const MAX_FACTS = 10_000;

/** `refusals`: for each fact given, why it is not among the events, or null. `done` ends the count of those on their way. */
export type Admitted = { readonly events: readonly Event[]; readonly refusals: readonly (string | null)[]; done(): void };

const KINDS = ['queue', 'agent'] as const;

type Tally = { readonly eventIds: Set<string>; readonly segments: Set<string>; implicit: number };

export class Admission {
  readonly #ids: EntityIds;
  readonly #engine: () => Engine;
  /** By contact. Most hold one to three facts. */
  readonly #underway = new Map<string, ContactEvent[]>();
  /** What the snapshots on their way tell of contacts. */
  readonly #entries = new WeakMap<Event, readonly ContactEvent[]>();

  constructor(ids: EntityIds, engine: () => Engine) {
    this.#ids = ids;
    this.#engine = engine;
  }

  /** Looks at facts of one sender, in their order. Call `done` once they are stored, or are not. */
  admit(events: readonly Event[]): Admitted {
    const tallies = new Map<string, Tally>();
    const refusals = events.map((event) => this.#problemOf(event, tallies));
    const admitted = events.filter((_, index) => refusals[index] === null);
    return {
      events: admitted,
      refusals,
      done: () => {
        for (const event of admitted)
          if (isOfContact(event)) this.#forget(event);
          else for (const fact of this.#entries.get(event) ?? []) this.#forget(fact);
      },
    };
  }

  /** Why a fact is refused; one that is not counts from now on. */
  #problemOf(event: Event, tallies: Map<string, Tally>): string | null {
    const fresh = this.#ids.unknownOf(event);
    for (const kind of fresh.length === 0 ? [] : KINDS) {
      const more = fresh.filter((one) => one.kind === kind);
      const [first] = more;
      if (first !== undefined && this.#ids.countOf(kind, event.source) + more.length > MAX_PER_SOURCE[kind])
        return `${kind} "${first.platformId.slice(0, 100)}" is new, and a source has at most ${MAX_PER_SOURCE[kind]} ${kind}s; this one has ${this.#ids.countOf(kind, event.source)}`;
    }
    const foreign = isSetting(event) ? this.#foreign(event.source, fresh) : null;
    if (foreign !== null) return foreign;
    const problem = isOfContact(event) ? this.#contactProblem(event, tallies) : this.#snapshotProblem(event, tallies);
    if (problem === null) for (const { kind, platformId } of fresh) this.#ids.resolve(kind, event.source, platformId);
    return problem;
  }

  /** Settings alone make no second queue of a name: that of another source is not the sender's to set, and it has none of its own. */
  #foreign(source: string, fresh: readonly Mention[]): string | null {
    for (const { kind, platformId } of fresh) {
      const owner = this.#ids.ownerOf(kind, platformId);
      if (owner === undefined || owner === source) continue;
      const path = `/api/v1/${kind}s/${encodeURIComponent(platformId).slice(0, 300)}`;
      return `${kind} "${platformId.slice(0, 100)}" belongs to source ${owner}; its settings are set by PUT ${path}`;
    }
    return null;
  }

  /** A snapshot stands for a fact of each contact that it names: either all of them count from now on, or none. */
  #snapshotProblem(event: Event, tallies: Map<string, Tally>): string | null {
    if (event.type !== 'cc.snapshot.v1') return null;
    const facts = entryFacts(event);
    for (const [index, fact] of facts.entries()) {
      const problem = this.#contactProblem(fact, tallies);
      if (problem === null) continue;
      for (const counted of facts.slice(0, index)) {
        this.#forget(counted);
        tallies.delete(contactKey(event.source, counted.data.contactId));
      }
      return problem;
    }
    this.#entries.set(event, facts);
    return null;
  }

  #contactProblem(event: ContactEvent, tallies: Map<string, Tally>): string | null {
    const key = contactKey(event.source, event.data.contactId);
    const facts = this.#engine().state.contacts.get(key)?.facts ?? [];
    const underway = this.#underway.get(key);
    // Hardly any contact is larger: nothing more to look at.
    if (facts.length + (underway?.length ?? 0) >= MAX_SEGMENTS) {
      const tally = tallies.get(key) ?? tallyOf([...facts, ...(underway ?? [])]);
      tallies.set(key, tally);
      if (!tally.eventIds.has(event.id)) {
        const name = `contact "${event.data.contactId.slice(0, 100)}"`;
        if (tally.eventIds.size >= MAX_FACTS) return `${name} has ${tally.eventIds.size} events; a contact has at most ${MAX_FACTS}`;
        const segments = tally.segments.size + tally.implicit;
        if (segments >= MAX_SEGMENTS && opens(event, tally)) return `${name} has ${segments} segments; a contact has at most ${MAX_SEGMENTS}`;
        count(tally, event);
      }
    }
    if (underway === undefined) this.#underway.set(key, [event]);
    else underway.push(event);
    return null;
  }

  #forget(fact: ContactEvent): void {
    const key = contactKey(fact.source, fact.data.contactId);
    const underway = this.#underway.get(key);
    const place = underway?.indexOf(fact) ?? -1;
    if (underway === undefined || place < 0) return;
    if (underway.length === 1) this.#underway.delete(key);
    else underway.splice(place, 1);
  }
}

function isSetting(event: Event): boolean {
  return event.type === 'cc.queue.config.v1' || event.type === 'cc.agent.config.v1';
}

function isOfContact(event: Event): event is ContactEvent {
  return event.type.startsWith('cc.contact.');
}

function tallyOf(facts: readonly ContactEvent[]): Tally {
  const tally: Tally = { eventIds: new Set(), segments: new Set(), implicit: 0 };
  for (const fact of facts) count(tally, fact);
  return tally;
}

/** One told again, which may be stored and on its way at once, counts once. */
function count(tally: Tally, fact: ContactEvent): void {
  if (tally.eventIds.has(fact.id)) return;
  if (opens(fact, tally)) {
    if (fact.data.segmentId === undefined) tally.implicit++;
    else tally.segments.add(fact.data.segmentId);
  }
  tally.eventIds.add(fact.id);
}

/** True where the fact begins a segment. */
function opens({ type, data }: ContactEvent, tally: Tally): boolean {
  if (data.segmentId !== undefined) return !tally.segments.has(data.segmentId);
  return type === 'cc.contact.queued.v1' && data.reason !== 'return';
}
