import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { patience } from '../../../../server/http/patience.ts';

/** Far longer than a request that hangs is waited for here, whatever the machine does. */
const SOON = { writeMs: 20, readMs: 40, bodyMs: 60_000 };

function hungApp() {
  let goOn: () => void = () => undefined;
  const database = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let stored = 0;
  const app = new Hono();
  app.use(patience(SOON));
  app.get('/api/v1/board', (c) => c.text('from memory'));
  app.all('/api/v1/*', async (c) => {
    await database;
    stored++;
    return c.text('stored');
  });
  return { app, goOn: () => goOn(), stored: () => stored };
}

test('a write that gets no answer is told 503, when to come back, and that it may be stored after all', async () => {
  const { app, goOn, stored } = hungApp();
  const answer = await app.request('/api/v1/boards', { method: 'POST' });
  expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]).toEqual([503, '5', 'application/problem+json']);
  expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('may still be stored') });
  expect((await app.request('/api/v1/boards')).status).toBe(503);
  // Every tile with a trend asks for it, on every wall: of a week it is, and no review.
  expect((await app.request('/api/v1/trend')).status).toBe(503);
  goOn();
  await expect.poll(stored).toBe(3);
  expect((await app.request('/api/v1/boards')).status).toBe(200);
});

test('what hangs is bounded, what needs no database goes on, and all of it comes right', async () => {
  const { app, goOn, stored } = hungApp();
  await Promise.all(Array.from({ length: 16 }, () => app.request('/api/v1/notices')));
  expect((await app.request('/api/v1/reviews')).status).toBe(503);
  expect(await (await app.request('/api/v1/board')).text()).toBe('from memory');
  goOn();
  await expect.poll(stored).toBe(16);
  expect((await app.request('/api/v1/reviews')).status).toBe(200);
});
