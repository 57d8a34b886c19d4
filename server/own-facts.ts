/** Facts of Moked itself: the environment's values are settings, and settings are facts in the log. */
import type { Event } from '../shared/events/event.ts';
import { OWN_SOURCE } from '../shared/ids.ts';
import { toIso } from '../shared/time.ts';
import type { Config } from './config.ts';
import type { Engine } from './engine/engine.ts';

/**
 * The site's settings as the environment has them, if they differ from the last ones on record. The first ones hold since ever, so that an
 * import of old calls is counted by them; later ones from now on.
 */
export function siteSettings(config: Config, engine: Engine, now: number): Event | null {
  const known = engine.state.settings.dump().site.at(-1)?.patch;
  const wanted = {
    timezone: config.timezone,
    dayStart: config.dayStart,
    shifts: config.shifts.map(({ name, start, end }) => ({ name, start, end })),
    defaults: {
      slaSeconds: config.serviceLevel.thresholdMs / 1000,
      slaTarget: config.serviceLevel.targetPercent,
      shortAbandonSeconds: config.shortAbandonMs / 1000,
      wrapupSeconds: config.wrapupAllowedMs / 1000,
      breakMinutes: config.breakAllowedMs / 60_000,
    },
  };
  if (known !== undefined) {
    const { effectiveAt: _, ...last } = known;
    if (JSON.stringify(sorted(last)) === JSON.stringify(sorted(wanted))) return null;
  }
  const effectiveAt = toIso(known === undefined ? 0 : now);
  return {
    source: OWN_SOURCE,
    id: `site ${now}`,
    type: 'cc.site.config.v1',
    at: now,
    sourceTime: now,
    sequence: '',
    timequality: 'platform-ms',
    data: { effectiveAt, ...wanted },
  };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}
