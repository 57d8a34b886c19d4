/** Days with late facts, settings that changed and reached back, a gap and a fact set aside: a restored database says the same. */
import { expect, test } from 'vitest';
import { putInQuarantine } from '../../../db/quarantine.ts';
import { writeCompleteUntil, writeNote } from '../../../db/source-notes.ts';
import { businessDayOf } from '../../../shared/calendar.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { backupOf, restored, saidOf } from '../../support/backup-run.ts';
import { callAt, fact, floorFacts, T0 } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const CALENDAR = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] };
const own = (id: string) => ({ source: 'moked', id });

test('three days with everything that can come to them', async () => {
  const floor = await steppedFloor(T0);
  const facts = floorFacts({ seed: 11, contacts: 400, agents: 12, queues: 3, spanMs: 60 * HOUR_MS });
  const late = facts.filter((_, index) => index % 97 === 0);
  const inTime = facts.filter((one) => !late.includes(one));
  const half = Math.floor(inTime.length / 2);
  await floor.live(inTime.slice(0, half));
  await floor.live([
    fact(
      'cc.queue.config.v1',
      floor.clock.now(),
      { queueId: 'q1', effectiveAt: toIso(floor.clock.now()), slaSeconds: 60, name: 'מכירות' },
      own('now'),
    ),
    fact('cc.source.status.v1', floor.clock.now(), {
      state: 'gap',
      from: toIso(floor.clock.now() - HOUR_MS),
      to: toIso(floor.clock.now()),
      reason: 'cut',
    }),
  ]);
  await floor.live(inTime.slice(half));
  // Hours behind the others, and a call of a day that nobody knew.
  await floor.live([...late, ...callAt(T0 - 2 * DAY_MS)]);
  await floor.live([
    fact('cc.queue.config.v1', floor.clock.now(), { queueId: 'q2', effectiveAt: toIso(T0 + 5 * HOUR_MS), slaSeconds: 5 }, own('back')),
  ]);
  await floor.live([
    fact('cc.agent.config.v1', floor.clock.now(), { agentId: 'a1', effectiveAt: toIso(T0), name: 'דנה', team: 'מכירות' }, own('team')),
  ]);
  const [answered] = await floor.sql<{ position: string; at: number }[]>`select position, date_part('epoch', at) * 1000 as at from event_log
    where type = 'cc.contact.answered.v1' and at > ${toIso(T0 + 20 * HOUR_MS)} order by at limit 1`;
  await putInQuarantine(floor.sql, Number(answered?.position), 'it stopped the fold');
  await writeNote(floor.sql, 'test', { offset: 4711 });
  await writeCompleteUntil(floor.sql, 'test', T0 + HOUR_MS);
  await floor.app.core.recounter.marked();
  await floor.app.core.recounter.now([businessDayOf(Number(answered?.at), CALENDAR)]);
  const now = floor.clock.now() + 3 * HOUR_MS + 7 * MINUTE_MS;
  await floor.at(now);

  const backup = await backupOf(floor.database);
  const other = await restored(backup);
  const before = await saidOf(floor.database, now, T0 - 3 * DAY_MS);
  const after = await saidOf(other, now, T0 - 3 * DAY_MS);
  for (const path of Object.keys(before)) expect(after[path], path).toEqual(before[path]);
  for (const table of ['gap', 'quarantine', 'source_note', 'entity_id']) expect(before[table], table).not.toEqual([]);
  // And on from there: what was restored is backed up as it was.
  const again = await saidOf(await restored(await backupOf(other)), now, T0 - 3 * DAY_MS);
  for (const path of Object.keys(before)) expect(again[path], path).toEqual(before[path]);
});

test('a restored database begins its days where it can be counted from', async () => {
  const floor = await steppedFloor(T0);
  for (let day = 0; day < 4; day++) await floor.live(callAt(T0 + day * DAY_MS));
  const other = await restored(await backupOf(floor.database));
  const days = await other.sql<{ kind: string; day: string | null }[]>`select kind, day::text from checkpoint order by kind, day`;
  expect(days.map(({ kind, day }) => day ?? kind)).toEqual([1, 2, 3].map((n) => businessDayOf(T0 + n * DAY_MS, CALENDAR)).concat('minute'));
});
