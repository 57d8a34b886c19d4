import { describe, expect, test } from 'vitest';
import { fitOf, noteOf } from '../../client/widgets/queue-fit.ts';
import { COLUMNS, ROWS } from '../../shared/boards/widgets.ts';

/** As the usual table has them. */
const USUAL = [7.6, 10.6, 20.2, 11, 7, 10.4];
/** What a place of so many cells has at a scale of the board. */
const roomOf = (w: number, h: number, scale = 1) => ({ w: (173 / scale / COLUMNS) * w - 2.4, h: (86 / scale / ROWS) * h - 0.9 });

describe('a table of queues', () => {
  test('is as designed where it has its usual room', () => {
    expect(fitOf(USUAL, roomOf(8, 10), 8)).toEqual({ columns: 6, rows: 8, fit: 1 });
  });

  test('is set smaller where names would have none, and has more rows by it', () => {
    const { columns, rows, fit } = fitOf(USUAL, roomOf(8, 10, 1.4), 8);
    expect(columns).toBe(6);
    expect(rows).toBeGreaterThan(4);
    expect(fit).toBeGreaterThan(0.7);
    expect(fit).toBeLessThan(0.8);
  });

  test('gives up columns before it becomes too small to be read', () => {
    const { columns, fit } = fitOf(USUAL, roomOf(4, 10, 1.4), 8);
    expect(columns).toBeLessThan(6);
    expect(fit).toBeGreaterThanOrEqual(0.6);
    expect(fitOf([200], roomOf(4, 4), 8)).toMatchObject({ columns: 1, fit: 0.6 });
  });

  test.each([1, 1.4, 1.6])('has two rows in the least place at scale %d, unless there is one queue', (scale) => {
    const room = roomOf(4, 4, scale);
    const several = fitOf([7.6, 10.6], room, 8);
    expect(several.rows).toBe(2);
    expect(several.fit * (5 + 2 * 3.7)).toBeLessThanOrEqual(Math.max(room.h + 1e-6, 0.6 * (5 + 2 * 3.7)));
    expect(fitOf([7.6, 10.6], room, 1).fit).toBeGreaterThanOrEqual(several.fit);
  });
});

test('a note stands before the columns of the day, shorter where it must be, or not at all', () => {
  const notes = ['n'.repeat(40), 'n'.repeat(15)];
  expect(noteOf(notes, USUAL, 2, 1, Number.POSITIVE_INFINITY)).toBe(notes[0]);
  expect(noteOf(notes, [7.6, 8], 1, 1, 55)).toBe(notes[0]);
  expect(noteOf(notes, [20.2, 7], 0, 0.9, 55)).toBe(notes[1]);
  expect(noteOf(notes, [20.2, 7, 20], 0, 1, 55)).toBeNull();
});
