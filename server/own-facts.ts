/** Facts of Moked itself: the environment's values are settings, and settings are facts in the log. */
import type { Event } from '../shared/events/event.ts';
import { OWN_SOURCE } from '../shared/ids.ts';
import { toIso } from '../shared/time.ts';
import type { Config } from './config.ts';
import type { Engine } from './engine/engine.ts';

/** Ends the id of settings that a command wrote. */
const OF_COMMAND = ' of a command';

/**
 * The site's settings as the environment has them, or null where there is nothing to write. The first ones hold since ever, so that an
 * import of old calls is counted by them; later ones from now on. A command writes them only where there are none: its shell may know
 * nothing of the server's. For the same reason those of the first server take the place of a command's.
 */
export function siteSettings(config: Config, engine: Engine, now: number, by: 'server' | 'command'): Event | null {
  const history = engine.state.settings.dump().site;
  const known = history.at(-1)?.patch;
  if (by === 'command' && known !== undefined) return null;
  const isFirstOfServer = history.every(({ order }) => order.endsWith(OF_COMMAND));
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
  const isSame = known !== undefined && isEqual({ ...known, effectiveAt: undefined }, wanted);
  if (isSame && !isFirstOfServer) return null;
  return {
    source: OWN_SOURCE,
    id: `site ${now}${by === 'command' ? OF_COMMAND : ''}`,
    type: 'cc.site.config.v1',
    at: now,
    sourceTime: now,
    sequence: '',
    timequality: 'platform-ms',
    data: { effectiveAt: toIso(isFirstOfServer && !isSame ? 0 : now), ...wanted },
  };
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
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
