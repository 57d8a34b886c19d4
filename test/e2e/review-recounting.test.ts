/** The review in a real browser on a real server: figures that are being counted again say so, and are the new ones as soon as there are. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toIso } from '../../shared/time.ts';
import { launchBrowser } from '../support/browser.ts';
import { fact } from '../support/facts.ts';
import { steppedFloor } from '../support/stepped-floor.ts';

const CALL = Date.parse('2026-03-24T12:00:00+02:00');

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

test.each([
  ['he', 'הנתונים של 24.03.2026 נספרים מחדש, ועוד עשויים להשתנות.'],
  ['en', 'The figures of 24.03.2026 are being counted again and may still change.'],
])('a day that waits to be counted again says so in the review, until it is counted, %s', async (language, notice) => {
  const floor = await steppedFloor(CALL);
  const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q' };
  const next = { contactId: 'd', segmentId: 'd:1', queueId: 'q' };
  await floor.live([
    fact('cc.contact.queued.v1', CALL, about),
    fact('cc.contact.answered.v1', CALL + 10_000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', CALL + 60_000, { ...about, agentId: 'a' }),
    fact('cc.contact.queued.v1', CALL + 86_400_000, next),
    fact('cc.contact.abandoned.v1', CALL + 86_410_000, next),
  ]);
  const body = JSON.stringify({ effectiveAt: toIso(0), slaSeconds: 5 });
  const put = await fetch(`${floor.app.url}/api/v1/queues/q`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
  expect(put.status).toBe(200);

  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${floor.app.url}/review?lang=${language}&day=2026-03-24&shift=all`);
  const level = page.locator('[data-total="service_level"] .number');
  const said = page.locator('[data-recounting="2026-03-24"]');
  await expect.poll(async () => (await said.innerText()).replace(/[\u2066-\u2069]/g, '').trim(), { timeout: 20_000 }).toBe(notice);
  expect(await level.innerText()).toContain('100');
  await floor.app.core.recounter.marked();
  await expect.poll(() => said.count(), { timeout: 20_000 }).toBe(0);
  expect(await level.innerText()).not.toContain('100');
  await page.close();
});
