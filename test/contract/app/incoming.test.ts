import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../shared/time.ts';
import { answeredCall, cloudEvent, NOON_IS_NOW, postEvents, type RunningApp, SENDER, startApp, TOKEN } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const db = useDatabase();
const SECOND_TOKEN = 'another-test-token';
let app: RunningApp;

beforeAll(async () => {
  app = await startApp({ db: db.database, env: { ...NOON_IS_NOW, MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN} second:${SECOND_TOKEN}` } });
});
afterAll(() => app.stop());

type Settings = { queues: { id: string; name: string; slaSeconds: number }[]; agents: { id: string; name: string; team: string | null }[] };
type Problem = { status: number; detail: string };

const BATCH = 'application/cloudevents-batch+json';

function send(body: string | Buffer<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/api/v1/events`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': BATCH, ...headers },
  });
}

async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await response.json()) as Problem;
}

test('settings that a source sends are of its own queue and agent, whoever else has one of that name', async () => {
  const at = Date.now() - 60_000;
  const effectiveAt = new Date(at - 1000).toISOString();
  const settings = (name: string, slaSeconds: number) => [
    cloudEvent('queue.config', at, { queueId: 'twin', effectiveAt, name, slaSeconds }),
    cloudEvent('agent.config', at, { agentId: 'twin', effectiveAt, name, team: name }),
  ];
  await app.post([...answeredCall('t1', 'twin', 'twin', at, 1000, 1000), ...settings('first', 30)]);
  await postEvents(app.url, [...answeredCall('t2', 'twin', 'twin', at, 1000, 1000), ...settings('second', 40)], SECOND_TOKEN);
  const { queues } = await app.get<Settings>('/api/v1/queues');
  const { agents } = await app.get<Settings>('/api/v1/agents');
  const shown = (rows: { id: string; name: string }[]) =>
    rows
      .filter(({ id }) => id.startsWith('twin'))
      .map(({ id, name }) => [id, name])
      .sort();
  expect(shown(queues)).toEqual([
    ['twin', 'first'],
    ['twin@second', 'second'],
  ]);
  expect(shown(agents)).toEqual([
    ['twin', 'first'],
    ['twin@second', 'second'],
  ]);
  expect(queues.find(({ id }) => id === 'twin')?.slaSeconds).toBe(30);
});

test('a body that is not UTF-8 is refused with the place: two ids never become one', async () => {
  const at = Date.now() - 1000;
  const body = Buffer.from(JSON.stringify([cloudEvent('contact.queued', at, { contactId: 'u1', queueId: 'utf' }, 'idX')]));
  const place = body.indexOf('idX') + 2;
  for (const byte of [0xe0, 0xff]) {
    body[place] = byte;
    const { status, detail } = await problemOf(await send(body, {}));
    expect(status).toBe(400);
    expect(detail).toContain('UTF-8');
    expect(detail).toContain(String(place));
  }
  const put = await fetch(`${app.url}/api/v1/queues/utf`, { method: 'PUT', body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) });
  expect((await problemOf(put)).detail).toContain('UTF-8');
  expect((await app.get<Settings>('/api/v1/queues')).queues.some(({ id }) => id === 'utf')).toBe(false);
});

test('settings that are a JSON array are refused: they would make a version, and a queue nobody named', async () => {
  for (const path of ['queues/list', 'agents/list']) {
    const put = await fetch(`${app.url}/api/v1/${path}`, { method: 'PUT', body: '[]' });
    expect(put.status).toBe(400);
    expect((await problemOf(put)).detail).toContain('JSON object');
  }
  expect((await app.get<Settings>('/api/v1/queues')).queues.some(({ id }) => id === 'list')).toBe(false);
});

test('a path with a broken percent code is refused: it would name a queue that nobody has', async () => {
  for (const path of ['queues/%E0%A4%A', 'agents/%ff', 'queues/50%', 'agents/%E0%A4%A/spans?from=2026-11-17T00:00:00Z&to=2026-11-18T00:00:00Z']) {
    const answer = await fetch(`${app.url}/api/v1/${path}`, path.includes('spans') ? {} : { method: 'PUT', body: '{}' });
    expect(answer.status, path).toBe(400);
    expect((await problemOf(answer)).detail).toContain('percent');
  }
  const put = await fetch(`${app.url}/api/v1/queues/50%25%2F${encodeURIComponent('מכירות')}`, { method: 'PUT', body: '{}' });
  expect(put.status).toBe(200);
  expect(((await put.json()) as { id: string }).id).toBe('50%/מכירות');
});

test('half a surrogate pair in an id of the envelope is refused, as in any other id', async () => {
  const halves = ['\ud800', '\ud801'].map((id) => ({ ...cloudEvent('contact.queued', Date.now(), { contactId: 'h', queueId: 'utf' }), id }));
  const answer = (await (await app.post(halves)).json()) as { accepted: number; rejected: { reason: string }[] };
  expect(answer.accepted).toBe(0);
  expect(answer.rejected.map(({ reason }) => reason)).toEqual([expect.stringContaining('surrogate'), expect.stringContaining('surrogate')]);
});

test.each(['gzip', 'br', 'deflate, gzip'])('a body packed by %s is refused with 415 and what is allowed', async (encoding) => {
  const body = gzipSync(JSON.stringify([cloudEvent('contact.queued', Date.now(), { contactId: 'z1', queueId: 'zip' })]));
  const { status, detail } = await problemOf(await send(body, { 'content-encoding': encoding }));
  expect(status).toBe(415);
  expect(detail).toContain(encoding);
  expect(detail).toContain('identity');
});

test('a body that says it is not packed is taken', async () => {
  const body = JSON.stringify([cloudEvent('contact.queued', Date.now(), { contactId: 'z2', queueId: 'zip' })]);
  expect((await send(body, { 'content-encoding': 'identity' })).status).toBe(200);
});

test('an event that is too large is refused with its size, and the rest of its batch counts', async () => {
  const at = Date.now() - 1000;
  const large = (length: number) =>
    cloudEvent('snapshot', at, { scope: 'queue', id: 'large', waiting: [], agents: [], asOf: new Date(at).toISOString(), x: 'x'.repeat(length) });
  const small = cloudEvent('contact.queued', at, { contactId: 'l1', queueId: 'large' });
  const answer = await (await app.post([large(200_000), small, large(100_000)])).json();
  expect(answer).toMatchObject({
    accepted: 2,
    rejected: [{ index: 0, reason: expect.stringMatching(/^the event has 200\d{3} characters; at most 131072/) }],
  });
});

test('an event that is nested without end is refused alone', async () => {
  const nested = JSON.stringify(cloudEvent('contact.queued', Date.now() - 1000, { contactId: 'n1', queueId: 'nested', x: 'here' }));
  const small = JSON.stringify(cloudEvent('contact.queued', Date.now() - 1000, { contactId: 'n2', queueId: 'nested' }));
  for (const depth of [100, 200_000]) {
    const deep = nested.replace('"here"', '['.repeat(depth) + ']'.repeat(depth));
    const answer = await send(`[${deep},${small}]`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ rejected: [{ index: 0, reason: 'the event is nested more than 64 deep' }] });
  }
});

test('who guesses tokens is stopped, and shuts out nobody else; a sender with an old token is one guess', async () => {
  // Its minute ends when the test says so.
  const floor = await steppedFloor(Date.parse('2026-11-17T08:00:00.000Z'));
  const sendAs = (token: string, address: string) =>
    fetch(`${floor.app.url}/api/v1/events`, {
      method: 'POST',
      body: '[]',
      headers: { authorization: `Bearer ${token}`, 'content-type': BATCH, 'x-forwarded-for': address },
    });
  const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => sendAs(`guess-${n}`, '10.0.0.66')));
  expect(guesses.filter(({ status }) => status === 401)).toHaveLength(10);
  const late = guesses.find(({ status }) => status === 429) as Response;
  expect(late.headers.get('retry-after')).toBe('60');
  expect((await problemOf(late)).detail).toContain('wrong tokens');
  // Not even the right one is told apart any more.
  expect((await sendAs(TOKEN, '10.0.0.66')).status).toBe(429);
  expect((await sendAs(TOKEN, '10.0.0.7')).status).toBe(200);
  for (let n = 0; n < 30; n++) expect((await sendAs('the-token-of-last-year', '10.0.0.8')).status).toBe(401);
  expect((await sendAs(TOKEN, '10.0.0.8')).status).toBe(200);
  await floor.at(floor.clock.now() + MINUTE_MS);
  expect((await sendAs(TOKEN, '10.0.0.66')).status).toBe(200);
});
