/** A queue_log that a browser sends: what the command makes of it, one at a time, within a bound, and nothing of what broke off. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { writeCompleteUntil } from '../../../db/source-notes.ts';
import { ImportDesk } from '../../../server/control/import-desk.ts';
import { silentLogger } from '../../../server/log.ts';
import { type Import, importSchema, importsSchema } from '../../../shared/imports.ts';
import { parse } from '../../../shared/schema.ts';
import { loadRecording } from '../../golden/recording.ts';
import { type RunningApp, startApp, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
const queueLog = Buffer.from(loadRecording('small').queueLog);

async function started(): Promise<{ app: RunningApp; folder: string }> {
  await db.empty();
  const folder = mkdtempSync(join(tmpdir(), 'moked-imports-'));
  const app = await startApp({ db: db.database, env: { MOKED_DATA: folder } });
  onTestFinished(async () => {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { app, folder };
}

const PATH = '/api/v1/imports/queue-log?source=pbx1&file=queue_log';

function send(app: RunningApp, body: Uint8Array | string, path = PATH, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(app.url + path, { method: 'POST', body: body as BodyInit, headers: { 'content-type': 'application/octet-stream', ...headers } });
}

async function status(app: RunningApp) {
  const answer = parse(importsSchema, await app.get('/api/v1/imports'));
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

const ended = (app: RunningApp): Promise<Import> =>
  until(async () => {
    const { current } = await status(app);
    return current !== null && (current.state === 'done' || current.state === 'failed') && current;
  }, 'the import has ended');

async function imported(app: RunningApp, body: Uint8Array | string, path = PATH): Promise<Import> {
  const response = await send(app, body, path);
  const answer = parse(importSchema, await response.json());
  expect(response.status).toBe(202);
  if (!answer.ok) throw new Error(answer.error);
  return ended(app);
}

const facts = async () => (await db.sql<{ n: number }[]>`select count(*)::int as n from event_log where source = 'pbx1'`)[0]?.n;

test('a log, plain or packed, is imported as the command does it; sent twice it counts once, and no copy of it stays', async () => {
  const { app, folder } = await started();
  expect(await status(app)).toMatchObject({ mayWrite: true, refused: null, hasImported: false, current: null });
  const first = await imported(app, gzipSync(queueLog));
  expect(first).toMatchObject({ state: 'done', file: 'queue_log', source: 'pbx1', failure: null });
  expect(first.result).toMatchObject({ duplicate: 0, rejected: 0, example: null, tooOld: 0, anomalies: [] });
  expect(first.result?.accepted).toBe(await facts());
  const [{ contacts } = { contacts: 0 }] = await db.sql<{ contacts: number }[]>`select count(*)::int as contacts from contact`;
  expect(first.result?.contacts).toBe(contacts);
  expect(first.text).toContain(`${first.result?.lines} lines read, ${contacts} contacts: ${first.result?.accepted} new facts`);
  const again = await imported(app, queueLog);
  expect(again.result).toMatchObject({ accepted: 0, contacts: 0, duplicate: first.result?.accepted });
  expect(await status(app)).toMatchObject({ hasImported: true, sources: ['pbx1'] });
  expect(existsSync(join(folder, 'uploads'))).toBe(false);
});

test('lines that are none of a queue_log are counted, the first of them shown without a number in it', async () => {
  const { app } = await started();
  const { result } = await imported(app, `${queueLog.toString()}\nhello 0501234567\nyou\n`);
  expect(result).toMatchObject({ rejected: 2, example: { text: 'hello …' } });
});

const HOURS = 3600;
const at = (seconds: number) => `${Math.floor(Date.now() / 1000) + seconds}|1.1|sales|NONE|ENTERQUEUE||0501234567|1\n`;

test.each([
  ['another file', '[2026-11-22 12:00:00] VERBOSE[1] pbx.c: hello\n', 'other-file'],
  ['rubbish', Buffer.alloc(4000), 'not-text'],
  ['nothing', '\n\n', 'empty'],
  ['a log of a clock that is two hours ahead', at(-HOURS) + at(2 * HOURS), 'future'],
  ['another way of packing', Buffer.from('425a6839', 'hex'), 'packed'],
  ['a packed log that ends early', gzipSync(queueLog).subarray(0, 500), 'ends-early'],
  ['one endless line', 'a'.repeat(200_000), 'long-line'],
])('%s is refused as a whole, by its name in the browser and not by a path here', async (_what, body, code) => {
  const { app, folder } = await started();
  const { state, failure } = await imported(app, body, `${PATH}%20%D7%A9%D7%9C%D7%99`);
  expect({ state, code: failure?.code }).toEqual({ state: 'failed', code });
  expect(JSON.stringify(failure)).not.toContain(folder);
  expect(failure?.text).toContain('queue_log שלי');
  expect(await facts()).toBe(0);
  expect(existsSync(join(folder, 'uploads'))).toBe(false);
});

test('a name that would count the same calls twice is refused beside a live source, until it is said that it is another PBX', async () => {
  const { app } = await started();
  await writeCompleteUntil(db.sql, 'pbx7', Date.now());
  const refused = await send(app, queueLog);
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ code: 'other-source', with: { source: 'pbx1', live: 'pbx7' } });
  expect(await facts()).toBe(0);
  expect((await imported(app, queueLog, `${PATH}&newSource=yes`)).state).toBe('done');
  const own = await send(app, queueLog, '/api/v1/imports/queue-log?source=moked');
  expect(await own.json()).toMatchObject({ code: 'own-name' });
  expect(await (await send(app, queueLog, '/api/v1/imports/queue-log?source=a%20b')).json()).toMatchObject({ code: 'bad-name' });
});

test('who may only read sends nothing, nor does a page of somebody else', async () => {
  const { app } = await started();
  const reader = { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' };
  expect((await send(app, queueLog, PATH, reader)).status).toBe(403);
  expect((await send(app, queueLog, PATH, { origin: 'http://evil.example' })).status).toBe(403);
  expect((await send(app, queueLog, '/api/v1/imports/queue-log?source=pbx1&path=/etc/passwd')).status).toBe(400);
  expect((await status(app)).current).toBeNull();
});

/** Sends the head of a request and a part of its body; `rest` sends more or hangs up. */
async function begun(app: RunningApp, length: number, body: Uint8Array) {
  const socket = connect(app.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answer = '';
  socket.on('data', (bytes) => (answer += bytes.toString()));
  socket.on('error', () => socket.destroy());
  const head = `POST ${PATH} HTTP/1.1\r\nhost: 127.0.0.1:${app.port}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${length}\r\n\r\n`;
  await new Promise<void>((resolve) => socket.write(head, () => socket.write(body, () => resolve())));
  return { socket, answer: () => answer };
}

test('one at a time; an upload that breaks off has imported nothing, and leaves the place to the next', async () => {
  const { app, folder } = await started();
  const { socket } = await begun(app, queueLog.byteLength, queueLog.subarray(0, 2000));
  await until(async () => ((await status(app)).current?.share ?? 0) > 0, 'the upload has begun');
  expect(await status(app)).toMatchObject({ refused: { code: 'busy' }, current: { state: 'receiving' } });
  const second = await send(app, queueLog);
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject({ code: 'busy' });
  expect((await status(app)).current?.state).toBe('receiving');
  socket.destroy();
  expect(await ended(app)).toMatchObject({ state: 'failed', failure: { code: 'broken-off' } });
  expect(await facts()).toBe(0);
  expect(existsSync(join(folder, 'uploads'))).toBe(false);
  expect((await imported(app, queueLog)).state).toBe('done');
});

test('an upload that brings nothing for so long is given up, with its words, and the next one is taken', async () => {
  const { app, folder } = await started();
  const context = { core: app.core, db: db.database, isConfigured: () => false, customerRef: () => null, signal: new AbortController().signal };
  const options = { dataDir: folder, log: silentLogger, isDemo: false, configured: () => [] };
  const desk = new ImportDesk({
    context: { ...context, importSettings: () => ({ wrapupMs: new Map(), acwReasons: new Set() }) },
    ...options,
    stalledMs: 1500,
  });
  const upload = { length: queueLog.byteLength, file: 'queue_log', source: 'pbx1', newSource: false };
  async function* standing() {
    yield queueLog.subarray(0, 2000);
    await new Promise(() => undefined);
  }
  expect(await desk.receive({ ...upload, body: standing() })).toMatchObject({
    ok: false,
    error: { code: 'stalled', with: { bytes: 2000, seconds: 2 }, text: expect.stringContaining('nothing came for 2 s') },
  });
  expect(await desk.status()).toMatchObject({ refused: null, current: { state: 'failed', failure: { code: 'stalled' } } });
  expect(existsSync(join(folder, 'uploads'))).toBe(false);
  // Slow is not still.
  async function* slow() {
    for (const from of [0, 1000, 2000]) {
      yield queueLog.subarray(from, from === 2000 ? undefined : from + 1000);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  expect(await desk.receive({ ...upload, body: slow() })).toMatchObject({ ok: true });
  await desk.ended();
  expect(await desk.status()).toMatchObject({ current: { state: 'done' } });
  expect(await facts()).toBeGreaterThan(0);
});

test('what is too large is refused before it has come, and the server is stopped in the middle of an upload', async () => {
  const { app } = await started();
  const { answer } = await begun(app, 2 ** 40, Buffer.alloc(10));
  await until(async () => answer().includes('too-large'), 'it is refused');
  expect(answer()).toMatch(/^HTTP\/1.1 413 /);
  expect((await status(app)).current).toBeNull();
  await begun(app, 1000, queueLog.subarray(0, 100));
  await until(async () => ((await status(app)).current?.share ?? 0) > 0, 'the upload has begun');
});
