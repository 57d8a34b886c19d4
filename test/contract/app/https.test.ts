import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { answeredCall, NOON_IS_NOW, type RunningApp, startApp, TOKEN } from '../../support/app.ts';
import { makeCertificate } from '../../support/certificate.ts';
import { useDatabase } from '../../support/postgres.ts';

/** The pages, the API and the live socket over TLS, by a certificate that the client holds against the host. */

const db = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'moked-https-'));
const own = makeCertificate('wall', ['127.0.0.1']);
let app: RunningApp;

beforeAll(async () => {
  const env = { ...NOON_IS_NOW, MOKED_TLS_CERT: join(folder, 'cert.pem'), MOKED_TLS_KEY: join(folder, 'key.pem') };
  writeFileSync(env.MOKED_TLS_CERT, own.cert);
  writeFileSync(env.MOKED_TLS_KEY, own.key);
  app = await startApp({ db: db.database, env });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

type Answer = { status: number; body: string; cookie: string };

function ask(path: string, options: RequestOptions = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: app.port, path, ca: own.cert, ...options }, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, cookie: String(response.headers['set-cookie'] ?? '') }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('events come in over HTTPS and are on the board and on the live socket', async () => {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/cloudevents-batch+json' };
  const posted = await ask(
    '/api/v1/events',
    { method: 'POST', headers },
    JSON.stringify(answeredCall('s1', 'sales', 'dana', Date.now() - 60_000, 5000, 20_000)),
  );
  expect([posted.status, JSON.parse(posted.body)]).toMatchObject([200, { rejected: [] }]);
  const board = JSON.parse((await ask('/api/v1/board')).body) as { queues: { windows: { day: { metrics: { answered: number } } } }[] };
  expect(board.queues.map(({ windows }) => windows.day.metrics.answered)).toEqual([1]);

  const socket = new WebSocket(`wss://127.0.0.1:${app.port}/live`, ['moked.v1'], { ca: own.cert });
  const first = new Promise<string>((resolve, reject) => {
    socket.once('message', (data: Buffer) => resolve(data.toString()));
    socket.once('error', reject);
  });
  socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', protocol: 'moked.v1' })));
  expect(JSON.parse(await first)).toMatchObject({ type: 'welcome' });
  socket.close();
});

test('the cookie of a wall goes over HTTPS alone', async () => {
  const right = await ask('/api/v1/wall-key', { method: 'POST' }, '{"key":"WALL-KEY"}');
  expect(right.cookie).toMatch(/HttpOnly.*; Secure$/);
});

test('whoever does not know the certificate is not served, nor is plain HTTP', async () => {
  await expect(ask('/healthz', { ca: makeCertificate('another', ['127.0.0.1']).cert })).rejects.toThrow(/certificate/);
  await expect(fetch(`http://127.0.0.1:${app.port}/healthz`)).rejects.toThrow('fetch failed');
  expect((await ask('/healthz')).status).toBe(200);
});
