/** Senders over HTTP that fall silent, on a whole server whose time is set by hand: their figures are in doubt, and fresh again when they are heard. */
import { expect, test } from 'vitest';
import type { AlarmRow } from '../../../shared/alarms/row.ts';
import type { Board } from '../../../shared/board.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { cloudEvent, postEvents } from '../../support/app.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');
const TOKENS = { MOKED_INGEST_TOKENS: 'crm:crm-token chat:chat-token' };
const REASON = 'nothing has come for longer than 60 s';

type Sender = 'crm' | 'chat';
const posts = (floor: SteppedFloor, sender: Sender, events: readonly object[]) => postEvents(floor.app.url, events, `${sender}-token`);
const queued = (contactId: string, queueId: string, at: number) => cloudEvent('contact.queued', at, { contactId, queueId });
const signedIn = (agentId: string, queueId: string, at: number) => cloudEvent('agent.signedin', at, { agentId, queues: [queueId] });

async function rowOf(floor: SteppedFloor, name: Sender) {
  const { sources } = await floor.app.get<Board>('/api/v1/board');
  return sources.find((source) => source.name === name);
}

/** Looks at the floor each second of a span, as the clock of the server would. */
async function lasting(floor: SteppedFloor, from: number, seconds: number): Promise<readonly AlarmRow[]> {
  for (let second = 0; second <= seconds; second++) {
    await floor.at(from + second * SECOND_MS);
    floor.app.alarms.tick();
  }
  await floor.app.alarms.written();
  return floor.app.alarms.rows;
}

test('a rhythm that was set: silence turns the sender down from its last sign on, and an empty batch is a sign', async () => {
  const floor = await steppedFloor(NOW, { ...TOKENS, MOKED_SOURCES: 'http://crm?rhythm=60' });
  await posts(floor, 'crm', [queued('c1', 'sales', NOW)]);
  await floor.at(NOW + 50 * SECOND_MS);
  const sign = await posts(floor, 'crm', []);
  expect([sign.status, await sign.json()]).toEqual([200, { accepted: 0, duplicate: 0, rejected: [] }]);
  await floor.at(NOW + 110 * SECOND_MS);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up', reason: null });
  await floor.at(NOW + 111 * SECOND_MS);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'down', since: toIso(NOW + 50 * SECOND_MS), reason: REASON });
  expect(await rowOf(floor, 'chat')).toMatchObject({ state: 'up' });
  expect(await floor.app.get('/readyz')).toMatchObject({ status: 'degraded' });
  const metrics = await (await fetch(`${floor.app.url}/metrics`)).text();
  expect(metrics).toContain('moked_source_up{source="crm"} 0');
  expect(metrics).toContain(`moked_source_last_sign_timestamp_seconds{source="crm"} ${(NOW + 50 * SECOND_MS) / 1000}`);
  const { sources } = await floor.app.get<{ sources: { name: string; rhythm: unknown; problems: { code: string }[] }[] }>('/api/v1/sources');
  expect(sources.map(({ name, rhythm, problems }) => [name, rhythm, problems.map(({ code }) => code)])).toEqual([
    ['crm', MINUTE_MS, ['silent']],
    ['chat', 'unset', []],
  ]);
  await posts(floor, 'crm', []);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up', since: toIso(NOW + 111 * SECOND_MS), reason: null });
  expect(await floor.sql`select count(*)::int as n from event_log where source = 'crm'`).toEqual([{ n: 1 }]);
});

test('what is rejected is counted against its sender: one whose clock is wrong is heard, and nothing of it counts', async () => {
  const floor = await steppedFloor(NOW, TOKENS);
  const ahead = queued('c1', 'sales', NOW + HOUR_MS);
  const answer = await posts(floor, 'crm', [ahead, { specversion: '1.0' }, queued('c2', 'sales', NOW)]);
  expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [{ index: 0 }, { index: 1 }] });
  await posts(floor, 'crm', [queued('c3', 'sales', NOW + 2 * HOUR_MS)]);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up', anomalies: { rejected: 3 } });
  expect(await rowOf(floor, 'chat')).toMatchObject({ anomalies: {} });
  const { sources } = await floor.app.get<{ sources: { name: string; anomalies: object[] }[] }>('/api/v1/sources');
  const example = expect.stringContaining(`future: time ${toIso(NOW + 2 * HOUR_MS)} is more than 2 minutes ahead`);
  const means = { en: expect.stringContaining('the sender was told why'), he: expect.any(String) };
  expect(sources.find(({ name }) => name === 'crm')?.anomalies).toEqual([{ kind: 'rejected', count: 3, example, means }]);
  const metrics = await (await fetch(`${floor.app.url}/metrics`)).text();
  expect(metrics).toContain('moked_anomalies_total{source="crm",kind="rejected"} 3');
});

test('without a rhythm a quiet night stays fresh; with an agent there an hour of silence does not, with a caller a quarter', async () => {
  const floor = await steppedFloor(NOW, TOKENS);
  const called = [queued('c1', 'sales', NOW), cloudEvent('contact.abandoned', NOW, { contactId: 'c1', queueId: 'sales' })];
  const mail = cloudEvent('contact.queued', NOW, { contactId: 'm1', queueId: 'mail', channel: 'email' });
  await posts(floor, 'crm', [...called, mail]);
  const morning = NOW + 18 * HOUR_MS;
  await floor.at(morning);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up' });
  await posts(floor, 'crm', [signedIn('dana', 'sales', morning)]);
  await floor.at(morning + HOUR_MS);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up' });
  await floor.at(morning + HOUR_MS + SECOND_MS);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'down', since: toIso(morning) });
  const caller = morning + 2 * HOUR_MS;
  await floor.at(caller);
  await posts(floor, 'crm', [queued('c2', 'sales', caller)]);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up' });
  await floor.at(caller + 15 * MINUTE_MS + SECOND_MS);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'down', since: toIso(caller), reason: 'nothing has come for longer than 15 min' });
});

test('a sender that says that it is cut off is down until it says that it is back, over a restart too', async () => {
  const floor = await steppedFloor(NOW, TOKENS);
  await posts(floor, 'crm', [queued('c1', 'sales', NOW), cloudEvent('source.status', NOW, { state: 'down', reason: 'the platform is away' })]);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'down', since: toIso(NOW), reason: 'the platform is away', gaps: 1 });
  await floor.at(NOW + SECOND_MS);
  await floor.restart();
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'down', since: toIso(NOW) });
  await posts(floor, 'crm', [cloudEvent('source.status', NOW + SECOND_MS, { state: 'up' })]);
  expect(await rowOf(floor, 'crm')).toMatchObject({ state: 'up', reason: null });
});

test('alarms: the source rings, what hangs on it says "no data" and rests, the other goes on; all of it clears when data return', async () => {
  const floor = await steppedFloor(NOW, { ...TOKENS, MOKED_SOURCES: 'http://crm?rhythm=60' });
  const from = NOW + 70 * SECOND_MS;
  await posts(floor, 'crm', [queued('c1', 'sales', NOW)]);
  await posts(floor, 'chat', [queued('c2', 'chats', NOW)]);
  // Three targets are a minute: both have waited too long by then, and both senders are fresh.
  await floor.at(from - 10 * SECOND_MS);
  await posts(floor, 'crm', []);
  const before = await lasting(floor, from - 10 * SECOND_MS, 10);
  const waits = (rows: readonly AlarmRow[]) =>
    rows
      .filter(({ rule }) => rule === 'long-wait')
      .map(({ subject, noDataSince }) => [subject.of === 'figure' && subject.scope.of === 'queue' ? subject.scope.id : '', noDataSince]);
  expect(waits(before).sort()).toEqual([
    ['chats', null],
    ['sales', null],
  ]);
  const silentAt = from + 51 * SECOND_MS;
  const silent = await lasting(floor, from + SECOND_MS, 65);
  expect(waits(silent).sort()).toEqual([
    ['chats', null],
    ['sales', toIso(silentAt)],
  ]);
  const [source] = silent.filter(({ subject }) => subject.of === 'source');
  // Ten seconds after it fell silent, and heard once, as its rule says.
  expect(source).toMatchObject({ subject: { of: 'source', name: 'crm' }, raisedAt: toIso(silentAt + 10 * SECOND_MS), sound: { mode: 'once' } });
  const back = from + 70 * SECOND_MS;
  await floor.at(back);
  await posts(floor, 'crm', [cloudEvent('contact.answered', back, { contactId: 'c1', queueId: 'sales', agentId: 'dana' })]);
  const after = await lasting(floor, back, 20);
  expect(waits(after)).toEqual([['chats', null]]);
  expect(after.filter(({ subject }) => subject.of === 'source')).toEqual([]);
});
