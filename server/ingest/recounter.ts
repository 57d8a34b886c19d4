/** When days are counted again: one run at a time, once late facts have ceased to come for a moment. Marks made meanwhile wait for the next. */
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Store } from './store.ts';

const PAUSE_MS = 1500;
const RETRY_MS = 10_000;

export type RecounterOptions = {
  clock: Clock;
  log: Logger;
  store: Pick<Store, 'readMarkedDays'>;
  signal: AbortSignal;
  run: (days: readonly string[], progress?: (day: string) => void) => Promise<void>;
};

export class Recounter {
  readonly #options: RecounterOptions;
  #isWaiting = false;
  #running: Promise<void> | null = null;

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
  async now(days: readonly string[], progress?: (day: string) => void): Promise<void> {
    while (this.#running !== null) await Promise.allSettled([this.#running]);
    this.#running = this.#options.run(days, progress);
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** Counts all marked days now. */
  async marked(): Promise<void> {
    const days = await this.#options.store.readMarkedDays();
    if (days.length > 0) await this.now(days);
  }

  async #due(): Promise<void> {
    this.#isWaiting = false;
    try {
      await this.marked();
    } catch (error) {
      this.#options.log.warn('recount failed; it is tried again', { error });
      this.soon(RETRY_MS);
    }
  }
}
