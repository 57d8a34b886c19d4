import { expect, test } from 'vitest';
import { NOW_METRICS } from '../../../shared/metrics/now-metrics.ts';

const agents = { signedIn: 9, available: 1, ringing: 2, talking: 3, hold: 4, acw: 5, break: 6, busy: 7, unknown: 8 };
const row = {
  waiting: 11,
  oldestWaitingSince: '2026-11-17T10:00:00.000Z',
  inConversation: 12,
  agents,
  oldestCallStartedAt: '2026-11-17T09:59:00.000Z',
  statutoryMs: 360_000,
};
const NOW = Date.parse('2026-11-17T10:01:30Z');

test('every figure of this moment is its own count', () => {
  expect(Object.fromEntries(NOW_METRICS.map(({ id, derive }) => [id, derive(row, NOW)]))).toEqual({
    waiting: 11,
    longest_waiting_ms: 90_000,
    statutory_left_ms: 210_000,
    in_conversation: 12,
    signed_in: 9,
    available: 1,
    ringing: 2,
    talking: 3,
    on_hold: 4,
    in_acw: 5,
    on_break: 6,
    busy_elsewhere: 7,
    state_unknown: 8,
  });
});

test('what a row does not know is unknown, and where nobody waits there is no wait', () => {
  expect(NOW_METRICS.map(({ derive }) => derive({}, NOW))).toEqual(NOW_METRICS.map(() => null));
  expect(NOW_METRICS.find(({ id }) => id === 'longest_waiting_ms')?.derive({ ...row, oldestWaitingSince: null }, NOW)).toBeNull();
});

test('clocks that disagree by a little make no negative wait', () => {
  expect(NOW_METRICS.find(({ id }) => id === 'longest_waiting_ms')?.derive(row, Date.parse('2026-11-17T09:59:59Z'))).toBe(0);
});

test('past the statutory limit the time that is left is negative, and without a known start there is none', () => {
  const left = NOW_METRICS.find(({ id }) => id === 'statutory_left_ms');
  expect(left?.derive(row, Date.parse('2026-11-17T10:06:00Z'))).toBe(-60_000);
  expect(left?.derive({ ...row, oldestCallStartedAt: null }, NOW)).toBeNull();
});
