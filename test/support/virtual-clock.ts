import type { Clock } from '../../server/clock.ts';

type Timer = { dueAt: number; order: number; fn: () => void; everyMs: number | undefined; signal: AbortSignal };

export type VirtualClock = Clock & {
  /** Moves on to the instant, running every timer that is due on the way at its own instant, in order; promises settle after each. */
  advanceTo(at: number): Promise<void>;
  advance(ms: number): Promise<void>;
  /** The instant of the next timer, if there is one. */
  nextAt(): number | undefined;
};

/** Turns of the event loop given to what a timer set off: enough for chains of promises and for `setImmediate`. */
const SETTLE_TURNS = 2;

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that stands still until it is told to move. */
export function virtualClock(startAt = 0): VirtualClock {
  let now = startAt;
  let order = 0;
  const timers = new Set<Timer>();

  const add = (ms: number, fn: () => void, everyMs: number | undefined, signal: AbortSignal) => {
    if (signal.aborted) return;
    timers.add({ dueAt: now + Math.max(ms, 0), order: order++, fn, everyMs, signal });
  };

  const next = () => {
    let first: Timer | undefined;
    for (const timer of timers) {
      // Looked at here instead of listened for: a listener for each timer would pile up on a signal that lives as long as the test.
      if (timer.signal.aborted) timers.delete(timer);
      else if (first === undefined || timer.dueAt < first.dueAt || (timer.dueAt === first.dueAt && timer.order < first.order)) first = timer;
    }
    return first;
  };

  async function advanceTo(at: number): Promise<void> {
    await settle();
    for (let timer = next(); timer !== undefined && timer.dueAt <= at; timer = next()) {
      now = Math.max(now, timer.dueAt);
      if (timer.everyMs === undefined) timers.delete(timer);
      else {
        timer.dueAt += Math.max(timer.everyMs, 1);
        timer.order = order++;
      }
      timer.fn();
      await settle();
    }
    now = Math.max(now, at);
  }

  return {
    now: () => now,
    after: (ms, fn, signal) => add(ms, fn, undefined, signal),
    every: (ms, fn, signal) => add(ms, fn, ms, signal),
    advanceTo,
    advance: (ms) => advanceTo(now + ms),
    nextAt: () => next()?.dueAt,
  };
}
