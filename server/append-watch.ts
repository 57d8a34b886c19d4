/** Whether facts can be stored: looks on at every append to the log, for `/readyz`. A database that still reads may write no more. */
import { SECOND_MS } from '../shared/time.ts';
import type { Clock } from './clock.ts';

/** An append takes milliseconds; the longest, behind a checkpoint of a slow disk, some seconds. */
const ANSWERED_WITHIN_MS = 5 * SECOND_MS;

/** `isPending`: nothing has failed yet, an append just gets no answer. */
export type AppendProblem = { readonly reason: string; readonly isPending: boolean };

export class AppendWatch {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #pending = new Set<{ readonly startedAt: number }>();
  #failure: string | null = null;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** The same append, looked on at. */
  watch<A extends readonly unknown[], R>(append: (...args: A) => Promise<R>): (...args: A) => Promise<R> {
    return async (...args) => {
      const one = { startedAt: this.#clock.now() };
      this.#pending.add(one);
      try {
        const result = await append(...args);
        this.#failure = null;
        return result;
      } catch (error) {
        this.#failure = error instanceof Error ? error.message : String(error);
        throw error;
      } finally {
        this.#pending.delete(one);
      }
    };
  }

  /** Why facts could not be stored when it was last tried; null where they could, or nobody has tried. */
  get problem(): AppendProblem | null {
    const now = this.#clock.now();
    const waits = [...this.#pending].map(({ startedAt }) => now - startedAt).filter((waitMs) => waitMs > ANSWERED_WITHIN_MS);
    const longestMs = Math.max(...waits);
    if (waits.length > 0) return { reason: `the log has not answered an append for ${Math.round(longestMs / SECOND_MS)} s`, isPending: true };
    return this.#failure === null ? null : { reason: `the last append to the log failed: ${this.#failure}`, isPending: false };
  }
}
