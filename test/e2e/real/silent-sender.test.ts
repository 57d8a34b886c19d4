/** A sender over HTTP that falls silent: the figures of its queue turn grey with their age, those of another stay, and all are fresh when it is heard. */
import { afterEach, expect, test } from 'vitest';
import { cloudEvent, postEvents } from '../../support/app.ts';
import { useWall } from './wall.ts';

const BEAT_MS = 1000;

const wall = useWall(async () => ({ MOKED_INGEST_TOKENS: 'crm:crm-token chat:chat-token', MOKED_SOURCES: 'http://crm?rhythm=5' }));
const says = (sender: string, events: readonly object[]) => postEvents(wall.server.url, events, `${sender}-token`);

let beating: ReturnType<typeof setInterval> | undefined;
const beat = () => {
  void says('crm', []);
  beating = setInterval(() => void says('crm', []), BEAT_MS);
};
afterEach(() => clearInterval(beating));

const row = (queue: string) => wall.page.locator(`[data-queue="${queue}"]`);
const isOld = async (queue: string) => (await row(queue).getAttribute('class'))?.includes('is-old');
const colour = (queue: string) => row(queue).evaluate((element) => getComputedStyle(element).color);

test('silent: its queue is grey and says since when, the other one is not; heard again: fresh', async () => {
  beat();
  await says('crm', [cloudEvent('contact.queued', Date.now(), { contactId: 'c1', queueId: 'sales' })]);
  await says('chat', [cloudEvent('contact.queued', Date.now(), { contactId: 'c2', queueId: 'chats' })]);
  await wall.open('/?lang=en');
  await wall.page.waitForSelector('[data-queue="sales"]');
  await expect.poll(() => isOld('sales'), { timeout: 30_000 }).toBe(false);

  clearInterval(beating);
  await wall.page.waitForSelector('.source.is-down', { timeout: 60_000 });
  expect(await wall.text('.source.is-down')).toContain('crm');
  await expect.poll(() => isOld('sales')).toBe(true);
  expect(await wall.text('[data-queue="sales"] .queue-name em')).toMatch(/down.*\d:\d\d/);
  expect(await colour('sales')).not.toBe(await colour('chats'));
  expect(await isOld('chats')).toBe(false);
  await expect.poll(() => wall.text('[data-figure="waiting"]')).toContain('crm');

  await wall.page.goto(`${wall.server.url}/sources?lang=en`);
  const card = wall.page.locator('[data-source="crm"]');
  await card.locator('[data-problem="silent"]').waitFor();
  expect(await card.locator('[data-rhythm="5000"]').innerText()).toContain('every 0:05');

  await wall.open('/?lang=en');
  await wall.page.waitForSelector('.source.is-down');
  beat();
  await wall.page.waitForSelector('.source.is-down', { state: 'detached', timeout: 60_000 });
  await expect.poll(() => isOld('sales')).toBe(false);
});
