/** What is said of a floor while it is made up: facts of one source with ids of their own, and what a snapshot of it would have to show. */
import type { Event, EventType } from '../../../shared/events/event.ts';
import { fact } from '../../support/facts.ts';

/** A stay as it truly was: what a snapshot taken in between must tell. `to` null: nobody ever told its end. */
export type TrueStay = {
  contactId: string;
  segmentId: string | undefined;
  queueId: string;
  channel: string;
  from: number;
  answeredAt: number | null;
  agentId: string | null;
  to: number | null;
  /** Where nobody told: since when the platform does not show it any more. */
  vanishesAt: number;
};

/** Facts and truth of one source. Instants are rounded to `grainMs`: whole seconds make many facts of one instant. */
export class Script {
  readonly facts: Event[] = [];
  readonly stays: TrueStay[] = [];
  readonly source: string;
  readonly random: () => number;
  readonly #grainMs: number;

  constructor(source: string, random: () => number, grainMs: number) {
    this.source = source;
    this.random = random;
    this.#grainMs = grainMs;
  }

  round(at: number): number {
    return Math.round(at / this.#grainMs) * this.#grainMs;
  }

  say(type: EventType, at: number, data: unknown): void {
    const id = String(this.facts.length).padStart(5, '0');
    this.facts.push(fact(type, this.round(at), data, { source: this.source, id }));
  }

  /** True with this probability. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.random() * choices.length)] as T;
  }
}
