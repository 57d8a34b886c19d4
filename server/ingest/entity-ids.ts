/**
 * One id, one meaning: a queue's or agent's id is the platform's own; a second source with the same one gets `name@source`. Owns who came
 * first; what is once claimed stays. Facts are written to the log with the final ids.
 */
import { createHash } from 'node:crypto';
import type { Event } from '../../shared/events/event.ts';
import { compoundKey, ID_MAX_LENGTH, OWN_SOURCE } from '../../shared/ids.ts';
import type { EntityId } from './store.ts';

type Kind = EntityId['kind'];

/** Fields that hold lists: of queue ids, or of parts with ids of their own. */
const LISTS: ReadonlySet<string> = new Set(['queues', 'waiting', 'talking', 'agents']);

export class EntityIds {
  readonly #owner = new Map<string, string>();
  readonly #ids = new Map<string, string>();
  /** What each source has mentioned: looked at for every fact, so without a key to be made. */
  readonly #mentioned: Record<Kind, Map<string, Set<string>>> = { queue: new Map(), agent: new Map() };
  #fresh: EntityId[] = [];

  constructor(known: readonly EntityId[]) {
    for (const entity of known) this.#note(entity);
  }

  /** Ids claimed since the last call, to be stored before the facts that use them. */
  takeFresh(): readonly EntityId[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** Puts ids back that could not be stored. */
  giveBack(fresh: readonly EntityId[]): void {
    this.#fresh = [...fresh, ...this.#fresh];
  }

  /** The id of a platform's queue or agent, claimed at its first mention. */
  resolve(kind: Kind, source: string, platformId: string): string {
    const known = this.#ids.get(compoundKey(kind, source, platformId));
    if (known !== undefined) return known;
    const owner = this.#owner.get(compoundKey(kind, platformId));
    const id = owner === undefined || owner === source ? platformId : this.#freeId(kind, source, platformId);
    const entity = { kind, source, platformId, id };
    this.#note(entity);
    this.#fresh.push(entity);
    return id;
  }

  /** The source that an id stands for something of; undefined while it is free. */
  ownerOf(kind: Kind, id: string): string | undefined {
    return this.#owner.get(compoundKey(kind, id));
  }

  /** How many queues or agents of a source have been mentioned. */
  countOf(kind: Kind, source: string): number {
    return this.#mentioned[kind].get(source)?.size ?? 0;
  }

  /** Queues and agents that a fact mentions for the first time, each once. */
  unknownOf(event: Event): readonly Mention[] {
    const found: Mention[] = [];
    visit(event.data as Record<string, unknown>, (kind, platformId) => {
      if (this.#mentioned[kind].get(event.source)?.has(platformId) === true) return;
      if (!found.some((one) => one.kind === kind && one.platformId === platformId)) found.push({ kind, platformId });
    });
    return found;
  }

  /** The fact with final ids. */
  map<E extends Event>(event: E): E {
    // Whoever changes settings here names what is on the wall: those ids are final.
    if (event.source === OWN_SOURCE) return event;
    return { ...event, data: this.#mapData(event.source, event.data as Record<string, unknown>) };
  }

  /** `name@source`, never an id that stands for something else, never longer than an id may be. */
  #freeId(kind: Kind, source: string, platformId: string): string {
    for (let attempt = 1; ; attempt++) {
      const plain = `${platformId}${`@${source}`.repeat(attempt)}`;
      const id = plain.length <= ID_MAX_LENGTH ? plain : shortened(source, platformId, attempt);
      if (!this.#owner.has(compoundKey(kind, id))) return id;
    }
  }

  #note({ kind, source, platformId, id }: EntityId): void {
    this.#ids.set(compoundKey(kind, source, platformId), id);
    const mentioned = this.#mentioned[kind].get(source) ?? new Set();
    this.#mentioned[kind].set(source, mentioned.add(platformId));
    if (!this.#owner.has(compoundKey(kind, id))) this.#owner.set(compoundKey(kind, id), source);
  }

  #mapData(source: string, data: Record<string, unknown>): Record<string, unknown> {
    const mapped: Record<string, unknown> = { ...data };
    for (const key of Object.keys(data)) {
      const value = data[key];
      if (typeof value === 'string' && (key === 'queueId' || key === 'toQueueId')) mapped[key] = this.resolve('queue', source, value);
      else if (typeof value === 'string' && key === 'agentId') mapped[key] = this.resolve('agent', source, value);
      else if (LISTS.has(key)) mapped[key] = this.#mapList(source, value);
      else if (key === 'to' && typeof value === 'object' && value !== null) mapped[key] = this.#mapData(source, value as Record<string, unknown>);
    }
    return mapped;
  }

  #mapList(source: string, list: unknown): unknown {
    if (!Array.isArray(list)) return list;
    return list.map((item: unknown) =>
      typeof item === 'string' ? this.resolve('queue', source, item) : this.#mapData(source, item as Record<string, unknown>),
    );
  }
}

/** A queue or agent by its platform's name. */
export type Mention = Pick<EntityId, 'kind' | 'platformId'>;

/** Looks at every id of a queue or agent in the data of a fact, as `map` does. */
function visit(data: Record<string, unknown>, see: (kind: Kind, platformId: string) => void): void {
  for (const key of Object.keys(data)) {
    const value = data[key];
    if (typeof value === 'string') {
      if (key === 'queueId' || key === 'toQueueId') see('queue', value);
      else if (key === 'agentId') see('agent', value);
    } else if (Array.isArray(value) && LISTS.has(key)) {
      for (const item of value)
        if (typeof item === 'string') see('queue', item);
        else visit(item as Record<string, unknown>, see);
    } else if (key === 'to' && typeof value === 'object' && value !== null) visit(value as Record<string, unknown>, see);
  }
}

/** Each attempt gives another one, so that the search for a free id ends whatever the ids are. */
function shortened(source: string, platformId: string, attempt: number): string {
  const hash = createHash('sha256')
    .update(compoundKey(platformId, source, String(attempt)))
    .digest('base64url')
    .slice(0, 12);
  const tail = `~${hash}@${source}`.slice(0, ID_MAX_LENGTH / 2);
  // Half of a pair of surrogates cannot be stored.
  return platformId.slice(0, ID_MAX_LENGTH - tail.length).replace(/[\ud800-\udbff]$/, '') + tail;
}
