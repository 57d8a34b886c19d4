/** Who works when: shifts laid where the calls are, each team for itself, and the pauses that belong to them. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { demandAt } from './demand.ts';
import { DIGITAL_TEAM, VOICE_TEAMS } from './people.ts';
import { type AgentPlan, dayNumber, FIRST_HOUR, type FloorPlan } from './plan.ts';
import { Random } from './random.ts';
import { live, onFive, type Pause, type PlannedPause, type Schedule } from './schedule.ts';

export type Duty = {
  readonly agent: AgentPlan;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly pauses: readonly Pause[];
  readonly schedule: Schedule;
  /** She was meant to come, and does not. */
  readonly isAbsent: boolean;
};

const BREAK = 'הפסקה';
const LUNCH = 'צהריים';
const TRAINING = 'הדרכה';
const MEETING = 'ישיבה';
const COACHING = 'משוב';

/** The people of the night end or begin by daylight: 3 to 11, and 19 to 3. */
const EARLY_ENDS = 11;
const LATE_BEGINS = 19;

/** Half-hours of the day in which people of the day shifts are there. */
const OPENS = 6.5;
const CLOSES = 23;
const STEP = 0.5;
const LENGTHS = [9, 8.5, 8, 7, 6];
const MEAN_LENGTH = 8;
const ROUNDS = 3;

/** Absent by weekday: Friday and Saturday are kept by fewer. */
const ABSENT = [0.02, 0.02, 0.02, 0.03, 0.03, 0.09, 0.16];

/** A break as it is planned and allowed, and how often it lasts longer. */
const ALLOWED_MS = 15 * MINUTE_MS;
const BREAK_BROKEN = 0.24;

type Slot = { readonly start: number; readonly length: number };

/** What a team needs at a local hour, relative: a small crew copes with less than its share. */
function needAt(hour: number): number {
  return demandAt(hour) ** 0.85;
}

/**
 * Lays shifts where they bring need and staff closest (least squares), then moves each in turn while that helps. The scale makes the need of
 * the whole day equal to the hours there are. @param nights people of each half of the night, who are there in the morning and in the evening.
 */
export function layShifts(count: number, nights: number): Slot[] {
  const steps = Array.from({ length: (CLOSES - OPENS) / STEP }, (_, i) => OPENS + i * STEP);
  const there = (hour: number) => (hour < EARLY_ENDS || hour >= LATE_BEGINS ? nights : 0);
  const hours = (count * MEAN_LENGTH) / STEP + steps.reduce((sum, hour) => sum + there(hour), 0);
  const scale = hours / steps.reduce((sum, hour) => sum + needAt(hour + STEP / 2), 0);
  const open = new Map(steps.map((hour) => [hour, needAt(hour + STEP / 2) * scale - there(hour)]));
  const change = (slot: Slot, sign: 1 | -1) => {
    for (let hour = slot.start; hour < slot.start + slot.length; hour += STEP) open.set(hour, (open.get(hour) ?? 0) - sign);
  };
  const slots: Slot[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (let place = 0; place < count; place++) {
      const old = slots[place];
      if (old !== undefined) change(old, -1);
      slots[place] = bestSlot(open);
      change(slots[place] as Slot, 1);
    }
  }
  return slots.sort((a, b) => a.start - b.start || a.length - b.length);
}

/** The shift that takes most off the sum of squares: open² − (open − 1)² for each half-hour it covers. */
function bestSlot(open: ReadonlyMap<number, number>): Slot {
  let best: Slot = { start: 8, length: 8.5 };
  let bestGain = Number.NEGATIVE_INFINITY;
  for (const length of LENGTHS) {
    for (let start = OPENS; start + length <= CLOSES; start += STEP) {
      let gain = 0;
      for (let hour = start; hour < start + length; hour += STEP) gain += 2 * (open.get(hour) ?? 0) - 1;
      if (gain <= bestGain) continue;
      bestGain = gain;
      best = { start, length };
    }
  }
  return best;
}

/** Everyone who works on a business day, by agent, and who should have. */
export function dutiesOf(plan: FloorPlan, day: string, startsAt: number, endsAt: number): Duty[] {
  const duties: Duty[] = [];
  const countOf = (is: (agent: AgentPlan) => boolean) => plan.agents.filter(is).length;
  const callTakers = layShifts(
    countOf(({ duty, team }) => duty === 'day' && team !== DIGITAL_TEAM),
    countOf(({ duty }) => duty === 'early-night'),
  );
  for (let team = 0; team < VOICE_TEAMS; team++) {
    // Dealt like cards, so that each team is there all day.
    const own = callTakers.filter((_, place) => place % VOICE_TEAMS === team);
    duties.push(...dayDuties(plan, day, startsAt, team, own));
  }
  const writers = countOf(({ team }) => team === DIGITAL_TEAM);
  if (writers > 0) duties.push(...dayDuties(plan, day, startsAt, DIGITAL_TEAM, layShifts(writers, 0)));
  for (const agent of plan.agents.filter(({ duty }) => duty !== 'day')) duties.push(nightDuty(plan, agent, day, startsAt, endsAt));
  return duties;
}

function dayDuties(plan: FloorPlan, day: string, startsAt: number, team: number, slots: readonly Slot[]): Duty[] {
  const { number, weekday } = dayNumber(day);
  const instant = (hour: number) => startsAt + (hour - FIRST_HOUR) * HOUR_MS;
  return plan.agents
    .filter((agent) => agent.team === team && agent.duty === 'day')
    .map((agent, place) => {
      const random = new Random(`${plan.key} ${day} duty ${agent.id}`);
      // Shifts change hands from week to week.
      const slot = slots[(place + Math.floor((number + 4) / 7)) % slots.length] as Slot;
      const isAbsent = random.chance(ABSENT[weekday] ?? 0);
      const [from, to] = [instant(slot.start), instant(slot.start + slot.length)];
      const pauses = pausesOf(random, from, to, startsAt);
      const schedule = { agentId: agent.id, startsAt: from, endsAt: to, pauses: pauses.map(({ planned }) => planned) };
      return {
        agent,
        startsAt: from + random.between(-5, 4) * MINUTE_MS,
        endsAt: to + random.between(-2, 6) * MINUTE_MS,
        pauses,
        schedule,
        isAbsent,
      };
    });
}

/** One half of the night hands over to the other while the day turns: nobody's shift crosses it, so that each day stands for itself. */
function nightDuty(plan: FloorPlan, agent: AgentPlan, day: string, startsAt: number, endsAt: number): Duty {
  const random = new Random(`${plan.key} ${day} duty ${agent.id}`);
  const isEarly = agent.duty === 'early-night';
  const [from, to] = isEarly ? [startsAt, startsAt + (EARLY_ENDS - FIRST_HOUR) * HOUR_MS] : [startsAt + (LATE_BEGINS - FIRST_HOUR) * HOUR_MS, endsAt];
  const start = isEarly ? from : from + random.between(-5, 4) * MINUTE_MS;
  const end = isEarly ? to + random.between(-2, 6) * MINUTE_MS : to;
  const sameDuty = plan.agents.filter(({ duty }) => duty === agent.duty);
  // In turn: the few of a night are not on a break together.
  const turn = (sameDuty.indexOf(agent) + random.between(0.1, 0.9)) / sameDuty.length;
  const pauses = [BREAK, LUNCH, BREAK].map((reason, i) => {
    const planned = { at: onFive(from + (0.5 + (i + turn) * 2.3) * HOUR_MS), lengthMs: ALLOWED_MS, reason };
    return live(random, planned, lengthOf(random), false);
  });
  const schedule = { agentId: agent.id, startsAt: from, endsAt: to, pauses: pauses.map(({ planned }) => planned) };
  return { agent, startsAt: start, endsAt: end, pauses, schedule, isAbsent: false };
}

/** A break as it was meant, 9 to 14.5 minutes, or longer than the 15 allowed. */
function lengthOf(random: Random): number {
  return (random.chance(BREAK_BROKEN) ? random.between(15.5, 25) : random.between(9, 14.5)) * MINUTE_MS;
}

/** Pauses are put where fewest call: the quieter of two instants of the span. */
function quieter(random: Random, from: number, to: number, hourOf: (at: number) => number): number {
  let best = random.between(from, to);
  for (let n = 1; n < 2; n++) {
    const at = random.between(from, to);
    if (demandAt(hourOf(at)) < demandAt(hourOf(best))) best = at;
  }
  return best;
}

function pausesOf(random: Random, start: number, end: number, startsAt: number): Pause[] {
  const hourOf = (at: number) => FIRST_HOUR + (at - startsAt) / HOUR_MS;
  const hours = (end - start) / HOUR_MS;
  const pause = (from: number, to: number, reason: string) => {
    const at = onFive(quieter(random, start + from * HOUR_MS, start + to * HOUR_MS, hourOf));
    return live(random, { at, lengthMs: ALLOWED_MS, reason }, lengthOf(random));
  };
  const pauses: Pause[] = [pause(1.25, 2.75, BREAK)];
  if (hours > 7.5) pauses.push(pause(3.4, 5, LUNCH), pause(5.8, hours - 0.75, BREAK));
  else pauses.push(pause(3.5, hours - 1, BREAK));
  const kind = random.pick([0.52, 0.1, 0.2, 0.18]);
  const extra = [null, { reason: TRAINING, least: 18, most: 30 }, { reason: MEETING, least: 9, most: 16 }, { reason: COACHING, least: 8, most: 15 }][
    kind
  ];
  const at = onFive(startsAt + (random.between(13.5, 15.75) - FIRST_HOUR) * HOUR_MS);
  if (!extra || at <= start + HOUR_MS || at >= end - HOUR_MS) return pauses;
  const planned: PlannedPause = { at, lengthMs: Math.ceil(extra.most / 5) * 5 * MINUTE_MS, reason: extra.reason };
  return [...pauses, live(random, planned, random.between(extra.least, extra.most) * MINUTE_MS, false)];
}
