import { expect, test } from 'vitest';
import { allOf, averageOf, presentOf, statesSeriesOf, withJustOver } from '../../client/charts/agent-states.ts';
import { INTERVAL_MS, MINUTE_MS } from '../../shared/time.ts';

const AT = Date.parse('2026-11-17T05:00:00.000Z');

test('a quarter is so many agents as if each had been in one state for all of it, and every state is in one part of the bar', () => {
  const minutes = { availableMs: 15, ringingMs: 1, talkMs: 20, holdMs: 2, acwMs: 7.5, breakMs: 30, busyMs: 7, unknownMs: 3 };
  const times = Object.fromEntries(Object.entries(minutes).map(([of, count]) => [of, count * MINUTE_MS])) as typeof minutes;
  const average = averageOf(times);
  expect(average).toEqual({ busy: 2, acw: 0.5, free: 1, break: 2, unknown: 0.2 });
  expect(allOf(average) * 15).toBeCloseTo(Object.values(minutes).reduce((sum, count) => sum + count));
});

test('now each agent counts once, by her one state', () => {
  const now = presentOf({ available: 3, ringing: 1, talking: 5, hold: 1, acw: 2, break: 4, busy: 1, unknown: 1 });
  expect(now).toEqual({ busy: 8, acw: 2, free: 3, break: 4, unknown: 1 });
  expect(allOf(now)).toBe(18);
});

test('a quarter of which nothing is known is a hole, and the axis knows the highest bar', () => {
  const by = { busy: 2, acw: 0, free: 1.5, break: 0, unknown: 0 };
  const series = statesSeriesOf([{ startsAt: AT + INTERVAL_MS, by }], AT, AT + 3 * INTERVAL_MS);
  expect(series.starts).toEqual([AT, AT + INTERVAL_MS, AT + 2 * INTERVAL_MS]);
  expect([series.by.busy, series.by.free]).toEqual([
    [null, 2, null],
    [null, 1.5, null],
  ]);
  expect(series.highest).toBe(3.5);
  expect(statesSeriesOf([], AT, AT).highest).toBe(0);
});

test('a quarter that is just over stays as it was shown, one quarter long and until it is known', () => {
  const by = presentOf({ available: 1, ringing: 0, talking: 2, hold: 0, acw: 0, break: 0, busy: 0, unknown: 0 });
  const [first, second] = [0, INTERVAL_MS].map((startsAt) => ({ startsAt, by }));
  const shown = [first, second].filter((quarter) => quarter !== undefined);
  expect(withJustOver(shown.slice(0, 1), shown, 2 * INTERVAL_MS)).toEqual(shown);
  expect(withJustOver([], shown, 3 * INTERVAL_MS)).toEqual([]);
  const told = [{ startsAt: INTERVAL_MS, by: { ...by, free: 7 } }];
  expect(withJustOver(told, shown, 2 * INTERVAL_MS)).toEqual(told);
});
