/** Hours of a rule and quiet hours: spans of weekdays and times, by the clock on the wall of the site. */
import { openMs } from '../calendar.ts';
import { hourSchema, WEEKDAYS } from '../events/system.ts';
import { v } from '../schema.ts';

export const hoursSchema = v.pipe(
  v.array(
    v.pipe(
      v.strictObject({
        days: v.pipe(
          v.array(v.picklist(WEEKDAYS)),
          v.minLength(1, 'needs a day'),
          v.check((days) => new Set(days).size === days.length, 'has a day twice'),
        ),
        from: hourSchema,
        to: hourSchema,
      }),
      v.check(({ from, to }) => from < to, 'ends after it begins; past midnight is a span of the next day'),
    ),
  ),
  v.minLength(1, 'needs a span; null is always'),
  v.maxLength(50, 'has at most 50 spans'),
);
export type Hours = v.InferOutput<typeof hoursSchema>;

/** True where the clock on the wall of the zone reads a time within the hours. */
export function isWithin(hours: Hours, at: number, timezone: string): boolean {
  return openMs(at, at + 1, hours, timezone) > 0;
}
