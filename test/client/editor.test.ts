/** The draft of a board: its steps, how it is kept and found again, what is wrong with it, and in which words. */
import { expect, test } from 'vitest';
import {
  added,
  duplicated,
  emptyLayout,
  ordered,
  pageAdded,
  pageDuplicated,
  pageMoved,
  pageRemoved,
  removed,
  told,
} from '../../client/editor/change.ts';
import { answerable, metricChoices, scopeChoices, scopeOf } from '../../client/editor/choices.ts';
import { en } from '../../client/editor/en.ts';
import { he } from '../../client/editor/he.ts';
import { hold, isHeld, release } from '../../client/editor/held.ts';
import { begun, redone, STEPS_MAX, stepped, undone } from '../../client/editor/history.ts';
import { type Draft, draftElsewhere, dropDraft, findDraft, hasDraft, keepDraft, readDraft, type Store } from '../../client/editor/kept.ts';
import { isWhole, problemsOf, problemText } from '../../client/editor/problems.ts';
import type { Forms } from '../../client/i18n/dictionary.ts';
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { WIDGET_KINDS, type Widget, type WidgetOf } from '../../shared/boards/widgets.ts';
import { parse } from '../../shared/schema.ts';
import { boardFixture } from '../support/board-fixture.ts';

const empty = emptyLayout({ he: 'לוח', en: '' });
const named = (name: string): BoardLayout => ({ ...empty, name: { he: name, en: '' } });

test('steps are taken back and forth, typing is one of them, and there is a bound', () => {
  let history = begun(empty);
  for (const text of ['a', 'ab', 'abc']) history = stepped(history, named(text), 'board name');
  history = stepped(history, named('other'));
  expect(history.past).toHaveLength(2);
  expect(undone(history).present.name.he).toBe('abc');
  expect(undone(undone(history)).present).toBe(empty);
  expect(undone(undone(undone(history))).present).toBe(empty);
  expect(redone(redone(undone(undone(history)))).present.name.he).toBe('other');
  // What is done after a step back is another future, and typing goes on as a step of its own.
  const back = stepped(undone(history), named('abcd'), 'board name');
  expect(back.future).toEqual([]);
  expect(undone(back).present.name.he).toBe('abc');
  for (let n = 0; n < 2 * STEPS_MAX; n++) history = stepped(history, named(`step ${n}`));
  expect(history.past).toHaveLength(STEPS_MAX);
});

test('every kind is put on a page as a widget that can be saved, but for a picture, which needs a file', () => {
  for (const kind of WIDGET_KINDS) {
    const { layout, id } = added(empty, 'page-1', kind, { x: 0, y: 0, w: 8, h: 10 });
    const widget = layout.pages[0]?.widgets.find((one) => one.id === id) as Widget;
    expect(isWhole(widget), kind).toBe(kind !== 'image');
  }
});

test('a widget is duplicated under an id of its own, told something else, and removed', () => {
  const { layout, id } = added(empty, 'page-1', 'metric', { x: 0, y: 0, w: 2, h: 4 });
  const copy = duplicated(layout, 'page-1', id);
  expect(copy?.layout.pages[0]?.widgets.map((widget) => [widget.id, widget.x])).toEqual([
    ['metric', 0],
    ['metric-2', 2],
  ]);
  const options: WidgetOf<'metric'>['options'] = {
    metric: 'offered',
    scope: { of: 'floor' },
    window: 'day',
    target: null,
    byChannel: false,
    trend: false,
    spark: false,
  };
  const changed = told(copy?.layout ?? layout, 'page-1', 'metric-2', options);
  expect(changed.pages[0]?.widgets.map((widget) => (widget.kind === 'metric' ? widget.options.metric : ''))).toEqual(['waiting', 'offered']);
  expect(removed(changed, 'page-1', 'metric').pages[0]?.widgets.map((widget) => widget.id)).toEqual(['metric-2']);
});

test('pages are added, duplicated, moved and removed, and the last one stays', () => {
  const overview = READY_MADE[0]?.layout as BoardLayout;
  const { layout } = pageDuplicated(overview, 'overview');
  expect(parse(layoutSchema, layout)).toMatchObject({ ok: true });
  expect(layout.pages.map(({ id }) => id)).toEqual(['overview', 'page-2']);
  const more = pageAdded(layout).layout;
  expect(pageMoved(more, 'page-3', -1).pages.map(({ id }) => id)).toEqual(['overview', 'page-3', 'page-2']);
  expect(pageMoved(more, 'page-3', 1)).toBe(more);
  expect(pageRemoved(pageRemoved(more, 'overview'), 'page-2').pages.map(({ id }) => id)).toEqual(['page-3']);
  expect(pageRemoved(empty, 'page-1')).toBe(empty);
});

test('a page is saved in the order in which it is read', () => {
  const first = added(empty, 'page-1', 'metric', { x: 6, y: 0, w: 2, h: 4 }).layout;
  const { layout } = added(first, 'page-1', 'clock', { x: 0, y: 0, w: 3, h: 4 });
  expect(ordered(layout).pages[0]?.widgets.map(({ id }) => id)).toEqual(['clock', 'metric']);
});

/** As a browser keeps it; `room`: so many characters. */
function storeOf(room = Number.POSITIVE_INFINITY): Store & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (n) => [...kept.keys()][n] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem(key, text) {
      if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
      kept.set(key, text);
    },
    removeItem: (key) => void kept.delete(key),
  };
}

const nobody = () => false;

const draftOf = (present: BoardLayout, past: readonly BoardLayout[] = []): Draft => ({
  base: 3,
  at: 1000,
  history: { past, present, future: [], at: null },
});

test('a draft is found again with its steps, even one whose name is not there yet, and is gone when it is dropped', () => {
  const store = storeOf();
  const draft = draftOf(named(''), [empty]);
  expect(keepDraft(store, 'b', 'me', draft)).toBe(true);
  expect(findDraft(store, 'b', 'me', nobody)).toEqual({ is: 'draft', draft });
  expect(findDraft(store, 'other', 'me', nobody)).toBe(null);
  dropDraft(store, 'b', 'me');
  expect(findDraft(store, 'b', 'me', nobody)).toBe(null);
});

test('two pages keep drafts of their own, and one that was left behind is taken over', () => {
  const store = storeOf();
  keepDraft(store, 'b', 'first', draftOf(named('first')));
  keepDraft(store, 'b', 'second', draftOf(named('second')));
  expect(findDraft(store, 'b', 'second', nobody)).toMatchObject({ draft: { history: { present: { name: { he: 'second' } } } } });
  dropDraft(store, 'b', 'second');
  expect(findDraft(store, 'b', 'third', nobody)).toMatchObject({ draft: { history: { present: { name: { he: 'first' } } } } });
  expect([...store.kept.keys()]).toEqual(['moked.draft.b.third']);
});

test('what a page that is there has not saved is not taken from it, and can be read', () => {
  const store = storeOf();
  keepDraft(store, 'b', 'first', draftOf(named('first')));
  expect(hold(store, 'b', 'first', 1_000_000)).toBe(true);
  const isOpen = (now: number) => (editor: string) => isHeld(store, 'b', editor, now);
  expect(findDraft(store, 'b', 'second', isOpen(1_060_000))).toBe(null);
  expect(draftElsewhere(store, 'b', 'second', isOpen(1_060_000))).toBe('first');
  expect(readDraft(store, 'b', 'first')).toMatchObject({ history: { present: { name: { he: 'first' } } } });
  // Itself is no other page, and one of another board has nothing to do with it.
  expect(draftElsewhere(store, 'b', 'first', isOpen(1_060_000))).toBe(null);
  expect(isHeld(store, 'other', 'first', 1_060_000)).toBe(false);
  // One that ended without a word is believed to be there for two minutes.
  expect(findDraft(store, 'b', 'second', isOpen(1_120_000))).not.toBe(null);
  expect([hasDraft(store, 'b', 'first'), hasDraft(store, 'b', 'second')]).toEqual([false, true]);
  hold(store, 'b', 'second', 1_130_000);
  expect(release(store, 'b', 'second')).toBe(true);
  expect(findDraft(store, 'b', 'third', isOpen(1_130_000))).not.toBe(null);
  expect(hold(storeOf(0), 'b', 'first', 1_000_000)).toBe(false);
});

test.each([
  ['no JSON', '{"format":'],
  ['of another format', JSON.stringify({ format: 'moked.draft.v0' })],
  [
    'with a kind that is not known',
    JSON.stringify({ format: 'moked.draft.v1' }).replace('}', ',"base":1,"at":1,"past":[],"future":[],"layout":{"pages":[]}}'),
  ],
])('a draft that is %s is told of, and stays', (_what, text) => {
  const store = storeOf();
  store.setItem('moked.draft.b.me', text);
  expect(findDraft(store, 'b', 'me', nobody)).toEqual({ is: 'unreadable', text });
  expect(store.kept.size).toBe(1);
});

test('where there is little room the steps go first, and a browser that keeps nothing is told of', () => {
  const store = storeOf();
  const large = { ...empty, name: { he: 'x'.repeat(800_000), en: '' } };
  keepDraft(store, 'b', 'me', draftOf(empty, [large, large]));
  expect(findDraft(store, 'b', 'me', nobody)).toMatchObject({ draft: { history: { past: [], present: empty } } });
  expect(keepDraft(storeOf(10), 'b', 'me', draftOf(empty))).toBe(false);
});

test('what is wrong is told with its page, its widget and its field, in both languages', () => {
  const text = added(empty, 'page-1', 'text', { x: 0, y: 0, w: 4, h: 3 });
  const wrong = told(text.layout, 'page-1', 'text', { text: { he: ' ', en: '' }, size: 'middle' });
  const problems = problemsOf({ ...wrong, name: { he: '', en: '' }, pages: wrong.pages.map((page) => ({ ...page, stayS: 2 })) });
  expect(problems.map(({ page, widget, field }) => [page, widget, field])).toEqual(
    expect.arrayContaining([
      [null, null, 'name'],
      ['page-1', null, 'stayS'],
      ['page-1', 'text', 'options.text'],
    ]),
  );
  for (const { message } of problems) expect(problemText(message)).toMatch(/[א-ת]/);
  expect(problemsOf(empty)).toEqual([]);
});

test('no choice of the panel asks what has no answer', () => {
  const board = boardFixture();
  const scopes = scopeChoices(board, { of: 'floor' }, new Set(['floor', 'queue', 'group', 'team', 'site', 'channels'])).flatMap(({ choices }) =>
    choices.map(({ value }) => scopeOf(value, { of: 'floor' })),
  );
  expect(new Set(scopes.map(({ of }) => of))).toContain('team');
  for (const scope of scopes)
    for (const metric of metricChoices(scope).flatMap(({ choices }) => choices.map(({ value }) => value)))
      for (const window of [null, 'rolling30'] as const) {
        const asked = answerable({ metric, scope, window });
        const { layout } = added(empty, 'page-1', 'metric', { x: 0, y: 0, w: 2, h: 4 });
        const problems = problemsOf(told(layout, 'page-1', 'metric', { ...asked, target: null, byChannel: false, trend: false, spark: false }));
        expect(problems, `${metric} of ${scope.of}`).toEqual([]);
      }
  // A team has no queues, so what was asked of them becomes something that it has.
  expect(answerable({ metric: 'abandon_rate', scope: { of: 'team', name: 'x' }, window: 'interval' })).not.toMatchObject({ metric: 'abandon_rate' });
});

test('a part of the floor that is gone can still be seen in its list', () => {
  const gone = { of: 'queue', id: 'closed' } as const;
  const [first] = scopeChoices(boardFixture(), gone, new Set(['floor', 'queue']));
  expect(first?.choices[0]?.text).toContain('closed');
});

const keys = Object.keys(he) as (keyof typeof he)[];
const formsOf = (entry: string | Forms) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const placeholders = (entry: string | Forms) =>
  [...(typeof entry === 'string' ? entry : entry.other).matchAll(/\{@?\w+\}/g)].map(([name]) => name).sort();

test('both languages have the same words, none of them empty, with the same placeholders', () => {
  expect(Object.keys(en).sort()).toEqual([...keys].sort());
  for (const key of keys) {
    for (const text of [...formsOf(he[key]), ...formsOf(en[key])]) expect(text.trim(), key).not.toBe('');
    expect(placeholders(en[key]), key).toEqual(placeholders(he[key]));
  }
  expect(keys.flatMap((key) => formsOf(he[key])).filter((text) => /[א-ת]["'-][א-ת]|[א-ת]'|!/.test(text))).toEqual([]);
});
