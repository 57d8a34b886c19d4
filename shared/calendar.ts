/**
 * Business days, shifts and local labels in an IANA zone, DST included. The only file that imports Temporal.
 * A business day 'YYYY-MM-DD' runs from its day start to the next one's; a shift belongs to the business day in which it starts.
 */
import { Temporal } from 'temporal-polyfill';
import { type ServiceHours, type ShiftSetting, WEEKDAYS } from './events/system.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './time.ts';

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

/** The instant at which a clock on the wall of the zone read the same a week before; where DST took that time away, the one after it by as much. */
export function weekBefore(instant: number, timezone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).subtract({ weeks: 1 }).epochMilliseconds;
}

/** The day `count` days later (earlier if negative). */
export function addDays(day: string, count: number): string {
  return Temporal.PlainDate.from(day).add({ days: count }).toString();
}

/**
 * Milliseconds of `[from, to)` in which a clock on the wall of the zone reads a time within the service hours. So an hour that DST takes away has
 * no part in any window, one that it doubles counts both times, and a border within it is passed both times. Windows that overlap count once.
 */
export function openMs(from: number, to: number, hours: ServiceHours, timezone: string): number {
  let total = 0;
  for (let at = from; at < to; ) {
    const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone);
    const end = Math.min(local.getTimeZoneTransition('next')?.epochMilliseconds ?? to, to);
    const offsetMs = local.offsetNanoseconds / 1e6;
    total += openWallMs(at + offsetMs, end + offsetMs, hours);
    at = end;
  }
  return total;
}

/** 1970 began on one. */
const THURSDAY = 4;

/** The same where the clocks are not changed in between; both ends as the clock on the wall reads them, written as if it were UTC. */
function openWallMs(from: number, to: number, hours: ServiceHours): number {
  let total = 0;
  let counted = from;
  for (let midnight = Math.floor(from / DAY_MS) * DAY_MS; midnight < to; midnight += DAY_MS) {
    const name = WEEKDAYS[(midnight / DAY_MS + THURSDAY) % 7] as (typeof WEEKDAYS)[number];
    const windows = hours
      .filter((window) => window.days.includes(name))
      .map((window) => ({ startsAt: midnight + sinceMidnight(window.from), endsAt: midnight + sinceMidnight(window.to) }))
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

function sinceMidnight(time: string): number {
  return Number(time.slice(0, 2)) * HOUR_MS + Number(time.slice(3)) * MINUTE_MS;
}
