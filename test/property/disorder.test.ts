import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR_MS } from '../../shared/time.ts';
import { afterwards, factsOf, plans } from './floor/floor.ts';
import { Fold, shuffled, shuffledBetweenSnapshots } from './floor/folds.ts';

const RUNS = { numRuns: 200 };

function pick<T, K extends keyof T>(all: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, all[key]])) as Pick<T, K>;
}

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

test('snapshots among them: contacts, queues and the floor come out the same in any order', () => {
  fc.assert(
    fc.property(plans(), fc.nat(), (plan, seed) => {
      const events = factsOf(plan);
      const now = afterwards(events);
      const { stays, contacts, queueIntervals, floorIntervals } = new Fold().apply(shuffled(events, seed)).at(now);
      expect({ stays, contacts, queueIntervals, floorIntervals }).toEqual(
        pick(new Fold().apply(events).at(now), ['stays', 'contacts', 'queueIntervals', 'floorIntervals']),
      );
    }),
    RUNS,
  );
});

test('snapshots among them: agents too, as long as no fact passes a snapshot of its source', () => {
  // A snapshot signs out everybody whom it does not name: that can only be who was known when it came. So who is first heard of after a snapshot,
  // by a fact older than it, is not signed out by it. Here, and where a contact comes back (DECISIONS 32), the order of arrival within the horizon is an input.
  fc.assert(
    fc.property(plans(), fc.nat(), (plan, seed) => {
      const events = factsOf(plan);
      const now = afterwards(events);
      expect(new Fold().apply(shuffledBetweenSnapshots(events, seed)).at(now)).toEqual(new Fold().apply(events).at(now));
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

test('a long replay, in which all is settled meanwhile that may be, gives the same as one that settles nothing', () => {
  fc.assert(
    fc.property(plans(), fc.nat(), fc.constantFrom(0, 2 * HOUR_MS), fc.integer({ min: 1, max: 20 }), (plan, seed, lagMs, settleEvery) => {
      const facts = factsOf(lagMs === 0 ? plan : { ...plan, snapshots: 0 });
      const events = lagMs === 0 ? shuffledBetweenSnapshots(facts, seed) : shuffled(facts, seed, lagMs);
      const now = afterwards(events);
      expect(new Fold().replay(events, settleEvery).at(now)).toEqual(new Fold().apply(events).at(now));
    }),
    RUNS,
  );
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
