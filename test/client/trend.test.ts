import { expect, test } from 'vitest';
import { changeOf } from '../../client/board/trend.ts';

const of = (now: number | null, then: number | null) => ({
  soFar: now === null ? null : { value: now },
  lastWeek: then === null ? null : { value: then },
  quarters: [],
});

test.each([
  [104, 100, false, 4],
  [50, 200, false, -75],
  [0, 20, false, -100],
  [0.789, 0.86, true, -7],
  [0.8, 0, true, 80],
])('%d after %d: %s %d', (now, then, isRatio, change) => {
  expect(changeOf(of(now, then), isRatio)).toEqual({ change, isRatio });
});

test.each([
  [5, null],
  [null, 5],
  [5, 0],
  [null, null],
])('%s after %s is nothing that could be told, and never 0 %%', (now, then) => {
  expect(changeOf(of(now, then), false)).toBeNull();
});
