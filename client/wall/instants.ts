import { fromIso } from '../../shared/time.ts';

/** How long since an instant of the wire; null without one. Never negative: clocks disagree by a little. */
export function msSince(instant: string | null | undefined, now: number): number | null {
  const at = instantOf(instant);
  return at === null ? null : Math.max(0, now - at);
}

/** An instant of the wire in milliseconds, or null. */
export function instantOf(instant: string | null | undefined): number | null {
  return instant === null || instant === undefined ? null : fromIso(instant);
}
