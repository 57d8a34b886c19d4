/** Boards of widgets, and of options of widgets, that no ready-made board has. */
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { parse } from '../../shared/schema.ts';
import { TEAMS } from './floor-people.ts';

const FLOOR = { of: 'floor' };
/** Whichever the screen's address names. */
const A_QUEUE = { of: 'queue', id: null };

function layoutOf(name: string, widgets: readonly object[]): BoardLayout {
  const read = parse(layoutSchema, { name: { he: name }, pages: [{ id: name, widgets }] });
  if (!read.ok) throw new Error(read.error);
  return read.value;
}

const tile = (metric: string, x: number, y: number, w: number, h: number, scope: object) => ({
  kind: 'metric',
  id: `${metric}-${y}`,
  x,
  y,
  w,
  h,
  options: { metric, scope, window: y === 6 ? 'shift' : 'day', trend: true, spark: true },
});

export const OF_WIDGETS: readonly { readonly id: string; readonly layout: BoardLayout }[] = [
  {
    id: 'people',
    layout: layoutOf('people', [
      { kind: 'agents', id: 'by-state', x: 0, y: 0, w: 12, h: 12, options: { scope: FLOOR, by: 'state' } },
      { kind: 'agents', id: 'by-trouble', x: 0, y: 12, w: 6, h: 12, options: { scope: FLOOR, by: 'trouble' } },
      { kind: 'agents', id: 'initials', x: 6, y: 12, w: 3, h: 12, options: { scope: FLOOR, by: 'state', names: 'initials' } },
      { kind: 'agents', id: 'codes', x: 9, y: 12, w: 3, h: 12, options: { scope: FLOOR, by: 'trouble', names: 'pseudonym' } },
    ]),
  },
  {
    id: 'waiters',
    layout: layoutOf('waiters', [
      { kind: 'waiters', id: 'floor', x: 0, y: 0, w: 4, h: 24, options: { scope: FLOOR } },
      { kind: 'waiters', id: 'few', x: 4, y: 0, w: 5, h: 12, options: { scope: FLOOR, lines: 3 } },
      { kind: 'waiters', id: 'queue', x: 4, y: 12, w: 5, h: 12, options: { scope: { of: 'queue', id: null } } },
      { kind: 'waiters', id: 'least', x: 9, y: 0, w: 3, h: 4, options: { scope: FLOOR } },
      { kind: 'waiters', id: 'mail', x: 9, y: 4, w: 3, h: 20, options: { scope: { of: 'channels', channels: ['email', 'whatsapp'] } } },
    ]),
  },
  {
    id: 'trends',
    layout: layoutOf('trends', [
      ...['offered', 'service_level', 'asa_ms', 'abandon_rate', 'handled', 'answered'].map((metric, n) => tile(metric, n * 2, 0, 2, 6, FLOOR)),
      ...['offered', 'service_level'].map((metric, n) => tile(metric, n * 4, 6, 4, 6, A_QUEUE)),
      ...['offered', 'service_level', 'asa_ms'].map((metric, n) => tile(metric, n * 3, 12, 3, 4, A_QUEUE)),
      { kind: 'intraday', id: 'queue', x: 8, y: 6, w: 4, h: 6, options: { scope: A_QUEUE } },
      { kind: 'intraday', id: 'least', x: 9, y: 12, w: 3, h: 6, options: { scope: { of: 'channels', channels: ['chat', 'whatsapp', 'email'] } } },
      { kind: 'agent-states', id: 'states', x: 4, y: 16, w: 5, h: 8, options: { scope: FLOOR } },
      { kind: 'agent-states', id: 'states-least', x: 0, y: 16, w: 4, h: 7, options: { scope: { of: 'team', name: TEAMS[0]?.team[0] } } },
      { kind: 'overruns', id: 'codes-over', x: 9, y: 18, w: 3, h: 6, options: { scope: FLOOR, names: 'pseudonym' } },
    ]),
  },
];

const table = (id: string, [x, y, w, h]: readonly number[], columns: readonly string[]) => ({
  kind: 'queues',
  id,
  x,
  y,
  w,
  h,
  options: { scope: FLOOR, columns },
});
const COLUMNS_USUAL = ['waiting', 'longest_waiting_ms', 'service_level', 'asa_ms', 'abandoned', 'free_of'];

/** Tables of queues in places that are narrow, low, or both. */
export const TABLES: BoardLayout = layoutOf('tables', [
  table('two', [0, 0, 4, 8], ['waiting', 'longest_waiting_ms']),
  table('day', [4, 0, 4, 8], ['service_level', 'abandoned']),
  table('mixed', [8, 0, 4, 8], ['waiting', 'service_level']),
  table('least', [0, 8, 4, 4], ['waiting', 'abandon_rate']),
  table('low', [4, 8, 8, 4], COLUMNS_USUAL),
  table('usual', [0, 12, 8, 12], COLUMNS_USUAL),
  table('many', [8, 12, 4, 12], [...COLUMNS_USUAL, 'offered', 'aht_ms']),
]);

/** The widgets that are on no other board. */
export const REST_OF_WIDGETS = {
  id: 'rest',
  layout: layoutOf('rest', [
    { kind: 'alarms', id: 'alarms', x: 0, y: 0, w: 4, h: 10, options: { scope: FLOOR } },
    { kind: 'alarms', id: 'alarms-of-queue', x: 0, y: 10, w: 4, h: 7, options: { scope: A_QUEUE } },
    { kind: 'statutory', id: 'statutory', x: 4, y: 0, w: 4, h: 8, options: { scope: FLOOR } },
    { kind: 'notices', id: 'notices', x: 4, y: 8, w: 4, h: 8, options: {} },
    { kind: 'clock', id: 'clock', x: 8, y: 0, w: 2, h: 6, options: {} },
    { kind: 'text', id: 'text', x: 10, y: 0, w: 2, h: 6, options: { text: { he: 'שלום', en: '' }, size: 'large' } },
    { kind: 'waiters', id: 'waiters', x: 8, y: 6, w: 4, h: 6, options: { scope: A_QUEUE } },
    { kind: 'sources', id: 'sources', x: 8, y: 12, w: 4, h: 5, options: {} },
    { kind: 'channels', id: 'channels', x: 0, y: 17, w: 4, h: 7, options: { window: 'shift' } },
    { kind: 'overruns', id: 'overruns', x: 4, y: 16, w: 4, h: 8, options: { scope: FLOOR } },
    { kind: 'service-levels', id: 'levels', x: 8, y: 17, w: 4, h: 7, options: { scope: A_QUEUE, window: 'day', formulas: ['5', '3'] } },
  ]),
};
