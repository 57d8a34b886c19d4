import { expect, test } from 'vitest';
import { layoutSchema } from '../../../shared/boards/layout.ts';
import { figureKind, figureProblem } from '../../../shared/boards/options.ts';
import type { Scope } from '../../../shared/boards/parts.ts';
import { READY_MADE } from '../../../shared/boards/ready-made.ts';
import { COLUMNS, ROWS, SIZES, WIDGET_KINDS, widgetSchema } from '../../../shared/boards/widgets.ts';
import { parse } from '../../../shared/schema.ts';

const page = (widgets: unknown[]) => ({ name: { he: 'לוח' }, pages: [{ id: 'p', widgets }] });
const metric = (more: object = {}, options: object = {}) => ({
  kind: 'metric',
  id: 'm',
  x: 0,
  y: 0,
  w: 2,
  h: 4,
  options: { metric: 'waiting', scope: { of: 'floor' }, window: null, ...options },
  ...more,
});
const errorOf = (input: unknown): string => {
  const read = parse(layoutSchema, input);
  return read.ok ? '' : read.error;
};

test.each(READY_MADE)('the ready-made board $id is one, and says all that a layout can say', ({ layout }) => {
  expect(parse(layoutSchema, layout)).toEqual({ ok: true, value: layout });
});

test('the ready-made boards show every cell of a page once, save where nothing is meant to be', () => {
  for (const { id, layout } of READY_MADE)
    for (const { widgets } of layout.pages) {
      const cells = widgets.reduce((sum, { w, h }) => sum + w * h, 0);
      expect([id, cells]).toEqual([id, COLUMNS * ROWS]);
    }
});

test('what is left out gets its default', () => {
  const read = parse(layoutSchema, page([metric()]));
  expect(read.ok && read.value).toEqual({
    name: { he: 'לוח', en: '' },
    language: null,
    theme: 'dark',
    scale: 1,
    night: null,
    sound: true,
    pages: [
      {
        id: 'p',
        name: null,
        stayS: 30,
        widgets: [
          metric({}, { metric: 'waiting', scope: { of: 'floor' }, window: null, target: null, byChannel: false, trend: false, spark: false }),
        ],
      },
    ],
  });
});

test.each([
  ['no page', { name: { he: 'x' }, pages: [] }, 'pages: a board has at least one page'],
  ['no name', { name: { he: ' ', en: '' }, pages: [{ id: 'p', widgets: [] }] }, 'name: needs a text in Hebrew or in English'],
  ['beyond the page', page([metric({ x: 11 })]), 'pages.0.widgets: "m" reaches beyond the page of 12 × 24 cells'],
  ['too small', page([metric({ h: 2 })]), 'pages.0.widgets: "m" is 2 × 2 cells; a metric has at least 2 × 3'],
  ['on each other', page([metric(), metric({ id: 'n', x: 1, y: 3 })]), 'pages.0.widgets: "m" and "n" lie on each other'],
  ['the same id', page([metric(), metric({ x: 4 })]), 'pages: two widgets have the same id'],
  ['an unknown metric', page([metric({}, { metric: 'happiness' })]), 'there is no metric "happiness"; METRICS.md names all'],
  ['an unknown key', page([metric({}, { colour: 'green' })]), 'pages.0.widgets.0.options.colour: is not known'],
  ['half a cell', page([metric({ x: 0.5 })]), 'pages.0.widgets.0.x: must be a whole number'],
  ['a time that is none', { ...page([]), night: { from: '25:00', to: '06:00', level: 0.5 } }, 'night.from: must be a time of day such as 22:30'],
  [
    'a picture from elsewhere',
    page([{ ...metric(), kind: 'image', options: { source: 'https://x/y.png', says: { he: 'x' } } }]),
    'a picture is a PNG',
  ],
])('a board with %s is refused in words', (_what, input, words) => {
  expect(errorOf(input)).toContain(words);
});

test('widgets that touch do not lie on each other', () => {
  expect(errorOf(page([metric(), metric({ id: 'n', x: 2 }), metric({ id: 'o', y: 4 })]))).toBe('');
});

const scopes: Record<string, Scope> = {
  floor: { of: 'floor' },
  queue: { of: 'queue', id: 'q' },
  team: { of: 'team', name: 't' },
  site: { of: 'site', name: 's' },
};

test.each([
  ['waiting', 'floor', null, null],
  ['waiting', 'team', null, 'a team has no "waiting"'],
  ['available', 'team', null, null],
  ['waiting', 'queue', 'day', '"waiting" is of this moment: it has no window'],
  ['asa_ms', 'queue', 'rolling30', null],
  ['asa_ms', 'queue', null, '"asa_ms" needs a window: day, shift, interval, rolling30'],
  ['asa_ms', 'team', 'day', 'a team has no "asa_ms"'],
  ['occupancy', 'team', 'shift', null],
  ['occupancy', 'queue', 'shift', 'a queue has no "occupancy"'],
  ['occupancy', 'site', 'interval', '"occupancy" of agents has the windows day and shift, not interval'],
] as const)('%s of a %s in the window %s: %s', (id, scope, window, problem) => {
  expect(figureProblem(id, scopes[scope] as Scope, window)).toBe(problem);
});

test('of a metric that contacts and agents both have a site shows that of the contacts, a team that of the agents', () => {
  expect(figureKind('aht_ms', scopes['site'] as Scope)).toBe('stay');
  expect(figureKind('aht_ms', scopes['team'] as Scope)).toBe('agent');
});

test('every kind of widget has a schema of its own and sizes that fit on a page', () => {
  expect(widgetSchema.options.map(({ entries }) => entries.kind.literal)).toEqual(WIDGET_KINDS);
  for (const kind of WIDGET_KINDS) {
    const { least, usual } = SIZES[kind];
    expect([kind, least.w <= usual.w && least.h <= usual.h && usual.w <= COLUMNS && usual.h <= ROWS]).toEqual([kind, true]);
  }
});
