import { expect, test } from 'vitest';
import { readMarkedDays } from '../../../db/marked-days.ts';
import { Recounter } from '../../../server/ingest/recounter.ts';
import { silentLogger } from '../../../server/log.ts';
import { DAY_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { callAt, fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

/** The business day of 26 March has 23 hours: the clocks are set forward in its last one. */
const START = Date.parse('2026-03-24T12:00:00+02:00');

test.each([
  ['since ever', toIso(0), [5000, 5000, 5000, 5000]],
  ['since 02:30 of the 25th, 24 hours after which the day of 23 is nearly over', '2026-03-25T02:30:00+02:00', [20_000, 5000, 5000, 5000]],
])('a target that holds %s is the target of every call since, on every day', async (_since, effectiveAt, targets) => {
  const floor = await steppedFloor(START);
  for (let day = 0; day < 4; day++) await floor.live(callAt(START + day * DAY_MS));
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

test('years back it is the target of every call, and only days of which there is something are counted again', async () => {
  const floor = await steppedFloor(START);
  const later = START + 3000 * DAY_MS;
  for (const at of [START, later]) {
    const about = { contactId: `c${at}`, segmentId: `c${at}:1`, queueId: 'q' };
    await floor.live([fact('cc.contact.queued.v1', at, about), fact('cc.contact.abandoned.v1', at + MINUTE_MS, about)]);
  }
  await floor.at(later + DAY_MS);
  const body = JSON.stringify({ effectiveAt: toIso(0), slaSeconds: 5 });
  const put = await fetch(`${floor.app.url}/api/v1/queues/q`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  expect(put.status).toBe(200);
  await floor.at(later + DAY_MS + MINUTE_MS);
  const marked = (await floor.sql<{ day: string }[]>`select day::text from marked_day order by day`).map(({ day }) => day);
  expect(marked).toEqual(expect.arrayContaining(['2026-03-24', '2034-06-10']));
  // A day or two beside each of the two calls, because the store does not know when a business day turns.
  expect(marked.length).toBeLessThan(10);
  await floor.app.core.recounter.marked();
  expect(await floor.sql`select target_ms::int from queue_stay`).toEqual([{ target_ms: 5000 }, { target_ms: 5000 }]);
  expect(await floor.sql`select from marked_day`).toHaveLength(0);
  expect(await floor.app.get('/readyz')).toMatchObject({ anomalies: {} });
});

test('counted newest first, a few facts at a time, the days are those of one count of all', async () => {
  const counted = async (factsAtOnce: number) => {
    const floor = await steppedFloor(START);
    for (let day = 0; day < 5; day++) {
      // One call of each day is still in the queue when the next day begins.
      const at = START + day * DAY_MS;
      const about = { contactId: `over${day}`, segmentId: `over${day}:1`, queueId: 'q', channel: 'email' as const };
      await floor.live([...callAt(at), fact('cc.contact.queued.v1', at + MINUTE_MS, about)]);
      const { channel: _, ...rest } = about;
      await floor.live([fact('cc.contact.answered.v1', at + DAY_MS - MINUTE_MS, { ...rest, channel: 'email', agentId: 'a' })]);
    }
    await floor.at(START + 5 * DAY_MS);
    const body = JSON.stringify({ effectiveAt: toIso(0), slaSeconds: 5 });
    await fetch(`${floor.app.url}/api/v1/queues/q`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    await floor.at(START + 5 * DAY_MS + MINUTE_MS);
    const runs: string[][] = [];
    const { recounter } = floor.app.core;
    const signal = new AbortController().signal;
    await new Recounter({
      clock: floor.clock,
      log: silentLogger,
      signal,
      readMarked: () => readMarkedDays(floor.sql),
      factsOf: async () => 4,
      factsAtOnce,
      async run(days, progress) {
        runs.push([...days]);
        await recounter.now(days, progress);
      },
    }).marked();
    expect(await floor.sql`select from marked_day`).toHaveLength(0);
    return { runs, tables: await tablesOf(floor) };
  };
  const [all, few] = [await counted(1_000_000), await counted(8)];
  expect(all.runs).toHaveLength(1);
  expect(few.runs.slice(0, 2)).toEqual([
    ['2026-03-28', '2026-03-27'],
    ['2026-03-26', '2026-03-25'],
  ]);
  expect(few.tables).toEqual(all.tables);
});
