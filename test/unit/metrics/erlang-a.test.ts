/** The closed form against the worked values of the metrics page. */
import { expect, test } from 'vitest';
import { erlangA } from '../../support/erlang-a.ts';

test('48 calls a minute of 60 s, 50 agents, patience 120 s', () => {
  const it = erlangA({ lambda: 48 / 60, talkSeconds: 60, patienceSeconds: 120, agents: 50 });
  expect(it.waits).toBeCloseTo(0.4677740686, 9);
  expect(it.abandoned).toBeCloseTo(0.0309122492, 9);
  expect(it.waitSeconds).toBeCloseTo(3.7094699, 6);
  expect(it.waiting).toBeCloseTo(2.9675759, 6);
  expect(it.occupancy).toBeCloseTo(0.9303242, 6);
  expect(it.serviceLevel(20)).toBeCloseTo(0.9430189547, 9);
});

test('100 calls in half an hour of 180 s, 13 agents, patience 300 s', () => {
  const it = erlangA({ lambda: 100 / 1800, talkSeconds: 180, patienceSeconds: 300, agents: 13 });
  expect(it.serviceLevel(20)).toBeCloseTo(0.8581777, 7);
  expect(it.occupancy).toBeCloseTo(0.750028228, 8);
  expect(it.abandoned).toBeCloseTo(0.0249633036, 9);
  expect(it.waits).toBeCloseTo(0.225797084, 8);
  expect(it.waitSeconds).toBeCloseTo(7.4889911, 6);
});

test('what is answered in the end is what was not abandoned, and its mean wait is shorter than that of all who give up', () => {
  const it = erlangA({ lambda: 1, talkSeconds: 60, patienceSeconds: 120, agents: 50 });
  expect(it.serviceLevel(1e5)).toBeCloseTo(1 - it.abandoned, 9);
  const ofAbandoned = (it.waitSeconds - it.asaSeconds * (1 - it.abandoned)) / it.abandoned;
  expect(it.asaSeconds).toBeGreaterThan(0);
  expect(ofAbandoned).toBeGreaterThan(0);
});
