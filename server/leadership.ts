/**
 * Being the one process that folds. Owns the lock, and what happens when its connection breaks: nothing is stored or written until it is
 * held again; if another process has it by then, this one ends.
 */
import { type FoldLock, takeFoldLock } from '../db/fold-lock.ts';
import { isAway } from '../db/open.ts';
import { SECOND_MS } from '../shared/time.ts';
import { type Clock, sleep } from './clock.ts';
import type { Logger } from './log.ts';

export type LeadershipOptions = {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Brings a database of our own back; nothing to do for one that others run. */
  readonly revive: () => Promise<void>;
  readonly onLost: () => void;
  readonly onRegained: () => void;
  /** Another process folds now. */
  readonly onOusted: (holder: string) => void;
};

export class Leadership {
  readonly #options: LeadershipOptions;
  #lock: FoldLock | null = null;

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  /** @returns null when the lock is ours, else who holds it. */
  async take(): Promise<string | null> {
    const lock = await takeFoldLock(this.#options.url, () => void this.#lost());
    if (!lock.isHeld) return lock.holder;
    this.#lock = lock;
    return null;
  }

  /** @param withinMs as `FoldLock` has it. */
  async release(withinMs?: number): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    if (lock?.isHeld === true) await lock.release(withinMs);
  }

  async #lost(): Promise<void> {
    const { clock, log, signal, revive, onLost, onRegained, onOusted } = this.#options;
    if (signal.aborted) return;
    this.#lock = null;
    log.warn('the database is away; nothing is acknowledged until it is back');
    onLost();
    while (!signal.aborted) {
      await sleep(clock, SECOND_MS, signal);
      try {
        await revive();
        const holder = await this.take();
        if (holder === null) {
          log.info('the database is back');
          return onRegained();
        }
        return onOusted(holder);
      } catch (error) {
        if (!isAway(error)) log.warn('the database cannot be used', { error });
      }
    }
  }
}
