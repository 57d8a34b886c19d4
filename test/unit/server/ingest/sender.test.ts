import { expect, test } from 'vitest';
import { doubtOf, type Signs } from '../../../../server/ingest/sender.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../shared/time.ts';

const START = Date.parse('2026-11-22T08:00:00Z');
const HEARD = START + HOUR_MS;
const heard = (more: Partial<Signs> = {}): Signs => ({
  rhythm: null,
  startedAt: START,
  heardAt: HEARD,
  refusedSince: null,
  toldDown: null,
  presence: () => 'nobody',
  ...more,
});

test('with a rhythm it is silent one beat after the last sign, and its figures are as old as that sign', () => {
  const signs = heard({ rhythm: MINUTE_MS });
  expect(doubtOf(signs, HEARD + MINUTE_MS)).toBeNull();
  expect(doubtOf(signs, HEARD + MINUTE_MS + 1)).toEqual({ since: HEARD, reason: 'nothing has come for longer than 60 s' });
});

test('one that has a rhythm and was never heard is missed from the start on', () => {
  const signs = heard({ rhythm: 10 * MINUTE_MS, heardAt: null });
  expect(doubtOf(signs, START + 10 * MINUTE_MS)).toBeNull();
  expect(doubtOf(signs, START + 10 * MINUTE_MS + 1)).toEqual({ since: START, reason: 'nothing has come for longer than 10 min' });
});

test('without a rhythm: a quarter of an hour while somebody waits, an hour while somebody is there, and never in a quiet night', () => {
  const waiting = heard({ presence: () => 'waiting' });
  expect(doubtOf(waiting, HEARD + 15 * MINUTE_MS)).toBeNull();
  expect(doubtOf(waiting, HEARD + 15 * MINUTE_MS + 1)).toEqual({ since: HEARD, reason: 'nothing has come for longer than 15 min' });
  const there = heard({ presence: () => 'there' });
  expect(doubtOf(there, HEARD + HOUR_MS)).toBeNull();
  expect(doubtOf(there, HEARD + HOUR_MS + 1)?.reason).toBe('nothing has come for longer than 60 min');
  expect(doubtOf(heard(), HEARD + 20 * HOUR_MS)).toBeNull();
  expect(doubtOf(heard({ heardAt: null, presence: () => 'waiting' }), START + 20 * HOUR_MS)).toBeNull();
});

test('who is there is asked only when the answer counts', () => {
  const asked: number[] = [];
  const presence = () => {
    asked.push(1);
    return 'there' as const;
  };
  doubtOf(heard({ presence }), HEARD + 15 * MINUTE_MS);
  doubtOf(heard({ presence, rhythm: 'off' }), HEARD + 5 * HOUR_MS);
  expect(asked).toEqual([]);
});

test('where its silence says nothing it is never silent', () => {
  expect(doubtOf(heard({ rhythm: 'off', presence: () => 'waiting' }), HEARD + 20 * HOUR_MS)).toBeNull();
});

test('after a start it has a minute to be heard, whatever nobody heard before', () => {
  const signs = heard({ rhythm: 5 * MINUTE_MS, heardAt: START - HOUR_MS });
  expect(doubtOf(signs, START + MINUTE_MS)).toBeNull();
  expect(doubtOf(signs, START + MINUTE_MS + 1)).toEqual({ since: START - HOUR_MS, reason: 'nothing has come for longer than 5 min' });
  const quick = heard({ rhythm: 10 * SECOND_MS, heardAt: START - HOUR_MS });
  expect(doubtOf(quick, START + 10 * SECOND_MS)).toBeNull();
  expect(doubtOf(quick, START + 10 * SECOND_MS + 1)).not.toBeNull();
});

test('one whose facts are refused for longer than it takes to try again knows what we do not', () => {
  const signs = heard({ rhythm: 'off', refusedSince: HEARD + SECOND_MS });
  expect(doubtOf(signs, HEARD + 11 * SECOND_MS)).toBeNull();
  expect(doubtOf(signs, HEARD + 11 * SECOND_MS + 1)).toEqual({ since: HEARD, reason: 'facts cannot be stored' });
});

test('one that says that it is cut off is, from the instant that it says', () => {
  const from = HEARD - MINUTE_MS;
  expect(doubtOf(heard({ toldDown: { from, reason: '' } }), HEARD + 1)).toEqual({ since: from, reason: 'it says that it is cut off' });
  expect(doubtOf(heard({ rhythm: 'off', toldDown: { from, reason: 'Genesys is away' } }), HEARD + 1)?.reason).toBe('Genesys is away');
});
