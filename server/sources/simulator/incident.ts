/** The incident of the day: a service fails and everybody calls, or the line to the outsourced site is down and nobody can. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { TEAMS } from './people.ts';
import { dayNumber, FIRST_HOUR, type FloorPlan, isDigital, type QueuePlan } from './plan.ts';
import { Random } from './random.ts';
import type { Surge } from './surge.ts';

export type Incident = {
  readonly kind: 'flood' | 'trunk';
  readonly from: number;
  readonly to: number;
  /** Indexes of the queues that it meets. */
  readonly queues: readonly number[];
  readonly surges: readonly Surge[];
};

/** Local hours at which it begins, in turn from day to day: two by day, one by night (25 is an hour past midnight). */
const HOURS = [10.5, 16.25, 25];
const FLOOD_MS = 50 * MINUTE_MS;
/** What a flood brings, relative to all the calls of an ordinary hour. */
const FLOOD_CALLS = 0.6;

/** On one day of so many it is the line and not a service. */
const TRUNK_EVERY = 4;
const TRUNK_MS = 12 * MINUTE_MS;
/** Who did not get through tries again. */
const REDIAL_MS = 25 * MINUTE_MS;
const REDIAL_FACTOR = 1.6;
/** The team of the outsourced site, whose line may fail. */
const FAR_TEAM = 2;

/** What happens on a day, and to whom. */
export function incidentOf(plan: FloorPlan, day: string, startsAt: number): Incident {
  const { number } = dayNumber(day);
  const random = new Random(`${plan.key} ${day} incident`);
  const calls = plan.queues.map((queue) => (isDigital(queue) ? 0 : queue.share));
  const { team } = plan.queues[random.pick(calls)] as QueuePlan;
  const from = startsAt + ((HOURS[number % HOURS.length] as number) - FIRST_HOUR + random.between(0, 0.75)) * HOUR_MS;
  const far = queuesWhere(plan, (queue) => TEAMS[queue.team]?.site === TEAMS[FAR_TEAM]?.site);
  if (number % TRUNK_EVERY === 1 && far.length > 0 && far.length < calls.length) return trunk(from, far);
  const queues = queuesWhere(plan, (queue) => queue.team === team);
  const sum = (indexes: readonly number[]) => indexes.reduce((total, index) => total + (calls[index] ?? 0), 0);
  const factor = 1 + FLOOD_CALLS * (sum([...calls.keys()]) / sum(queues));
  const to = from + FLOOD_MS;
  return { kind: 'flood', from, to, queues, surges: queues.map((queue) => ({ queue, from, to, factor })) };
}

function trunk(from: number, queues: readonly number[]): Incident {
  const to = from + TRUNK_MS;
  const surges = queues.flatMap((queue) => [
    { queue, from, to, factor: 0 },
    { queue, from: to, to: to + REDIAL_MS, factor: REDIAL_FACTOR },
  ]);
  return { kind: 'trunk', from, to, queues, surges };
}

function queuesWhere(plan: FloorPlan, is: (queue: QueuePlan) => boolean): number[] {
  return [...plan.queues.keys()].filter((index) => !isDigital(plan.queues[index] as QueuePlan) && is(plan.queues[index] as QueuePlan));
}
