import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOTICE_TURN_MS, onTurn, pagesOf } from '../../client/wall/notices.ts';
import { fixtureNotice } from '../support/board-fixture.ts';
import '../support/seed.ts';

test('notices take turns by the clock, each with its place; where there is none nobody has one', () => {
  const notices = ['a', 'b', 'c'].map((id) => fixtureNotice({ id }));
  const turns = [0, 1, 2, 3].map((n) => onTurn(notices, n * NOTICE_TURN_MS));
  expect(turns.map((turn) => [turn?.notice.id, turn?.place])).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
    ['a', 1],
  ]);
  expect(onTurn([], 0)).toBe(null);
});

test('a page ends between two notices, and breaks only one that is longer than it', () => {
  expect(pagesOf([2, 2, 1, 4], 4)).toEqual([
    { from: 0, lines: 4 },
    { from: 4, lines: 1 },
    { from: 5, lines: 4 },
  ]);
  expect(pagesOf([1, 7], 3)).toEqual([
    { from: 0, lines: 1 },
    { from: 1, lines: 3 },
    { from: 4, lines: 3 },
    { from: 7, lines: 1 },
  ]);
  expect(pagesOf([], 3)).toEqual([]);
});

test('property: the pages together are all lines, each once, and none has more than there is room for', () => {
  const blocks = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 20 });
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 8 }), (lines, room) => {
      const pages = pagesOf(lines, room);
      let next = 0;
      for (const page of pages) {
        expect(page.from).toBe(next);
        expect(page.lines).toBeGreaterThan(0);
        expect(page.lines).toBeLessThanOrEqual(room);
        next += page.lines;
      }
      expect(next).toBe(lines.reduce((sum, count) => sum + count, 0));
    }),
  );
});
