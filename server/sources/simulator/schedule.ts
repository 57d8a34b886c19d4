/** What each agent was meant to do on a day, as a planning system tells it, beside what she does. */
import { MINUTE_MS, toIso } from '../../../shared/time.ts';
import type { FactWriter } from './facts.ts';
import type { FloorPlan } from './plan.ts';
import type { Random } from './random.ts';

/** A pause as planned. */
export type PlannedPause = { readonly at: number; readonly lengthMs: number; readonly reason: string };
/** The same as it is lived: her hands may be full when it is due. */
export type Pause = {
  readonly planned: PlannedPause;
  readonly isTaken: boolean;
  readonly dueAt: number;
  readonly lengthMs: number;
  readonly reason: string;
};
export type Schedule = { readonly agentId: string; readonly startsAt: number; readonly endsAt: number; readonly pauses: readonly PlannedPause[] };

/** Of a dozen pauses one is forgone and two or three begin late; of the others some are a little early. */
const NOT_TAKEN_CHANCE = 0.08;
const LATE_CHANCE = 0.2;
const LATE_MS = [6 * MINUTE_MS, 25 * MINUTE_MS] as const;
const ON_TIME_MS = [-2 * MINUTE_MS, 3 * MINUTE_MS] as const;

/** What becomes of a planned pause. @param lengthMs as long as it lasts. */
export function live(random: Random, planned: PlannedPause, lengthMs: number, mayFail = true): Pause {
  const isTaken = !(random.chance(NOT_TAKEN_CHANCE) && mayFail);
  const byMs = random.chance(LATE_CHANCE) && mayFail ? random.between(...LATE_MS) : random.between(...ON_TIME_MS);
  return { planned, isTaken, dueAt: planned.at + byMs, lengthMs, reason: planned.reason };
}

/** An instant as planners write it: on five minutes. */
export function onFive(at: number): number {
  return Math.round(at / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
}

/** The plan of a day, told when the day begins; of whom does not come too. */
export function tellSchedules(plan: FloorPlan, day: string, schedules: readonly Schedule[], facts: FactWriter, at: number): void {
  for (const { agentId, startsAt, endsAt, pauses } of schedules) {
    const activities = pauses.map((pause) => ({ kind: pause.reason, start: toIso(pause.at), end: toIso(pause.at + pause.lengthMs) }));
    const shiftId = `${plan.key}-${day}-${agentId}`;
    facts.say(at, 'cc.schedule.shift.v1', { shiftId, agentId, start: toIso(startsAt), end: toIso(endsAt), activities });
  }
}
