import { describe, expect, test } from 'vitest';
import { type DecideOptions, decide, MAX_LOOKED_AT, MAX_OPEN, rowOf, type Told, type Watches } from '../../../shared/alarms/decide.ts';
import { isWithin } from '../../../shared/alarms/hours.ts';
import { READY_RULES } from '../../../shared/alarms/ready-made.ts';
import type { AlarmRow } from '../../../shared/alarms/row.ts';
import { type AlarmRules, type FigureRule, MAX_RULES, rulesSchema } from '../../../shared/alarms/rules.ts';
import type { Board } from '../../../shared/board.ts';
import { parse } from '../../../shared/schema.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { alarmsOfBoard, atOnce, sightOf } from '../../support/alarms.ts';
import { boardFixture, FIXTURE_NOW } from '../../support/board-fixture.ts';
import { type Variant, variantBoard } from '../../support/board-variants.ts';

const shown = ({ rule, level, subject }: AlarmRow) => {
  const of = subject.of === 'source' ? subject.name : subject.scope.of === 'queue' ? subject.scope.id : subject.scope.of;
  return `${rule} ${of} ${level}`;
};
const ready = (id: string) => READY_RULES.rules.find((rule) => rule.id === id);
const figure = (id: string): FigureRule => {
  const rule = ready(id);
  if (rule?.kind !== 'figure') throw new Error(`no rule ${id}`);
  return rule;
};
const only = (...rules: AlarmRules['rules']): AlarmRules => ({ rules, quiet: null });

describe('the rules of a new install', () => {
  const expected: Partial<Record<Variant, string[]>> = {
    trouble: [
      'statutory support critical',
      'long-wait support critical',
      'long-wait retention warn',
      'none-free support warn',
      'none-free retention warn',
      'service-level support warn',
    ],
    calm: [],
    empty: [],
    history: [],
    alone: ['source pbx1 warn'],
    catching: ['source pbx1 warn'],
    limited: ['source pbx1 warn'],
  };

  test.each(Object.entries(expected))('say of the floor "%s" what is trouble there', (variant, alarms) => {
    expect(alarmsOfBoard(variantBoard(variant as Variant)).map(shown)).toEqual(alarms);
  });

  test('are rules that could be saved', () => {
    expect(parse(rulesSchema, READY_RULES)).toMatchObject({ ok: true });
  });

  test('tell a long wait by the target of its queue, on the line after five minutes at most', () => {
    const board = boardFixture(FIXTURE_NOW);
    const limits = (of: (queue: Board['queues'][number]) => Partial<Board['queues'][number]>) =>
      alarmsOfBoard(
        { ...board, queues: board.queues.slice(0, 1).map((queue) => ({ ...queue, ...of(queue) })) },
        FIXTURE_NOW,
        only(figure('long-wait')),
      ).map(({ level, limit }) => [level, limit]);
    const waits = (seconds: number, targetMs: number, channel: string) =>
      limits(({ settings }) => ({ channel, settings: { ...settings, targetMs }, oldestWaitingSince: toIso(FIXTURE_NOW - seconds * SECOND_MS) }));
    expect(waits(59, 20_000, 'voice')).toEqual([]);
    expect(waits(60, 20_000, 'voice')).toEqual([['warn', 60_000]]);
    expect(waits(180, 20_000, 'voice')).toEqual([['critical', 180_000]]);
    expect(waits(300, 60_000, 'voice')).toEqual([['critical', 300_000]]);
    expect(waits(300, 60_000, 'email')).toEqual([['warn', 180_000]]);
  });

  test('need more than a few contacts for a level of the last half hour', () => {
    const board = boardFixture(FIXTURE_NOW);
    const of = (offered: number, service_level: number | null) => {
      const windows = { ...board.floor.windows, rolling30: { metrics: { offered, service_level } } };
      return alarmsOfBoard(
        { ...board, queues: board.queues.slice(0, 1).map((queue) => ({ ...queue, windows })) },
        FIXTURE_NOW,
        only(figure('service-level')),
      );
    };
    expect(of(19, 0.2)).toEqual([]);
    expect(of(20, 0.7001)).toEqual([]);
    expect(of(20, 0.7)[0]).toMatchObject({ limit: 0.7, value: 0.7, side: 'below' });
  });
});

/** A floor that is looked at again and again. */
function watching(rules: AlarmRules, isWithin: DecideOptions['isWithin'] = () => true) {
  let watches: Watches = new Map();
  let made = 0;
  return {
    at(board: Board, now: number, changed = rules) {
      const decided = decide(changed, sightOf(board), watches, { now, newId: () => `id-${++made}`, isWithin });
      watches = decided.watches;
      return decided.told.map(({ change, why, alarm }: Told) => `${change}${why === null ? '' : `: ${why}`} ${alarm.id} ${alarm.level}`);
    },
    rows: (isQuiet = false) => [...watches.values()].flatMap((watched) => rowOf(watched, isQuiet) ?? []),
  };
}

const trouble = boardFixture(FIXTURE_NOW);
const one: Board = { ...trouble, queues: trouble.queues.slice(0, 1) };
const longWait = atOnce(figure('long-wait'));

describe('an alarm that is open', () => {
  test('says that its rule changed, is judged by the new one, and keeps its id', () => {
    const floor = watching(only(longWait));
    expect(floor.at(one, FIXTURE_NOW)).toEqual(['raised id-1 critical']);
    expect(floor.at(one, FIXTURE_NOW + 1, only(structuredClone(longWait)))).toEqual([]);
    const lenient: FigureRule = { ...longWait, meant: { as: 'targets', atMostOnTheLineMs: null }, critical: { at: 30, clear: 25, forMs: 0 } };
    expect(floor.at(one, FIXTURE_NOW + 2, only(lenient))).toEqual(['rule changed id-1 critical', 'eased id-1 warn']);
    expect(floor.at(one, FIXTURE_NOW + 3, only({ ...lenient, critical: null }))).toEqual(['rule changed id-1 warn']);
  });

  test('is closed with the reason where nobody looks any more', () => {
    const cases: [string, (rules: AlarmRules) => AlarmRules, Board][] = [
      ['rule deleted', () => only(), one],
      ['rule off', () => only({ ...longWait, enabled: false }), one],
      ['rule changed', () => only({ ...longWait, of: { ...longWait.of, metric: 'waiting' }, meant: { as: 'value' } }), one],
      ['subject gone', (rules) => rules, { ...one, queues: [] }],
      ['subject gone', (rules) => rules, { ...one, queues: one.queues.map((queue) => ({ ...queue, hidden: true })) }],
    ];
    for (const [why, change, board] of cases) {
      const floor = watching(only(longWait));
      floor.at(one, FIXTURE_NOW);
      expect(floor.at(board, FIXTURE_NOW + 1, change(only(longWait)))).toContain(`cleared: ${why} id-1 critical`);
    }
  });

  test('rests outside of the hours of its rule', () => {
    const hours = [{ days: ['sun' as const], from: '08:00', to: '16:00' }];
    let isOpen = true;
    const floor = watching(only({ ...longWait, hours }), () => isOpen);
    expect(floor.at(one, FIXTURE_NOW)).toEqual(['raised id-1 critical']);
    isOpen = false;
    expect(floor.at(one, FIXTURE_NOW + 1)).toEqual(['cleared: rule rests id-1 critical']);
    isOpen = true;
    expect(floor.at(one, FIXTURE_NOW + 2)).toEqual(['raised id-2 critical']);
  });

  test('holds while its sources tell nothing, and is judged anew when they do', () => {
    const floor = watching(only(longWait));
    floor.at(one, FIXTURE_NOW);
    const silent: Board = { ...one, sources: one.sources.map((source) => ({ ...source, state: 'down' as const })) };
    expect(floor.at(silent, FIXTURE_NOW + 1)).toEqual(['no data id-1 critical']);
    expect(floor.rows()[0]?.noDataSince).toBe(toIso(FIXTURE_NOW + 1));
    const nobody = { ...one, queues: one.queues.map((queue) => ({ ...queue, waiting: 0, oldestWaitingSince: null })) };
    expect(floor.at({ ...nobody, sources: silent.sources }, FIXTURE_NOW + 2)).toEqual([]);
    expect(floor.at(nobody, FIXTURE_NOW + 3)).toEqual(['data again id-1 critical', 'cleared: calm id-1 critical']);
  });

  test('is silent in quiet hours and below the level from which on it is heard', () => {
    const floor = watching(only(longWait));
    floor.at(one, FIXTURE_NOW);
    expect(floor.rows()[0]?.sound).toEqual({ mode: 'once' });
    expect(floor.rows(true)[0]).toMatchObject({ level: 'critical', sound: null });
    const wall = alarmsOfBoard(trouble, FIXTURE_NOW, only(longWait));
    expect(wall.map(({ level, sound }) => [level, sound?.mode])).toEqual([
      ['critical', 'once'],
      ['warn', undefined],
    ]);
  });
});

test('of agents a rule speaks team by team, of a part of the floor as one', () => {
  const longBreaks: FigureRule = {
    ...figure('long-wait'),
    id: 'breaks',
    of: { metric: 'break_ms', scope: { of: 'floor' }, window: 'day', each: true },
    meant: { as: 'value' },
    warn: { at: MINUTE_MS, clear: 1, forMs: 0 },
    critical: null,
  };
  const asked: string[] = [];
  const sight = {
    ...sightOf(trouble),
    figures: (figures: readonly { key: string }[]) => Object.fromEntries(figures.map(({ key }) => [key, asked.push(key) * MINUTE_MS])),
  };
  const options = { now: FIXTURE_NOW, newId: () => 'id', isWithin: () => true };
  expect(decide(only(longBreaks), sight, new Map(), options).told).toHaveLength(4);
  expect(asked[0]).toContain('"of":"team"');
  const busy: FigureRule = { ...longBreaks, of: { metric: 'waiting', scope: { of: 'channels', channels: ['voice'] }, window: null, each: false } };
  const [told] = decide(only({ ...busy, warn: { at: 20, clear: 19, forMs: 0 } }), sight, new Map(), options).told;
  expect(told).toMatchObject({ change: 'raised', value: 20, subject: { scope: { of: 'channels' } } });
});

test('rules that mean nothing are refused in a sentence that says what is allowed', () => {
  const rule = figure('long-wait');
  const refused = (part: object): string => {
    const read = parse(rulesSchema, only({ ...rule, ...part } as FigureRule));
    return read.ok ? 'taken' : read.error;
  };
  expect(refused({})).toBe('taken');
  expect(refused({ warn: { at: 3, clear: 3, forMs: 0 } })).toContain('warn: clear must be less than at (3)');
  expect(refused({ warn: { at: 10, clear: 2, forMs: 0 } })).toContain('warn (at 10) must not lie beyond critical (at 9)');
  expect(refused({ warn: { at: 9, clear: 8, forMs: 0 } })).toContain('warn must not be over (at 8) before critical is (at 7)');
  expect(refused({ warn: null, critical: null })).toContain('needs warn, critical or both');
  expect(refused({ of: { ...rule.of, metric: 'nope' } })).toContain('there is no metric "nope"');
  expect(refused({ of: { ...rule.of, window: 'day' } })).toContain('it has no window');
  expect(refused({ of: { ...rule.of, metric: 'waiting' } })).toContain('"waiting" has no target to count in; allowed: longest_waiting_ms');
  expect(refused({ meant: { as: 'points' } })).toContain('service_level has');
  expect(refused({ of: { ...rule.of, scope: { of: 'queue', id: null } } })).toContain('its queue has no id');
  expect(refused({ and: [{ metric: 'occupancy', window: 'day', side: 'above', at: 0.9 }] })).toContain('a queue has no "occupancy"');
  expect(refused({ id: 'Not this' })).toContain('must be of a to z');
  expect(refused({ extra: 1 })).toContain('is not known');
  const twice = parse(rulesSchema, only(rule, rule));
  expect(twice.ok ? '' : twice.error).toContain('two rules have the same id');
  const many = parse(rulesSchema, only(...Array.from({ length: MAX_RULES + 1 }, (_, i) => ({ ...rule, id: `r-${i}` }))));
  expect(many.ok ? '' : many.error).toContain('at most 200 rules');
});

test('hours are of the clock on the wall of the site', () => {
  const hours = [{ days: ['sun' as const], from: '08:00', to: '16:00' }];
  const at = (text: string) => isWithin(hours, Date.parse(text), 'Asia/Jerusalem');
  expect([
    at('2026-11-22T07:59:59+02:00'),
    at('2026-11-22T08:00:00+02:00'),
    at('2026-11-22T15:59:59+02:00'),
    at('2026-11-22T16:00:00+02:00'),
  ]).toEqual([false, true, true, false]);
});

test('a floor too large to be looked at passes whole rules over, names them, and clears nothing of theirs', () => {
  const floor = watching(only(longWait, { ...longWait, id: 'second' }));
  expect(floor.at(one, FIXTURE_NOW)).toEqual(['raised id-1 critical', 'raised id-2 critical']);
  const [queue] = one.queues;
  if (queue === undefined) throw new Error('the fixture has queues');
  const nobody = { ...queue, waiting: 0, oldestWaitingSince: null };
  const vast = { ...one, queues: [queue, ...Array.from({ length: MAX_LOOKED_AT - 1 }, (_, i) => ({ ...nobody, id: `q-${i}` }))] };
  const rules = only(longWait, { ...longWait, id: 'second' });
  expect(floor.at(vast, FIXTURE_NOW + 1, rules)).toEqual([]);
  expect(floor.rows().map(({ id }) => id)).toEqual(['id-1', 'id-2']);
  const options = { now: FIXTURE_NOW, newId: () => 'id', isWithin: () => true };
  expect(decide(rules, sightOf(vast), new Map(), options).passedOver).toEqual(['second']);
});

test('what a rule asks for besides is looked at as well, and counts', () => {
  const [queue] = one.queues;
  if (queue === undefined) throw new Error('the fixture has queues');
  const half = { ...one, queues: Array.from({ length: MAX_LOOKED_AT / 2 }, (_, i) => ({ ...queue, id: `q-${i}` })) };
  const options = { now: FIXTURE_NOW, newId: () => 'id', isWithin: () => true };
  const besides = { metric: 'available', window: null, side: 'above' as const, at: 0 };
  const passedOver = (and: FigureRule['and']) =>
    decide(only(longWait, { ...longWait, id: 'second', and }), sightOf(half), new Map(), options).passedOver;
  expect([passedOver([]), passedOver([besides])]).toEqual([[], ['second']]);
});

test('no more are raised than a wall can carry, and it is counted', () => {
  const [queue] = one.queues;
  if (queue === undefined) throw new Error('the fixture has queues');
  const many = { ...one, queues: Array.from({ length: MAX_OPEN + 3 }, (_, i) => ({ ...queue, id: `q-${i}` })) };
  let made = 0;
  const options = { now: FIXTURE_NOW, newId: () => `id-${++made}`, isWithin: () => true };
  const { watches, told, refused } = decide(only(longWait), sightOf(many), new Map(), options);
  expect([told.length, watches.size, refused.length]).toEqual([MAX_OPEN, MAX_OPEN, 3]);
});
