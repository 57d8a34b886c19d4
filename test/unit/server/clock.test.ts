import { expect, test } from 'vitest';
import { realClock, sleep } from '../../../server/clock.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

test('the virtual clock runs timers in order, each at its own instant', async () => {
  const clock = virtualClock(1000);
  const { signal } = new AbortController();
  const seen: string[] = [];
  clock.every(10, () => seen.push(`every ${clock.now()}`), signal);
  clock.after(25, () => seen.push(`after ${clock.now()}`), signal);
  await clock.advance(30);
  expect(seen).toEqual(['every 1010', 'every 1020', 'after 1025', 'every 1030']);
  expect(clock.now()).toBe(1030);
});

test('what a timer sets off settles before time moves on', async () => {
  const clock = virtualClock();
  const { signal } = new AbortController();
  const seen: number[] = [];
  const run = async () => {
    for (let i = 0; i < 3; i++) {
      await sleep(clock, 10, signal);
      seen.push(clock.now());
    }
  };
  const done = run();
  await clock.advanceTo(100);
  await done;
  expect(seen).toEqual([10, 20, 30]);
});

test('an aborted timer does not run', async () => {
  const clock = virtualClock();
  const owner = new AbortController();
  let ran = 0;
  for (const start of [clock.after, clock.every]) start(5, () => ran++, owner.signal);
  owner.abort();
  clock.after(5, () => ran++, owner.signal);
  await clock.advance(100);
  expect(ran).toBe(0);
  expect(clock.nextAt()).toBeUndefined();
});

test('the real clock fires, repeats and stops', async () => {
  const owner = new AbortController();
  let ticks = 0;
  await new Promise<void>((resolve) => {
    realClock.every(
      2,
      () => {
        ticks++;
        if (ticks === 3) resolve();
      },
      owner.signal,
    );
  });
  owner.abort();
  await sleep(realClock, 20, new AbortController().signal);
  expect(ticks).toBe(3);
});

test('sleep ends at once when its owner does', async () => {
  const owner = new AbortController();
  const startedAt = realClock.now();
  const slept = sleep(realClock, 60_000, owner.signal);
  owner.abort();
  await slept;
  expect(realClock.now() - startedAt).toBeLessThan(1000);
});
