/** Which span a review is of: a shift of a day, or the whole day. Pure; the address holds the choice. */
import { instantOf } from '../wall/instants.ts';
import type { Shifts } from './api.ts';

export type Span = { readonly shift: string | null; readonly from: string; readonly to: string };

export type Choice = { readonly day: string | null; readonly shift: string | null };

/** `shift` of the address for the whole day. */
export const WHOLE_DAY = 'all';

/** The choice that the address holds; what is not a day is none. */
export function choiceOf(search: string): Choice {
  const params = new URLSearchParams(search);
  const day = params.get('day');
  return { day: day !== null && /^\d{4}-\d\d-\d\d$/.test(day) ? day : null, shift: params.get('shift') };
}

/** The chosen shift; without a choice the one under way, else the last that has begun, else the whole day. */
export function spanOf(shifts: Shifts, chosen: string | null, now: number): Span {
  const whole = { shift: null, from: shifts.dayStartsAt, to: shifts.dayEndsAt };
  if (chosen === WHOLE_DAY) return whole;
  const begun = shifts.shifts.filter(({ startsAt }) => (instantOf(startsAt) ?? 0) <= now);
  const found = shifts.shifts.find(({ name }) => name === chosen) ?? begun.at(-1);
  return found === undefined ? whole : { shift: found.name, from: found.startsAt, to: found.endsAt };
}
