/** The sources page in a real browser, beside a test PBX over real TCP: what is down says why and what to do, and a connection is tried before it is set up. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import { type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { createDatabase } from '../support/postgres.ts';
import { listItem, MEMBER, OPTIONS, queueList } from '../support/source-run.ts';
import { startTcpPbx } from '../support/tcp-pbx.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

const CHANNELS = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };

async function started(): Promise<{ app: RunningApp; pbx: Awaited<ReturnType<typeof startTcpPbx>> }> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const pbx = await startTcpPbx({ answer: (action) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : CHANNELS) });
  const environment = `asterisk://wallboard:wallboard-ro@127.0.0.1:${pbx.port}?name=pbx1`;
  const app = await startApp({ db, env: { MOKED_SOURCES: environment }, sources: [asteriskSource({ ...OPTIONS, port: pbx.port })] });
  onTestFinished(async () => {
    await app.stop();
    await pbx.close();
    await db.close();
    await drop();
  });
  return { app, pbx };
}

const opened = (app: RunningApp, path: string, headers?: Record<string, string>) => openDesk(browser, app.url + path, headers);

test.each([
  ['he', 'מנותק', 'אין מאזין'],
  ['en', 'down', 'Nothing listens'],
])('a source goes down before the eyes of who looks, with its remedy, %s', async (language, down, problem) => {
  const { app, pbx } = await started();
  const page = await opened(app, `/settings?lang=${language}`);
  await page.locator('nav a[href="/sources"]').click();
  const card = page.locator('[data-source="pbx1"]');
  await expect.poll(() => card.getAttribute('data-state')).toBe('up');
  expect(await card.locator('[data-problem]').count()).toBe(0);
  await card.locator('.limits summary').click();
  expect(await card.locator('.limits li').count()).toBeGreaterThan(3);
  await pbx.close();
  await expect.poll(() => card.locator('[data-problem="nothing-listens"]').count(), { timeout: 60_000 }).toBe(1);
  expect(await card.locator('.source-state').innerText()).toBe(down);
  const told = await card.locator('[data-problem="nothing-listens"]').innerText();
  expect(told).toContain(problem);
  expect(told).toContain('manager.conf');
});

test.each(['he', 'en'])(
  'from the lines for manager.conf to a connection that is tried, to one that is saved and taken away, and to the line for the server, %s',
  async (language) => {
    const { app, pbx } = await started();
    const page = await opened(app, `/sources?lang=${language}`);
    const lines = page.locator('.connect pre').first();
    await expect.poll(() => lines.innerText()).toMatch(/^secret = [\w-]{32}$/m);
    const generated = /^secret = (.*)$/m.exec(await lines.innerText())?.[1] ?? '';
    expect(await page.locator('#source-secret').inputValue()).toBe(generated);

    await page.locator('#source-port').fill('99999');
    await page.locator('[data-action="test"]').click();
    await expect.poll(() => page.locator('.connect .fault').count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('source-host');

    await page.locator('#source-host').fill('127.0.0.1');
    await page.locator('#source-port').fill(String(pbx.port));
    await page.keyboard.press('Enter');
    await page.locator('[data-result="connection"][data-fine="false"] [data-problem="wrong-secret"]').waitFor();
    await page.locator('#source-secret').fill('wallboard-ro');
    // What was told was told of another secret; and this one is shown nowhere.
    expect(await page.locator('[data-result]').count()).toBe(0);
    expect(await page.locator('.connect').innerText()).not.toContain('wallboard-ro');
    await page.locator('[data-action="test"]').click();
    await page.locator('[data-result="connection"][data-fine="true"]').waitFor({ timeout: 60_000 });

    await page.locator('#source-name').fill('pbx2');
    await page.locator('[data-action="save"]').click();
    await page.locator('[data-saving="saved"]').waitFor();
    const card = page.locator('[data-source="pbx2"]');
    await expect.poll(() => card.getAttribute('data-state')).toBe('up');
    expect(await page.locator('[data-source="pbx1"] [data-action="remove"]').count()).toBe(0);
    await card.locator('[data-action="remove"]').click();
    await card.locator('[data-action="really-remove"]').click();
    await expect.poll(() => card.count()).toBe(0);

    await page.locator('#source-name').fill('pbx1');
    await page.locator('[data-action="save"]').click();
    await page.locator('.connect .failure').filter({ hasText: 'MOKED_SOURCES' }).waitFor();
    await page.locator('.connect summary').last().click();
    const line = page.locator('.connect .copy').last();
    expect(await line.locator('pre').innerText()).toContain(`@127.0.0.1:${pbx.port}?name=pbx1'`);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await line.locator('button').click();
    await line.locator('.copied').filter({ hasText: /./ }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `export MOKED_SOURCES='asterisk://wallboard:wallboard-ro@127.0.0.1:${pbx.port}?name=pbx1'`,
    );
  },
);

test('with the wall key it only reads', async () => {
  const { app } = await started();
  const page = await opened(app, '/sources?lang=en', { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' });
  await page.locator('.read-only').waitFor();
  await page.locator('[data-source="pbx1"]').waitFor();
  expect(await page.locator('.connect').count()).toBe(0);
  const wall = await opened(app, '/?lang=en', { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' });
  await wall.locator('.data-age .source').filter({ hasText: 'pbx1' }).waitFor();
  expect(await wall.locator('.data-age a').count()).toBe(0);
});

test('at a desk the source on the wall leads to its page', async () => {
  const { app } = await started();
  const wall = await opened(app, '/?lang=he');
  await wall.locator('.data-age a.source').filter({ hasText: 'pbx1' }).click();
  await wall.waitForURL('**/sources');
});

/** Words of what is typed aside, no sentence of the server's English is on a Hebrew page. */
const LATIN_SENTENCE = /[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/;

test('a saved source is changed without its secret, and what is typed wrong is told in Hebrew beside its field', async () => {
  const { app, pbx } = await started();
  await fetch(`${app.url}/api/v1/sources/pbx2`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'asterisk', host: '127.0.0.1', port: pbx.port, user: 'wallboard', secret: 'wallboard-ro' }),
  });
  const page = await opened(app, '/sources?lang=he');
  expect(await page.locator('[data-source="pbx1"] [data-action="edit"]').count()).toBe(0);
  await page.locator('[data-source="pbx2"] [data-action="edit"]').click();
  const edit = page.locator('[data-edit="pbx2"]');
  await edit.locator('#source-host').waitFor();
  expect(await edit.locator('#source-secret').inputValue()).toBe('');
  expect(await edit.locator('#source-name').isEditable()).toBe(false);
  await edit.locator('#source-wrapup').fill('sales');
  await edit.locator('[data-action="save"]').click();
  const fault = edit.locator('[data-fault="wrapup"]');
  await fault.waitFor();
  expect(await fault.innerText()).toMatch(/נדרש תור ושניות/);
  expect(await edit.locator('.failure').innerText()).not.toMatch(LATIN_SENTENCE);
  await edit.locator('#source-wrapup').fill('sales:15');
  await edit.locator('[data-action="test"]').click();
  await edit.locator('[data-result="connection"][data-fine="true"]').waitFor({ timeout: 60_000 });
  await edit.locator('[data-action="save"]').click();
  await expect.poll(() => edit.count()).toBe(0);
  const { connection } = await app.get<{ connection: object }>('/api/v1/sources/pbx2');
  expect(connection).toMatchObject({ wrapup: 'sales:15', port: pbx.port });
  await expect.poll(() => page.locator('[data-source="pbx2"]').getAttribute('data-state')).toBe('up');
});

test('on a demo that nobody supervises the page says in Hebrew why nothing can be saved, and how it can', async () => {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: { MOKED_SOURCES: 'simulator://demo' } });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const page = await opened(app, '/start?lang=he');
  const refused = page.locator('[data-refused="unsupervised"]');
  await refused.waitFor();
  expect(await refused.innerText()).toContain('MOKED_SOURCES=none');
  expect(await refused.innerText()).not.toMatch(LATIN_SENTENCE);
  expect(await page.locator('[data-demo] a[href="#connect"]').count()).toBe(1);
  expect(await page.locator('[data-form="import"]').count()).toBe(0);
  expect(await page.locator('[data-stage="import"]').innerText()).toContain('קודם מחברים מרכזייה');
});
