/**
 * When days are counted again: one run at a time, once late facts have ceased to come for a moment. Newest days first, because they are looked at,
 * and only so many at once as fit into the memory. Marks made meanwhile are seen to in the next run.
 */
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

const PAUSE_MS = 1500;
const RETRY_MS = 10_000;

/**
 * Facts of the days that are counted in one fold. Their rows are kept until it is over; but each fold reads the log up to the present, so small steps
 * take long.
 */
export const FACTS_AT_ONCE = 1_000_000;

export type RecounterOptions = {
  clock: Clock;
  log: Logger;
  /** All marked days, in order. */
  readMarked: () => Promise<readonly string[]>;
  /** How many facts there are of a day. */
  factsOf: (day: string) => Promise<number>;
  factsAtOnce?: number;
  signal: AbortSignal;
  run: (days: readonly string[], progress?: (day: string) => void) => Promise<void>;
};

export class Recounter {
  readonly #options: RecounterOptions;
  #isWaiting = false;
  #running: Promise<void> | null = null;
  #marked: Promise<void> | null = null;
  #holding = 0;

  constructor(options: RecounterOptions) {
    this.#options = options;
  }

  /** Counts the marked days after a moment of quiet. */
  soon(afterMs = PAUSE_MS): void {
    const { clock, signal } = this.#options;
    if (this.#isWaiting || signal.aborted) return;
    this.#isWaiting = true;
    clock.after(afterMs, () => void this.#due(), signal);
  }

  /** Counts these days now, after a run that is under way. */
  now(days: readonly string[], progress?: (day: string) => void): Promise<void> {
    return this.exclusive(() => this.#options.run(days, progress));
  }

  /** From now on nothing is counted by itself, until what comes back is called: what goes on bringing late facts would have the same days counted again and again. */
  hold(): () => void {
    this.#holding += 1;
    return () => {
      this.#holding -= 1;
      this.soon();
    };
  }

  /** Runs `work` while no day is being counted, and lets none begin. */
  async exclusive(work: () => Promise<void>): Promise<void> {
    while (this.#running !== null) await Promise.allSettled([this.#running]);
    this.#running = work();
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Counts all days that are marked when it is called. */
  async marked(): Promise<void> {
    while (this.#marked !== null) await Promise.allSettled([this.#marked]);
    this.#marked = this.#all();
    try {
      await this.#marked;
    } finally {
      this.#marked = null;
    }
  }

  async #all(): Promise<void> {
    const { readMarked, signal } = this.#options;
    const counted = new Set<string>();
    while (!signal.aborted) {
      const days = await this.#next(await readMarked(), counted);
      // What is marked again by then has a call of `soon` of its own.
      if (days.length === 0) return;
      await this.now(days, (day) => counted.add(day));
      for (const day of days) counted.add(day);
    }
  }

  /** At least one day that was not counted yet, or facts that keep coming late would keep it waiting for ever; and the newest that fit in with it. */
  async #next(marked: readonly string[], counted: ReadonlySet<string>): Promise<string[]> {
    const { factsOf, factsAtOnce = FACTS_AT_ONCE } = this.#options;
    const first = marked.findLast((day) => !counted.has(day));
    if (first === undefined) return [];
    const days = [first];
    let facts = await factsOf(first);
    for (const day of marked.toReversed()) {
      if (day === first) continue;
      facts += await factsOf(day);
      if (facts > factsAtOnce) break;
      days.push(day);
    }
    return days;
  }

  async #due(): Promise<void> {
    this.#isWaiting = false;
    if (this.#marked !== null || this.#holding > 0) return this.soon();
    try {
      await this.marked();
    } catch (error) {
      if (this.#options.signal.aborted) return;
      this.#options.log.warn('recount failed; it is tried again', { error });
      this.soon(RETRY_MS);
    }
  }
}
