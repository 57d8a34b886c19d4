/** The boards of a new install. They are a beginning: people change them, and what they changed is never touched again. */
import type { BoardLayout } from './layout.ts';
import type { Scope, Window } from './parts.ts';
import type { Widget, WidgetOf } from './widgets.ts';

const FLOOR: Scope = { of: 'floor' };
const DIGITAL: Scope = { of: 'channels', channels: ['chat', 'whatsapp', 'email', 'portal', 'social', 'sms'] };
/** Whichever the screen's address names. */
const A_QUEUE: Scope = { of: 'queue', id: null };

type Place = readonly [x: number, y: number, w: number, h: number];
type Asked<K extends Widget['kind']> = WidgetOf<K>['options'];

function put<K extends Widget['kind']>(kind: K, id: string, [x, y, w, h]: Place, options: Asked<K>): WidgetOf<K> {
  return { kind, id, x, y, w, h, options } as unknown as WidgetOf<K>;
}

function tile(metric: string, place: Place, scope: Scope, window: Window | null, more: Partial<Asked<'metric'>> = {}): WidgetOf<'metric'> {
  const id = [metric, scope.of, ...(window === null || window === 'day' ? [] : [window])].join('-');
  return put('metric', id, place, { metric, scope, window, target: null, byChannel: false, trend: false, spark: false, ...more });
}

const board = (he: string, en: string, pages: BoardLayout['pages']): BoardLayout => ({
  name: { he, en },
  language: null,
  theme: 'dark',
  scale: 1,
  night: null,
  sound: true,
  pages,
});

const overview = board('כל המוקד', 'Floor overview', [
  {
    id: 'overview',
    name: null,
    stayS: 30,
    widgets: [
      tile('waiting', [0, 0, 2, 4], FLOOR, null, { byChannel: true }),
      tile('longest_waiting_ms', [2, 0, 2, 4], FLOOR, null),
      tile('service_level', [4, 0, 2, 4], FLOOR, 'day'),
      tile('asa_ms', [6, 0, 2, 4], FLOOR, 'day'),
      tile('abandon_rate', [8, 0, 2, 4], FLOOR, 'day'),
      tile('answered', [10, 0, 2, 4], FLOOR, 'day'),
      put('queues', 'queues', [0, 4, 8, 10], {
        scope: FLOOR,
        columns: ['waiting', 'longest_waiting_ms', 'service_level', 'asa_ms', 'abandoned', 'free_of'],
        sort: 'trouble',
      }),
      put('intraday', 'intraday', [8, 4, 4, 10], { scope: FLOOR }),
      put('agents', 'agents', [0, 14, 12, 10], { scope: FLOOR, by: 'team', names: 'full' }),
    ],
  },
]);

const queue = board('תור אחד לעומק', 'One queue in depth', [
  {
    id: 'queue',
    name: null,
    stayS: 30,
    widgets: [
      tile('waiting', [0, 0, 2, 5], A_QUEUE, null),
      tile('longest_waiting_ms', [2, 0, 3, 5], A_QUEUE, null),
      tile('service_level', [5, 0, 3, 5], A_QUEUE, 'rolling30'),
      tile('service_level', [8, 0, 2, 5], A_QUEUE, 'day'),
      tile('abandon_rate', [10, 0, 2, 5], A_QUEUE, 'day'),
      put('queues', 'row', [0, 5, 8, 10], {
        scope: A_QUEUE,
        columns: ['waiting', 'longest_waiting_ms', 'free_of', 'in_conversation', 'answered', 'aht_ms'],
        sort: 'settings',
      }),
      put('service-levels', 'service-levels', [8, 5, 4, 10], { scope: A_QUEUE, window: 'day', formulas: ['5', '3', '1', '6'] }),
      put('agents', 'agents', [0, 15, 12, 9], { scope: A_QUEUE, by: 'team', names: 'full' }),
    ],
  },
]);

const agents = board('נציגים', 'Agents', [
  {
    id: 'agents',
    name: null,
    stayS: 30,
    widgets: [
      tile('available', [0, 0, 2, 4], FLOOR, null),
      tile('talking', [2, 0, 2, 4], FLOOR, null),
      tile('in_acw', [4, 0, 2, 4], FLOOR, null),
      tile('on_break', [6, 0, 2, 4], FLOOR, null),
      tile('signed_in', [8, 0, 2, 4], FLOOR, null),
      tile('occupancy', [10, 0, 2, 4], FLOOR, 'shift'),
      put('agents', 'agents', [0, 4, 9, 20], { scope: FLOOR, by: 'team', names: 'full' }),
      put('overruns', 'overruns', [9, 4, 3, 20], { scope: FLOOR, breaks: true, wrapup: true, lines: null, names: 'full' }),
    ],
  },
]);

const intraday = board('מהלך היום', 'Intraday', [
  {
    id: 'intraday',
    name: null,
    stayS: 30,
    widgets: [
      tile('service_level', [0, 0, 3, 5], FLOOR, 'shift'),
      tile('answered', [3, 0, 3, 5], FLOOR, 'shift'),
      tile('abandon_rate', [6, 0, 3, 5], FLOOR, 'shift'),
      tile('aht_ms', [9, 0, 3, 5], FLOOR, 'shift'),
      put('intraday', 'intraday', [0, 5, 8, 19], { scope: FLOOR }),
      put('service-levels', 'service-levels', [8, 5, 4, 8], { scope: FLOOR, window: 'day', formulas: ['5', '3', '1', '6'] }),
      put('channels', 'channels', [8, 13, 4, 5], { window: 'day' }),
      put('sources', 'sources', [8, 18, 4, 6], {}),
    ],
  },
]);

const digital = board('ערוצים דיגיטליים', 'Digital channels', [
  {
    id: 'digital',
    name: null,
    stayS: 30,
    widgets: [
      tile('waiting', [0, 0, 3, 5], DIGITAL, null, { byChannel: true }),
      tile('in_conversation', [3, 0, 2, 5], DIGITAL, null),
      tile('first_response_ms', [5, 0, 3, 5], DIGITAL, 'day'),
      tile('first_responses', [8, 0, 2, 5], DIGITAL, 'day'),
      tile('handled', [10, 0, 2, 5], DIGITAL, 'day'),
      put('queues', 'queues', [0, 5, 8, 11], {
        scope: DIGITAL,
        columns: ['waiting', 'longest_waiting_ms', 'in_conversation', 'service_level', 'answered', 'aht_ms'],
        sort: 'trouble',
      }),
      put('channels', 'channels', [8, 5, 4, 11], { window: 'day' }),
      put('agents', 'agents', [0, 16, 12, 8], { scope: DIGITAL, by: 'team', names: 'full' }),
    ],
  },
]);

/** By the ids that their addresses have. */
export const READY_MADE: readonly { readonly id: string; readonly layout: BoardLayout }[] = [
  { id: 'overview', layout: overview },
  { id: 'queue', layout: queue },
  { id: 'agents', layout: agents },
  { id: 'intraday', layout: intraday },
  { id: 'digital', layout: digital },
];
