import { expect, onTestFinished, test, vi } from 'vitest';
import { putInQuarantine } from '../../../db/quarantine.ts';
import { type Progress, runJob } from '../../../server/control/jobs.ts';
import { Engine } from '../../../server/engine/engine.ts';
import type { Event } from '../../../shared/events/event.ts';
import { compareEvents } from '../../../shared/events/order.ts';
import { DAY_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

/** The business day turns at 03:00 in Jerusalem: 01:00 UTC. */
const at = (time: string) => Date.parse(`2026-11-${time}:00.000Z`);
const YESTERDAY = '2026-11-16';
const TODAY = '2026-11-17';
const QUEUES = ['q1', 'q2'];

function member(agentId: string, time: string, more: object): Event[] {
  return QUEUES.map((queueId) => fact('cc.agent.membership.v1', at(time), { agentId, queueId, joined: true, ...more }));
}

type Course = { queued: string; ringing?: string; answered?: string; held?: string; resumed?: string; ended?: string; abandoned?: string };

function contact(contactId: string, agentId: string, course: Course, queueId = 'q1'): Event[] {
  const about = { contactId, queueId, segmentId: `${contactId}:1` };
  const withAgent = new Set(['ringing', 'answered', 'held', 'resumed', 'ended']);
  return Object.entries(course).map(([what, time]) =>
    fact(`cc.contact.${what}.v1` as Event['type'], at(time), { ...about, ...(withAgent.has(what) ? { agentId } : {}) }),
  );
}

/** A night in which nothing ends with the day: talks, waits, a ring, a hold, a wrap-up and a break go on across its turn. */
const BEFORE = [
  ...member('a', '16T23:00', {}),
  ...member('b', '16T23:05', {}),
  ...member('c', '16T23:10', {}),
  ...contact('early', 'a', { queued: '16T23:20', answered: '16T23:21', ended: '16T23:40' }),
  ...contact('talks', 'a', { queued: '17T00:40', answered: '17T00:41', held: '17T00:58', resumed: '17T01:03', ended: '17T01:30' }),
  ...contact('waits', 'b', { queued: '17T00:50', ringing: '17T00:59', answered: '17T01:10', ended: '17T01:50' }, 'q2'),
  ...contact('gives-up', 'b', { queued: '17T00:55', abandoned: '17T01:20' }),
  ...member('c', '17T00:45', { paused: true, reason: 'הפסקה' }),
  ...member('c', '17T01:25', { paused: false }),
  fact('cc.contact.wrapup.v1', at('17T01:30'), {
    contactId: 'talks',
    segmentId: 'talks:1',
    queueId: 'q1',
    agentId: 'a',
    state: 'started',
    durationMs: 60_000,
  }),
  ...contact('today', 'c', { queued: '17T01:40', answered: '17T01:41' }),
  // Offered yesterday, still open when the days are counted again.
  ...contact('still', 'b', { queued: '17T00:59' }),
].sort(compareEvents);

const AFTER = [
  fact('cc.contact.ended.v1', at('17T02:40'), { contactId: 'today', segmentId: 'today:1', queueId: 'q1', agentId: 'c' }),
  fact('cc.contact.answered.v1', at('17T02:41'), { contactId: 'still', segmentId: 'still:1', queueId: 'q1', agentId: 'b' }),
  fact('cc.contact.ended.v1', at('17T02:50'), { contactId: 'still', segmentId: 'still:1', queueId: 'q1', agentId: 'b' }),
  ...contact('late-day', 'a', { queued: '17T03:00', answered: '17T03:01', ended: '17T03:20' }),
].sort(compareEvents);

async function played(): Promise<SteppedFloor> {
  const floor = await steppedFloor(at('16T22:50'));
  await floor.live(BEFORE);
  await floor.at(at('17T02:20'));
  return floor;
}

test.each([[[YESTERDAY]], [[TODAY]], [[YESTERDAY, TODAY]]])(
  'what goes on across the turn of the day is the same after a recount of %j',
  async (days) => {
    const floor = await played();
    const before = await tablesOf(floor);
    expect(before.queue_stay).toHaveLength(6);
    await floor.app.core.recounter.now(days);
    expect(await tablesOf(floor)).toEqual(before);
    const [counted] = await floor.sql<{ n: number }[]>`select max(revision)::int as n from floor_interval`;
    expect(counted?.n).toBe(1);

    // What comes afterwards meets the same state as if nobody had counted again.
    await floor.live(AFTER);
    await floor.at(at('17T04:00'));
    const undisturbed = await played();
    await undisturbed.live(AFTER);
    await undisturbed.at(at('17T04:00'));
    expect(await tablesOf(floor)).toEqual(await tablesOf(undisturbed));
  },
);

test('a day of the week before is recounted from the log alone', async () => {
  const floor = await played();
  await floor.live(AFTER);
  await floor.at(at('18T09:00'));
  await floor.at(at('24T09:00'));
  const before = await tablesOf(floor);
  await floor.sql`delete from checkpoint`;
  for (const table of ['contact', 'queue_stay', 'queue_interval', 'floor_interval']) await floor.sql`truncate ${floor.sql(table)}`;
  await floor.app.core.recounter.now([YESTERDAY, TODAY]);
  expect(await tablesOf(floor)).toEqual(before);
});

test('a fact in quarantine does not count in a recount either, a setting included', async () => {
  const floor = await steppedFloor(at('17T08:00'));
  const setting = fact(
    'cc.queue.config.v1',
    at('17T08:00'),
    { queueId: 'q1', effectiveAt: '2026-11-17T08:00:00.000Z', slaSeconds: 7 },
    { id: 'bad-setting' },
  );
  await floor.live([
    setting,
    ...contact('good', 'a', { queued: '17T08:10', answered: '17T08:11', ended: '17T08:12' }),
    ...contact('bad', 'a', { queued: '17T08:20', abandoned: '17T08:21' }),
  ]);
  const logged = await floor.sql<
    { position: string }[]
  >`select position from event_log where event_id = 'bad-setting' or body -> 'data' ->> 'contactId' = 'bad'`;
  expect(logged).toHaveLength(3);
  for (const { position } of logged) await putInQuarantine(floor.sql, Number(position), 'killed the fold');
  await floor.app.core.recounter.now([TODAY]);
  const stays = () => floor.sql`select contact_id, target_ms::int from queue_stay`;
  expect(await stays()).toEqual([{ contact_id: 'good', target_ms: 20_000 }]);
  // Of a day gone by, too.
  await floor.at(at('18T08:00'));
  await floor.app.core.recounter.now([TODAY]);
  expect(await stays()).toEqual([{ contact_id: 'good', target_ms: 20_000 }]);
  // And by the next start from nothing.
  await floor.restart(() => floor.sql`delete from checkpoint`);
  const { floor: row } = await floor.app.get<{ floor: { settings: { targetMs: number } } }>('/api/v1/board');
  expect(row.settings.targetMs).toBe(20_000);
});

test.each(['17T08:00', '27T08:00'])('a day that a late fact has marked is counted again once, whatever our clock says (%s)', async (time) => {
  const floor = await steppedFloor(at(time));
  const start = at(time);
  const late = contact('late', 'a', { queued: time, abandoned: time });
  await floor.live(contact('good', 'a', { queued: time, answered: time, ended: time }));
  await floor.at(start + 90 * 60_000);
  await floor.live([fact('cc.agent.membership.v1', start + 80 * 60_000, { agentId: 'a', queueId: 'q1', joined: true }), ...late]);
  expect(await floor.sql`select from marked_day`).toHaveLength(1);
  await floor.app.core.recounter.marked();
  expect(await floor.sql`select from marked_day`).toHaveLength(0);
  expect(await floor.sql`select from queue_stay`).toHaveLength(2);
});

/** A contact at ten on each day from the first. */
async function quietDays(first: string, count: number): Promise<SteppedFloor> {
  const start = at(`${first}T10:00`);
  const floor = await steppedFloor(start);
  for (let day = 0; day < count; day++) {
    const about = { contactId: `c${day}`, segmentId: `c${day}:1`, queueId: 'q1' };
    const time = start + day * DAY_MS;
    await floor.live([fact('cc.contact.queued.v1', time, about), fact('cc.contact.abandoned.v1', time + 9000, about)]);
  }
  await floor.at(start + count * DAY_MS);
  return floor;
}

test('a command that counts many days again reads the log a few times, not once for each', async () => {
  const floor = await quietDays('01', 20);
  const before = await tablesOf(floor);
  const applied = vi.spyOn(Engine.prototype, 'apply');
  onTestFinished(() => applied.mockRestore());
  const job = { job: 'recount', from: '2026-11-01', to: '2026-11-20' };
  const context = {
    core: floor.app.core,
    db: floor.database,
    isConfigured: () => false,
    importSettings: () => ({ wrapupMs: new Map(), acwReasons: new Set<string>() }),
  };
  const told: Progress[] = [];
  for await (const progress of runJob({ ...context, customerRef: () => null }, job)) told.push(progress);
  // Twenty days of two facts: one fold from the first day, one from the fifteenth.
  expect(applied.mock.calls.filter(([{ type }]) => type.startsWith('cc.contact')).length).toBeLessThanOrEqual(40 + 12);
  expect(told).toEqual([
    { is: 'progress', share: 0.7, text: '2026-11-14' },
    { is: 'progress', share: 1, text: '2026-11-20' },
    { is: 'done', text: '20 days counted again' },
  ]);
  expect(await tablesOf(floor)).toEqual(before);
  expect(await floor.sql`select distinct revision from queue_interval`).toEqual([{ revision: 1 }]);
});

test('of days between those asked for nothing is written', async () => {
  const floor = await quietDays('01', 4);
  await floor.sql`update queue_stay set wait_ms = 1`;
  await floor.app.core.recounter.now(['2026-11-01', '2026-11-03']);
  expect(await floor.sql`select contact_id, wait_ms::int from queue_stay order by 1`).toEqual([
    { contact_id: 'c0', wait_ms: 9000 },
    { contact_id: 'c1', wait_ms: 1 },
    { contact_id: 'c2', wait_ms: 9000 },
    { contact_id: 'c3', wait_ms: 1 },
  ]);
  expect(await floor.sql`select revision from floor_interval order by start_at`).toEqual([1, 0, 1, 0].map((revision) => ({ revision })));
});
