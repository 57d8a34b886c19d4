/** Which page of a board is shown: a function of the time alone, so that all screens of a board turn together and a reload changes nothing. */
import { SECOND_MS } from '../../shared/time.ts';

/** The place of the page whose turn it is at `now` (milliseconds). */
export function pageAt(pages: readonly { readonly stayS: number }[], now: number): number {
  const round = pages.reduce((sum, { stayS }) => sum + stayS * SECOND_MS, 0);
  let left = now % round;
  for (const [place, { stayS }] of pages.entries()) {
    left -= stayS * SECOND_MS;
    if (left < 0) return place;
  }
  return 0;
}

const MINUTES_OF_DAY = 24 * 60;

/** True where a time of day lies in a span of the clock; one that ends before it begins goes over midnight. All as "22:30". */
export function isWithin(time: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  const sinceFrom = (minutesOf(time) - minutesOf(from) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
  return sinceFrom < (minutesOf(to) - minutesOf(from) + MINUTES_OF_DAY) % MINUTES_OF_DAY;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
