/** The quarters of the chart of the day: of a part of the floor by the same fold as the floor's own curve. */
import { expect, test } from 'vitest';
import type { Board, CurvePoint } from '../../../shared/board.ts';
import type { Scope } from '../../../shared/boards/parts.ts';
import type { Event } from '../../../shared/events/event.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

type Answer = { from: string; at: string; quarters: CurvePoint[] };

const at = (text: string) => Date.parse(text);

/** Answered after `waitS` seconds, or abandoned after so many. */
function call(contactId: string, queueId: string, from: string, waitS: number, isAnswered = true): Event[] {
  const about = { contactId, segmentId: contactId, queueId };
  const end = at(from) + waitS * 1000;
  const queued = fact('cc.contact.queued.v1', at(from), { ...about, channel: queueId === 'chat' ? 'chat' : 'voice' });
  if (!isAnswered) return [queued, fact('cc.contact.abandoned.v1', end, about)];
  return [queued, fact('cc.contact.answered.v1', end, { ...about, agentId: 'a' }), fact('cc.contact.ended.v1', end + 30_000, { contactId })];
}

const config = (queueId: string, more: object): Event =>
  fact('cc.queue.config.v1', at('2026-10-20T00:00:00Z'), { queueId, effectiveAt: '2026-10-01T00:00:00.000Z', ...more });

test('a queue, a group, a site and channels have the quarters of their stays, the one under way included', async () => {
  const floor = await steppedFloor(at('2026-10-20T09:00:00+03:00'), { MOKED_TIMEZONE: 'Asia/Jerusalem' });
  const asked = (scope: Scope) => floor.app.get<Answer>(`/api/v1/intraday?${new URLSearchParams({ scope: JSON.stringify(scope) })}`);
  await floor.live([
    config('sales', { group: 'income', site: 'north' }),
    config('renewals', { group: 'income' }),
    ...call('s-1', 'sales', '2026-10-20T09:01:00+03:00', 10),
    ...call('s-2', 'sales', '2026-10-20T09:02:00+03:00', 40),
    ...call('r-1', 'renewals', '2026-10-20T09:03:00+03:00', 10),
    ...call('c-1', 'chat', '2026-10-20T09:20:00+03:00', 10),
    ...call('s-3', 'sales', '2026-10-20T09:21:00+03:00', 60, false),
    ...call('s-4', 'sales', '2026-10-20T09:31:00+03:00', 5),
  ]);
  await floor.at(at('2026-10-20T09:40:00+03:00'));
  const told = ({ quarters }: Answer) =>
    quarters.map(({ startsAt, offered, answered, abandoned, serviceLevel }) => [startsAt.slice(11, 16), offered, answered, abandoned, serviceLevel]);

  expect(told(await asked({ of: 'queue', id: 'sales' }))).toEqual([
    ['06:00', 2, 2, 0, 0.5],
    ['06:15', 1, 0, 1, 0],
    ['06:30', 1, 1, 0, 1],
  ]);
  expect(told(await asked({ of: 'group', name: 'income' }))[0]).toEqual(['06:00', 3, 3, 0, 2 / 3]);
  expect(told(await asked({ of: 'site', name: 'north' }))).toEqual(told(await asked({ of: 'queue', id: 'sales' })));
  expect(told(await asked({ of: 'channels', channels: ['chat', 'email'] }))).toEqual([['06:15', 1, 1, 0, 1]]);
  expect(told(await asked({ of: 'queue', id: 'nobody' }))).toEqual([]);

  const whole = await asked({ of: 'floor' });
  expect(whole.quarters).toEqual((await floor.app.get<Board>('/api/v1/board')).floor.curve);
  expect([whole.from, whole.at]).toEqual(['2026-10-20T00:00:00.000Z', '2026-10-20T06:40:00.000Z']);
});

test.each([
  [{ scope: '{"of":"team","name":"first"}' }, 'a team has no contacts of its own'],
  [{ scope: '{"of":"queue","id":null}' }, 'the queue has no id'],
  [{}, 'scope'],
])('%j is refused', async (query, why) => {
  const floor = await steppedFloor(at('2026-10-20T09:00:00+03:00'));
  const answer = await fetch(`${floor.app.url}/api/v1/intraday?${new URLSearchParams(query as Record<string, string>)}`);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { detail: string }).detail).toContain(why);
});
