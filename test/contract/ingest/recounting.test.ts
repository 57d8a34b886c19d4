/** Figures that wait to be counted again say so. */
import { expect, test } from 'vitest';
import { dayBounds } from '../../../shared/calendar.ts';
import { DAY_MS, HOUR_MS, toIso } from '../../../shared/time.ts';
import { callAt } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

/** The business day of 26 March has 23 hours. */
const START = Date.parse('2026-03-24T12:00:00+02:00');
const CALENDAR = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] };
const ALL = ['2026-03-24', '2026-03-25', '2026-03-26', '2026-03-27'];

type Said = { recounting: string[]; floor: { metrics: Record<string, number> } };

function review(floor: SteppedFloor, from: number, to: number): Promise<Said> {
  return floor.app.get<Said>(`/api/v1/reviews?from=${encodeURIComponent(toIso(from))}&to=${encodeURIComponent(toIso(to))}`);
}

async function target(floor: SteppedFloor, slaSeconds: number, effectiveAt: string): Promise<void> {
  const body = JSON.stringify({ effectiveAt, slaSeconds });
  const put = await fetch(`${floor.app.url}/api/v1/queues/q`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  expect(put.status).toBe(200);
}

test('a review of days whose target was changed afterwards says that they are being counted again, until they are', async () => {
  const floor = await steppedFloor(START);
  for (let day = 0; day < 4; day++) await floor.live(callAt(START + day * DAY_MS));
  await floor.at(START + 4 * DAY_MS);
  const whole = [START - DAY_MS, START + 4 * DAY_MS] as const;
  expect(await review(floor, ...whole)).toMatchObject({ recounting: [], floor: { metrics: { service_level: 1 } } });
  expect(await floor.app.get('/readyz')).toMatchObject({ recounting: null });

  await target(floor, 5, toIso(0));
  // But for the last call, which is still in memory, the figures are those of the old target: the answer says of which days.
  expect(await review(floor, ...whole)).toMatchObject({ recounting: ALL, floor: { metrics: { service_level: 0.75 } } });
  expect(await floor.app.get('/readyz')).toMatchObject({ status: 'ready', recounting: { days: 4, from: ALL[0], to: ALL[3] } });
  for (const day of ALL) {
    const { startsAt, endsAt } = dayBounds(day, CALENDAR);
    expect((await review(floor, startsAt, endsAt)).recounting).toEqual([day]);
  }
  const { endsAt } = dayBounds('2026-03-25', CALENDAR);
  expect((await review(floor, endsAt - HOUR_MS, endsAt + 1)).recounting).toEqual(['2026-03-25', '2026-03-26']);
  expect((await review(floor, START - 2 * DAY_MS, START - DAY_MS)).recounting).toEqual([]);
  const { recounting } = await floor.app.get<{ recounting: string[] }>('/api/v1/shifts?day=2026-03-25');
  expect(recounting).toEqual(['2026-03-25']);

  await floor.app.core.recounter.marked();
  expect(await review(floor, ...whole)).toMatchObject({ recounting: [], floor: { metrics: { service_level: 0 } } });
  expect(await floor.app.get('/readyz')).toMatchObject({ recounting: null });
});
