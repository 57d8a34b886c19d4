import { expect, test } from 'vitest';
import { oneRow } from '../../../db/one-row.ts';

test('the one row, whatever is in it', () => {
  expect(oneRow([{ position: null }])).toEqual({ position: null });
});

test('no row is no answer, and neither are two', () => {
  expect(() => oneRow([])).toThrow('0 rows');
  expect(() => oneRow([1, 2])).toThrow('2 rows');
});
