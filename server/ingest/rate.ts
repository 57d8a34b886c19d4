/** How many events came in the last minute, in steps of five seconds. */
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';

const STEP_MS = 5 * SECOND_MS;
const STEPS = MINUTE_MS / STEP_MS;

export class Rate {
  /** Each step's number since 1970, and its events; the oldest place is taken by the newest step. */
  readonly #steps = Array.from({ length: STEPS }, () => ({ step: Number.NEGATIVE_INFINITY, events: 0 }));

  /** @param at milliseconds since 1970. */
  add(events: number, at: number): void {
    const step = Math.floor(at / STEP_MS);
    const place = this.#steps[((step % STEPS) + STEPS) % STEPS];
    if (place === undefined) return;
    if (place.step !== step) Object.assign(place, { step, events: 0 });
    place.events += events;
  }

  /** Events of the minute before `now`; a clock that was set back forgets what it has not reached. */
  perMinute(now: number): number {
    const step = Math.floor(now / STEP_MS);
    return this.#steps.filter((place) => place.step > step - STEPS && place.step <= step).reduce((sum, { events }) => sum + events, 0);
  }
}
