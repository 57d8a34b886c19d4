/**
 * The one place that reads the time and starts timers. A clock is made in `app.ts` and passed on; tests pass a virtual one
 * (test/support/virtual-clock.ts), so that a day of calls runs in seconds and the same way each time.
 */

export type Clock = {
  /** Milliseconds since 1970, as the machine knows them. */
  now(): number;
  /** Calls `fn` once, after at least `ms`, unless the signal has aborted by then. No timer without an owner. */
  after(ms: number, fn: () => void, signal: AbortSignal): void;
  /** Calls `fn` every `ms` until the signal aborts. */
  every(ms: number, fn: () => void, signal: AbortSignal): void;
};

/** Node fires a timer that is longer than this at once. */
const TIMER_MAX_MS = 2 ** 31 - 1;

export const realClock: Clock = {
  now: () => Date.now(),
  after(ms, fn, signal) {
    if (signal.aborted) return;
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', cancel);
        if (ms > TIMER_MAX_MS) realClock.after(ms - TIMER_MAX_MS, fn, signal);
        else fn();
      },
      Math.min(Math.max(ms, 0), TIMER_MAX_MS),
    );
    const cancel = () => clearTimeout(timer);
    signal.addEventListener('abort', cancel, { once: true });
  },
  every(ms, fn, signal) {
    if (signal.aborted) return;
    const timer = setInterval(fn, ms);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  },
};

/** Resolves after `ms`, or at once when the signal aborts: the caller looks at `signal.aborted`. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = new AbortController();
    const end = () => {
      done.abort();
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    clock.after(ms, end, done.signal);
  });
}

/**
 * Does `work` again, a few times with a short pause, while it fails in a way that may pass: a pool that has just lost its server refuses once
 * for each dead connection. The last failure is thrown.
 */
export async function patiently<T>(clock: Clock, mayPass: (error: unknown) => boolean, work: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !mayPass(error)) throw error;
      await sleep(clock, 100 * attempt, new AbortController().signal);
    }
  }
}
