import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDraft } from '../../client/notices/draft.ts';
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

test('one that is to come and whose beginning is emptied begins now, as the field says; what stays is not sent', () => {
  const said = { version: 1, text: { he: 'א', en: '' }, urgent: false, savedAt: '2026-11-22T08:00:00.000Z', savedBy: 'x' };
  const times = { startsAt: '2026-11-22T12:00:00.000Z', endsAt: '2026-11-22T14:30:15.000Z' };
  const draft = createDraft(() => 'Asia/Jerusalem');
  draft.begin({ ...said, ...times, id: 'n', state: 'coming', history: [] });
  expect(draft.written(null)).toEqual({ text: said.text, urgent: false });
  draft.type({ starts: '' });
  expect(draft.written(null)).toEqual({ text: said.text, urgent: false, startsAt: 'now' });
  draft.begin(null);
  draft.type({ he: 'ב', ends: '2026-11-22T20:00' });
  expect(draft.written('דנה')).toEqual({ text: { he: 'ב', en: '' }, urgent: false, by: 'דנה', endsAt: '2026-11-22T18:00:00.000Z' });
});

test('of a notice that others changed meanwhile what was typed stays, and everything else is as it is now', () => {
  const said = {
    urgent: false,
    savedAt: '2026-11-22T08:00:00.000Z',
    savedBy: 'x',
    startsAt: '2026-11-22T08:00:00.000Z',
    state: 'holds' as const,
    history: [],
  };
  const before = { ...said, id: 'n', version: 1, text: { he: 'א', en: 'a' }, endsAt: null };
  const theirs = { ...before, version: 2, text: { he: 'ב', en: 'b' }, endsAt: '2026-11-22T14:00:00.000Z' };
  const draft = createDraft(() => 'Asia/Jerusalem');
  draft.begin(before);
  draft.type({ he: 'שלי', urgent: true });
  draft.rebase(theirs);
  expect([draft.of()?.version, draft.typed()]).toEqual([
    2,
    { he: 'שלי', en: 'b', urgent: true, starts: '2026-11-22T10:00', ends: '2026-11-22T16:00' },
  ]);
  expect(draft.written(null)).toEqual({ text: { he: 'שלי', en: 'b' }, urgent: true });
  // Nor does a list that is asked for again move what was seen.
  Object.assign(theirs, { version: 7, text: { he: 'ג', en: 'c' } });
  expect([draft.of()?.version, draft.of()?.text.he]).toEqual([2, 'ב']);
  // Of another notice nothing is taken over.
  draft.rebase({ ...theirs, id: 'other', version: 9 });
  expect(draft.of()?.version).toBe(2);
});
