import { HOUR_MS, INTERVAL_MS } from '../../shared/time.ts';
import type { Quarter } from '../charts/quarters.ts';
import { instantOf } from '../wall/instants.ts';

/** From the first contact of the day or the start of the shift, whichever is earlier, to the end of the shift. */
export function spanOf(shift: { startsAt: string; endsAt: string } | null, quarters: readonly Quarter[], now: number): { from: number; to: number } {
  const first = quarters.find(({ offered }) => offered > 0)?.startsAt ?? now;
  const from = Math.min(first, instantOf(shift?.startsAt) ?? first);
  const to = Math.max(now + INTERVAL_MS, instantOf(shift?.endsAt) ?? now + HOUR_MS);
  return { from: Math.floor(from / HOUR_MS) * HOUR_MS, to: Math.ceil(to / HOUR_MS) * HOUR_MS };
}
