/**
 * The one clock of the pages: the server's time as well as this screen can know it, one signal a second, timers and chance.
 * Nothing else in the client may read the time. It never shows a duration that the server sent: rows carry instants.
 */
import { type Accessor, createSignal } from 'solid-js';

export type Clock = {
  /** Milliseconds as this screen has them: for spans of time, which a correction must not stretch. */
  local(): number;
  /** Runs once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
  /** 0 ≤ x < 1. */
  random(): number;
};

export type PageClock = Clock & {
  /** Milliseconds, corrected to the server's time: for everything that is shown. */
  now(): number;
  /** The corrected time once a second, all ticking figures on the same frame. */
  readonly second: Accessor<number>;
  /** Learns from a message: the server's time when it was sent. */
  learn(serverNow: number): void;
};

const SAMPLES = 12;
const JUMP_MS = 2000;
const SECOND_MS = 1000;

/** Keeps the best of the last samples. A message is never early, so the largest difference had the least delay. */
export function createOffset(): { offset(): number; learn(differenceMs: number): void } {
  let samples: number[] = [];
  let lateOnce = false;
  const offset = () => (samples.length === 0 ? 0 : Math.max(...samples));
  return {
    offset,
    learn(differenceMs) {
      const jump = samples.length === 0 ? 0 : differenceMs - offset();
      // One message may be seconds late. Two in a row, or one that is too early, mean that this screen's clock was set.
      if (jump > JUMP_MS || (jump < -JUMP_MS && lateOnce)) samples = [];
      lateOnce = jump < -JUMP_MS;
      samples = [...samples, differenceMs].slice(-SAMPLES);
    },
  };
}

/** The clock of a browser page. */
export function createPageClock(): PageClock {
  const { offset, learn } = createOffset();
  const local = () => Date.now();
  const now = () => local() + offset();
  const after = (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  };
  const [second, setSecond] = createSignal(now());
  const tick = () => {
    setSecond(now());
    // Just after the full second, so that every figure and the wall's own clock change together.
    after(SECOND_MS - (now() % SECOND_MS) + 5, tick);
  };
  tick();
  return {
    local,
    now,
    after,
    random: () => Math.random(),
    second,
    learn(serverNow) {
      learn(serverNow - local());
      // A screen whose clock was wrong is put right at once, not at its next tick.
      if (Math.abs(now() - second()) > JUMP_MS) setSecond(now());
    },
  };
}
