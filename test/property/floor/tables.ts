/** The tables as flushes leave them: rows are written over those of the same key, an agent's spans replaced from an instant on, as `db/flush.ts` does it. */
import type {
  AgentIntervalRow,
  ContactRow,
  FloorIntervalRow,
  FlushRows,
  PauseRow,
  QueueIntervalRow,
  SpanRow,
  StayRow,
} from '../../../server/engine/rows.ts';
import { addDays, businessDayOf, type Calendar } from '../../../shared/calendar.ts';

const CALENDAR: Calendar = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] };
const NO_DAYS: ReadonlySet<string> = new Set();

type Key = readonly (string | number)[];

/** Rows by key; sorted by it when read. */
class Table<R> {
  readonly #rows = new Map<string, R>();
  readonly #keyOf: (row: R) => Key;

  constructor(keyOf: (row: R) => Key) {
    this.#keyOf = keyOf;
  }

  write(rows: readonly R[]): void {
    for (const row of rows) this.#rows.set(JSON.stringify(this.#keyOf(row)), structuredClone(row));
  }

  delete(isGone: (row: R) => boolean): void {
    for (const [key, row] of this.#rows) if (isGone(row)) this.#rows.delete(key);
  }

  all(): R[] {
    return [...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  }
}

export class Tables {
  readonly contacts = new Table<ContactRow>(({ source, contactId }) => [source, contactId]);
  readonly stays = new Table<StayRow>(({ source, contactId, segmentId }) => [source, contactId, segmentId]);
  readonly spans = new Table<SpanRow>(({ agentId, startedAt }) => [agentId, startedAt]);
  readonly pauses = new Table<PauseRow>(({ agentId, queueId, startedAt }) => [agentId, queueId, startedAt]);
  readonly queueIntervals = new Table<QueueIntervalRow>(({ queueId, startAt }) => [queueId, startAt]);
  readonly floorIntervals = new Table<FloorIntervalRow>(({ startAt }) => [startAt]);
  readonly agentIntervals = new Table<AgentIntervalRow>(({ agentId, startAt }) => [agentId, startAt]);
  /** Days that wait for a recount: something changed of which the engine had let go. */
  readonly markedDays = new Set<string>();

  write(rows: FlushRows): void {
    for (const gone of rows.removedStays)
      this.stays.delete((stay) => stay.source === gone.source && stay.contactId === gone.contactId && stay.segmentId === gone.segmentId);
    this.contacts.write(rows.contacts);
    this.stays.write(rows.stays);
    for (const { agentId, from, pausesFrom, spans, pauses } of rows.timelines) {
      this.spans.delete((span) => span.agentId === agentId && span.startedAt >= from);
      this.pauses.delete((pause) => pause.agentId === agentId && pause.startedAt >= pausesFrom);
      this.spans.write(spans);
      this.pauses.write(pauses);
    }
    this.queueIntervals.write(rows.queueIntervals);
    this.floorIntervals.write(rows.floorIntervals);
    this.agentIntervals.write(rows.agentIntervals);
    for (const mark of rows.markedDays) {
      const [first = mark, last = first] = mark.split('/');
      for (let day = first; day <= last; day = addDays(day, 1)) this.markedDays.add(day);
    }
  }

  /** All rows outside the given business days, those of quarters in which nothing happened left out: whether they were ever written is no figure. */
  all(without: ReadonlySet<string> = NO_DAYS) {
    const isOutside = (at: number) => without.size === 0 || !without.has(businessDayOf(at, CALENDAR));
    const isSomething = ({ components, startAt }: { components: object; startAt: number }) =>
      isOutside(startAt) &&
      Object.values(components).some((value) => (typeof value === 'number' ? value !== 0 : Object.values(value).some((part) => part !== 0)));
    return {
      contacts: this.contacts.all().filter(({ offeredAt }) => isOutside(offeredAt)),
      stays: this.stays.all().filter(({ offeredAt }) => isOutside(offeredAt)),
      spans: this.spans.all().filter(({ startedAt }) => isOutside(startedAt)),
      pauses: this.pauses.all().filter(({ startedAt }) => isOutside(startedAt)),
      queueIntervals: this.queueIntervals.all().filter(isSomething),
      floorIntervals: this.floorIntervals.all().filter(isSomething),
      agentIntervals: this.agentIntervals.all().filter(isSomething),
    };
  }
}
