import { expect, test } from 'vitest';
import { eachWithin, fromIso, INTERVAL_MS, toIso } from '../../../shared/time.ts';

const T0 = Date.UTC(2026, 10, 17);

test.each([3, 500])('of %d intervals those within a span are taken, wherever it begins and ends', (many) => {
  const map = new Map(Array.from({ length: many }, (_, n) => [T0 + n * INTERVAL_MS, n]));
  const within = (from: number, to: number) => {
    const taken: number[] = [];
    eachWithin(map, from, to, (part, start) => {
      expect(start).toBe(T0 + part * INTERVAL_MS);
      taken.push(part);
    });
    return taken;
  };
  expect(within(T0, T0 + 2 * INTERVAL_MS)).toEqual([0, 1]);
  expect(within(T0 + 1, T0 + 2 * INTERVAL_MS + 1)).toEqual([1, 2]);
  expect(within(T0 - 1, T0 + 1)).toEqual([0]);
  expect(within(T0 + INTERVAL_MS, T0 + INTERVAL_MS)).toEqual([]);
  expect(within(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toHaveLength(many);
  expect(within(T0 - 1000 * INTERVAL_MS, T0 + INTERVAL_MS)).toEqual([0]);
});

test('instants in the plain form and in any other read the same; days that are none are refused in both', () => {
  for (let day = 0; day < 1500; day++) {
    const text = toIso(T0 + day * 86_400_000 + 12_345);
    expect(fromIso(text)).toBe(T0 + day * 86_400_000 + 12_345);
    expect(fromIso(text.replace('Z', '+00:00'))).toBe(fromIso(text));
  }
  expect(fromIso('2028-02-29T12:00:00Z')).toBe(Date.UTC(2028, 1, 29, 12));
  for (const text of [
    '2026-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31T00:00:00.000Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
  ])
    expect([fromIso(text), fromIso(text.replace('Z', '+00:00'))]).toEqual([null, null]);
});
