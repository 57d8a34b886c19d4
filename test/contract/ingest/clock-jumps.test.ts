import { expect, test } from 'vitest';
import type { Wire } from '../../../server/live/hub.ts';
import type { Event } from '../../../shared/events/event.ts';
import { HEARTBEAT_MS } from '../../../shared/protocol/version.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { answeredCall, cloudEvent, startApp, until } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { jumpyClock } from '../../support/jumpy-clock.ts';
import { useDatabase } from '../../support/postgres.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

const db = useDatabase();
const START = Date.parse('2026-11-17T08:00:00.000Z');
const JUMP = 10 * MINUTE_MS;

type Delta = {
  type: string;
  serverNow?: string;
  put?: { queues?: { id: string; waiting: number }[]; queueWindows?: { id: string }[]; agentWindows?: unknown[] };
};

test.each([
  ['back', -JUMP],
  ['forward', JUMP],
])('the clock is set %s ten minutes: walls hear of every change as before', async (_way, by) => {
  await db.empty();
  const clock = jumpyClock(START);
  const app = await startApp({ db: db.database, clock });
  try {
    const heard: Delta[] = [];
    const wire: Wire = { send: (bytes) => heard.push(JSON.parse(Buffer.from(bytes).toString()) as Delta), close: () => undefined, buffered: 0 };
    app.core.publisher.hub.join(wire);
    const queues = (n: number, waiting: number) =>
      heard.slice(n).some(({ put }) => put?.queues?.some((row) => row.id === 'q' && row.waiting === waiting) === true);
    const enters = async (contactId: string) => {
      const event = cloudEvent('contact.queued', clock.now(), { contactId, queueId: 'q' }) as object;
      expect((await app.post([event])).status).toBe(200);
    };
    await enters('c1');
    await clock.advance(2 * SECOND_MS);
    expect(queues(0, 1)).toBe(true);

    clock.jump(by);
    const before = heard.length;
    await enters('c2');
    await clock.advance(2 * SECOND_MS);
    expect(queues(before, 2)).toBe(true);
    expect(heard.slice(before).some(({ put }) => put?.queueWindows?.some(({ id }) => id === 'q') === true)).toBe(true);
    // The rhythm of agents' times and of heartbeats goes on too.
    await app.post(answeredCall('c3', 'q', 'a', clock.now() - 30_000, 1000, 2000));
    const later = heard.length;
    await clock.advance(2 * MINUTE_MS);
    expect(heard.slice(later).filter(({ put }) => put?.agentWindows !== undefined).length).toBeGreaterThan(0);
    const beats = heard.filter(({ type }) => type === 'heartbeat');
    expect(Date.parse(beats.at(-1)?.serverNow ?? '')).toBeGreaterThan(clock.now() - HEARTBEAT_MS);
    // And what is in memory goes to the tables.
    await until(async () => {
      // The timers may all have come while one write was under way.
      await clock.advance(SECOND_MS);
      return (await db.sql`select from queue_stay`).length === 3;
    }, 'flushed');
  } finally {
    await app.stop();
  }
});

/** Every number and every instant that the server says, with its path. */
function said(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return [[path, Date.parse(value)]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => said(part, `${path}/${key}`));
}

async function nothingNegative({ app, clock }: SteppedFloor): Promise<number> {
  const board = await app.get<{ at: string; agents: { since: string }[] }>('/api/v1/board');
  const span = `from=${toIso(START - DAY_MS)}&to=${toIso(START + DAY_MS)}`;
  const review = await app.get(`/api/v1/reviews?${span}`);
  const shifts = await app.get(`/api/v1/shifts?day=2026-11-17`);
  for (const [path, value] of said({ board, review, shifts })) expect(value, `${path} at ${toIso(clock.now())}`).toBeGreaterThanOrEqual(0);
  const at = Date.parse(board.at);
  // Whoever subtracts one from the other gets no negative time either.
  for (const { since } of board.agents) expect(Date.parse(since)).toBeLessThanOrEqual(at);
  return at;
}

const member = (agentId: string, at: number, more: object = {}) =>
  fact('cc.agent.membership.v1', at, { agentId, queueId: 'q', joined: true, ...more });

function call(n: number, at: number, waitMs: number, talkMs: number): Event[] {
  const about = { contactId: `c${n}`, segmentId: `c${n}:1`, queueId: 'q' };
  return [
    fact('cc.contact.queued.v1', at, about),
    fact('cc.contact.answered.v1', at + waitMs, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', at + waitMs + talkMs, { ...about, agentId: 'a' }),
  ];
}

test.each([
  ['back', -JUMP],
  ['forward', JUMP],
  ['back by more than the horizon', -3 * JUMP],
])('the clock is set %s: no time is negative, nothing counts twice, the board never goes back', async (_way, by) => {
  const floor = await steppedFloor(START);
  const { ingest, recounter } = floor.app.core;
  const seen: number[] = [];
  let now = START;
  const step = async (ms: number, events: readonly Event[] = []) => {
    now += ms;
    if (events.length > 0) await ingest.submit(events);
    await floor.at(now);
    seen.push(await nothingNegative(floor));
  };
  await step(0, [member('a', now), member('b', now)]);
  for (let n = 0; n < 5; n++) await step(MINUTE_MS, call(n, now, 10_000, 40_000));
  // One waits, one talks, one is on a break when the clock is set.
  const [queued] = call(5, now, 0, 0) as [Event];
  const [entered, answered] = call(6, now, 1000, 0) as [Event, Event];
  await step(2000, [queued, entered, answered, member('b', now, { paused: true, reason: 'lunch' })]);
  const endings = (at: number) => [
    fact('cc.contact.abandoned.v1', at, { contactId: 'c5', segmentId: 'c5:1', queueId: 'q' }),
    fact('cc.contact.ended.v1', at, { contactId: 'c6', segmentId: 'c6:1', queueId: 'q', agentId: 'a' }),
    member('b', at, { paused: false }),
  ];
  // An end half an hour before the beginning is beyond what can be put in order.
  const isTooFar = by < -2 * JUMP;
  if (isTooFar) await step(5000, endings(now + 5000));
  now += by;
  await step(5000, isTooFar ? [] : endings(now + 5000));
  for (let n = 10; n < 15; n++) await step(MINUTE_MS, call(n, now, 10_000, 30_000));
  // The clock is right again, and the hour goes on.
  now -= by;
  for (let n = 20; n < 25; n++) await step(MINUTE_MS, call(n, now, 10_000, 30_000));
  await step(45 * MINUTE_MS);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));

  const told = async () => {
    const [stays] = await floor.sql<{ n: number; ids: number }[]>`select count(*)::int as n, count(distinct contact_id)::int as ids from queue_stay`;
    const [intervals] = await floor.sql<{ offered: number; settled: number }[]>`
      select sum(offered)::int as offered, sum(answered + abandoned + left_otherwise + lost)::int as settled from queue_interval`;
    return { ...stays, ...intervals };
  };
  await recounter.marked();
  expect(await told()).toEqual({ n: 17, ids: 17, offered: 17, settled: 17 });
  const [overlaps] = await floor.sql<{ n: number }[]>`select count(*)::int as n from agent_span a join agent_span b
    on a.agent_id = b.agent_id and a.started_at < b.started_at and coalesce(a.ended_at, 'infinity') > b.started_at`;
  expect(overlaps?.n).toBe(0);
  // A count from nothing says the same.
  const before = await tablesOf(floor);
  await recounter.now(['2026-11-17']);
  expect(await tablesOf(floor)).toEqual(before);
});
