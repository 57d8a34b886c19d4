import { HOUR_MS, INTERVAL_MS } from '../../shared/time.ts';
import { instantOf } from '../wall/instants.ts';

/** From the first quarter of which something is known (null: none) or the start of the shift, whichever is earlier, to the end of the shift. */
export function spanOf(shift: { startsAt: string; endsAt: string } | null, first: number | null, now: number): { from: number; to: number } {
  const from = Math.min(first ?? now, instantOf(shift?.startsAt) ?? first ?? now);
  const to = Math.max(now + INTERVAL_MS, instantOf(shift?.endsAt) ?? now + HOUR_MS);
  return { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(to / HOUR_MS) * HOUR_MS };
}
