import { expect, test } from 'vitest';
import { Recounter } from '../../../../server/ingest/recounter.ts';
import { silentLogger } from '../../../../server/log.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

test('while an import goes on nothing is counted by itself; when it is over, once', async () => {
  const clock = virtualClock(0);
  const runs: string[][] = [];
  let marked = ['2026-03-24'];
  const recounter = new Recounter({
    clock,
    log: silentLogger,
    readMarked: async () => marked,
    factsOf: async () => 1,
    signal: new AbortController().signal,
    async run(days) {
      runs.push([...days]);
      marked = [];
    },
  });
  const release = [recounter.hold(), recounter.hold()];
  for (let n = 0; n < 20; n++) {
    recounter.soon();
    await clock.advance(2000);
  }
  release[0]?.();
  await clock.advance(10_000);
  expect(runs).toEqual([]);
  release[1]?.();
  await clock.advance(10_000);
  expect(runs).toEqual([['2026-03-24']]);
});
