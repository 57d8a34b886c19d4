/** Lists of what there is on the live floor stay as they are while it changes: a list that somebody has open would close, and what has the focus lose it. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { cloudEvent, postEvents } from '../support/app.ts';
import { EditorDesk, widget } from '../support/editor-desk.ts';

const desk = new EditorDesk();
let contacts = 0;

/** Follows the changes of queues that a page is sent. */
function followQueues(page: Page): () => number {
  let told = 0;
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { type, put } = JSON.parse(String(payload)) as { type: string; put?: { queues?: unknown } };
      if (type === 'delta' && put?.queues !== undefined) told += 1;
    }),
  );
  return () => told;
}

/** Whether the choices of a list are the same elements after somebody more waits. */
async function stays(page: Page, told: () => number, list: string): Promise<boolean> {
  const mine = page.locator(list);
  await expect.poll(() => mine.locator('option', { hasText: 'sales' }).count()).toBe(1);
  const options = await mine.locator('option').elementHandles();
  const before = told();
  const queued = cloudEvent('contact.queued', Date.now(), { contactId: `more-${++contacts}`, queueId: 'sales' });
  expect((await postEvents(desk.url, [queued])).status).toBe(200);
  await expect.poll(told).toBeGreaterThan(before);
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  const areThere = await Promise.all(options.map((option) => option.evaluate((element) => element.isConnected)));
  return areThere.every(Boolean);
}

test('the parts of the floor in the panel of a widget', async () => {
  const page = await desk.open('about:blank');
  const told = followQueues(page);
  await page.goto(`${desk.url}/boards/${await desk.add()}/edit?lang=en`);
  await widget(page, 'tile').click();
  expect(await stays(page, told, '[data-field="scope"] select')).toBe(true);
});

test('the parts of the floor over the alarms of the past', async () => {
  const page = await desk.open('about:blank');
  const told = followQueues(page);
  await page.goto(`${desk.url}/alarms?tab=history&lang=en`);
  expect(await stays(page, told, 'select[name="part"]')).toBe(true);
});
