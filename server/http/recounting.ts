/** Which business days wait to be counted again, or are being: their figures are still those of the settings or facts of before. */
import { readMarkedDays } from '../../db/marked-days.ts';
import { businessDayOf } from '../../shared/calendar.ts';
import type { HttpDeps } from './deps.ts';

/**
 * Those that the span touches, in order. Ask before the figures are read: a day that is done in between is told once too often then, and never once
 * too seldom.
 */
export async function recountingIn({ db, view, clock }: HttpDeps, from: number, to: number): Promise<string[]> {
  const calendar = view().calendar(clock.now());
  const [first, last] = [businessDayOf(from, calendar), businessDayOf(to - 1, calendar)];
  return (await readMarkedDays(db.sql)).filter((day) => day >= first && day <= last);
}

export type Recounting = { readonly days: number; readonly from: string; readonly to: string };

/** How many there are, the first and the last; null where there is none. */
export async function recountingNow({ db }: HttpDeps): Promise<Recounting | null> {
  const days = await readMarkedDays(db.sql);
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined ? null : { days: days.length, from, to };
}
