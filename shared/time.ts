/**
 * Instants and durations. An instant is milliseconds since 1970 (UTC), a duration milliseconds; both are plain integers.
 * Names end in `At`, `Since` (instants) or `Ms` (durations). This file reads no clock.
 */

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Length of an interval row. All zones in use today are offset by whole quarters of an hour, so UTC quarters are local quarters. */
export const INTERVAL_MS = 15 * MINUTE_MS;

/** Time since an instant, for rhythms: a clock that was set back counts as long enough, or nothing would happen until it has caught up. */
export function elapsedMs(since: number, now: number): number {
  return now < since ? Number.POSITIVE_INFINITY : now - since;
}

/** Start of the interval `[start, start + 15 min)` that holds the instant. */
export function intervalStart(at: number): number {
  return Math.floor(at / INTERVAL_MS) * INTERVAL_MS;
}

/** What a map by interval starts holds within [from, to), in no order of its own: by whichever is shorter, the map or the span. */
export function eachWithin<T>(map: ReadonlyMap<number, T>, from: number, to: number, take: (part: T, start: number) => void): void {
  if ((to - from) / INTERVAL_MS >= map.size) {
    for (const [start, part] of map) if (start >= from && start < to) take(part, start);
    return;
  }
  for (let start = Math.ceil(from / INTERVAL_MS) * INTERVAL_MS; start < to; start += INTERVAL_MS) {
    const part = map.get(start);
    if (part !== undefined) take(part, start);
  }
}

/** RFC 3339 UTC with milliseconds, the one form in which instants leave Moked. */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
/** The form of most senders, of a day that every year has: nothing is left to check. */
const PLAIN =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3})?Z$/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads an RFC 3339 instant with its offset. @returns milliseconds (fractions beyond are cut), or `null` if it is not one. */
export function fromIso(text: string): number | null {
  if (PLAIN.test(text)) return Date.parse(text);
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match.map(Number) as [number, number, number, number, number, number, number];
  if (month < 1 || month > 12 || day < 1 || day > (DAYS_IN_MONTH[month - 1] ?? 0)) return null;
  if (month === 2 && day === 29 && new Date(Date.UTC(year, 1, 29)).getUTCDate() !== 29) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = match[7] === undefined ? '' : match[7].slice(0, 4);
  const head = `${text.slice(0, 10)}T${text.slice(11, 19)}${fraction}`;
  const at = Date.parse(`${head}${(match[8] ?? 'Z').toUpperCase()}`);
  return Number.isNaN(at) ? null : at;
}
