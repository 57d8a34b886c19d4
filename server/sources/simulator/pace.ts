/** Time on the floor against time on our clock. Faster than life, a call of five minutes takes seconds; facts never lie in the future. */
import { toIso } from '../../../shared/time.ts';
import type { SourceEvent } from '../source.ts';

/** What a fact says of other instants than its own, as text. */
const INSTANTS: ReadonlySet<string> = new Set(['start', 'end', 'dueAt']);
type Activity = { readonly kind: string; readonly start: string; readonly end: string };

export class Pace {
  readonly #startAt: number;
  readonly #speed: number;

  /** Until `startAt` both times are the same; from then on the floor's runs `speed` times as fast. */
  constructor(startAt: number, speed: number) {
    this.#startAt = startAt;
    this.#speed = speed;
  }

  /** The floor's time at an instant of our clock. */
  floorAt(at: number): number {
    return at <= this.#startAt ? at : this.#startAt + (at - this.#startAt) * this.#speed;
  }

  /** The instant of our clock at which it is this time on the floor. */
  ourAt(floorAt: number): number {
    return floorAt <= this.#startAt ? floorAt : Math.round(this.#startAt + (floorAt - this.#startAt) / this.#speed);
  }

  /** A fact of the floor as it happens on our clock: its instants and durations with it. */
  toOurs(fact: SourceEvent): SourceEvent {
    if (this.#speed === 1 || fact.sourceTime <= this.#startAt) return fact;
    const data: Record<string, unknown> = { ...fact.data };
    for (const [key, value] of Object.entries(data)) {
      if (INSTANTS.has(key) && typeof value === 'string') data[key] = this.#textToOurs(value);
      if (key === 'activities')
        data[key] = (value as Activity[]).map(({ kind, start, end }) => ({ kind, start: this.#textToOurs(start), end: this.#textToOurs(end) }));
      if (typeof value !== 'number') continue;
      if (key === 'contactStartedAt') data[key] = this.ourAt(value);
      else if (key === 'durationMs') data[key] = Math.round(value / this.#speed);
      else if (key.endsWith('Ms')) data[key] = this.ourAt(fact.sourceTime) - this.ourAt(fact.sourceTime - value);
    }
    return { ...fact, sourceTime: this.ourAt(fact.sourceTime), data } as SourceEvent;
  }

  #textToOurs(text: string): string {
    return toIso(this.ourAt(Date.parse(text)));
  }
}
