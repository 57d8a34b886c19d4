import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cloudEvent, NOON_IS_NOW, type RunningApp, SENDER, startApp, TOKEN, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
let app: RunningApp;
let now: number;

beforeAll(async () => {
  app = await startApp({ db: db.database, env: NOON_IS_NOW });
});
afterAll(() => app.stop());
beforeEach(() => {
  now = Math.floor(Date.now() / 1000) * 1000 - 120_000;
});

type Answer = { accepted: number; rejected: { reason: string }[] };
type Queue = { id: string; waiting: number; windows: { day: { metrics: Record<string, number | null> } } };
const post = async (...events: object[]) => (await (await app.post(events)).json()) as Answer;
const queue = async (id: string) => (await app.get<{ queues: Queue[] }>('/api/v1/board')).queues.find((row) => row.id === id);

function raw(text: string | Buffer, then: (socket: ReturnType<typeof connect>) => void = (socket) => socket.end()): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(app.port, '127.0.0.1', () => socket.write(text, () => then(socket)));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });
}

const upgrade = (target: string, more = '') =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${more}\r\n`;

test('upgrades to nowhere, cut off at once or with rubbish behind them, do not end the server', async () => {
  for (const target of ['//', 'http://[', '/nope']) await raw(upgrade(target));
  for (let n = 0; n < 30; n++) await raw(upgrade('/nope'), (socket) => socket.resetAndDestroy());
  const unauthorised = Buffer.concat([
    Buffer.from(upgrade('/live', 'X-Forwarded-For: 9.9.9.9\r\n')),
    Buffer.from([0xf3, 0x05, 104, 101, 108, 108, 111]),
  ]);
  for (let n = 0; n < 5; n++) await raw(unauthorised);
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
});

test('instants and durations that no database or loop survives are refused, with the reason', async () => {
  const about = { contactId: 'h', queueId: 'hostile' };
  const refused = await post(
    cloudEvent('contact.answered', now, { ...about, agentId: 'a', waitMs: 1e300 }),
    cloudEvent('contact.wrapup', now, { ...about, agentId: 'a', state: 'ended', durationMs: 1e13 }),
    cloudEvent('contact.queued', now, { ...about, contactStartedAt: 1e300 }),
    cloudEvent('contact.queued', now, { contactId: 'n\u0000x', queueId: 'q' }),
    cloudEvent('contact.queued', now, { contactId: '\ud800', queueId: 'q' }),
    cloudEvent('site.config', now, { effectiveAt: new Date(now).toISOString(), timezone: 'Mars/Base' }),
  );
  expect(refused.accepted).toBe(0);
  expect(refused.rejected).toHaveLength(6);
});

test('a snapshot that claims another age is held to its own fact: the source goes on', async () => {
  const agents = [{ agentId: 'a', queues: [{ queueId: 'snap' }] }];
  const talking = [{ contactId: 't', agentId: 'a', queueId: 'snap', since: '0001-01-01T00:00:00Z' }];
  await post(cloudEvent('snapshot', now, { scope: 'source', waiting: [], talking, agents, asOf: '2099-01-01T00:00:00Z' }));
  await post(cloudEvent('contact.queued', now + 1000, { contactId: 's', queueId: 'snap' }));
  expect((await queue('snap'))?.waiting).toBe(1);
  const [late] = await db.sql<{ count: number }[]>`select count(*)::int as count from event_log where source = ${SENDER}`;
  expect(late?.count).toBeGreaterThan(0);
});

test('break reasons are text like any other', async () => {
  await post(
    cloudEvent('agent.signedin', now, { agentId: 'br' }),
    cloudEvent('agent.state', now, { agentId: 'br', state: 'break', reason: 'constructor' }),
    cloudEvent('agent.state', now + 10_000, { agentId: 'br', state: 'break', reason: '__proto__' }),
    cloudEvent('agent.state', now + 30_000, { agentId: 'br', state: 'available' }),
  );
  const text = await (await fetch(`${app.url}/api/v1/board`)).text();
  const agent = (JSON.parse(text) as { agents: { id: string; windows: { day: { components: { breakMsByReason: object } } } }[] }).agents.find(
    ({ id }) => id === 'br',
  );
  expect(Object.entries(agent?.windows.day.components.breakMsByReason ?? {})).toEqual([
    ['constructor', 10_000],
    ['__proto__', 20_000],
  ]);
});

test('a contact that comes back after it was settled keeps its first stay, and a repeated end changes nothing', async () => {
  const call = (at: number, n: number) => [
    cloudEvent('contact.queued', at, { contactId: 'back', queueId: 'again' }),
    cloudEvent('contact.answered', at + 5000, { contactId: 'back', queueId: 'again', agentId: 'x' }),
    cloudEvent('contact.ended', at + 65_000, { contactId: 'back', queueId: 'again', agentId: 'x' }, `end ${n}`),
  ];
  const first = now - 3_600_000;
  await app.stop();
  await db.empty();
  app = await startApp({ db: db.database, env: NOON_IS_NOW });
  await post(...call(first, 1));
  await post(
    cloudEvent('contact.queued', first + 1_800_000, { contactId: 'other', queueId: 'again' }),
    cloudEvent('contact.abandoned', first + 1_810_000, { contactId: 'other', queueId: 'again' }),
  );
  await post(cloudEvent('contact.ended', first + 2_400_000, { contactId: 'back', queueId: 'again', agentId: 'x' }, 'end repeated'));
  await post(...call(first + 3_300_000, 2));
  expect((await queue('again'))?.windows.day.metrics).toMatchObject({ offered: 3, answered: 2, abandoned: 1, left_otherwise: 0, att_ms: 60_000 });
  await app.core.flusher.flush();
  const [stays] = await db.sql<{ count: number }[]>`select count(*)::int as count from queue_stay where queue_id = 'again'`;
  expect(stays?.count).toBe(3);
});

test('a setting effective days ago counts every day since again', async () => {
  const day = 86_400_000;
  for (let back = 5; back >= 2; back--) {
    const at = now - back * day;
    const about = { contactId: `d${back}`, queueId: 'past' };
    await post(
      cloudEvent('contact.queued', at, about),
      cloudEvent('contact.answered', at + 8000, { ...about, agentId: 'x' }),
      cloudEvent('contact.ended', at + 20_000, { ...about, agentId: 'x' }),
    );
  }
  const span = `from=${new Date(now - 6 * day).toISOString()}&to=${new Date(now).toISOString()}&queue=past`;
  const inTarget = async () =>
    (await app.get<{ queues: { metrics: Record<string, number> }[] }>(`/api/v1/reviews?${span}`)).queues[0]?.metrics['answered_in_target'];
  await until(async () => (await inTarget()) === 4, 'all four in target');
  await fetch(`${app.url}/api/v1/queues/past`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ slaSeconds: 5, effectiveAt: new Date(now - 6 * day).toISOString() }),
  });
  await until(async () => (await inTarget()) === 0, 'none in target');
});

test('forms have a bound, queries with NUL are the asker’s fault, other pages are refused', async () => {
  expect((await fetch(`${app.url}/api/v1/wall-key`, { method: 'POST', body: 'x'.repeat(100_000) })).status).toBe(413);
  const span = 'from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z';
  expect((await fetch(`${app.url}/api/v1/reviews?${span}&queue=%00`)).status).toBe(400);
  expect((await fetch(`${app.url}/api/v1/contacts?${span}&agent=%00`)).status).toBe(400);
  expect((await fetch(`${app.url}/api/v1/queues/x`, { method: 'PUT', body: '{}', headers: { origin: 'http://203.0.113.5' } })).status).toBe(403);
});

test('a number that JSON knows and no database is refused, and not lost later', async () => {
  const event = JSON.stringify(cloudEvent('contact.queued', Date.now(), { contactId: 'huge', queueId: 'q', priority: 1 })).replace(
    '"priority":1',
    '"priority":1e400',
  );
  const answer = await fetch(`${app.url}/api/v1/events`, {
    method: 'POST',
    body: `[${event}]`,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/cloudevents-batch+json' },
  });
  expect(await answer.json()).toMatchObject({ accepted: 0, rejected: [{ index: 0, reason: expect.stringContaining('finite') as string }] });
});

test('a page of a name that begins as an address of this machine is no page of ours', async () => {
  const { port } = new URL(app.url);
  for (const origin of ['http://127.evil.example', 'https://127.0.0.1.evil.example']) {
    const answer = await fetch(`${app.url}/api/v1/queues/hijack`, {
      method: 'PUT',
      headers: { origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status, origin).toBe(403);
  }
  const own = await fetch(`${app.url}/api/v1/queues/own`, {
    method: 'PUT',
    headers: { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(own.status).toBe(200);
});
