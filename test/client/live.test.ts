import { describe, expect, test } from 'vitest';
import { levelBottom, levelMarks, roundTop, seriesOf } from '../../client/charts/quarters.ts';
import { createOffset } from '../../client/live/clock.ts';
import { freshnessOf } from '../../client/live/context.ts';
import { wayBack } from '../../client/pages/back.ts';
import { choiceOf, spanOf } from '../../client/review/span.ts';
import { spanOf as curveSpanOf } from '../../client/widgets/span.ts';
import { HOUR_MS, INTERVAL_MS } from '../../shared/time.ts';

describe('how fresh the wall is', () => {
  test.each([
    [false, false, 0, 'connecting'],
    [false, false, 12_000, 'unreachable'],
    [true, true, 0, 'live'],
    [true, false, 11_999, 'reconnecting'],
    [true, false, 12_000, 'stale'],
    [true, true, 12_000, 'stale'],
  ] as const)('board %s, live %s, silent for %i ms: %s', (hasBoard, isLive, silentMs, freshness) => {
    expect(freshnessOf(hasBoard, isLive, silentMs)).toBe(freshness);
  });
});

describe('the corrected clock', () => {
  test('the message with the least delay decides', () => {
    const clock = createOffset();
    for (const difference of [970, 995, 940]) clock.learn(difference);
    expect(clock.offset()).toBe(995);
  });

  test('one late message is no reason to doubt, two are', () => {
    const clock = createOffset();
    clock.learn(1000);
    clock.learn(-4000);
    expect(clock.offset()).toBe(1000);
    clock.learn(-4010);
    expect(clock.offset()).toBe(-4010);
  });

  test('a message from ahead means that this screen was set back', () => {
    const clock = createOffset();
    clock.learn(0);
    clock.learn(3_600_000);
    expect(clock.offset()).toBe(3_600_000);
  });
});

describe('the curve', () => {
  const at = Date.parse('2026-11-17T05:00:00.000Z');
  const quarter = (i: number) => ({ startsAt: at + i * INTERVAL_MS, offered: 3, answered: 2, abandoned: 1, serviceLevel: 0.5 });

  test('a quarter nothing is known of is a hole, not a zero', () => {
    const series = seriesOf([quarter(0), quarter(2)], at, at + HOUR_MS);
    expect(series.answered).toEqual([2, null, 2, null]);
    expect(series.level).toEqual([50, null, 50, null]);
  });

  test('axes end on round numbers, and the line may start above zero but not above its lowest', () => {
    expect([0, 4, 5, 41, 71, 99, 101, 730].map(roundTop)).toEqual([4, 4, 6, 60, 80, 100, 200, 800]);
    expect(levelBottom([90, 48, null])).toBe(30);
    expect(levelBottom([90, 12])).toBe(10);
    expect(levelBottom([])).toBe(30);
    expect(levelMarks(30, 80)).toEqual([100, 80, 50]);
    expect(levelMarks(0, 50)).toEqual([100, 50, 0]);
    // Where they would stand on one another the target stays.
    expect(levelMarks(30, 80, 25)).toEqual([80, 50]);
    expect(levelMarks(30, 95, 6)).toEqual([95, 50]);
  });

  test('it runs from the first quarter or the start of the shift to the end of the shift, in full hours', () => {
    const shift = { startsAt: '2026-11-17T05:00:00.000Z', endsAt: '2026-11-17T13:00:00.000Z' };
    expect(curveSpanOf(shift, quarter(-5).startsAt, at + 2 * HOUR_MS)).toEqual({ from: at - 2 * HOUR_MS, to: at + 8 * HOUR_MS });
    expect(curveSpanOf(null, null, at)).toEqual({ from: at, to: at + HOUR_MS });
  });
});

describe('the span of a review', () => {
  const shifts = {
    day: '2026-11-17',
    dayStartsAt: '2026-11-17T01:00:00.000Z',
    dayEndsAt: '2026-11-18T01:00:00.000Z',
    shifts: [
      { name: 'morning', startsAt: '2026-11-17T05:00:00.000Z', endsAt: '2026-11-17T13:00:00.000Z', totals: null },
      { name: 'night', startsAt: '2026-11-17T21:00:00.000Z', endsAt: '2026-11-18T05:00:00.000Z', totals: null },
    ],
  };
  const noon = Date.parse('2026-11-17T10:00:00.000Z');

  test('the chosen shift, else the last that has begun, else the day', () => {
    expect(spanOf(shifts, 'night', noon).shift).toBe('night');
    expect(spanOf(shifts, null, noon).shift).toBe('morning');
    expect(spanOf(shifts, 'unknown', noon).shift).toBe('morning');
    expect(spanOf(shifts, 'all', noon)).toEqual({ shift: null, from: shifts.dayStartsAt, to: shifts.dayEndsAt });
    expect(spanOf(shifts, null, noon - 8 * HOUR_MS).shift).toBeNull();
  });

  test('an address with what is not a day has none', () => {
    expect(choiceOf('?day=2026-11-17&shift=night')).toEqual({ day: '2026-11-17', shift: 'night' });
    expect(choiceOf('?day=yesterday')).toEqual({ day: null, shift: null });
  });
});

test('the way back from the key leads to a page of ours only', () => {
  expect(wayBack('?back=%2Freview%3Fday%3D2026-11-17')).toBe('/review?day=2026-11-17');
  expect(wayBack('')).toBe('/');
  for (const back of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/enter'])
    expect(wayBack(`?back=${encodeURIComponent(back)}`)).toBe('/');
});
