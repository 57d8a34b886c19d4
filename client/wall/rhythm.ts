/**
 * When an alarm is heard: at times that follow from the instant at which it reached its level, so that all walls ring together, and one that is opened
 * in the middle of it goes on where the others are.
 */
import type { AlarmLevel, AlarmRow, Sound } from '../../shared/alarms/row.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { instantOf } from './instants.ts';

/** From one ring to the next. */
export const RING_EVERY_MS = 3 * SECOND_MS;
/** What rings once is not rung later than this: a wall that is opened now did not miss it, it was told to others. */
const LATE_MS = 5 * SECOND_MS;

/** How many rings a sound has. */
function ringsOf(sound: Sound): number {
  switch (sound.mode) {
    case 'once':
      return 1;
    case 'times':
      return sound.times;
    case 'seconds':
      return Math.ceil((sound.seconds * SECOND_MS) / RING_EVERY_MS);
    case 'while':
      return Number.POSITIVE_INFINITY;
  }
}

/** Which ring of the alarm is due now, from 0; null where it is silent. @param now milliseconds since 1970, of the server */
export function ringOf({ sound, levelAt, acknowledged, noDataSince }: AlarmRow, now: number): number | null {
  const began = instantOf(levelAt);
  if (sound === null || acknowledged !== null || noDataSince !== null || began === null) return null;
  // The clock of this screen may be a little behind the server's.
  const ring = Math.floor(Math.max(0, now - began) / RING_EVERY_MS);
  if (sound.mode === 'once') return now - began < LATE_MS ? 0 : null;
  return ring < ringsOf(sound) ? ring : null;
}

/** Which rings were played, so that none is played twice. */
export type Ringer = (alarms: readonly AlarmRow[], now: number) => AlarmLevel | null;

/** Says at each look which sound is due, if any: of several alarms the worst alone. */
export function createRinger(): Ringer {
  let played = new Map<string, number>();
  return (alarms, now) => {
    const next = new Map<string, number>();
    let due: AlarmLevel | null = null;
    for (const alarm of alarms) {
      const key = `${alarm.id} ${alarm.levelAt}`;
      const before = played.get(key);
      const ring = ringOf(alarm, now);
      if (ring !== null || before !== undefined) next.set(key, Math.max(ring ?? 0, before ?? 0));
      if (ring === null || (before !== undefined && ring <= before)) continue;
      if (due !== 'critical') due = alarm.level;
    }
    played = next;
    return due;
  };
}
