import { expect, test } from 'vitest';
import { countStays, reviewStays } from '../../../db/reviews.ts';
import { DAY_MS, HOUR_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const START = Date.parse('2026-11-17T08:00:00.000Z');
const SPAN = `from=${toIso(START)}&to=${toIso(START + HOUR_MS)}`;

type Review = { floor: Row; queues: Row[]; agents: { id: string; team: string | null }[]; intervals: Row[] };
type Row = { id: string; metrics: Record<string, number | null>; components: Record<string, number>; settings: { formula: string } };

async function put(url: string, path: string, body: object): Promise<void> {
  const answer = await fetch(url + path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

test('yesterday keeps the formula and the team that it had, in the review, the shifts and the views', async () => {
  const floor = await steppedFloor(START);
  const call = (contactId: string) => ({ contactId, segmentId: contactId, queueId: 'q' });
  await floor.live([
    fact('cc.agent.membership.v1', START, { agentId: 'a', queueId: 'q', joined: true }),
    fact('cc.contact.queued.v1', START, call('1')),
    fact('cc.contact.queued.v1', START + 1000, call('2')),
    fact('cc.contact.answered.v1', START + 5000, { ...call('1'), agentId: 'a' }),
    fact('cc.contact.ended.v1', START + 9000, { ...call('1'), agentId: 'a' }),
    fact('cc.contact.abandoned.v1', START + 31_000, call('2')),
  ]);
  await floor.at(START + HOUR_MS);
  await put(floor.app.url, '/api/v1/agents/a', { team: 'red', effectiveAt: toIso(START - HOUR_MS) });
  await floor.at(START + DAY_MS);
  const effectiveAt = toIso(START + DAY_MS);
  const thresholds = { service_level: { warn: 0.7, critical: 0.5 } };
  await put(floor.app.url, '/api/v1/queues/q', { formula: '1', effectiveAt, thresholds });
  await put(floor.app.url, '/api/v1/agents/a', { team: 'blue', teamEn: 'Blue', nameEn: 'Ann', effectiveAt });
  await floor.at(START + DAY_MS + 5000);

  const review = await floor.app.get<Review>(`/api/v1/reviews?${SPAN}`);
  expect(review.queues.map(({ metrics, settings }) => [settings.formula, metrics['service_level']])).toEqual([['5', 0.5]]);
  expect(review.intervals.map(({ settings }) => settings.formula)).toEqual(['5']);
  expect(await floor.sql`select formula, service_level from v_queue_interval where queue_id = 'q'`).toEqual([{ formula: '5', service_level: 0.5 }]);
  expect(await floor.sql`select formula, service_level from v_shift where queue_id = 'q'`).toEqual([{ formula: '5', service_level: 0.5 }]);
  const agentsOf = async (team: string) => (await floor.app.get<Review>(`/api/v1/reviews?${SPAN}&team=${team}`)).agents.map(({ team: hers }) => hers);
  expect([await agentsOf('red'), await agentsOf('blue')]).toEqual([['red'], []]);
  // Her English name is of today, her English team of then.
  expect(review.agents).toMatchObject([{ id: 'a', nameEn: 'Ann', team: 'red', teamEn: null }]);
  const { agents } = await floor.app.get<{ agents: object[] }>('/api/v1/board');
  expect(agents).toMatchObject([{ id: 'a', name: 'a', nameEn: 'Ann', team: 'blue', teamEn: 'Blue', siteEn: null }]);
  const { queues } = await floor.app.get<{ queues: { id: string; formula: string; thresholds: object }[] }>('/api/v1/queues');
  expect(queues.find(({ id }) => id === 'q')).toMatchObject({ formula: '1', thresholds });
});

test('a caller who waits is undecided in a review as long as on the wall, not until the next flush', async () => {
  const floor = await steppedFloor(START);
  await floor.live([fact('cc.contact.queued.v1', START, { contactId: 'w', queueId: 'q' })]);
  const seen: [number | undefined, number | null | undefined][] = [];
  for (const after of [10, 21, 40]) {
    const now = START + after * SECOND_MS;
    await floor.at(now);
    const [row] = (await floor.app.get<Review>(`/api/v1/reviews?${SPAN}`)).queues;
    seen.push([row?.components['undecided'], row?.metrics['service_level']]);
    const span = { from: START, to: START + HOUR_MS, now };
    const summed = await reviewStays(floor.sql, span);
    expect([summed.queues, summed.intervals]).toEqual(await countStays(floor.sql, span));
  }
  expect(seen).toEqual([
    [1, null],
    [0, 0],
    [0, 0],
  ]);
});
