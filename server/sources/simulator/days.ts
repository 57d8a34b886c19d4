/** Day after day of the floor, as facts in the order of time. Pure: the same plan and day give the same facts, whenever they are asked for. */
import { addDays, businessDayOf, type Calendar, dayBounds } from '../../../shared/calendar.ts';
import type { EventData } from '../../../shared/events/event.ts';
import { toIso } from '../../../shared/time.ts';
import type { SourceEvent } from '../source.ts';
import { Agenda } from './agenda.ts';
import { ceilingOf, FIRST_HOUR, nextArrival, rateOf, surgesOf } from './demand.ts';
import { FactWriter } from './facts.ts';
import { Floor } from './floor.ts';
import { SHARED_SITE, TEAMS } from './people.ts';
import type { FloorPlan, QueuePlan } from './plan.ts';
import { Random } from './random.ts';
import { dutiesOf } from './staffing.ts';

type Day = { readonly agenda: Agenda; readonly facts: FactWriter; readonly floor: Floor };

/** The calendar of the simulated floor: its day turns when the fewest are there, whatever the site's own says. */
export function floorCalendar(timezone: string): Calendar {
  return { timezone, dayStart: `${String(FIRST_HOUR).padStart(2, '0')}:00`, shifts: [] };
}

function openDay(plan: FloorPlan, day: string, tag: string): Day {
  const { startsAt, endsAt } = dayBounds(day, floorCalendar(plan.options.timezone));
  const prefix = `${plan.key}${tag}-${day.replaceAll('-', '')}`;
  const agenda = new Agenda();
  const facts = new FactWriter(prefix);
  const floor = new Floor(plan, prefix, agenda, facts);
  for (const duty of dutiesOf(plan, day, startsAt, endsAt)) agenda.add(duty.startsAt, (at) => floor.crew.signIn(duty, at));
  const surges = surgesOf(plan, day, startsAt);
  for (const [index, queue] of plan.queues.entries()) {
    const random = new Random(`${plan.key} ${day} arrivals ${queue.id}`);
    const rate = rateOf(plan, queue, day, startsAt, surges);
    const ceiling = ceilingOf(plan, queue, surges);
    const next = (after: number) => {
      const at = nextArrival(random, rate, ceiling, after, endsAt);
      if (at === null) return;
      agenda.add(at, (then) => {
        floor.call(index, then);
        next(at);
      });
    };
    next(startsAt);
  }
  return { agenda, facts, floor };
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
    for (const { floor } of this.#open) {
      const talking = new Set<string>();
      for (const { contactId, segmentId, queue, phase, queuedAt, answeredAt, agentId } of floor.callers) {
        const entry = { contactId, segmentId, queueId: queueId(queue) };
        if (agentId !== null) {
          talking.add(agentId);
          snapshot.talking?.push({ ...entry, agentId, since: toIso(answeredAt) });
        } else if (phase !== 'menu') snapshot.waiting.push({ ...entry, channel: 'voice', since: toIso(queuedAt) });
      }
      for (const { plan, pausedFor } of floor.crew.workers) {
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
    const opened = openDay(this.#plan, this.#next.day, this.#tag);
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

/** What the floor is made of, as settings that hold since ever. */
export function settingsFacts(plan: FloorPlan, at: number): SourceEvent[] {
  const facts = new FactWriter(`${plan.key}-floor`);
  const effectiveAt = toIso(0);
  for (const [order, queue] of plan.queues.entries()) {
    const { id, name, nameEn, team, targetPercent, targetSeconds } = queue;
    const group = TEAMS[team]?.name[0] ?? null;
    const site = (TEAMS[team]?.site ?? SHARED_SITE)[0];
    const target = { slaTarget: targetPercent, slaSeconds: targetSeconds };
    facts.say(at, 'cc.queue.config.v1', { queueId: id, effectiveAt, name, nameEn, channel: 'voice', group, site, order: order + 1, ...target });
  }
  for (const { id, name, team, nesting } of plan.agents) {
    const [ofTeam, ofTeamEn] = TEAMS[team]?.name ?? [null, null];
    const [site, siteEn] = TEAMS[team]?.site ?? [null, null];
    const names = { name: name[0], nameEn: name[1], team: ofTeam, teamEn: ofTeamEn, site, siteEn };
    facts.say(at, 'cc.agent.config.v1', { agentId: id, effectiveAt, ...names, nesting });
  }
  return facts.take();
}
