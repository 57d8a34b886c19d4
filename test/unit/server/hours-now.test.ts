import { expect, test } from 'vitest';
import { HoursNow } from '../../../server/alarms/hours-now.ts';

test('hours begin and end with their minute, and move with the zone of the site', () => {
  const hours = [{ days: ['sun' as const], from: '08:00', to: '08:01' }];
  const now = new HoursNow();
  const at = (text: string, timezone = 'Asia/Jerusalem') => {
    now.at(Date.parse(text), timezone);
    return now.isWithin(hours);
  };
  expect(at('2026-11-22T07:59:59.999+02:00')).toBe(false);
  expect(at('2026-11-22T08:00:00.000+02:00')).toBe(true);
  expect(at('2026-11-22T08:00:59.999+02:00')).toBe(true);
  expect(at('2026-11-22T08:00:59.999+02:00', 'Europe/London')).toBe(false);
  expect(at('2026-11-22T08:01:00.000+02:00')).toBe(false);
});
