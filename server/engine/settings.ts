/**
 * Settings in force at an instant, from the facts `cc.*.config.v1`. Owns their history; knows nothing of contacts or agents.
 * A patch holds from its `effectiveAt` on; what it leaves out stays; `null` takes an override away.
 */
import type { Calendar } from '../../shared/calendar.ts';
import type { EventData } from '../../shared/events/event.ts';
import type { ResponseStart, ServiceHours, ServiceLevelFormula } from '../../shared/events/system.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { type Change, changesOf, type Dated, dated, inOrder } from './dated.ts';
import { type Label, type LabelKind, Labels, withoutLabels } from './labels.ts';

type QueuePatch = EventData<'cc.queue.config.v1'>;
type AgentPatch = EventData<'cc.agent.config.v1'>;
type SitePatch = EventData<'cc.site.config.v1'>;

/** What holds for a queue from `from` on. Durations in ms, target in 0…1. */
export type QueueSettings = {
  from: number;
  version: number;
  name: string | null;
  nameEn: string | null;
  channel: string | null;
  targetMs: number;
  serviceLevelTarget: number;
  formula: ServiceLevelFormula;
  shortMs: number;
  wrapupAllowedMs: number;
  site: string | null;
  group: string | null;
  hidden: boolean;
  order: number | null;
  /** null: the first response is measured by the clock on the wall. */
  serviceHours: ServiceHours | null;
  responseFrom: ResponseStart;
  /** By metric id: where a warning and where a critical state begins. */
  thresholds: NonNullable<QueuePatch['thresholds']>;
};

export type AgentSettings = {
  name: string | null;
  nameEn: string | null;
  team: string | null;
  teamEn: string | null;
  site: string | null;
  siteEn: string | null;
  /** Place of her team among the teams; null: by its name. */
  teamOrder: number | null;
  /** Place of her site among the sites. */
  siteOrder: number | null;
  nesting: boolean;
  hidden: boolean;
};

const UNNAMED = { name: null, nameEn: null, team: null, teamEn: null, site: null, siteEn: null, teamOrder: null, siteOrder: null };
const NAMES = ['name', 'nameEn', 'team', 'teamEn', 'site', 'siteEn'] as const satisfies readonly (keyof AgentSettings)[];

export type SiteSettings = Calendar & { breakAllowedMs: number; statutoryMs: number };

/** In force before any fact says otherwise (interfaces.md, "Environment"). */
const FIRST: QueueSettings = {
  from: Number.NEGATIVE_INFINITY,
  version: 0,
  name: null,
  nameEn: null,
  channel: null,
  targetMs: 20_000,
  serviceLevelTarget: 0.8,
  formula: '5',
  shortMs: 5000,
  wrapupAllowedMs: 30_000,
  site: null,
  group: null,
  hidden: false,
  order: null,
  serviceHours: null,
  responseFrom: 'opened',
  thresholds: {},
};
const FIRST_SITE: SiteSettings = {
  timezone: 'Asia/Jerusalem',
  dayStart: '03:00',
  shifts: [
    { name: 'morning', start: '07:00', end: '15:00' },
    { name: 'evening', start: '15:00', end: '23:00' },
    { name: 'night', start: '23:00', end: '07:00' },
  ],
  breakAllowedMs: 900_000,
  statutoryMs: 360_000,
};

/** All patches, as the checkpoint keeps them. */
export type SettingsHistory = {
  queues: [string, Dated<QueuePatch>[]][];
  agents: [string, Dated<AgentPatch>[]][];
  site: Dated<SitePatch>[];
  labels: Dated<SitePatch>[];
};

export class Settings {
  readonly #queues = new Map<string, Dated<QueuePatch>[]>();
  readonly #agents = new Map<string, Dated<AgentPatch>[]>();
  #site: Dated<SitePatch>[] = [];
  readonly #labels = new Labels();
  readonly #resolved = new Map<string, QueueSettings[]>();
  #siteResolved: (SiteSettings & { from: number })[] | null = null;

  /** Takes a patch of a queue. `order` breaks ties of `effectiveAt`. @returns the instant from which something changed. */
  patchQueue(patch: QueuePatch, order: string, source: string): number {
    this.#resolved.delete(patch.queueId);
    return insert(this.#queues, patch.queueId, dated(patch, order, source));
  }

  patchAgent(patch: AgentPatch, order: string, source: string): number {
    return insert(this.#agents, patch.agentId, dated(patch, order, source));
  }

  /** Null where only teams and sites are named: nothing is counted by that. */
  patchSite(patch: SitePatch, order: string, source: string): number | null {
    this.#labels.add(dated(patch, order, source));
    const rest = withoutLabels(patch);
    if (rest === null) return null;
    this.#resolved.clear();
    this.#siteResolved = null;
    const given = dated(rest, order, source);
    this.#site = inOrder(this.#site, given);
    return given.effectiveAt;
  }

  /** What holds for a queue at an instant. */
  queueAt(queueId: string, at: number): QueueSettings {
    let history = this.#resolved.get(queueId);
    if (history === undefined) {
      history = this.#resolveQueue(queueId);
      this.#resolved.set(queueId, history);
    }
    return lastFrom(history, at) ?? FIRST;
  }

  agentAt(agentId: string, at: number): AgentSettings {
    const settings: AgentSettings = { ...UNNAMED, nesting: false, hidden: false };
    for (const { effectiveAt, patch } of this.#agents.get(agentId) ?? []) {
      if (effectiveAt > at) break;
      for (const field of NAMES) {
        const given = patch[field];
        if (given !== undefined) settings[field] = given;
      }
      if (patch.nesting !== undefined) settings.nesting = patch.nesting ?? false;
      if (patch.hidden !== undefined) settings.hidden = patch.hidden ?? false;
    }
    const team = this.#labels.at('teams', settings.team, at);
    settings.teamEn = team.nameEn ?? settings.teamEn;
    settings.teamOrder = team.order;
    const site = this.#labels.at('sites', settings.site, at);
    settings.siteEn = site.nameEn ?? settings.siteEn;
    settings.siteOrder = site.order;
    return settings;
  }

  labelAt(kind: LabelKind, name: string, at: number): Label {
    return this.#labels.at(kind, name, at);
  }

  siteAt(at: number): SiteSettings {
    this.#siteResolved ??= this.#resolveSite();
    return lastFrom(this.#siteResolved, at) ?? FIRST_SITE;
  }

  /** Ids that settings name, so that a queue or agent can be set up before its first fact. */
  queueIds(): Iterable<string> {
    return this.#queues.keys();
  }

  /** All that ever held for a queue, in order; of a queue without settings of its own, the defaults. */
  queueHistory(queueId: string): readonly QueueSettings[] {
    return this.#resolveQueue(queueId);
  }

  agentIds(): Iterable<string> {
    return this.#agents.keys();
  }

  /** Every change ever told of a queue, of an agent, of the site or of the names of teams and sites, in the order of their instants. */
  changes(of: 'queue' | 'agent' | 'site' | 'labels', id = ''): readonly Change[] {
    if (of === 'queue') return changesOf(this.#queues.get(id) ?? []);
    if (of === 'agent') return changesOf(this.#agents.get(id) ?? []);
    return changesOf(of === 'site' ? this.#site : this.#labels.dump());
  }

  dump(): SettingsHistory {
    return { queues: [...this.#queues], agents: [...this.#agents], site: this.#site, labels: this.#labels.dump() };
  }

  load(history: SettingsHistory): void {
    for (const [id, patches] of history.queues) this.#queues.set(id, patches);
    for (const [id, patches] of history.agents) this.#agents.set(id, patches);
    this.#site = history.site;
    this.#labels.load(history.labels);
    this.#resolved.clear();
    this.#siteResolved = null;
  }

  #resolveQueue(queueId: string): QueueSettings[] {
    const own = this.#queues.get(queueId) ?? [];
    const steps = [...new Set([...own, ...this.#site].map((dated) => dated.effectiveAt))].sort((a, b) => a - b);
    return steps.map((from, index) => {
      const resolved: QueueSettings = { ...FIRST, from, version: index + 1 };
      for (const { effectiveAt, patch } of this.#site) if (effectiveAt <= from) applyDefaults(resolved, patch.defaults ?? {});
      for (const { effectiveAt, patch } of own) if (effectiveAt <= from) applyQueue(resolved, patch, this.#defaultsAt(from));
      return resolved;
    });
  }

  #defaultsAt(at: number): QueueSettings {
    const defaults = { ...FIRST };
    for (const { effectiveAt, patch } of this.#site) if (effectiveAt <= at) applyDefaults(defaults, patch.defaults ?? {});
    return defaults;
  }

  #resolveSite(): (SiteSettings & { from: number })[] {
    let site: SiteSettings = FIRST_SITE;
    return this.#site.map(({ effectiveAt, patch }) => {
      site = {
        timezone: patch.timezone ?? site.timezone,
        dayStart: patch.dayStart ?? site.dayStart,
        shifts: patch.shifts ?? site.shifts,
        breakAllowedMs: minutes(patch.defaults?.breakMinutes) ?? site.breakAllowedMs,
        statutoryMs: seconds(patch.defaults?.statutorySeconds) ?? site.statutoryMs,
      };
      return { ...site, from: effectiveAt };
    });
  }
}

function insert<P>(map: Map<string, Dated<P>[]>, id: string, given: Dated<P>): number {
  map.set(id, inOrder(map.get(id) ?? [], given));
  return given.effectiveAt;
}

function lastFrom<T extends { from: number }>(history: readonly T[], at: number): T | undefined {
  for (let index = history.length - 1; index >= 0; index--) {
    const entry = history[index] as T;
    if (entry.from <= at) return entry;
  }
  return undefined;
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * SECOND_MS);
}

function minutes(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 60 * SECOND_MS);
}

function applyDefaults(into: QueueSettings, defaults: NonNullable<SitePatch['defaults']>): void {
  into.targetMs = seconds(defaults.slaSeconds) ?? into.targetMs;
  into.serviceLevelTarget = defaults.slaTarget === undefined ? into.serviceLevelTarget : defaults.slaTarget / 100;
  into.formula = defaults.formula ?? into.formula;
  into.shortMs = seconds(defaults.shortAbandonSeconds) ?? into.shortMs;
  into.wrapupAllowedMs = seconds(defaults.wrapupSeconds) ?? into.wrapupAllowedMs;
}

function applyQueue(into: QueueSettings, patch: QueuePatch, defaults: QueueSettings): void {
  if (patch.name !== undefined) into.name = patch.name;
  if (patch.nameEn !== undefined) into.nameEn = patch.nameEn;
  if (patch.channel !== undefined) into.channel = patch.channel;
  if (patch.site !== undefined) into.site = patch.site;
  if (patch.group !== undefined) into.group = patch.group;
  if (patch.hidden !== undefined) into.hidden = patch.hidden ?? false;
  if (patch.order !== undefined) into.order = patch.order;
  if (patch.serviceHours !== undefined) into.serviceHours = patch.serviceHours;
  if (patch.responseFrom !== undefined) into.responseFrom = patch.responseFrom ?? defaults.responseFrom;
  if (patch.thresholds !== undefined) into.thresholds = patch.thresholds ?? {};
  if (patch.formula !== undefined) into.formula = patch.formula ?? defaults.formula;
  if (patch.slaSeconds !== undefined) into.targetMs = seconds(patch.slaSeconds ?? undefined) ?? defaults.targetMs;
  if (patch.slaTarget !== undefined) into.serviceLevelTarget = patch.slaTarget === null ? defaults.serviceLevelTarget : patch.slaTarget / 100;
  if (patch.shortAbandonSeconds !== undefined) into.shortMs = seconds(patch.shortAbandonSeconds ?? undefined) ?? defaults.shortMs;
  if (patch.wrapupSeconds !== undefined) into.wrapupAllowedMs = seconds(patch.wrapupSeconds ?? undefined) ?? defaults.wrapupAllowedMs;
}
