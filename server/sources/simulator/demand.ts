/** How many call, and when: the shape of a day at an Israeli service centre, with surges where something broke outside. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { dayNumber, FIRST_HOUR, type FloorPlan, isDigital, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';
import type { Surge } from './surge.ts';

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

/** Part of all contacts that call, where there are queues for those who write. */
const CALLS_PART = 0.7;

/** Who writes does so by day; what was written at night lies there in the morning. Each day stands for itself: the last of it comes at half past nine. */
const WRITTEN_FROM = 7;
const WRITTEN_UNTIL = 21.5;
const WRITTEN_AT_NIGHT = 0.08;

/** The same of written contacts; nobody chats with a closed centre. */
function writtenAt(hour: number, channel: string): number {
  if (hour >= WRITTEN_FROM + 1 && hour < WRITTEN_UNTIL) return demandAt(hour);
  if (channel === 'chat' || hour >= WRITTEN_UNTIL) return 0;
  return hour < WRITTEN_FROM ? WRITTEN_AT_NIGHT : 0.5;
}

/** Calls of a weekday relative to an ordinary day. */
export function weekdayFactor(weekday: number): number {
  return BY_WEEKDAY[weekday] ?? 1;
}

/** Two to four surges a day by daylight: a fault in a neighbourhood, a letter with a mistake in it. */
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
  const peak = peakOf(plan, queue) * weekdayFactor(dayNumber(day).weekday);
  const index = plan.queues.indexOf(queue);
  const own = surges.filter((surge) => surge.queue === index);
  const shape = isDigital(queue) ? (hour: number) => writtenAt(hour, queue.channel) : demandAt;
  return (at) => {
    const factors = own.filter(({ from, to }) => from <= at && at < to).map((surge) => surge.factor);
    const factor = factors.includes(0) ? 0 : Math.max(1, ...factors);
    return peak * shape(FIRST_HOUR + (at - startsAt) / HOUR_MS) * factor;
  };
}

/** The largest value a rate of this queue can take. */
export function ceilingOf(plan: FloorPlan, queue: QueuePlan, surges: readonly Surge[]): number {
  return peakOf(plan, queue) * Math.max(...BY_WEEKDAY) * Math.max(1, ...surges.map(({ factor }) => factor));
}

/** Contacts a millisecond in the busiest hour of an ordinary day. */
function peakOf(plan: FloorPlan, queue: QueuePlan): number {
  const kind = plan.queues.filter((other) => isDigital(other) === isDigital(queue));
  const part = kind.length === plan.queues.length ? 1 : isDigital(queue) ? 1 - CALLS_PART : CALLS_PART;
  const shares = kind.reduce((sum, { share }) => sum + share, 0);
  return (plan.options.contactsPerHour * part * queue.share) / shares / HOUR_MS;
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
