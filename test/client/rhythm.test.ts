import { expect, test } from 'vitest';
import { createRinger, heardNow, RING_EVERY_MS } from '../../client/wall/rhythm.ts';
import type { AlarmRow, Sound } from '../../shared/alarms/row.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { alarmsOfBoard } from '../support/alarms.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';

const [raised] = alarmsOfBoard(boardFixture()) as [AlarmRow];
const heard = (sound: Sound | null, change: Partial<AlarmRow> = {}): AlarmRow => ({
  ...raised,
  level: 'warn',
  raisedAt: toIso(FIXTURE_NOW),
  levelAt: toIso(FIXTURE_NOW),
  acknowledged: null,
  noDataSince: null,
  sound,
  ...change,
});

/** The seconds in which a wall that is opened at `from` rings, of the first minute. */
function rings(sound: Sound, from = 0, change: Partial<AlarmRow> = {}): number[] {
  const ringer = createRinger();
  const seconds = Array.from({ length: 61 - from }, (_, i) => from + i);
  return seconds.filter((second) => ringer([heard(sound, change)], FIXTURE_NOW + second * SECOND_MS) !== null);
}

test('once, so many times, for so many seconds, and as long as it lasts', () => {
  expect(rings({ mode: 'once' })).toEqual([0]);
  expect(rings({ mode: 'times', times: 3 })).toEqual([0, 3, 6]);
  expect(rings({ mode: 'seconds', seconds: 10 })).toEqual([0, 3, 6, 9]);
  expect(rings({ mode: 'while' })).toHaveLength(MINUTE_MS / RING_EVERY_MS + 1);
});

test('a wall that is opened in the middle goes on where the others are, and begins nothing that is past', () => {
  expect(rings({ mode: 'once' }, 2)).toEqual([2]);
  expect(rings({ mode: 'once' }, 6)).toEqual([]);
  expect(rings({ mode: 'times', times: 3 }, 5)).toEqual([5, 6]);
  expect(rings({ mode: 'times', times: 3 }, 9)).toEqual([]);
  expect(rings({ mode: 'seconds', seconds: 10 }, 12)).toEqual([]);
});

test('a level that is reached later rings anew', () => {
  const ringer = createRinger();
  expect(ringer([heard({ mode: 'once' })], FIXTURE_NOW)).toBe('warn');
  expect(ringer([heard({ mode: 'once' })], FIXTURE_NOW + SECOND_MS)).toBeNull();
  const worse = heard({ mode: 'once' }, { level: 'critical', levelAt: toIso(FIXTURE_NOW + 2 * SECOND_MS) });
  expect(ringer([worse], FIXTURE_NOW + 2 * SECOND_MS)).toBe('critical');
});

/** The seconds of the first minute in which a wall rings, with the level; `at` says which alarms are open at a second. */
function heardOf(at: (second: number) => readonly AlarmRow[], from = 0): string[] {
  const ringer = createRinger();
  return Array.from({ length: 61 - from }, (_, i) => from + i).flatMap((second) => {
    const level = ringer(at(second), FIXTURE_NOW + second * SECOND_MS);
    return level === null ? [] : [`${second} ${level}`];
  });
}
const after = (seconds: number) => toIso(FIXTURE_NOW + seconds * SECOND_MS);
const takenAt = (seconds: number) => ({ at: after(seconds), by: 'דנה', note: '' });

test('an alarm that eases does not ring for it; while it lasts it goes on as a warning, in the rhythm of before', () => {
  const eased = (sound: Sound) => (second: number) => [
    second < 10
      ? heard(sound, { level: 'critical', raisedAt: after(-60), levelAt: after(0) })
      : heard(sound, { level: 'warn', raisedAt: after(-60), levelAt: after(10) }),
  ];
  for (const sound of [{ mode: 'once' }, { mode: 'times', times: 2 }, { mode: 'seconds', seconds: 6 }] as const)
    expect(
      heardOf(eased(sound)).filter((ring) => ring.endsWith('warn')),
      sound.mode,
    ).toEqual([]);
  const rings = heardOf(eased({ mode: 'while' }));
  expect(rings.slice(0, 6)).toEqual(['0 critical', '3 critical', '6 critical', '9 critical', '13 warn', '16 warn']);
  // Worse again is a reason to ring.
  const again = (second: number) =>
    second < 20 ? eased({ mode: 'once' })(second) : [heard({ mode: 'once' }, { level: 'critical', raisedAt: after(-60), levelAt: after(20) })];
  expect(heardOf(again)).toEqual(['0 critical', '20 critical']);
  // Nor does a wall that is opened just then.
  expect(heardOf(eased({ mode: 'once' }), 11)).toEqual([]);
});

test('of several that come at once one is heard, the worst, by its own mode', () => {
  const rows = [
    heard({ mode: 'while' }, { id: 'a' }),
    heard({ mode: 'times', times: 2 }, { id: 'b', level: 'critical' }),
    heard({ mode: 'once' }, { id: 'c' }),
  ];
  expect(heardOf(() => rows).slice(0, 4)).toEqual(['0 critical', '3 critical', '6 warn', '9 warn']);
});

test('one that comes three seconds after a ring of its level is rung too', () => {
  const rows = (second: number) =>
    [0, 2, 3, 9].filter((at) => at <= second).map((at) => heard({ mode: 'once' }, { id: `a${at}`, levelAt: after(at), raisedAt: after(at) }));
  expect(heardOf(rows)).toEqual(['0 warn', '3 warn', '9 warn']);
});

test('a flood rings once; it is not rung for each that goes by itself', () => {
  const flood = Array.from({ length: 40 }, (_, i) => heard({ mode: 'once' }, { id: `a${i}` }));
  expect(heardOf(() => flood)).toEqual(['0 warn']);
  expect(heardOf((second) => flood.slice(Math.min(second, 39)))).toEqual(['0 warn']);
});

test('when the worst is taken on the next one sounds, from that moment, at every wall; then the one after it', () => {
  const rows = (second: number) => [
    heard({ mode: 'times', times: 2 }, { id: 'third', levelAt: after(2), raisedAt: after(2) }),
    heard({ mode: 'while' }, { id: 'worst', level: 'critical', acknowledged: second < 20 ? null : takenAt(20) }),
    heard({ mode: 'once' }, { id: 'second', level: 'critical', levelAt: after(1), acknowledged: second < 40 ? null : takenAt(40) }),
  ];
  const whole = heardOf(rows);
  expect(whole.slice(0, 7)).toEqual(['0 critical', '3 critical', '6 critical', '9 critical', '12 critical', '15 critical', '18 critical']);
  expect(whole.slice(7)).toEqual(['20 critical', '40 warn', '43 warn']);
  // A wall that was opened meanwhile hears the same from then on, and nothing that is past.
  expect(heardOf(rows, 30)).toEqual(['40 warn', '43 warn']);
});

test('what was taken on and is over soon after does not cut the sound of the next one short', () => {
  const worst = heard({ mode: 'while' }, { id: 'worst', level: 'critical', acknowledged: takenAt(10) });
  const next = heard({ mode: 'times', times: 3 }, { id: 'next' });
  const rows = (second: number) => (second < 10 ? [{ ...worst, acknowledged: null }, next] : second < 12 ? [worst, next] : [next]);
  expect(heardOf(rows).slice(-3)).toEqual(['10 warn', '13 warn', '16 warn']);
});

test('what somebody has taken on, what has no data and what is silent by its rule is not heard', () => {
  const isHeard = (row: AlarmRow) => heardNow([row], FIXTURE_NOW) === row;
  expect(isHeard(heard({ mode: 'while' }))).toBe(true);
  expect(isHeard(heard({ mode: 'while' }, { acknowledged: takenAt(0) }))).toBe(false);
  expect(isHeard(heard({ mode: 'while' }, { noDataSince: after(0) }))).toBe(false);
  expect(isHeard(heard(null))).toBe(false);
});
