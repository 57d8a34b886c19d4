/** Which hours it is within now. They begin and end on whole minutes: asked again within one, the answer is known. */
import { type Hours, isWithin } from '../../shared/alarms/hours.ts';
import { MINUTE_MS } from '../../shared/time.ts';

export class HoursNow {
  #minute = Number.NaN;
  #timezone = 'UTC';
  #known = new WeakMap<Hours, boolean>();

  /** Says what time it is, and in which zone the site lives. @param now milliseconds since 1970 */
  at(now: number, timezone: string): void {
    const minute = Math.floor(now / MINUTE_MS);
    if (minute === this.#minute && timezone === this.#timezone) return;
    this.#minute = minute;
    this.#timezone = timezone;
    this.#known = new WeakMap();
  }

  /** True where the clock of the site reads a time within the hours. */
  readonly isWithin = (hours: Hours): boolean => {
    const known = this.#known.get(hours);
    if (known !== undefined) return known;
    const is = isWithin(hours, this.#minute * MINUTE_MS, this.#timezone);
    this.#known.set(hours, is);
    return is;
  };
}
