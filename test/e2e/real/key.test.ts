/** Through a proxy nobody looks without the wall key; with it the screen keeps a cookie that only reads. */
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useWall } from './wall.ts';

const KEY = 'ABCD-EFGH-JKLM';
const wall = useWall(() => ({ MOKED_WALL_KEY: KEY }));
let proxy: Server;
let url: string;
let page: Page;

/** What a reverse proxy sends on: the request, and for whom. */
function onward(from: IncomingMessage) {
  const headers = { ...from.headers, 'x-forwarded-for': '203.0.113.7' };
  return request({ host: '127.0.0.1', port: wall.server.port, path: from.url, method: from.method, headers });
}

beforeAll(async () => {
  proxy = createServer((from, to) => {
    const sent = onward(from);
    sent.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    sent.on('error', () => to.destroy());
    from.pipe(sent);
  });
  proxy.on('upgrade', (from, socket) => {
    const sent = onward(from);
    sent.on('upgrade', (answer, upstream, head) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      socket.write(head);
      upstream.pipe(socket).pipe(upstream);
      for (const stream of [socket, upstream]) stream.on('error', () => stream.destroy());
    });
    sent.on('error', () => socket.destroy());
    sent.end();
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  page = await wall.newPage();
});

afterAll(async () => {
  await page?.close();
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
});

test('a screen behind a proxy is sent to enter the key; a wrong one opens nothing, the right one the wall', async () => {
  expect((await fetch(`${url}/api/v1/board`)).status).toBe(401);
  await page.goto(`${url}/?lang=en`);
  await page.waitForURL('**/enter**');
  expect(await page.locator('[data-freshness]').count()).toBe(0);
  await page.locator('input[name="key"]').fill('ABCD-EFGH-WRON');
  await page.locator('button[type="submit"]').click();
  await page.waitForSelector('.failure');
  await page.locator('input[name="key"]').fill(` ${KEY} `);
  await page.locator('button[type="submit"]').click();
  await page.waitForSelector('[data-freshness="live"]');
  // The way back keeps the language that was asked for.
  expect(page.url()).toBe(`${url}/?lang=en`);
  expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'moked_wall', httpOnly: true, sameSite: 'Strict' });
  expect(cookie?.value).not.toContain(KEY);
});

test('the key opens the review as well, and changes nothing', async () => {
  await page.goto(`${url}/review`);
  await page.waitForSelector('.matrix');
  const status = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/queues/sales', { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"name":"x"}' });
    return answer.status;
  });
  expect(status).toBe(403);
});

test('on the machine itself no key is asked for', async () => {
  await wall.open();
  expect(new URL(wall.page.url()).pathname).toBe('/');
});
