import { expect, test } from 'vitest';
import type { Event } from '../../../shared/events/event.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

type Window = { components: { offered: number } };
type Period = { day: string; dayStartsAt: string; dayEndsAt: string; shift: { name: string; startsAt: string; endsAt: string } | null };
type Row = { windows: { day: Window; shift: Window } };
type Board = { floor: Row & { period: Period }; queues: Row[]; agents: { windows: { day: { components: { signedInMs: number } } } }[] };
type Shifts = { shifts: { name: string; startsAt: string; endsAt: string; totals: Window | null }[] };

/** The nights in which the clocks of Israel are set; everything in UTC. The business day turns at 03:00 local. */
const nights = [
  {
    what: 'set back: 25 hours, a night shift of nine',
    day: '2026-10-24',
    from: '2026-10-24T00:00:00.000Z',
    to: '2026-10-25T01:00:00.000Z',
    night: ['2026-10-24T20:00:00.000Z', '2026-10-25T05:00:00.000Z'],
    morning: '2026-10-25T13:00:00.000Z',
  },
  {
    what: 'set forward: 23 hours, a night shift of seven',
    day: '2026-03-26',
    from: '2026-03-26T01:00:00.000Z',
    to: '2026-03-27T00:00:00.000Z',
    night: ['2026-03-26T21:00:00.000Z', '2026-03-27T04:00:00.000Z'],
    morning: '2026-03-27T12:00:00.000Z',
  },
] as const;

const call = (at: number): Event[] => {
  const about = { contactId: `c${at}`, segmentId: `c${at}:1`, queueId: 'q' };
  return [
    fact('cc.contact.queued.v1', at, about),
    fact('cc.contact.answered.v1', at + 10_000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', at + 60_000, { ...about, agentId: 'a' }),
  ];
};

test.each(nights)('the night in which the clocks are $what', async ({ day, from, to, night, morning }) => {
  const dayFrom = Date.parse(from);
  const dayTo = Date.parse(to);
  const [nightFrom, nightTo] = night.map((text) => Date.parse(text)) as [number, number];
  const start = nightFrom - 4 * HOUR_MS;
  const floor = await steppedFloor(start);
  const offered: number[] = [];
  const within = (begin: number, end: number) => offered.filter((at) => at >= begin && at < end).length;
  await floor.live([fact('cc.agent.membership.v1', start, { agentId: 'a', queueId: 'q', joined: true })]);

  for (let at = start; at < nightTo + 2 * HOUR_MS; at += 20 * MINUTE_MS) {
    offered.push(at);
    await floor.live(call(at));
    const now = at + 5 * MINUTE_MS;
    await floor.at(now);
    const { floor: row, queues, agents } = await floor.app.get<Board>('/api/v1/board');
    const isNextDay = now >= dayTo;
    const bounds = isNextDay ? ([dayTo, dayTo + 24 * HOUR_MS] as const) : ([dayFrom, dayTo] as const);
    expect(row.period, toIso(now)).toMatchObject({ day: isNextDay ? addDay(day) : day, dayStartsAt: toIso(bounds[0]), dayEndsAt: toIso(bounds[1]) });
    const isNight = now >= nightFrom && now < nightTo;
    if (isNight) expect(row.period.shift).toEqual({ name: 'night', startsAt: night[0], endsAt: night[1] });
    else
      expect(row.period.shift).toMatchObject(
        now < nightFrom ? { name: 'evening', endsAt: night[0] } : { name: 'morning', startsAt: night[1], endsAt: morning },
      );
    const shift = row.period.shift as NonNullable<Period['shift']>;
    for (const { windows } of [row, ...queues]) {
      expect(windows.day.components.offered, toIso(now)).toBe(within(bounds[0], bounds[1]));
      expect(windows.shift.components.offered, toIso(now)).toBe(within(Date.parse(shift.startsAt), Date.parse(shift.endsAt)));
    }
    expect(agents[0]?.windows.day.components.signedInMs, toIso(now)).toBe(now - Math.max(start, bounds[0]));
  }

  const { shifts } = await floor.app.get<Shifts>(`/api/v1/shifts?day=${day}`);
  const last = shifts.find(({ name }) => name === 'night');
  expect(last).toMatchObject({ startsAt: night[0], endsAt: night[1], totals: { components: { offered: within(nightFrom, nightTo) } } });
  // Counted again, the long or short day is the same.
  const before = await tablesOf(floor);
  await floor.app.core.recounter.now([day, addDay(day)]);
  expect(await tablesOf(floor)).toEqual(before);
});

function addDay(day: string): string {
  return toIso(Date.parse(`${day}T12:00:00.000Z`) + 24 * HOUR_MS).slice(0, 10);
}
