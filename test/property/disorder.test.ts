import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../shared/time.ts';
import { afterwards, factsOf, plans } from './floor/floor.ts';
import { Fold, shuffled } from './floor/folds.ts';

const RUNS = { numRuns: 200 };

test('any order within the horizon, and one source hours behind the other, gives the same board and the same tables', () => {
  fc.assert(
    fc.property(plans(0), fc.nat(), fc.constantFrom(0, 2 * HOUR_MS), (plan, seed, lagMs) => {
      const events = factsOf(plan);
      const now = afterwards(events);
      expect(new Fold().apply(shuffled(events, seed, lagMs)).at(now)).toEqual(new Fold().apply(events).at(now));
    }),
    RUNS,
  );
});

test('being there, with every flush and everything forgotten that may be, gives the same as a replay', () => {
  const marked = new Set<string>();
  let folded = 0;
  fc.assert(
    fc.property(plans(), fc.integer({ min: 1, max: 20 }), (plan, flushEvery) => {
      const events = factsOf(plan);
      const now = afterwards(events);
      const live = new Fold().live(events, flushEvery);
      // Who was let go of and speaks again after the turn of the day marks that day for a recount.
      const { markedDays } = live.tables;
      expect(live.at(now, markedDays)).toEqual(new Fold().apply(events).at(now, markedDays));
      for (const day of markedDays) marked.add(`${plan.seed} ${day}`);
      folded++;
    }),
    RUNS,
  );
  expect(marked.size).toBeLessThan(folded / 20);
});

test('a restart from a checkpoint at any cut gives the same as none', () => {
  fc.assert(
    fc.property(plans(), fc.double({ min: 0, max: 1, noNaN: true }), (plan, share) => {
      const events = factsOf(plan);
      const now = afterwards(events);
      const cut = Math.floor(share * events.length);
      const restarted = new Fold().live(events.slice(0, cut), 10).restart().apply(events.slice(cut));
      expect(restarted.at(now)).toEqual(new Fold().apply(events).at(now));
    }),
    RUNS,
  );
});
