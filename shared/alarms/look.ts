/** What the rules look at: the parts of the floor that they speak of, and the figures of each, at one moment. Owns what counts as known. */
import type { AgentCounts, AgentStateRow, FloorRow, QueueState, SourceRow } from '../board.ts';
import { type Figure, figureKey } from '../boards/figure-key.ts';
import { figureKind } from '../boards/options.ts';
import type { Scope, Window } from '../boards/parts.ts';
import { countAgents, hasAgent, hasQueue } from '../boards/scope.ts';
import { NOW_METRICS, type NowRow } from '../metrics/now-metrics.ts';
import { isRecord, lostOf, silentOf } from '../telling.ts';
import { isOnTheLine, type Measures, type Reading } from './judge.ts';
import { eachOf, type FigureRule } from './rules.ts';

export type QueueSight = Pick<
  QueueState,
  | 'id'
  | 'channel'
  | 'site'
  | 'group'
  | 'hidden'
  | 'sources'
  | 'waiting'
  | 'oldestWaitingSince'
  | 'oldestContactStartedAt'
  | 'inConversation'
  | 'agents'
  | 'settings'
>;
export type AgentSight = Pick<AgentStateRow, 'id' | 'team' | 'site' | 'state' | 'source' | 'queues'>;
export type FloorSight = Pick<FloorRow, 'waiting' | 'oldestWaitingSince' | 'inConversation' | 'agents' | 'settings' | 'statutoryMs'>;

/** The floor as rules see it. `agents` is asked for once at most; `figures` gives the values of what a window is asked for, by their keys. */
export type Sight = {
  readonly queues: readonly QueueSight[];
  agents(): readonly AgentSight[];
  readonly floor: FloorSight;
  readonly sources: readonly SourceRow[];
  figures(asked: readonly Figure[]): Readonly<Record<string, number | null>>;
};

const NOW = new Map(NOW_METRICS.map((metric) => [metric.id, metric]));
/** The law speaks of calls. */
const STATUTORY_CHANNEL = 'voice';
/** Of these null says that nobody waits, where nobody does. */
const NOTHING_WITHOUT_WAITING: ReadonlySet<string> = new Set(['longest_waiting_ms', 'statutory_left_ms']);

type Row = NowRow & { readonly calls: number };
type Part = { readonly row: Row; readonly measures: Measures; readonly isKnown: boolean };
type Asked = { readonly metric: string; readonly window: Window | null };

export class Look {
  readonly #sight: Sight;
  readonly #now: number;
  readonly #queues: ReadonlyMap<string, QueueSight>;
  readonly #silent: readonly SourceRow[];
  readonly #parts = new Map<string, Part>();
  readonly #asked = new Map<string, Figure>();
  readonly #values = new Map<string, number | null>();
  readonly #names = new WeakMap<Scope, string>();
  readonly #queueScopes = new Map<string, Scope>();
  #everybody: readonly AgentSight[] | null = null;

  /** @param now milliseconds since 1970 */
  constructor(sight: Sight, now: number) {
    this.#sight = sight;
    this.#now = now;
    this.#queues = new Map(sight.queues.map((queue) => [queue.id, queue]));
    this.#silent = silentOf(sight.sources);
  }

  /** The parts of the floor of which a rule speaks: hidden queues are none, nor is a group, a site or a team that nobody belongs to. */
  scopes(rule: FigureRule): Scope[] {
    const { scope } = rule.of;
    const each = eachOf(rule.of);
    const queues = () => this.#sight.queues.filter((queue) => !queue.hidden && hasQueue(scope, null, queue));
    const agents = () => this.#agents().filter((agent) => hasAgent(scope, new Set(), agent));
    if (each === 'queue') return queues().map(({ id }) => this.#scopeOf(id));
    if (each === 'team') return [...new Set(agents().flatMap(({ team }) => team || []))].map((name) => ({ of: 'team', name }));
    if (scope.of === 'floor') return [scope];
    return queues().length + (scope.of === 'site' || scope.of === 'team' ? agents().length : 0) > 0 ? [scope] : [];
  }

  /** Says that a figure will be read; all of a window are looked up together. */
  willRead(scope: Scope, { metric, window }: Asked): void {
    if (window === null || !this.#part(scope).isKnown) return;
    const name = this.#figureName(scope, window, metric);
    if (this.#asked.has(name)) return;
    const kind = figureKind(metric, scope);
    if (kind === 'stay' || kind === 'agent') this.#asked.set(name, { key: figureKey(scope, window, metric), scope, window, metric, kind });
  }

  /** One object for a queue, whichever rules speak of it: its name is made once. */
  #scopeOf(id: string): Scope {
    let scope = this.#queueScopes.get(id);
    if (scope === undefined) {
      scope = { of: 'queue', id };
      this.#queueScopes.set(id, scope);
    }
    return scope;
  }

  #nameOf(scope: Scope): string {
    let name = this.#names.get(scope);
    if (name === undefined) {
      name = scope.of === 'queue' ? `queue ${scope.id}` : JSON.stringify(scope);
      this.#names.set(scope, name);
    }
    return name;
  }

  /** Like its key, without writing JSON: a rule is read of every queue each second. */
  #figureName(scope: Scope, window: Window, metric: string): string {
    return `${metric} ${window} ${this.#nameOf(scope)}`;
  }

  #agents(): readonly AgentSight[] {
    this.#everybody ??= this.#sight.agents();
    return this.#everybody;
  }

  /** Looks up what will be read. */
  lookUp(): void {
    if (this.#asked.size === 0) return;
    const figures = this.#sight.figures([...this.#asked.values()]);
    for (const [name, { key }] of this.#asked) this.#values.set(name, figures[key] ?? null);
  }

  /** A figure now. A part of the floor none of whose sources tells what happens now is not known. */
  read(scope: Scope, { metric, window }: Asked): Reading {
    const { row, isKnown } = this.#part(scope);
    if (!isKnown) return null;
    if (window !== null) return this.#values.get(this.#figureName(scope, window, metric)) ?? null;
    const value = NOW.get(metric)?.derive(row, this.#now) ?? null;
    if (value !== null || !NOTHING_WITHOUT_WAITING.has(metric)) return value;
    return (metric === 'statutory_left_ms' ? row.calls : row.waiting) === 0 ? 'nothing' : null;
  }

  /** What limits may depend on. */
  measures(scope: Scope): Measures {
    return this.#part(scope).measures;
  }

  /** The sources in one of these states, and why: nothing else is trouble of a source. */
  isInTrouble(source: SourceRow, states: readonly string[]): boolean {
    const isSilent = this.#silent.includes(source);
    if (source.state === 'up') return source.reason !== null && states.includes('limited');
    return isSilent && states.includes(source.state);
  }

  #part(scope: Scope): Part {
    const name = this.#nameOf(scope);
    let part = this.#parts.get(name);
    if (part === undefined) {
      part = this.#make(scope);
      this.#parts.set(name, part);
    }
    return part;
  }

  #make(scope: Scope): Part {
    const { floor } = this.#sight;
    const one = scope.of === 'queue' ? this.#queues.get(scope.id ?? '') : undefined;
    if (one !== undefined)
      return { row: this.#sum([one], one.agents), measures: measuresOf(one.settings, [one.channel]), isKnown: this.#isTold(one) };
    const queues = this.#sight.queues.filter((queue) => hasQueue(scope, null, queue));
    const told = queues.filter((queue) => this.#isTold(queue));
    if (scope.of === 'floor')
      return { row: this.#floor(queues), measures: measuresOf(floor.settings, ['voice']), isKnown: this.#isFloorKnown(told.length) };
    const ids = new Set(queues.map(({ id }) => id));
    const agents = this.#agents().filter((agent) => hasAgent(scope, ids, agent));
    const isKnown =
      told.length > 0 || (queues.length === 0 && agents.some(({ source }) => this.#isTold({ sources: source === null ? [] : [source] })));
    const channels = queues.map(({ channel }) => channel);
    return { row: this.#sum(queues, countAgents(agents)), measures: measuresOf(floor.settings, channels), isKnown };
  }

  /** The floor's own figures, unless some of its queues are known from imports alone: then the sum of the others on the line. */
  #floor(queues: readonly QueueSight[]): Row {
    const { floor, sources } = this.#sight;
    const live = queues.filter((queue) => !isRecord(sources, queue));
    const sum = this.#sum(
      live.filter(({ channel }) => isOnTheLine([channel])),
      floor.agents,
    );
    if (live.length < queues.length) return sum;
    const { waiting, oldestWaitingSince, inConversation } = floor;
    return { ...sum, waiting, oldestWaitingSince, inConversation };
  }

  #isFloorKnown(told: number): boolean {
    const { queues, sources } = this.#sight;
    return queues.length === 0 ? sources.some(({ state }) => state === 'up') : told > 0;
  }

  #isTold(row: { readonly sources: readonly string[] }): boolean {
    const { sources } = this.#sight;
    return !isRecord(sources, row) && lostOf(sources, this.#silent, row) === null;
  }

  #sum(queues: readonly QueueSight[], agents: AgentCounts): Row {
    const voice = queues.filter(({ channel }) => channel === STATUTORY_CHANNEL);
    return {
      waiting: total(queues, ({ waiting }) => waiting),
      oldestWaitingSince: first(queues, ({ oldestWaitingSince }) => oldestWaitingSince),
      oldestCallStartedAt: first(voice, ({ oldestContactStartedAt }) => oldestContactStartedAt),
      statutoryMs: this.#sight.floor.statutoryMs,
      inConversation: total(queues, ({ inConversation }) => inConversation),
      calls: total(voice, ({ waiting }) => waiting),
      agents,
    };
  }
}

function measuresOf({ targetMs, serviceLevelTarget }: QueueSight['settings'], channels: readonly string[]): Measures {
  return { targetMs, serviceLevelTarget, isOnTheLine: isOnTheLine(channels) };
}

function total(queues: readonly QueueSight[], of: (queue: QueueSight) => number): number {
  return queues.reduce((sum, queue) => sum + of(queue), 0);
}

/** The earliest instant; all have the one form in which instants leave, so they sort as text. */
function first(queues: readonly QueueSight[], of: (queue: QueueSight) => string | null): string | null {
  let found: string | null = null;
  for (const queue of queues) {
    const at = of(queue);
    if (at !== null && (found === null || at < found)) found = at;
  }
  return found;
}
