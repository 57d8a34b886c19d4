/**
 * Everything the fold knows, in one place. Owns the maps and what changed since the last reading; holds no rule.
 */
import { addDays, businessDayOf, type Calendar, dayBounds, type Shift, type Span, shiftAt } from '../../shared/calendar.ts';
import type { ContactEvent } from '../../shared/events/event.ts';
import type { Agent } from './agents.ts';
import { type Anomalies, countAnomaly } from './anomaly.ts';
import type { Derived, Rules } from './contact.ts';
import { Ledger } from './ledger.ts';
import type { ContactRow, GapRow, StayKey, StayRow } from './rows.ts';
import type { Sighting } from './segments.ts';
import { Settings } from './settings.ts';
import { SettledContacts } from './settled.ts';

/** Queues with a row of their own at most: ids come from outside. */
export const MAX_QUEUES = 5000;

export type Contact = {
  readonly key: string;
  readonly source: string;
  readonly contactId: string;
  facts: ContactEvent[];
  /** When the first of its facts happened. */
  firstAt: number;
  sightings: Sighting[];
  /** What is counted for it now. */
  derived: Derived | null;
  /** Its row when it was settled before: it came back. */
  prior: ContactRow | null;
  dirty: boolean;
};

export type Period = { day: string; bounds: Span; shift: Shift | null; until: number };

export class State {
  readonly settings = new Settings();
  readonly rules: Rules = {
    settingsAt: (queueId, at) => this.settings.queueAt(queueId, at),
    siteAt: (at) => this.settings.siteAt(at),
  };
  readonly contacts = new Map<string, Contact>();
  readonly dirtyContacts = new Set<Contact>();
  /** Floor rows of contacts settled today: they may come back with another stay. */
  readonly settledContacts = new SettledContacts();
  readonly queues = new Map<string, Ledger<StayRow>>();
  readonly floor = new Ledger<ContactRow>();
  readonly agents = new Map<string, Agent>();
  readonly watermarks = new Map<string, number>();
  /** Snapshots of each source, kept for the horizon: facts that come late are checked against them too. */
  readonly snapshots = new Map<string, Sighting[]>();
  readonly anomalies: Anomalies = new Map();
  readonly gaps: GapRow[] = [];
  /** Sources seen for each queue. */
  readonly queueSources = new Map<string, Set<string>>();
  /** Channel of a queue as the contact shows it that entered it last. */
  readonly queueChannels = new Map<string, { channel: string; at: number }>();

  /** Agents' intervals before this are on disk only: one that changes needs a recount of its day. */
  agentsEvictedBefore = Number.NEGATIVE_INFINITY;

  /** The earliest instant of which a fact was told: before it there is nothing to count again. */
  firstAt = Number.POSITIVE_INFINITY;

  /** Log position up to which everything is folded. */
  position = 0;
  /** The latest instant told by `advance`. */
  now = 0;

  /** For the publisher: what changed since it last looked. */
  readonly touched = {
    queues: new Set<string>(),
    queueWindows: new Set<string>(),
    agents: new Set<string>(),
    agentWindows: new Set<string>(),
    floor: false,
  };
  /** For the store: what changed since the last flush. */
  readonly unflushed = {
    contacts: new Map<string, ContactRow>(),
    stays: new Map<string, StayRow>(),
    /** Stays of contacts that were settled as soon as they were counted; one of the same key in `stays` is newer. */
    settledStays: [] as StayRow[],
    removedStays: new Map<string, StayKey>(),
    agents: new Set<string>(),
    gaps: new Set<GapRow>(),
    /** Queues whose settings changed; `*`: the defaults of all. */
    queueSettings: new Set<string>(),
    markedDays: new Set<string>(),
  };

  #period: Period | null = null;

  /** The counts of a queue, made at its first mention. */
  queue(queueId: string): Ledger<StayRow> {
    let ledger = this.queues.get(queueId);
    if (ledger === undefined) {
      ledger = new Ledger();
      // Beyond the bound a queue counts on the floor and in the tables, but has no row on the wall.
      if (this.queues.size >= MAX_QUEUES) {
        countAnomaly(this.anomalies, 'moked', 'overflow', `queue ${queueId}`);
        return ledger;
      }
      ledger.evictedBefore = this.floor.evictedBefore;
      ledger.onEvicted = (at) => this.markDay(at);
      this.queues.set(queueId, ledger);
      this.touchQueue(queueId);
    }
    return ledger;
  }

  touchQueue(queueId: string): void {
    this.touched.queues.add(queueId);
    this.touched.queueWindows.add(queueId);
    this.touched.floor = true;
  }

  touchAgent(agent: Agent): void {
    for (const queueId of agent.queueIds) this.touched.queues.add(queueId);
    this.touched.agents.add(agent.id);
    this.touched.agentWindows.add(agent.id);
    this.unflushed.agents.add(agent.id);
    this.touched.floor = true;
  }

  /** The business day of the instant needs a recount. */
  markDay(at: number): void {
    this.unflushed.markedDays.add(businessDayOf(at, this.calendar(at)));
  }

  /** All business days from that of the instant to yesterday need a recount, as far as contacts were offered in them: the store knows. */
  markUntilToday(at: number): void {
    const { day, bounds } = this.period();
    if (at >= bounds.startsAt) return;
    // Nothing was counted before there were telephones that tell, and dates of the year 0 are no dates to a database.
    const first = businessDayOf(Math.max(at, 0), this.calendar(at));
    const last = addDays(day, -1);
    this.unflushed.markedDays.add(first === last ? first : `${first}/${last}`);
  }

  calendar(at: number): Calendar {
    return this.settings.siteAt(at);
  }

  /** Business day and shift at `now`; computed once until the next turn. */
  period(): Period {
    const known = this.#period;
    if (known !== null && this.now < known.until && this.now >= known.bounds.startsAt) return known;
    const calendar = this.calendar(this.now);
    const day = businessDayOf(this.now, calendar);
    const bounds = dayBounds(day, calendar);
    const shift = shiftAt(this.now, calendar);
    // Shifts turn on quarters of an hour only.
    const quarter = (Math.floor(this.now / 900_000) + 1) * 900_000;
    this.#period = { day, bounds, shift, until: Math.min(bounds.endsAt, quarter) };
    return this.#period;
  }

  /** Forgets the cached period: the calendar changed. */
  newCalendar(): void {
    this.#period = null;
  }
}
