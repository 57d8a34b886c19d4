/** Long work in short slices: walls and senders are served in between. */
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

/** Together with what else stands in the loop it stays well under the 50 ms after which somebody notices. */
const SLICE_MS = 10;
/** Steps between two looks at the clock. */
const STEPS = 16;

/** Runs it to its end, step by step, and gives way whenever a slice is over. */
export async function inSlices<T>(clock: Clock, steps: Generator<undefined, T, undefined>): Promise<T> {
  let from = clock.now();
  for (let n = 1; ; n++) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (n % STEPS !== 0 || Math.abs(clock.now() - from) < SLICE_MS) continue;
    await setImmediate();
    from = clock.now();
  }
}
