/** `GET /api/v1/settings`: everything that the settings page shows, in one answer. */
import { businessDayOf, dayBounds } from '../../shared/calendar.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import type { Change, SettingsView, SiteSettings } from '../engine/view.ts';
import type { HttpDeps } from './deps.ts';
import { authorOf, changesOfLabel, latest, ownAt, revisionOf, type Values } from './settings-changes.ts';

export type LabelKind = 'teams' | 'sites';

/** What every row says beside its settings. `planned`: changes that hold from a later instant. `isNew`: nobody has set or confirmed anything. */
type About = {
  readonly revision: string;
  readonly isNew: boolean;
  readonly planned: number;
  readonly changedAt: string | null;
  readonly by: string | null;
  readonly source: string | null;
};

export type SettingsRow = About & {
  readonly id: string;
  /** As the platform tells; null before it has. */
  readonly platformName: string | null;
  readonly platformChannel: string | null;
  readonly own: Values;
};

export type LabelRow = About & { readonly id: string; readonly own: Values; readonly agents: number; readonly queues: number };

/** The rows of queues or agents at an instant. */
export function rowsOf(settings: SettingsView, of: 'queues' | 'agents', now: number): SettingsRow[] {
  return settings[of].map(({ id, name, channel }) => {
    const changes = settings.changes(of === 'queues' ? 'queue' : 'agent', id);
    return { id, platformName: name, platformChannel: channel, own: ownAt(changes, now), ...about(changes, now) };
  });
}

/** The teams or sites that somebody carries, or that are named in the settings. */
export function labelRowsOf(settings: SettingsView, kind: LabelKind, now: number): LabelRow[] {
  const field = kind === 'teams' ? 'team' : 'site';
  const members = new Map<string, { agents: number; queues: number }>();
  const count = (name: unknown, of: 'agents' | 'queues') => {
    if (typeof name !== 'string' || name === '') return;
    const known = members.get(name) ?? { agents: 0, queues: 0 };
    known[of]++;
    members.set(name, known);
  };
  for (const { id } of settings.agents) count(settings.agentAt(id, now)[field], 'agents');
  if (kind === 'sites') for (const { id } of settings.queues) count(ownAt(settings.changes('queue', id), now)['site'], 'queues');
  return [...members].map(([id, counts]) => {
    const changes = changesOfLabel(settings.changes('labels'), kind, id);
    return { id, own: ownAt(changes, now), ...counts, ...about(changes, now) };
  });
}

function about(changes: readonly Change[], now: number): About {
  const last = latest(changes);
  return {
    revision: revisionOf(changes),
    isNew: last === undefined,
    planned: changes.filter(({ effectiveAt }) => effectiveAt > now).length,
    changedAt: last === undefined ? null : toIso(last.at),
    ...(last === undefined ? { by: null, source: null } : authorOf(last)),
  };
}

/** Everything at once; `mayWrite`: whether the asker may change it. */
export function settingsPage(deps: Pick<HttpDeps, 'view' | 'clock'>, mayWrite: boolean) {
  const view = deps.view();
  const now = view.advance(deps.clock.now());
  const settings = view.settings();
  const floor = view.floorSettings(now);
  return {
    at: toIso(now),
    dayStartsAt: toIso(dayBounds(businessDayOf(now, settings.site), settings.site).startsAt),
    mayWrite,
    defaults: {
      slaTarget: percent(floor.serviceLevelTarget),
      slaSeconds: floor.targetMs / SECOND_MS,
      formula: floor.formula,
      shortAbandonSeconds: floor.shortMs / SECOND_MS,
      wrapupSeconds: floor.wrapupAllowedMs / SECOND_MS,
    },
    site: siteOf(settings.site),
    queues: rowsOf(settings, 'queues', now),
    agents: rowsOf(settings, 'agents', now),
    teams: labelRowsOf(settings, 'teams', now),
    sites: labelRowsOf(settings, 'sites', now),
  };
}

/** 0.57 × 100 carries binary dust. */
function percent(ratio: number): number {
  return Math.round(ratio * 1e8) / 1e6;
}

function siteOf({ timezone, dayStart, shifts, breakAllowedMs, statutoryMs }: SiteSettings) {
  return { timezone, dayStart, shifts: [...shifts], breakMinutes: breakAllowedMs / (60 * SECOND_MS), statutorySeconds: statutoryMs / SECOND_MS };
}
