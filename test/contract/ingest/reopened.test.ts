import { expect, test } from 'vitest';
import type { Event } from '../../../shared/events/event.ts';
import { DAY_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

/** The business day of 26 March has 23 hours: the clocks are set forward in its last one. */
const START = Date.parse('2026-03-24T12:00:00+02:00');

const call = (at: number): Event[] => {
  const about = { contactId: `c${at}`, segmentId: `c${at}:1`, queueId: 'q' };
  return [
    fact('cc.contact.queued.v1', at, about),
    fact('cc.contact.answered.v1', at + 10_000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', at + MINUTE_MS, { ...about, agentId: 'a' }),
  ];
};

test.each([
  ['since ever', toIso(0), [5000, 5000, 5000, 5000]],
  ['since 02:30 of the 25th, 24 hours after which the day of 23 is nearly over', '2026-03-25T02:30:00+02:00', [20_000, 5000, 5000, 5000]],
])('a target that holds %s is the target of every call since, on every day', async (_since, effectiveAt, targets) => {
  const floor = await steppedFloor(START);
  for (let day = 0; day < 4; day++) await floor.live(call(START + day * DAY_MS));
  await floor.at(START + 4 * DAY_MS);
  const stays = () => floor.sql`select target_ms::int, wait_ms <= target_ms as met from queue_stay order by offered_at`;
  expect((await stays()).map((row) => row['target_ms'])).toEqual([20_000, 20_000, 20_000, 20_000]);

  const setting = await fetch(`${floor.app.url}/api/v1/queues/q`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ effectiveAt, slaSeconds: 5 }),
  });
  expect(setting.status).toBe(200);
  await floor.at(START + 4 * DAY_MS + MINUTE_MS);
  await floor.app.core.recounter.marked();
  expect(await stays()).toEqual(targets.map((target) => ({ target_ms: target, met: target === 20_000 })));
  const counted = await floor.sql`select answered_in_target::int as met from queue_interval where answered > 0 order by start_at`;
  expect(counted.map((row) => row['met'])).toEqual(targets.map((target) => (target === 20_000 ? 1 : 0)));
});

test('a setting that reaches back farther than days are counted again is told at /readyz and to Prometheus', async () => {
  const floor = await steppedFloor(START);
  const ready = () => floor.app.get<{ anomalies: object }>('/readyz');
  expect((await ready()).anomalies).toEqual({});
  const old = { contactId: 'old', segmentId: 'old:1', queueId: 'q' };
  await floor.live([fact('cc.contact.queued.v1', START, old), fact('cc.contact.abandoned.v1', START + MINUTE_MS, old)]);
  await floor.at(START + 500 * DAY_MS);
  const body = JSON.stringify({ effectiveAt: toIso(0), slaSeconds: 5 });
  const put = await fetch(`${floor.app.url}/api/v1/queues/q`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  expect(put.status).toBe(200);
  expect((await ready()).anomalies).toEqual({ overflow: { count: 1, example: expect.stringContaining('more than 400 days') } });
  expect(await (await fetch(`${floor.app.url}/metrics`)).text()).toContain('moked_anomalies_total{source="moked",kind="overflow"} 1\n');
});
