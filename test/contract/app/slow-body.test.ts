import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { expect, onTestFinished, test } from 'vitest';
import { patience } from '../../../server/http/patience.ts';

/** As many as may wait for a database that hangs. */
const MOST = 16;

/** A server whose writes store their body; `/hung` gets no answer. */
async function listening(bodyMs: number) {
  const app = new Hono();
  app.use(patience({ writeMs: 20, readMs: 5000, bodyMs }));
  app.get('/api/v1/settings', (c) => c.text('read'));
  app.post('/api/v1/hung', () => new Promise<Response>(() => undefined));
  app.post('/api/v1/notices', async (c) => c.text(`stored ${await c.req.text()}`));
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, begin: () => begin(port) };
}

/** A request of which half has come; what is answered comes whole with the end of the connection. */
function begin(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('POST /api/v1/notices HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 4\r\n\r\nab');
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  const answer = once(socket, 'close').then(() => text);
  return { goOn: () => socket.write('cd'), answer };
}

test('requests that never come whole are given up, and nobody else is told that the database hangs', async () => {
  const { url, begin } = await listening(40);
  const answers = await Promise.all(Array.from({ length: MOST }, () => begin().answer));
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*did not come whole within 0\.04 s/);
  expect((await fetch(`${url}/api/v1/settings`)).status).toBe(200);
});

test('a request that comes slowly is stored: time runs from where it is whole', async () => {
  const { url, begin } = await listening(60_000);
  const slow = begin();
  // Begun later, and its time is over.
  expect((await fetch(`${url}/api/v1/hung`, { method: 'POST' })).status).toBe(503);
  slow.goOn();
  expect(await slow.answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*stored abcd/);
});
