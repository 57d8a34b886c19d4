/** Time of agents in their states by quarters: of the whole day over the end of summer time, after its turn, and of a team or a site. */
import { expect, test } from 'vitest';
import type { Event } from '../../../shared/events/event.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

type Quarter = { startsAt: string; signedInMs: number; availableMs: number; talkMs: number; acwMs: number; breakMs: number };
type Answer = { from: string; to: string; quarters: Quarter[] };

const at = (text: string) => Date.parse(text);
const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;

const state = (agentId: string, from: string, name: string, reason = '') =>
  fact('cc.agent.state.v1', at(from), { agentId, state: name, ...(reason !== '' && { reason }) });
const signIn = (agentId: string, from: string) => fact('cc.agent.signedin.v1', at(from), { agentId, queues: ['sales'] });
const inTeam = (agentId: string, team: string, site: string): Event =>
  fact('cc.agent.config.v1', at('2026-10-20T00:00:00Z'), { agentId, effectiveAt: '2026-10-01T00:00:00.000Z', team, site });

const NIGHT = 'night 23:00-07:00, morning 07:00-15:00';

test('every quarter of the business day that is over, over the end of summer time; after the turn of the day those of the shift', async () => {
  const floor = await steppedFloor(at('2026-10-24T22:50:00+03:00'), { MOKED_TIMEZONE: 'Asia/Jerusalem', MOKED_SHIFTS: NIGHT });
  const asked = (scope: object) => floor.app.get<Answer>(`/api/v1/agent-states?${new URLSearchParams({ scope: JSON.stringify(scope) })}`);
  await floor.live([
    inTeam('a', 'first', 'north'),
    inTeam('b', 'second', 'north'),
    signIn('a', '2026-10-24T23:00:00+03:00'),
    state('a', '2026-10-24T23:00:00+03:00', 'available'),
    signIn('b', '2026-10-24T23:50:00+03:00'),
    state('b', '2026-10-24T23:50:00+03:00', 'available'),
    // The first 01:30 of the two that this night has.
    state('a', '2026-10-25T01:30:00+03:00', 'break', 'tea'),
    // The second one.
    state('a', '2026-10-25T01:35:00+02:00', 'available'),
  ]);
  await floor.at(at('2026-10-25T01:50:00+02:00'));

  const night = await asked({ of: 'floor' });
  // The business day began at 03:00 of the day before.
  expect([night.from, night.to]).toEqual(['2026-10-24T00:00:00.000Z', '2026-10-24T23:45:00.000Z']);
  const told = (answer: Answer) => answer.quarters.map((one) => [one.startsAt.slice(11, 16), one.availableMs / MINUTE_MS, one.breakMs / MINUTE_MS]);
  expect(told(night)).toEqual([
    ['20:00', 15, 0],
    ['20:15', 15, 0],
    ['20:30', 15, 0],
    ['20:45', 15 + 10, 0],
    ['21:00', 30, 0],
    ['21:15', 30, 0],
    ['21:30', 30, 0],
    ['21:45', 30, 0],
    ['22:00', 30, 0],
    ['22:15', 30, 0],
    ['22:30', 15, 15],
    ['22:45', 15, 15],
    ['23:00', 15, 15],
    ['23:15', 15, 15],
    ['23:30', 15 + 10, 5],
  ]);
  for (const one of night.quarters) expect(one.availableMs + one.breakMs + one.talkMs + one.acwMs).toBe(one.signedInMs);

  expect(told(await asked({ of: 'team', name: 'second' })).slice(0, 2)).toEqual([
    ['20:45', 10, 0],
    ['21:00', 15, 0],
  ]);
  expect(await asked({ of: 'site', name: 'north' })).toMatchObject({ quarters: night.quarters });
  expect((await asked({ of: 'team', name: 'nobody' })).quarters).toEqual([]);

  // The day has turned at 03:00, in the midst of the night shift: its quarters are still told.
  await floor.at(at('2026-10-25T03:20:00+02:00'));
  const turned = await asked({ of: 'floor' });
  expect([turned.from, turned.to]).toEqual(['2026-10-24T20:00:00.000Z', '2026-10-25T01:15:00.000Z']);
  expect(turned.quarters).toHaveLength(21);
  // A quarter is whole as soon as it is over, also where nothing happened in it.
  expect(turned.quarters.at(-1)).toMatchObject({ startsAt: '2026-10-25T01:00:00.000Z', availableMs: 2 * QUARTER_MS });

  // And the shift after it knows nothing of the night.
  await floor.at(at('2026-10-25T07:05:00+02:00'));
  expect(await asked({ of: 'floor' })).toMatchObject({ from: '2026-10-25T01:00:00.000Z', to: '2026-10-25T05:00:00.000Z' });
});

test.each([
  [{ scope: 'floor' }, 'scope: is JSON'],
  [{ scope: '{"of":"queue","id":"sales"}' }, 'a queue has no agents of its own'],
  [{ scope: '{"of":"channels","channels":["voice"]}' }, 'a channel has no agents of its own'],
  [{ scope: '{"of":"floor"}', window: 'day' }, 'unknown query parameter "window"'],
])('%j is refused', async (query, why) => {
  const floor = await steppedFloor(at('2026-10-20T09:00:00+03:00'));
  const answer = await fetch(`${floor.app.url}/api/v1/agent-states?${new URLSearchParams(query as Record<string, string>)}`);
  expect(answer.status).toBe(400);
  expect(((await answer.json()) as { detail: string }).detail).toContain(why);
});
