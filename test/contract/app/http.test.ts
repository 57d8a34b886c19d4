import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../shared/time.ts';
import { answeredCall, cloudEvent, NOON_IS_NOW, type RunningApp, SENDER, startApp, TOKEN, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const db = useDatabase();
let app: RunningApp;
let base: number;

beforeAll(async () => {
  app = await startApp({ db: db.database, env: NOON_IS_NOW });
});
afterAll(() => app.stop());
beforeEach(() => {
  base = Math.floor(Date.now() / 1000) * 1000 - 60_000;
});

type Answer = { accepted: number; duplicate: number; rejected: { index: number; id: string | null; reason: string }[] };
type Board = {
  floor: Row;
  queues: (Row & { id: string; waiting: number })[];
  agents: { id: string; state: string }[];
  sources: { name: string; anomalies: Record<string, number> }[];
};
type Row = { windows: { day: { metrics: Record<string, number | null>; components: Record<string, number> } } };
type Review = {
  floor: { metrics: Record<string, number | null>; components: Record<string, unknown> };
  queues: { id: string; metrics: Record<string, number | null>; components: Record<string, unknown> }[];
  intervals: { components: Record<string, number> }[];
};

const board = () => app.get<Board>('/api/v1/board');

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/api/v1/events`, { method: 'POST', body, headers: { authorization: `Bearer ${TOKEN}`, ...headers } });
}

test('a batch is answered after the commit: accepted, duplicate, and why the rest was not taken', async () => {
  const events = [
    cloudEvent('contact.queued', base, { contactId: 'b1', queueId: 'batch' }, 'b1'),
    cloudEvent('contact.queued', base, { contactId: 'b2', queueId: 'batch' }, 'b2'),
    { ...cloudEvent('contact.queued', base, { contactId: 'b3', queueId: 'batch' }, 'b3'), time: undefined },
    cloudEvent('contact.exploded', base, { contactId: 'b4' }, 'b4'),
    cloudEvent('contact.queued', base, { contactId: 'b5' }, 'b5'),
    cloudEvent('contact.queued', Date.now() + 180_000, { contactId: 'b6', queueId: 'batch' }, 'b6'),
    cloudEvent('contact.queued', Date.now() - 8 * 86_400_000, { contactId: 'b7', queueId: 'batch' }, 'b7'),
    'rubbish',
  ];
  const first = (await (await app.post(events as object[])).json()) as Answer;
  expect(first.accepted).toBe(2);
  expect(first.rejected.map(({ index, id }) => [index, id])).toEqual([
    [2, 'b3'],
    [3, 'b4'],
    [4, 'b5'],
    [5, 'b6'],
    [6, 'b7'],
    [7, null],
  ]);
  expect(first.rejected.map(({ reason }) => reason)).toEqual([
    expect.stringContaining('time'),
    expect.stringContaining('cc.contact.exploded.v1'),
    expect.stringContaining('queueId'),
    expect.stringContaining('future'),
    expect.stringContaining('too-old'),
    expect.stringContaining('object'),
  ]);
  const again = (await (await app.post(events.slice(0, 2) as object[])).json()) as Answer;
  expect(again).toEqual({ accepted: 0, duplicate: 2, rejected: [] });
  const [row] = await db.sql<{ count: number }[]>`select count(*)::int as count from event_log where source = ${SENDER} and event_id in ('b1', 'b2')`;
  expect(row?.count).toBe(2);
  expect((await board()).queues.find((queue) => queue.id === 'batch')).toMatchObject({ waiting: 2, windows: { day: { metrics: { offered: 2 } } } });
});

test('structured and binary mode carry one event each', async () => {
  const structured = await post(JSON.stringify(cloudEvent('contact.queued', base, { contactId: 's1', queueId: 'modes' }, 's1')), {
    'content-type': 'application/cloudevents+json; charset=utf-8',
  });
  expect(await structured.json()).toEqual({ accepted: 1, duplicate: 0, rejected: [] });
  const headers = {
    'ce-specversion': '1.0',
    'ce-id': 's2',
    'ce-source': 'urn:x',
    'ce-type': 'cc.contact.queued.v1',
    'ce-time': new Date(base).toISOString(),
    'content-type': 'application/json',
  };
  const binary = await post(JSON.stringify({ contactId: 's2', queueId: 'modes' }), headers);
  expect(await binary.json()).toEqual({ accepted: 1, duplicate: 0, rejected: [] });
  expect((await board()).queues.find((queue) => queue.id === 'modes')?.waiting).toBe(2);
});

test.each([
  ['no token', 401, 'x', { authorization: '', 'content-type': 'application/cloudevents+json' }],
  ['a wrong token', 401, 'x', { authorization: 'Bearer wrong', 'content-type': 'application/cloudevents+json' }],
  ['not JSON', 400, '{', { 'content-type': 'application/cloudevents+json' }],
  [
    'a single event without id',
    400,
    JSON.stringify({ specversion: '1.0', source: 'x', type: 'cc.contact.queued.v1', time: '2026-11-17T00:00:00Z' }),
    { 'content-type': 'application/cloudevents+json' },
  ],
  ['a batch that is no array', 400, '{}', { 'content-type': 'application/cloudevents-batch+json' }],
  ['too many events', 413, JSON.stringify(new Array(501).fill({})), { 'content-type': 'application/cloudevents-batch+json' }],
  ['too many bytes', 413, ' '.repeat(1024 * 1024 + 1), { 'content-type': 'application/cloudevents-batch+json' }],
  ['another content type', 415, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
])('%s is refused with %i and a problem that says why', async (_name, status, body, headers) => {
  const response = await post(body, headers);
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as { status: number; detail: string };
  expect(problem.status).toBe(status);
  expect(problem.detail.length).toBeGreaterThan(10);
});

test('the review of a span agrees with the board, and with the naked rows', async () => {
  await app.post([
    ...answeredCall('r1', 'review', 'anna', base, 10_000, 20_000),
    ...answeredCall('r2', 'review', 'anna', base + 1000, 25_000, 10_000),
  ]);
  await app.post([
    cloudEvent('contact.queued', base, { contactId: 'r3', queueId: 'review' }),
    cloudEvent('contact.abandoned', base + 3000, { contactId: 'r3', queueId: 'review' }),
  ]);
  const shown = (await board()).queues.find((queue) => queue.id === 'review');
  const from = new Date(base - 3_600_000).toISOString();
  const to = new Date(base + 3_600_000).toISOString();
  const review = await app.get<Review>(`/api/v1/reviews?from=${from}&to=${to}`);
  const row = review.queues.find((queue) => queue.id === 'review');
  expect(row?.metrics).toEqual(shown?.windows.day.metrics);
  expect(row?.components).toEqual(shown?.windows.day.components);
  expect(row?.metrics).toMatchObject({
    offered: 3,
    answered: 2,
    abandoned: 1,
    short_abandoned: 1,
    service_level: 0.5,
    asa_ms: 17_500,
    abandon_rate: 0,
    aht_ms: 15_000,
    longest_wait_ms: 25_000,
  });
  const sum = review.intervals.reduce((total, interval) => total + (interval.components['offered'] ?? 0), 0);
  expect(sum).toBe(review.floor.metrics['offered']);
  const contacts = await app.get<{ contacts: { contactId: string; waitMs: number }[] }>(
    `/api/v1/contacts?from=${from}&to=${to}&queue=review&outcome=abandoned`,
  );
  expect(contacts.contacts.map(({ contactId, waitMs }) => [contactId, waitMs])).toEqual([['r3', 3000]]);
});

test('a setting holds from its instant on: what was offered before keeps the old target', async () => {
  const answered = (id: string, at: number) => answeredCall(id, 'versions', 'anna', at, 25_000, 1000);
  await app.post([...answered('v1', base), ...answered('v2', base + 20_000)]);
  const put = await fetch(`${app.url}/api/v1/queues/versions`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ slaSeconds: 30, name: 'גרסאות', effectiveAt: new Date(base + 10_000).toISOString() }),
  });
  expect(put.status).toBe(200);
  const queue = await until(
    async () => (await board()).queues.find((row) => row.id === 'versions' && row.windows.day.metrics['answered_in_target'] === 1),
    'one of two within its target',
  );
  expect(queue.windows.day.metrics['service_level']).toBe(0.5);
});

test('what a setting answers is what it has set, and an agent whom no source knows yet may have one', async () => {
  const at = Date.now() - 60_000;
  await app.post(answeredCall('n1', 'named', 'nora', at, 1000, 1000));
  const put = async (path: string, body: object) => {
    const response = await fetch(`${app.url}/api/v1/${path}`, { method: 'PUT', body: JSON.stringify(body) });
    expect(response.status).toBe(200);
    return (await response.json()) as object;
  };
  for (const name of ['first', 'second', 'third']) {
    expect(await put('agents/nora', { name })).toMatchObject({ id: 'nora', name });
    expect(await put('queues/named', { name })).toMatchObject({ id: 'named', name });
  }
  expect(await put('agents/nobody-yet', { name: 'new', team: 'night' })).toMatchObject({ id: 'nobody-yet', name: 'new', team: 'night' });
});

test('a fact older than the horizon is stored, counted as late, and its day is counted again', async () => {
  const old = Date.now() - 2 * 3_600_000;
  await app.post([cloudEvent('contact.queued', Date.now(), { contactId: 'l0', queueId: 'late' })]);
  await app.post(answeredCall('l1', 'late', 'anna', old, 5000, 5000));
  const source = (await board()).sources.find(({ name }) => name === SENDER);
  expect(source?.anomalies['late']).toBeGreaterThanOrEqual(3);
  const from = new Date(old - 60_000).toISOString();
  await until(async () => {
    const review = await app.get<Review>(`/api/v1/reviews?from=${from}&to=${new Date().toISOString()}&queue=late`);
    return review.queues[0]?.metrics['answered'] === 1;
  }, 'the late call is in the review');
});

test('unknown query parameters, impossible spans and strange days are named', async () => {
  for (const path of [
    '/api/v1/reviews?from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z&colour=red',
    '/api/v1/reviews?from=x&to=y',
    '/api/v1/shifts?day=2026-02-30',
    '/api/v1/board?x=1',
  ]) {
    const response = await fetch(app.url + path);
    expect(response.status, path).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  }
  expect(((await (await fetch(`${app.url}/api/v1/board?colour=red`)).json()) as { detail: string }).detail).toContain('"colour"');
  expect((await fetch(`${app.url}/nowhere`)).status).toBe(404);
  const looked = await fetch(`${app.url}/nowhere/else`, { headers: { accept: 'text/html,*/*' } });
  expect([looked.status, looked.headers.get('content-type')]).toEqual([404, expect.stringContaining('text/html')]);
  expect((await fetch(`${app.url}/api/v1/nowhere`, { headers: { accept: 'text/html' } })).headers.get('content-type')).toBe(
    'application/problem+json',
  );
});

test('a proxy, a rebound name or another page gain nothing; the wall key reads and does not write', async () => {
  expect((await fetch(`${app.url}/api/v1/board`, { headers: { 'x-forwarded-for': '10.0.0.9' } })).status).toBe(401);
  const wrong = await fetch(`${app.url}/api/v1/wall-key`, { method: 'POST', body: '{"key":"nonsense"}' });
  expect(wrong.status).toBe(401);
  const right = await fetch(`${app.url}/api/v1/wall-key`, { method: 'POST', body: '{"key":"WALL-KEY"}' });
  const cookie = right.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(right.headers.get('set-cookie')).toContain('HttpOnly');
  expect((await fetch(`${app.url}/api/v1/board`, { headers: { 'x-forwarded-for': '10.0.0.9', cookie } })).status).toBe(200);
  expect((await fetch(`${app.url}/api/v1/queues/x`, { method: 'PUT', body: '{}', headers: { 'x-forwarded-for': '10.0.0.9', cookie } })).status).toBe(
    403,
  );
  expect((await fetch(`${app.url}/api/v1/queues/x`, { method: 'PUT', body: '{}', headers: { origin: 'https://evil.example' } })).status).toBe(403);
});

test('who guesses the wall key shuts out nobody else, and typing it is forgiving', async () => {
  // Its minute ends when the test says so.
  const floor = await steppedFloor(Date.parse('2026-11-17T08:00:00.000Z'));
  const { url } = floor.app;
  const enter = (key: string, address: string) =>
    fetch(`${url}/api/v1/wall-key`, { method: 'POST', body: JSON.stringify({ key }), headers: { 'x-forwarded-for': address } });
  const bearer = (key: string, address: string) =>
    fetch(`${url}/api/v1/board`, { headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': address } });
  let status = 0;
  for (let n = 0; n < 20; n++) ({ status } = await enter(`guess ${n}`, '10.0.0.66'));
  expect(status).toBe(429);
  expect((await enter('wall key', '10.0.0.66')).status).toBe(429);
  expect((await enter('wall key', '10.0.0.7')).status).toBe(200);
  for (let n = 0; n < 20; n++) ({ status } = await bearer(`guess-${n}`, '10.0.0.67'));
  expect((await bearer('WALL-KEY', '10.0.0.67')).status).toBe(401);
  expect((await bearer('wallkey', '10.0.0.7')).status).toBe(200);
  await floor.at(floor.clock.now() + MINUTE_MS);
  expect((await enter('wall key', '10.0.0.66')).status).toBe(200);
  expect((await bearer('WALL-KEY', '10.0.0.67')).status).toBe(200);
});
