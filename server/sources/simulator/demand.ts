/** How many call, and when: the shape of a day at an Israeli service centre, with surges where something broke outside. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { dayNumber, type FloorPlan, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';

/** Local hour at which a simulated day begins: when the fewest are there. */
export const FIRST_HOUR = 3;

/** Calls relative to the busiest hour, by local hour: peak 9–12, lower at noon, second peak 16–18, a night that keeps its few agents busy. */
const BY_HOUR = [
  0.56, 0.56, 0.56, 0.57, 0.57, 0.57, 0.57, 0.6, 0.76, 0.95, 1, 0.97, 0.86, 0.8, 0.82, 0.85, 0.92, 0.9, 0.8, 0.7, 0.64, 0.58, 0.56, 0.56,
];

/** Sunday to Saturday. */
const BY_WEEKDAY = [1.03, 1, 0.98, 0.97, 1, 0.8, 0.7];

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

/** Two to four surges a day by daylight, and one incident. */
export function surgesOf(plan: FloorPlan, day: string, startsAt: number): Surge[] {
  const random = new Random(`${plan.key} ${day} surges`);
  const surges = Array.from({ length: 2 + random.pick([1, 2, 1]) }, () => {
    const from = startsAt + random.between(8.5 - FIRST_HOUR, 20.5 - FIRST_HOUR) * HOUR_MS;
    const queue = Math.floor(random.next() * plan.queues.length);
    return { queue, from, to: from + random.between(20, 40) * MINUTE_MS, factor: random.between(1.8, 2.5) };
  });
  return [...surges, ...incidentOf(plan, day, startsAt)];
}

/** Local hours at which it begins, in turn from day to day: two by day, one by night (25 is an hour past midnight). */
const INCIDENT_HOURS = [10.5, 16.25, 25];
const INCIDENT_MS = 50 * MINUTE_MS;
/** What it brings, relative to all the calls of an ordinary hour. */
const INCIDENT_CALLS = 0.6;

/** The incident of the day: one service fails, and everybody calls the queues of the one team that answers for it. */
export function incidentOf(plan: FloorPlan, day: string, startsAt: number): Surge[] {
  const hour = INCIDENT_HOURS[dayNumber(day).number % INCIDENT_HOURS.length] as number;
  const random = new Random(`${plan.key} ${day} incident`);
  const { team } = plan.queues[random.pick(plan.queues.map(({ share }) => share))] as QueuePlan;
  const from = startsAt + (hour - FIRST_HOUR + random.between(0, 0.75)) * HOUR_MS;
  const sum = (queues: readonly QueuePlan[]) => queues.reduce((total, { share }) => total + share, 0);
  const factor = 1 + INCIDENT_CALLS * (sum(plan.queues) / sum(plan.queues.filter((queue) => queue.team === team)));
  return plan.queues.flatMap((queue, index) => (queue.team === team ? [{ queue: index, from, to: from + INCIDENT_MS, factor }] : []));
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
    const factors = own.filter(({ from, to }) => from <= at && at < to).map((surge) => surge.factor);
    return peak * demandAt(FIRST_HOUR + (at - startsAt) / HOUR_MS) * Math.max(1, ...factors);
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
