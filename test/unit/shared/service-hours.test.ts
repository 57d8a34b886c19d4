import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openMs } from '../../../shared/calendar.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import '../../support/seed.ts';

const ZONE = 'Asia/Jerusalem';
/** 02:00 becomes 03:00: there is no clock that reads 02:30. */
const FORWARD = { name: 'fri', from: Date.parse('2026-03-27T00:00:00+02:00'), to: Date.parse('2026-03-28T00:00:00+03:00') } as const;
/** 02:00 becomes 01:00: every clock reads 01:30 twice. */
const BACK = { name: 'sun', from: Date.parse('2026-10-25T00:00:00+03:00'), to: Date.parse('2026-10-26T00:00:00+02:00') } as const;

type Night = typeof FORWARD | typeof BACK;

/** Minutes of the night's date that are open with windows such as `01:30-05:00`. */
function openMinutes(night: Night, ...windows: string[]): number {
  const hours = windows.map((window) => ({ days: [night.name], from: window.slice(0, 5), to: window.slice(6) }));
  return openMs(night.from, night.to, hours, ZONE) / MINUTE_MS;
}

test.each([
  ['begins in the missing hour', '02:30-05:00', 120],
  ['ends in the missing hour', '00:00-02:30', 120],
  ['lies within the missing hour', '02:15-02:45', 0],
  ['is the missing hour', '02:00-03:00', 0],
  ['reaches over the missing hour', '01:00-04:00', 120],
  ['begins when the missing hour is over', '03:00-04:00', 60],
])('a window that %s', (_what, window, minutes) => {
  expect(openMinutes(FORWARD, window)).toBe(minutes);
});

test.each([
  ['begins in the repeated hour: open, shut when the clock is set back, open again', '01:30-05:00', 240],
  ['ends in the repeated hour: the end is passed twice', '00:00-01:30', 120],
  ['lies within the repeated hour', '01:15-01:45', 60],
  ['is the repeated hour', '01:00-02:00', 120],
  ['begins when the repeated hour is over', '02:00-03:00', 60],
])('a window that %s', (_what, window, minutes) => {
  expect(openMinutes(BACK, window)).toBe(minutes);
});

test('a break within the hour that is missing takes nothing away, one within the hour that comes twice is taken twice', () => {
  expect(openMinutes(FORWARD, '00:00-02:15', '02:45-24:00')).toBe(23 * 60);
  expect(openMinutes(BACK, '00:00-01:15', '01:45-24:00')).toBe(25 * 60 - 2 * 30);
});

test('hours of one weekday hold to midnight of the zone, whatever the clocks did that day', () => {
  const all = [{ days: ['fri' as const], from: '00:00', to: '24:00' }];
  expect(openMs(FORWARD.from - 5 * HOUR_MS, FORWARD.to + 5 * HOUR_MS, all, ZONE)).toBe(23 * HOUR_MS);
  // Local midnight itself is what the change takes away.
  const beirut = [Date.parse('2026-03-28T12:00:00+02:00'), Date.parse('2026-03-30T12:00:00+03:00')] as const;
  expect(openMs(...beirut, [{ days: ['sun'], from: '00:00', to: '24:00' }], 'Asia/Beirut')).toBe(23 * HOUR_MS);
  expect(openMs(...beirut, [{ days: ['sun'], from: '00:30', to: '02:00' }], 'Asia/Beirut')).toBe(HOUR_MS);
});

test('minute by minute, open is what a clock on the wall says, in every zone and season', () => {
  const clocks = new Map<string, Intl.DateTimeFormat>();
  const read = (zone: string, at: number) => {
    const clock =
      clocks.get(zone) ??
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    clocks.set(zone, clock);
    const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
    return { day: String(parts['weekday']).toLowerCase(), time: `${parts['hour']}:${parts['minute']}` };
  };
  const time = fc
    .integer({ min: 0, max: 24 * 4 })
    .map((n) => `${String(Math.floor(n / 4)).padStart(2, '0')}:${String((n % 4) * 15).padStart(2, '0')}`);
  const day = fc.constantFrom('sun' as const, 'mon' as const, 'thu' as const, 'fri' as const, 'sat' as const);
  const window = fc.record({ days: fc.uniqueArray(day, { minLength: 1 }), from: time, to: time }).filter(({ from, to }) => from < to);
  const around = fc.constantFrom(
    ['Asia/Jerusalem', '2026-03-27T00:00:00Z'],
    ['Asia/Jerusalem', '2026-10-24T23:00:00Z'],
    ['Asia/Beirut', '2026-03-28T22:00:00Z'],
    ['America/New_York', '2026-11-01T06:00:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ['Asia/Kathmandu', '2026-05-01T00:00:00Z'],
  );
  fc.assert(
    fc.property(
      around,
      fc.array(window, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: 0, max: 60 }),
      (...given) => {
        const [[zone, instant], hours, before, length] = given;
        const from = Date.parse(instant as string) + before * 15 * MINUTE_MS;
        const to = from + length * 15 * MINUTE_MS;
        let minutes = 0;
        for (let at = from; at < to; at += MINUTE_MS) {
          const { day, time } = read(zone as string, at);
          if (hours.some((one) => (one.days as string[]).includes(day) && one.from <= time && time < one.to)) minutes++;
        }
        expect(openMs(from, to, hours, zone as string) / MINUTE_MS).toBe(minutes);
      },
    ),
    { numRuns: 100 },
  );
});
