/** How many call, and when: the shape of a day at an Israeli service centre, with surges where something broke outside. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { dayNumber, type FloorPlan, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';

/** Local hour at which a simulated day begins: when the fewest are there. */
export const FIRST_HOUR = 3;

/** Calls relative to the busiest hour, by local hour: peak 9–12, lower at noon, second peak 16–18, a night that is never empty. */
const BY_HOUR = [
  0.14, 0.12, 0.11, 0.1, 0.1, 0.11, 0.14, 0.28, 0.66, 0.94, 1, 0.97, 0.78, 0.7, 0.74, 0.78, 0.88, 0.86, 0.7, 0.58, 0.47, 0.36, 0.24, 0.17,
];

/** Sunday to Saturday. */
const BY_WEEKDAY = [1.08, 1, 0.98, 0.97, 1, 0.8, 0.7];

/** Relative calls at a local hour (9.5 is half past nine), on a straight line between the middles of hours. */
export function demandAt(hour: number): number {
  const place = (((hour - 0.5) % 24) + 24) % 24;
  const low = Math.floor(place);
  const part = place - low;
  return (BY_HOUR[low] as number) * (1 - part) + (BY_HOUR[(low + 1) % 24] as number) * part;
}

/** Calls of a weekday relative to an ordinary day. */
export function weekdayFactor(weekday: number): number {
  return BY_WEEKDAY[weekday] ?? 1;
}

/** Something outside sends many to one queue at once: a fault in a neighbourhood, a letter with a mistake in it. */
export type Surge = { readonly queue: number; readonly from: number; readonly to: number; readonly factor: number };

/** Two to four surges a day, all by daylight. */
export function surgesOf(plan: FloorPlan, day: string, startsAt: number): Surge[] {
  const random = new Random(`${plan.key} ${day} surges`);
  return Array.from({ length: 2 + random.pick([1, 2, 1]) }, () => {
    const from = startsAt + random.between(8.5 - FIRST_HOUR, 20.5 - FIRST_HOUR) * HOUR_MS;
    const queue = Math.floor(random.next() * plan.queues.length);
    return { queue, from, to: from + random.between(20, 40) * MINUTE_MS, factor: random.between(1.8, 2.5) };
  });
}

/** Calls a millisecond to a queue, as a function of the instant. */
export type Rate = (at: number) => number;

/**
 * The rate of one queue over a day.
 * @NOTE the local hour is counted from the start of the day: where clocks change it is an hour off until the day turns, which in Israel is the last hour.
 */
export function rateOf(plan: FloorPlan, queue: QueuePlan, day: string, startsAt: number, surges: readonly Surge[]): Rate {
  const shares = plan.queues.reduce((sum, { share }) => sum + share, 0);
  const factor = weekdayFactor(dayNumber(day).weekday);
  const peak = (plan.options.contactsPerHour * factor * queue.share) / shares / HOUR_MS;
  const index = plan.queues.indexOf(queue);
  const own = surges.filter((surge) => surge.queue === index);
  return (at) => {
    const surge = own.find(({ from, to }) => from <= at && at < to);
    return peak * demandAt(FIRST_HOUR + (at - startsAt) / HOUR_MS) * (surge?.factor ?? 1);
  };
}

/** The largest value a rate of this queue can take. */
export function ceilingOf(plan: FloorPlan, queue: QueuePlan, surges: readonly Surge[]): number {
  const shares = plan.queues.reduce((sum, { share }) => sum + share, 0);
  const surge = Math.max(1, ...surges.map(({ factor }) => factor));
  return ((plan.options.contactsPerHour * Math.max(...BY_WEEKDAY) * queue.share) / shares / HOUR_MS) * surge;
}

/**
 * The next arrival after an instant, of a Poisson process whose rate changes with time: candidates come at the ceiling's rate (exponential
 * gaps), each is kept with probability rate ÷ ceiling (Lewis and Shedler). @returns null if none comes before `until`.
 */
export function nextArrival(random: Random, rate: Rate, ceiling: number, after: number, until: number): number | null {
  let at = after;
  for (;;) {
    at += random.exponential(1 / ceiling);
    if (at >= until) return null;
    if (random.next() < rate(at) / ceiling) return at;
  }
}
