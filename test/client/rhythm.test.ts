import { expect, test } from 'vitest';
import { createRinger, RING_EVERY_MS, ringOf } from '../../client/wall/rhythm.ts';
import type { AlarmRow, Sound } from '../../shared/alarms/row.ts';
import { MINUTE_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { alarmsOfBoard } from '../support/alarms.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';

const [raised] = alarmsOfBoard(boardFixture()) as [AlarmRow];
const heard = (sound: Sound | null, change: Partial<AlarmRow> = {}): AlarmRow => ({
  ...raised,
  level: 'warn',
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

test('of several that are due one is heard, the worst', () => {
  const rows = [heard({ mode: 'once' }, { id: 'a' }), heard({ mode: 'once' }, { id: 'b', level: 'critical' }), heard({ mode: 'once' }, { id: 'c' })];
  const ringer = createRinger();
  expect(ringer(rows, FIXTURE_NOW)).toBe('critical');
  expect(ringer(rows, FIXTURE_NOW + SECOND_MS)).toBeNull();
});

test('what somebody has taken on, what has no data and what is silent by its rule is not heard', () => {
  const taken = { at: toIso(FIXTURE_NOW), by: 'דנה', note: '' };
  expect(ringOf(heard({ mode: 'while' }), FIXTURE_NOW)).toBe(0);
  expect(ringOf(heard({ mode: 'while' }, { acknowledged: taken }), FIXTURE_NOW)).toBeNull();
  expect(ringOf(heard({ mode: 'while' }, { noDataSince: toIso(FIXTURE_NOW) }), FIXTURE_NOW)).toBeNull();
  expect(ringOf(heard(null), FIXTURE_NOW)).toBeNull();
});
