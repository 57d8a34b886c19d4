/** Names and reasons that hold markup, quotes and signs that turn text around: on every page they are text, and in a table they come back as they went. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import { answeredCall, cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { createDatabase } from '../support/postgres.ts';
import { OPTIONS } from '../support/source-run.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const MINUTE_MS = 60_000;
/** Each would leave its mark if it ran. */
const hostile = (where: string) => `<img src=x onerror="window.ran='${where}'">'"\u202e&amp;${where}`;
const QUEUE = hostile('queue');
const AGENT = hostile('agent');

const put = (app: RunningApp, path: string, body: object) =>
  fetch(app.url + path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function started(): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  // Its path is told in a problem of the source.
  const queueLog = `/nowhere/${hostile('path')}/queue_log`;
  const app = await startApp({ db, env: NOON_IS_NOW, sources: [asteriskSource({ ...OPTIONS, host: '127.0.0.1', port: 1, queueLog })] });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const at = Date.now() - 40 * MINUTE_MS;
  const about = { agentId: AGENT, queueId: QUEUE };
  const posted = await app.post([
    cloudEvent('agent.membership', at, { ...about, name: hostile('platform'), joined: true }, 'joined'),
    ...answeredCall('c', QUEUE, AGENT, at + 1000, 12_000, 30_000),
    cloudEvent('contact.queued', at + MINUTE_MS, { contactId: 'd', queueId: QUEUE }, 'd-queued'),
    cloudEvent('contact.abandoned', at + 2 * MINUTE_MS, { contactId: 'd', queueId: QUEUE }, 'd-abandoned'),
    cloudEvent('agent.membership', at + 3 * MINUTE_MS, { ...about, joined: true, paused: true, reason: hostile('reason') }, 'paused'),
  ]);
  expect(await posted.json()).toMatchObject({ rejected: [] });
  expect((await put(app, `/api/v1/queues/${encodeURIComponent(QUEUE)}`, { site: hostile('site'), group: hostile('group') })).status).toBe(200);
  expect((await put(app, `/api/v1/agents/${encodeURIComponent(AGENT)}`, { team: hostile('team'), site: hostile('site') })).status).toBe(200);
  return app;
}

/** It is there to be read, and nothing of it is an element or has run. */
async function isText(page: Page, wanted: string): Promise<void> {
  await expect.poll(() => page.locator('body').innerText()).toContain(wanted);
  expect(await page.evaluate(() => [document.querySelectorAll('img, script:not([src])').length, Reflect.get(globalThis, 'ran')])).toEqual([
    0,
    undefined,
  ]);
}

test.each(['he', 'en'])('on every page they are text, %s', async (language) => {
  const app = await started();
  const opened = (path: string) => openDesk(browser, `${app.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
  for (const path of ['/', '/review?shift=all', '/settings', '/start']) await isText(await opened(path), QUEUE);
  await isText(await opened('/settings?tab=agents'), hostile('platform'));
  await isText(await opened('/settings?tab=teams'), hostile('team'));
  const sources = await opened('/sources');
  await isText(sources, 'pbx1');
  const settings = await opened('/settings');
  await settings.locator('[data-row] button').first().click();
  await isText(settings, QUEUE);
});

test('in a table they come back as they went, and none of them is a formula', async () => {
  const app = await started();
  const names = [QUEUE, '=1+2', '+972-3', '-5', '@here', "'=x", 'a,b;c\t"d"', '\u202eסוף'];
  for (const [i, name] of names.entries()) expect((await put(app, `/api/v1/queues/q${i}`, { name })).status).toBe(200);
  const path = `${app.url}/api/v1/settings/queues.csv`;
  const table = Buffer.from(await (await fetch(path)).arrayBuffer()).toString('utf8');
  for (const cell of table.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+\-@]/);
  const tried = await fetch(`${path}?dryRun=yes`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: table });
  expect(await tried.json()).toMatchObject({ problems: [], changes: [], rows: names.length + 1 });
});
