/** The first steps in a real browser: from an empty wall to a PBX over real TCP, its history and the names of its queues. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { loadRecording } from '../golden/recording.ts';
import { type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { createDatabase } from '../support/postgres.ts';
import { listItem, MEMBER, queueList } from '../support/source-run.ts';
import { startTcpPbx } from '../support/tcp-pbx.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const CHANNELS = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };

async function started(): Promise<{ app: RunningApp; port: number }> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const pbx = await startTcpPbx({ answer: (action) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : CHANNELS) });
  const app = await startApp({ db, env: { MOKED_INGEST_TOKENS: '' } });
  onTestFinished(async () => {
    await app.stop();
    await pbx.close();
    await db.close();
    await drop();
  });
  return { app, port: pbx.port };
}

const stateOf = (page: Page, stage: string) => page.locator(`[data-stage="${stage}"]`).getAttribute('data-state');
const opened = (app: RunningApp, path: string, headers?: Record<string, string>) => openDesk(browser, app.url + path, headers);
const READER = { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' };

test.each(['he', 'en'])('an empty wall leads to the first steps, and they lead to a wall that lives, %s', async (language) => {
  const { app, port } = await started();
  const page = await opened(app, `/?lang=${language}`);
  const way = page.locator('[data-empty="queues"] .way');
  await expect.poll(() => way.innerText()).toContain(`${app.url}/start`);
  expect(await way.locator('bdi').getAttribute('dir')).toBe('ltr');
  await way.locator('a').click();
  await page.waitForURL('**/start');
  await expect.poll(() => stateOf(page, 'connect')).toBe('now');
  expect([await stateOf(page, 'import'), await stateOf(page, 'name')]).toEqual(['later', 'later']);

  await page.locator('#source-host').fill('127.0.0.1');
  await page.locator('#source-port').fill(String(port));
  await page.locator('#source-secret').fill('wallboard-ro');
  await page.locator('[data-action="save"]').first().click();
  await expect.poll(() => stateOf(page, 'connect')).toBe('done');

  const log = { name: 'queue_log.1', mimeType: 'text/plain', buffer: Buffer.from(loadRecording('small').queueLog) };
  await page.setInputFiles('input[name="log"]', { ...log, buffer: Buffer.from('hello\n') });
  await page.locator('[data-action="import"]').click();
  await page.locator('[data-refused="other-file"]').waitFor();
  expect(await page.locator('[data-refused="other-file"]').innerText()).toContain('/var/log/asterisk/queue_log');
  await page.setInputFiles('input[name="log"]', log);
  await page.locator('[data-action="import"]').click();
  await page.locator('[data-result="import"]').waitFor();
  expect(await page.locator('[data-refused]').count()).toBe(0);
  await expect.poll(() => stateOf(page, 'import')).toBe('done');

  const row = page.locator(`[data-table="names"] [data-row="${MEMBER.Queue}"]`);
  await row.locator('input[name="name"]').fill('מכירות');
  await row.locator('input[name="nameEn"]').fill('Sales');
  await row.locator('[data-action="save"]').click();
  await expect.poll(() => row.locator('.badge').count()).toBe(0);
  if ((await page.locator('[data-action="confirm-all"]').count()) > 0) await page.locator('[data-action="confirm-all"]').click();
  for (const one of await page.locator('[data-table="names"] [data-action="confirm"]').all()) await one.click();
  await expect.poll(() => stateOf(page, 'name')).toBe('done');
  await page.locator('[data-ready] a').click();
  await page.locator(`[data-queue="${MEMBER.Queue}"]`).waitFor();
  expect(await page.locator(`[data-queue="${MEMBER.Queue}"]`).innerText()).toContain(language === 'he' ? 'מכירות' : 'Sales');
});

test('a screen on the wall, which has no mouse and may not write, shows the address that the machine of the server opens', async () => {
  const { app } = await started();
  const wall = await opened(app, '/?lang=he', READER);
  const way = wall.locator('[data-empty="queues"] .way');
  await expect.poll(() => way.innerText()).toContain(`http://localhost:${app.port}/start`);
  expect(await way.locator('a').count()).toBe(0);
  const page = await opened(app, '/start?lang=he', READER);
  await page.locator('.read-only').waitFor();
  expect(await page.locator('[data-form], [data-action]:not([data-action="language"])').count()).toBe(0);
});

test('an upload under a name that would count twice is refused in words, until it is said that it is another PBX', async () => {
  const { app, port } = await started();
  await fetch(`${app.url}/api/v1/sources/pbx1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'asterisk', host: '127.0.0.1', port, user: 'wallboard', secret: 'wallboard-ro' }),
  });
  const page = await opened(app, '/start?lang=he');
  await expect.poll(() => stateOf(page, 'connect')).toBe('done');
  await page.locator('#import-source').fill('pbx9');
  await page.setInputFiles('input[name="log"]', { name: 'queue_log', mimeType: 'text/plain', buffer: Buffer.from(loadRecording('small').queueLog) });
  await page.locator('[data-action="import"]').click();
  const refused = page.locator('[data-refused="other-source"]');
  await refused.waitFor();
  expect(await refused.innerText()).toMatch(/^[^A-Za-z]*pbx9[^A-Za-z]*pbx1[^A-Za-z]*$/);
  await page.locator('input[name="new-source"]').check();
  await page.locator('[data-action="import"]').click();
  await page.locator('[data-result="import"]').waitFor();
});
