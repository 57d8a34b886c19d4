/**
 * The server as it is started, by a clock that its parent sets: business days, horizons and nightly work follow it. What is bound by the machine and not
 * by the floor (the rhythm of walls and flushes, the limit of a stop) keeps the machine's pace.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { realClock } from '../../server/clock.ts';
import { type Collected, GAIT, type Gait, instantOf, type Told } from './soak-clock.ts';

const MACHINE_MS = { every: 1000, after: 10_000 } as const;
/** What one collection frees goes back to the system some moments later. */
const COLLECTIONS = 5;

let gait = JSON.parse(process.env[GAIT] ?? '') as Gait;
const speed = gait.speed;
const { every, after } = realClock;
const shorter = (ms: number, machineMs: number) => Math.min(ms, Math.max(machineMs, ms / speed));

Object.assign(realClock, {
  now: () => instantOf(gait, Date.now()),
  every: (ms: number, fn: () => void, signal: AbortSignal) => every(shorter(ms, MACHINE_MS.every), fn, signal),
  after: (ms: number, fn: () => void, signal: AbortSignal) => after(shorter(ms, MACHINE_MS.after), fn, signal),
} satisfies typeof realClock);

async function collect(): Promise<Collected> {
  for (let n = 0; n < COLLECTIONS; n++) {
    globalThis.gc?.();
    await pause(500);
  }
  return { heapBytes: process.memoryUsage().heapUsed };
}

process.on('message', (told: Told) => {
  if (told === 'collect') void collect().then((collected) => process.send?.(collected));
  else gait = told.gait;
});

await import('../../server/main.ts');
