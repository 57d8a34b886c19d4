import fc from 'fast-check';
import { expect, test } from 'vitest';
import { share, shareRows } from '../../client/live/share.ts';
import '../support/seed.ts';

const copy = <T>(value: T): T => structuredClone(value);
/** As a message has them. */
const value = fc.jsonValue({ maxDepth: 4 });
const row = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  n: fc.nat(2),
  of: fc.record({ x: fc.nat(1), y: fc.array(fc.nat(1), { maxLength: 2 }) }),
});
const rows = fc.uniqueArray(row, { selector: ({ id }) => id });

test('property: what comes out is equal to what came in, what was before is not touched, and what is equal is the same', () => {
  fc.assert(
    fc.property(value, value, (before, next) => {
      const [was, asked] = [copy(before), copy(next)];
      const shared = share(before, next);
      expect(shared).toEqual(asked);
      expect(before).toEqual(was);
      expect(share(shared, copy(asked))).toBe(shared);
    }),
    { numRuns: 1000 },
  );
});

test('property: rows are found wherever they stand', () => {
  fc.assert(
    fc.property(rows, rows, (before, next) => {
      const [was, asked] = [copy(before), copy(next)];
      const shared = shareRows(({ id }) => id, before, next);
      expect(shared).toEqual(asked);
      expect(before).toEqual(was);
      for (const one of shared) {
        const same = before.find(({ id }) => id === one.id);
        if (same !== undefined && JSON.stringify(same) === JSON.stringify(one)) expect(one).toBe(same);
      }
      expect(shareRows(({ id }) => id, shared, copy(asked))).toBe(shared);
    }),
    { numRuns: 1000 },
  );
});

test('a field that is gone, or there for the first time, is a change', () => {
  const before = { a: 1, b: undefined };
  expect(share<object>(before, { a: 1 })).not.toBe(before);
  expect(share<object>({ a: 1 }, before)).toBe(before);
  expect(share<unknown>([1, 2], { 0: 1, 1: 2 })).toEqual({ 0: 1, 1: 2 });
});
