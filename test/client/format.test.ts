import { describe, expect, test } from 'vitest';
import { hebrewDate, hebrewNumeral, longDate, shortDate } from '../../client/i18n/dates.ts';
import { scaleFor, widthInDigits } from '../../client/i18n/fit.ts';
import { allowance, countText, durationText, elapsedText, percentText, roundBelow } from '../../client/i18n/format.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { FIXTURE_NOW } from '../support/board-fixture.ts';

describe('durations', () => {
  test.each([
    [0, '0:00'],
    [999, '0:00'],
    [48_000, '0:48'],
    [34 * MINUTE_MS + 12_999, '34:12'],
    [59 * MINUTE_MS + 59_999, '59:59'],
    [HOUR_MS, '1:00 h'],
    [83 * MINUTE_MS, '1:23 h'],
    [49 * HOUR_MS + 10 * MINUTE_MS, '49:10 h'],
    [-500, '0:00'],
  ])('%i ms running is %s', (ms, text) => {
    expect(elapsedText(ms, 'h')).toBe(text);
  });

  test('a running time is cut, an average is rounded', () => {
    expect(elapsedText(47_900, 'h')).toBe('0:47');
    expect(durationText(47_900, 'h')).toBe('0:48');
  });

  test('nothing is a dash', () => {
    expect(durationText(null, 'h')).toBe('–');
    expect(durationText(undefined, 'h')).toBe('–');
  });
});

describe('percent', () => {
  test.each([
    [0.7996, 1, 0.8, '79.9%'],
    [0.79999, 0, 0.8, '79%'],
    [0.8, 0, 0.8, '80%'],
    [0.802, 1, 0.8, '80.2%'],
    [0.802, 0, 0.8, '80%'],
    [0.8004, 1, 0.8, '80.0%'],
    [0.806, 0, 0.8, '81%'],
    [0.57, 0, 0.57, '57%'],
    [0.2899999999, 0, undefined, '29%'],
    [0.9996, 1, 0.8, '99.9%'],
    [0.996, 0, undefined, '99%'],
    [1, 1, 0.8, '100.0%'],
    [0, 0, 0.8, '0%'],
    [null, 1, 0.8, '–'],
  ])('%d with %i decimals against %d is %s', (ratio, digits, target, text) => {
    expect(percentText(ratio, digits, target)).toBe(text);
  });

  test('a figure reads as met exactly where the target is met, in a headline and in a row, and never lies by more than a digit', () => {
    for (let i = 0; i <= 2000; i++) {
      const ratio = i / 2000;
      for (const target of [0.8, 0.9, 0.755]) {
        for (const digits of [0, 1]) {
          // A target of its own decimals cannot be told apart in a row without them.
          if (digits === 0 && target === 0.755) continue;
          const shown = roundBelow(ratio * 100, digits, target * 100);
          expect(shown >= target * 100 - 1e-9).toBe(ratio >= target - 1e-12);
          expect(Math.abs(shown - ratio * 100)).toBeLessThanOrEqual(10 ** -digits + 1e-9);
        }
      }
    }
  });
});

test('counts have commas, and a minus that is one', () => {
  expect(countText(1058)).toBe('1,058');
  expect(countText(-3)).toBe('−3');
  expect(countText(null)).toBe('–');
});

test('an allowance is told in its own unit', () => {
  expect(allowance(30_000)).toEqual({ unit: 'seconds', n: 30 });
  expect(allowance(15 * MINUTE_MS)).toEqual({ unit: 'minutes', n: 15 });
  expect(allowance(90_000)).toEqual({ unit: 'seconds', n: 90 });
});

test('dates of both calendars', () => {
  const zone = 'Asia/Jerusalem';
  expect(longDate(FIXTURE_NOW, zone, 'he')).toBe('יום שלישי, 17 בנובמבר 2026');
  expect(longDate(FIXTURE_NOW, zone, 'en')).toBe('Tuesday, 17 November 2026');
  expect(hebrewDate(FIXTURE_NOW, zone, 'he')).toBe('ז׳ בכסלו תשפ״ז');
  expect(hebrewDate(FIXTURE_NOW, zone, 'en')).toBe('7 Kislev 5787');
  expect(shortDate(FIXTURE_NOW, zone)).toBe('17.11.2026');
});

test.each([
  [1, 'א׳'],
  [15, 'ט״ו'],
  [16, 'ט״ז'],
  [21, 'כ״א'],
  [30, 'ל׳'],
  [5787, 'תשפ״ז'],
  [5800, 'ת״ת'],
])('%i in letters is %s', (number, letters) => {
  expect(hebrewNumeral(number)).toBe(letters);
});

test('a figure shrinks only where it has no room', () => {
  expect(widthInDigits('4:52')).toBeCloseTo(3.45);
  expect(scaleFor('4:52', 4.4)).toBe(1);
  expect(scaleFor('98,765', 4.5)).toBeLessThan(0.9);
});
