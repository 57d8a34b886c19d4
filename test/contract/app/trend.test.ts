/** A figure beside the same time last week: the same quarters by the clock on the wall, also where the clock was changed in between. */
import { expect, test } from 'vitest';
import type { Scope } from '../../../shared/boards/parts.ts';
import type { Event } from '../../../shared/events/event.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

type Answer = {
  soFar: { from: string; to: string; value: number | null } | null;
  lastWeek: { from: string; to: string; value: number | null } | null;
  quarters: { startsAt: string; value: number | null }[];
};

const at = (text: string) => Date.parse(text);

/** Answered after `waitS` seconds. */
function call(contactId: string, queueId: string, from: string, waitS: number): Event[] {
  const about = { contactId, segmentId: contactId, queueId };
  return [
    fact('cc.contact.queued.v1', at(from), about),
    fact('cc.contact.answered.v1', at(from) + waitS * 1000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', at(from) + waitS * 1000 + 30_000, { contactId }),
  ];
}

test('full quarters of today beside the same quarters a week ago, over the end of summer time', async () => {
  const floor = await steppedFloor(at('2026-10-19T09:00:00+03:00'), { MOKED_TIMEZONE: 'Asia/Jerusalem' });
  await floor.live([
    ...call('first', 'sales', '2026-10-19T09:10:00+03:00', 10),
    ...call('old-1', 'sales', '2026-10-20T09:10:00+03:00', 10),
    ...call('old-2', 'support', '2026-10-20T10:20:00+03:00', 30),
    // Later than the last full quarter; counted by hours and not by the clock, an hour earlier than it is.
    ...call('late', 'sales', '2026-10-20T10:35:00+03:00', 50),
    ...call('later', 'sales', '2026-10-20T11:20:00+03:00', 50),
    ...call('new-1', 'sales', '2026-10-27T09:10:00+02:00', 10),
    ...call('new-2', 'sales', '2026-10-27T10:20:00+02:00', 20),
    ...call('new-3', 'sales', '2026-10-27T10:21:00+02:00', 30),
    // In the quarter that is not over.
    ...call('now', 'sales', '2026-10-27T10:31:00+02:00', 5),
  ]);
  await floor.at(at('2026-10-27T10:40:00+02:00'));
  const asked = (metric: string, scope: Scope, window: string) =>
    floor.app.get<Answer>(`/api/v1/trend?${new URLSearchParams({ metric, scope: JSON.stringify(scope), window })}`);

  const offered = await asked('offered', { of: 'floor' }, 'day');
  expect([offered.soFar?.value, offered.lastWeek?.value]).toEqual([3, 2]);
  expect(offered.lastWeek?.to).toBe('2026-10-20T07:30:00.000Z');
  expect(offered.soFar?.to).toBe('2026-10-27T08:30:00.000Z');
  expect(offered.quarters.filter(({ value }) => value !== 0)).toEqual([
    { startsAt: '2026-10-27T07:00:00.000Z', value: 1 },
    { startsAt: '2026-10-27T08:15:00.000Z', value: 2 },
  ]);
  expect(offered.quarters.at(-1)?.startsAt).toBe('2026-10-27T08:15:00.000Z');

  const asa = await asked('asa_ms', { of: 'queue', id: 'sales' }, 'shift');
  expect([asa.soFar?.value, asa.lastWeek?.value]).toEqual([20_000, 10_000]);
  // A quarter with nobody in it has no mean.
  expect(asa.quarters.map(({ value }) => value).filter((value) => value !== null)).toEqual([10_000, 25_000]);

  const never = await asked('offered', { of: 'queue', id: 'nobody' }, 'day');
  expect([never.soFar, never.lastWeek]).toEqual([null, null]);
  const none = await asked('offered', { of: 'group', name: 'nothing' }, 'day');
  expect(none.lastWeek).toBeNull();

  // When the day has just turned no quarter of it is over.
  await floor.at(at('2026-10-28T03:05:00+02:00'));
  const turned = await asked('offered', { of: 'floor' }, 'day');
  expect([turned.soFar, turned.lastWeek, turned.quarters]).toEqual([null, null, []]);
});

test('a day that is known in part stands beside no whole one', async () => {
  const floor = await steppedFloor(at('2026-10-20T09:00:00+03:00'), { MOKED_TIMEZONE: 'Asia/Jerusalem' });
  await floor.live([
    ...call('first', 'sales', '2026-10-20T09:10:00+03:00', 10),
    ...call('second', 'sales', '2026-10-20T15:10:00+03:00', 10),
    ...call('new', 'sales', '2026-10-27T08:10:00+02:00', 10),
    ...call('later', 'sales', '2026-10-27T15:20:00+02:00', 20),
  ]);
  await floor.at(at('2026-10-27T16:00:00+02:00'));
  const asked = (window: string) =>
    floor.app.get<Answer>(`/api/v1/trend?${new URLSearchParams({ metric: 'offered', scope: '{"of":"floor"}', window })}`);
  // The day began at three, the first fact came after nine; the shift began at three in the afternoon.
  expect(await asked('day')).toMatchObject({ soFar: { value: 2 }, lastWeek: null });
  expect(await asked('shift')).toMatchObject({ soFar: { value: 1 }, lastWeek: { value: 1 } });
});

test.each([
  [{ metric: 'waiting', scope: '{"of":"floor"}', window: 'day' }, 'is of this moment'],
  [{ metric: 'occupancy', scope: '{"of":"floor"}', window: 'day' }, 'is no metric of contacts'],
  [{ metric: 'offered', scope: '{"of":"floor"}', window: 'interval' }, 'window'],
  [{ metric: 'offered', scope: 'floor', window: 'day' }, 'scope: is JSON'],
  [{ metric: 'offered', scope: '{"of":"queue","id":null}', window: 'day' }, 'the queue has no id'],
])('%j is refused', async (query, why) => {
  const floor = await steppedFloor(at('2026-10-20T09:00:00+03:00'));
  const answer = await fetch(`${floor.app.url}/api/v1/trend?${new URLSearchParams(query)}`);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { detail: string }).detail).toContain(why);
});
