/** Day after day of the floor, as facts in the order of time. Pure: the same plan and day give the same facts, whenever they are asked for. */
import { addDays, businessDayOf, type Calendar, dayBounds } from '../../../shared/calendar.ts';
import type { EventData } from '../../../shared/events/event.ts';
import { toIso } from '../../../shared/time.ts';
import type { SourceEvent } from '../source.ts';
import { Aftermath, type Served } from './aftermath.ts';
import { Agenda } from './agenda.ts';
import { openArrivals } from './arrivals.ts';
import { DigitalFloor } from './digital.ts';
import { ErlangFloor } from './erlang.ts';
import { FactWriter } from './facts.ts';
import { Floor } from './floor.ts';
import type { ErlangA } from './options.ts';
import { Outbound } from './outbound.ts';
import type { Party } from './party.ts';
import { DIGITAL_TEAM } from './people.ts';
import { type AgentPlan, FIRST_HOUR, type FloorPlan, type QueuePlan } from './plan.ts';
import { tellSchedules } from './schedule.ts';
import { selfServe } from './selfservice.ts';
import { dutiesOf } from './staffing.ts';

type Day = {
  readonly agenda: Agenda;
  readonly facts: FactWriter;
  /** Who is signed in. */
  agents(): Iterable<{ readonly plan: Pick<AgentPlan, 'id' | 'queues'>; readonly pausedFor: string | null }>;
  /** Whoever is in a queue, in conversation, or on the way there. */
  parties(): Iterable<Party>;
};

/** The calendar of the simulated floor: its day turns when the fewest are there, whatever the site's own says. */
export function floorCalendar(timezone: string): Calendar {
  return { timezone, dayStart: `${String(FIRST_HOUR).padStart(2, '0')}:00`, shifts: [] };
}

function openDay(plan: FloorPlan, day: string, tag: string): Day {
  const { startsAt, endsAt } = dayBounds(day, floorCalendar(plan.options.timezone));
  const prefix = `${plan.key}${tag}-${day.replaceAll('-', '')}`;
  const agenda = new Agenda();
  const facts = new FactWriter(prefix);
  const aftermath = new Aftermath({ plan, agenda, facts, endsAt, onBack: (served, at) => comeBack(served, at) });
  const onServed = (served: Served, at: number) => aftermath.served(served, at);
  const floor: Floor = new Floor(plan, prefix, agenda, facts, { onServed, onCallback: (caller, at) => outbound.promise(caller, at) });
  const digital = new DigitalFloor({ plan, prefix, agenda, facts, endsAt, onServed });
  const outbound = new Outbound({ plan, prefix, agenda, facts, floor, startsAt, endsAt });
  const comeBack = ({ queue, channel, customer }: Served, at: number) => {
    if (channel === 'voice') floor.call(queue, at, 'menu', customer);
    else digital.open(queue, at, customer);
  };
  const duties = dutiesOf(plan, day, startsAt, endsAt);
  const schedules = duties.map(({ schedule }) => schedule);
  agenda.add(startsAt, (at) => tellSchedules(plan, day, schedules, facts, at));
  for (const duty of duties) {
    if (duty.isAbsent) continue;
    const { crew } = duty.agent.team === DIGITAL_TEAM ? digital : floor;
    agenda.add(duty.startsAt, (at) => crew.signIn(duty, at));
  }
  let selfServed = 0;
  openArrivals({
    plan,
    day,
    startsAt,
    endsAt,
    agenda,
    onCall: (queue, at, entry) => floor.call(queue, at, entry),
    onWritten: (queue, at) => digital.open(queue, at),
    onSelfService: (at) => selfServe(plan, prefix, ++selfServed, agenda, facts, at),
    onCut: (queues, until, at) => floor.cut(queues, until, at),
  });
  const parties = () => [...floor.callers, ...digital.chats, ...outbound.calls];
  const agents = () => [...floor.crew.workers, ...digital.crew.workers];
  return { agenda, facts, agents, parties };
}

function openErlangDay(plan: FloorPlan, model: ErlangA, day: string, tag: string): Day {
  const { options } = plan;
  const { startsAt, endsAt } = dayBounds(day, floorCalendar(options.timezone));
  const prefix = `${plan.key}${tag}-${day.replaceAll('-', '')}`;
  const agenda = new Agenda();
  const facts = new FactWriter(prefix);
  const floor = new ErlangFloor({ options, model, day, prefix, startsAt, endsAt, agenda, facts });
  const agents = () => floor.agents.map((id) => ({ plan: { id, queues: [0] }, pausedFor: null }));
  return { agenda, facts, agents, parties: () => floor.callers };
}

/** The stream of days from one on; the end of a day runs into the next until its last caller has gone. */
export class Days {
  readonly #plan: FloorPlan;
  readonly #tag: string;
  readonly #calendar: Calendar;
  #open: Day[] = [];
  #next: { day: string; startsAt: number };

  /** @param tag set where the same day may be told twice in different ways: it keeps their ids apart. */
  constructor(plan: FloorPlan, from: string, tag = '') {
    this.#plan = plan;
    this.#tag = tag;
    this.#calendar = floorCalendar(plan.options.timezone);
    this.#next = { day: from, startsAt: dayBounds(from, this.#calendar).startsAt };
  }

  /** Instant at which something happens next. */
  get nextAt(): number {
    return this.#open.reduce((least, day) => Math.min(least, day.agenda.nextAt ?? least), this.#next.startsAt);
  }

  /** The next facts up to an instant, about `most` of them. Empty: nothing more happens until then. */
  take(until: number, most: number): SourceEvent[] {
    const facts: SourceEvent[] = [];
    while (facts.length < most && this.nextAt <= until) {
      const day = this.#first();
      day.agenda.step();
      facts.push(...day.facts.take());
    }
    return facts;
  }

  /** The floor as it stands, for whoever comes in the middle. */
  snapshot(at: number): EventData<'cc.snapshot.v1'> {
    const queueId = (index: number) => (this.#plan.queues[index] as QueuePlan).id;
    const snapshot: EventData<'cc.snapshot.v1'> = { scope: 'source', waiting: [], talking: [], agents: [], asOf: toIso(at) };
    for (const { parties, agents } of this.#open) {
      const talking = new Set<string>();
      for (const { contactId, segmentId, channel, queue, phase, queuedAt, answeredAt, agentId } of parties()) {
        const entry = { contactId, segmentId, ...(queue === null ? {} : { queueId: queueId(queue) }) };
        if (agentId !== null) {
          talking.add(agentId);
          snapshot.talking?.push({ ...entry, agentId, since: toIso(answeredAt) });
        } else if (phase !== 'menu' && queue !== null) snapshot.waiting.push({ ...entry, queueId: queueId(queue), channel, since: toIso(queuedAt) });
      }
      for (const { plan, pausedFor } of agents()) {
        const pause = pausedFor === null ? { paused: false } : { paused: true, reason: pausedFor };
        const queues = plan.queues.map((queue) => ({ queueId: queueId(queue), ...pause }));
        // Whose conversation is listed needs no more: `inCall` is for platforms that do not say with whom.
        snapshot.agents.push({ agentId: plan.id, queues, ...(talking.has(plan.id) ? {} : { inCall: false }) });
      }
    }
    return snapshot;
  }

  #first(): Day {
    let first: Day | undefined;
    let firstAt = this.#next.startsAt;
    for (const day of this.#open) {
      const { nextAt } = day.agenda;
      if (nextAt === null || nextAt >= firstAt) continue;
      first = day;
      firstAt = nextAt;
    }
    if (first !== undefined) return first;
    const { erlangA } = this.#plan.options;
    const opened = erlangA === null ? openDay(this.#plan, this.#next.day, this.#tag) : openErlangDay(this.#plan, erlangA, this.#next.day, this.#tag);
    this.#open = [...this.#open.filter((day) => day.agenda.nextAt !== null), opened];
    const day = addDays(this.#next.day, 1);
    this.#next = { day, startsAt: dayBounds(day, this.#calendar).startsAt };
    return this.#first();
  }
}

/** The business day of the floor that holds an instant. */
export function floorDayOf(plan: FloorPlan, at: number): string {
  return businessDayOf(at, floorCalendar(plan.options.timezone));
}
