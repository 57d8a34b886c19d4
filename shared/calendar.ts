/**
 * Business days, shifts and local labels in an IANA zone, DST included. The only file that imports Temporal.
 * A business day 'YYYY-MM-DD' runs from its day start to the next one's; a shift belongs to the business day in which it starts.
 */
import { Temporal } from 'temporal-polyfill';
import { type ServiceHours, type ShiftSetting, WEEKDAYS } from './events/system.ts';

export type Calendar = {
  /** IANA name, e.g. `Asia/Jerusalem`. */
  readonly timezone: string;
  /** Local time at which the business day turns, e.g. `03:00`. */
  readonly dayStart: string;
  readonly shifts: readonly ShiftSetting[];
};

export type Span = { readonly startsAt: number; readonly endsAt: number };
export type Shift = Span & { readonly name: string };

/** True for a zone that this runtime knows. */
export function isTimezone(timezone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timezone);
    return true;
  } catch {
    return false;
  }
}

/** True for a date of the form YYYY-MM-DD that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

function at(day: Temporal.PlainDate, time: string, timezone: string): number {
  return day.toZonedDateTime({ timeZone: timezone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

/** The business day that holds the instant. */
export function businessDayOf(instant: number, calendar: Calendar): string {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(calendar.timezone).toPlainDate();
  return instant >= at(local, calendar.dayStart, calendar.timezone) ? local.toString() : local.subtract({ days: 1 }).toString();
}

/** Bounds of a business day: 23, 24 or 25 hours. */
export function dayBounds(day: string, calendar: Calendar): Span {
  const date = Temporal.PlainDate.from(day);
  return { startsAt: at(date, calendar.dayStart, calendar.timezone), endsAt: at(date.add({ days: 1 }), calendar.dayStart, calendar.timezone) };
}

/** The shifts that start in a business day, in order. A shift whose end is not after its start runs into the next date. */
export function shiftsOf(day: string, calendar: Calendar): Shift[] {
  const date = Temporal.PlainDate.from(day);
  return calendar.shifts
    .map((shift) => {
      const first = shift.start >= calendar.dayStart ? date : date.add({ days: 1 });
      const last = shift.end > shift.start ? first : first.add({ days: 1 });
      return { name: shift.name, startsAt: at(first, shift.start, calendar.timezone), endsAt: at(last, shift.end, calendar.timezone) };
    })
    .sort((a, b) => a.startsAt - b.startsAt);
}

/** The shift under way at an instant; where two overlap, the one that started last; null between shifts. */
export function shiftAt(instant: number, calendar: Calendar): Shift | null {
  const today = businessDayOf(instant, calendar);
  const candidates = [...shiftsOf(addDays(today, -1), calendar), ...shiftsOf(today, calendar)];
  return candidates.filter((shift) => shift.startsAt <= instant && instant < shift.endsAt).at(-1) ?? null;
}

/** The day `count` days later (earlier if negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/**
 * Milliseconds of `[from, to)` that lie within the service hours, by the wall clocks of the zone: an hour that DST takes away or doubles counts
 * as it passed. Windows that overlap count once.
 */
export function openMs(from: number, to: number, hours: ServiceHours, timezone: string): number {
  if (to <= from) return 0;
  const local = (instant: number) => Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDate();
  let total = 0;
  let counted = from;
  for (let day = local(from); Temporal.PlainDate.compare(day, local(to)) <= 0; day = day.add({ days: 1 })) {
    const name = WEEKDAYS[day.dayOfWeek % 7] as (typeof WEEKDAYS)[number];
    const windows = hours
      .filter((window) => window.days.includes(name))
      .map((window) => ({
        startsAt: at(day, window.from, timezone),
        endsAt: window.to === '24:00' ? at(day.add({ days: 1 }), '00:00', timezone) : at(day, window.to, timezone),
      }))
      .sort((a, b) => a.startsAt - b.startsAt);
    for (const { startsAt, endsAt } of windows) {
      const start = Math.max(startsAt, counted);
      const end = Math.min(endsAt, to);
      if (end <= start) continue;
      total += end - start;
      counted = end;
    }
  }
  return total;
}
