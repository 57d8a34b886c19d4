/** Campaigns of the house itself: a text message goes out, and for two hours many more call the queues that sell. */
import { HOUR_MS } from '../../../shared/time.ts';
import { dayNumber, FIRST_HOUR, type FloorPlan } from './plan.ts';
import { Random } from './random.ts';
import type { Surge } from './surge.ts';

/** The queues that sell. */
const SELLS = /^(sales|upgrades)(-|$)/;
const LENGTH_MS = 2 * HOUR_MS;

/** The campaign of a day: on every other one from Sunday to Thursday, in the morning or in the afternoon. Empty without one. */
export function campaignOf(plan: FloorPlan, day: string, startsAt: number): Surge[] {
  const { number, weekday } = dayNumber(day);
  if (weekday > 4 || number % 2 === 1) return [];
  const random = new Random(`${plan.key} ${day} campaign`);
  const from = startsAt + ((random.chance(0.6) ? 10 : 16) - FIRST_HOUR) * HOUR_MS;
  const factor = random.between(1.45, 1.8);
  return plan.queues.flatMap(({ id }, queue) => (SELLS.test(id) ? [{ queue, from, to: from + LENGTH_MS, factor, entry: 'campaign' }] : []));
}
