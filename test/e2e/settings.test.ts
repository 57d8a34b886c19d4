/** The settings page in a real browser on a real server: what is changed there is on the wall and counts in the review, and nothing typed is lost. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { answeredCall, cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { createDatabase } from '../support/postgres.ts';

const MINUTE_MS = 60_000;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** One queue with a call that was answered after twelve seconds, and one agent. */
async function started(): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: NOON_IS_NOW });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const at = Date.now() - 40 * MINUTE_MS;
  const joined = cloudEvent('agent.membership', at, { agentId: 'PJSIP/1', name: 'Dana', queueId: 'q', joined: true }, 'joined');
  expect((await app.post([joined, ...answeredCall('c', 'q', 'PJSIP/1', at + 1000, 12_000, 30_000)])).status).toBe(200);
  return app;
}

const opened = (app: RunningApp, path: string, headers?: Record<string, string>) => openDesk(browser, app.url + path, headers);

const put = (app: RunningApp, path: string, body: object) =>
  fetch(app.url + path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

/** `2026-11-17T12:46` of an instant, in the zone of these tests. */
const local = (at: number) => new Date(at).toISOString().slice(0, 16);

test.each([
  ['he', 'name', 'מכירות'],
  ['en', 'nameEn', 'Sales'],
])('a new queue gets its name and target: the wall shows it, and the review counts by it, %s', async (language, field, name) => {
  const app = await started();
  const wall = await opened(app, `/?lang=${language}`);
  await wall.locator('[data-queue="q"]').waitFor();
  await wall.locator('.controls a[href="/settings"]').click();
  await wall.waitForURL('**/settings');
  await wall.goto(`${app.url}/?lang=${language}`);
  const review = await opened(app, `/review?lang=${language}&shift=all`);
  const level = review.locator('[data-table="queues"] [data-queue="q"] .level-cell');
  await expect.poll(() => level.innerText()).toContain('100');

  const page = await opened(app, `/settings?lang=${language}`);
  const row = page.locator('[data-row="q"]');
  await expect.poll(() => row.locator('.badge.is-new').count()).toBe(1);
  await row.locator('button').focus();
  await page.keyboard.press('Enter');
  await page.locator(`#field-${field}`).fill(name);
  await page.locator('#field-slaSeconds').fill('ten');
  await page.locator('[data-action="save"]').click();
  expect(await page.locator('[data-field="slaSeconds"] .fault').count()).toBe(1);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-slaSeconds');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('5');
  await page.locator('input[value="from"]').check();
  await page.locator('input[name="effectiveAt"]').fill(local(Date.now() - 3 * 24 * 60 * MINUTE_MS));
  await page.locator('.effective .is-warning').waitFor();
  await page.locator('input[name="effectiveAt"]').fill(local(Date.now() - 120 * MINUTE_MS));
  await page.locator('[data-action="save"]').click();
  await page.locator('[data-note="saved"]').waitFor();
  await expect.poll(() => row.innerText()).toContain(name);
  expect(await row.locator('.badge.is-new').count()).toBe(0);

  await expect.poll(() => wall.locator('[data-queue="q"]').innerText()).toContain(name);
  await expect
    .poll(async () => {
      await review.reload();
      return (await level.innerText()).trim().split(/\s/)[0];
    })
    .toMatch(/^0/);
  expect(await review.locator('[data-table="queues"] [data-queue="q"]').innerText()).toContain(name);

  await row.locator('button').click();
  await expect.poll(() => page.locator('[data-history] ol > li').count()).toBe(1);
  expect(await page.locator('[data-history]').innerText()).toMatch(/5/);
});

test('what somebody else saved meanwhile is told, and neither his values nor mine are lost', async () => {
  const app = await started();
  await put(app, '/api/v1/queues/q', { slaSeconds: 30, group: 'one' });
  const page = await opened(app, '/settings?lang=en');
  await page.locator('[data-row="q"] button').click();
  await page.locator('#field-slaSeconds').fill('25');
  await put(app, '/api/v1/queues/q', { slaSeconds: 40, group: 'two' });
  await page.locator('[data-action="save"]').click();
  await page.locator('[data-failure="conflict"]').waitFor();
  expect(await page.locator('[data-field="slaSeconds"] .theirs').innerText()).toContain('40');
  expect(await page.locator('#field-slaSeconds').inputValue()).toBe('25');
  expect(await page.locator('#field-group').inputValue()).toBe('two');
  const { queues } = await app.get<{ queues: { own: object }[] }>('/api/v1/settings');
  expect(queues).toMatchObject([{ own: { slaSeconds: 40, group: 'two' } }]);

  await page.locator('#field-slaSeconds').press('Escape');
  await page.locator('[data-action="go-on"]').click();
  await page.locator('[data-action="save"]').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
  const after = await app.get<{ queues: { own: object }[] }>('/api/v1/settings');
  expect(after.queues).toMatchObject([{ own: { slaSeconds: 25, group: 'two' } }]);
});

test('what is typed is not left without a question, by the keyboard neither', async () => {
  const app = await started();
  const page = await opened(app, '/settings?lang=he');
  await page.locator('[data-row="q"] button').click();
  await page.keyboard.press('Escape');
  await page.locator('dialog').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row'))).toBe('q');
  await page.keyboard.press('Enter');
  await page.locator('#field-name').fill('x');
  await page.keyboard.press('Escape');
  await page.locator('[data-action="discard"]').waitFor();
  expect(await page.locator('dialog').isVisible()).toBe(true);
  const asked = page.waitForEvent('dialog');
  const leaving = page.evaluate(() => {
    location.href = '/';
  });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await leaving;
  expect(page.url()).toContain('/settings');
  await page.locator('[data-action="discard"]').click();
  await page.locator('dialog').waitFor({ state: 'detached' });
});

test('a table shows every fault and changes nothing; put right it is taken, and new agents are confirmed at once', async () => {
  const app = await started();
  const page = await opened(app, '/settings?lang=he&tab=agents');
  const give = (text: string) => page.setInputFiles('input[name="table"]', { name: 'agents.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.locator('[data-action="confirm-all"]').click();
  await page.locator('[data-note="confirmed"]').waitFor();
  expect(await page.locator('.badge.is-new').count()).toBe(1);
  await page.locator('[data-action="import"]').click();
  await give('id,name,nesting\nPJSIP/1,דנה,maybe\n,רות,yes\n');
  await expect.poll(() => page.locator('[data-table="import-faults"] tbody tr').count()).toBe(2);
  expect(await page.locator('[data-action="apply"]').isDisabled()).toBe(true);
  await give('\ufeffid;name;nesting;team\r\nPJSIP/1;דנה לוי;כן;מכירות\r\n');
  await expect.poll(() => page.locator('[data-table="import-changes"] tbody tr').count()).toBe(1);
  await page.locator('[data-action="apply"]').click();
  await page.locator('[data-note="applied"]').waitFor();
  await expect.poll(() => page.locator('[data-row="PJSIP/1"]').innerText()).toContain('דנה לוי');
  const { agents } = await app.get<{ agents: { own: object }[] }>('/api/v1/settings');
  expect(agents).toMatchObject([{ own: { name: 'דנה לוי', nesting: true, team: 'מכירות' } }]);
});

test('with the wall key the page says that it only reads, and offers nothing else', async () => {
  const app = await started();
  const page = await opened(app, '/settings?lang=en', { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' });
  await page.locator('.read-only').waitFor();
  expect(await page.locator('[data-action="import"], [data-action="confirm-all"]').count()).toBe(0);
  await page.locator('[data-row="q"] button').click();
  expect(await page.locator('#field-name').isDisabled()).toBe(true);
  expect(await page.locator('[data-action="save"]').count()).toBe(0);
  const wall = await opened(app, '/?lang=en', { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' });
  await wall.locator('.controls a[href="/review"]').waitFor();
  await wall.locator('[data-queue="q"]').waitFor();
  expect(await wall.locator('.controls a[href="/settings"]').count()).toBe(0);
});

test('a team gets a new name and everybody in it with it; a name that is taken is told beside the field', async () => {
  const app = await started();
  await put(app, '/api/v1/agents/PJSIP%2F1', { team: 'כחול' });
  await put(app, '/api/v1/agents/other', { team: 'אדום' });
  const page = await opened(app, '/settings?lang=he&tab=teams');
  await page.locator('[data-row="כחול"] button').click();
  await page.locator('#field-name').fill('אדום');
  await page.locator('[data-field="name"] .fault').waitFor();
  await page.locator('#field-name').fill('תכלת');
  await page.locator('#field-nameEn').fill('Sky');
  await page.keyboard.press('Enter');
  await page.locator('[data-note="saved"]').waitFor();
  const wall = await opened(app, '/?lang=en');
  await expect.poll(() => wall.locator('main, body').first().innerText()).toContain('Sky');
  const { agents } = await app.get<{ agents: object[] }>('/api/v1/agents');
  expect(agents).toMatchObject([{ id: 'PJSIP/1', team: 'תכלת', teamEn: 'Sky' }]);
  for (const [language, shown] of [
    ['en', 'Sky'],
    ['he', 'תכלת'],
  ] as const) {
    await page.goto(`${app.url}/settings?lang=${language}&tab=teams`);
    await expect.poll(() => page.locator('[data-row="תכלת"] th button').innerText()).toBe(shown);
    await page.goto(`${app.url}/settings?lang=${language}&tab=agents`);
    await expect.poll(() => page.locator('[data-row="PJSIP/1"] td').first().innerText()).toBe(shown);
  }
});

test('of many agents a page is shown, with how many there are; the search finds the others, and more come when asked for', async () => {
  const app = await started();
  const lines = Array.from({ length: 450 }, (_, n) => `many/${n},Agent ${n}`);
  const sent = await fetch(`${app.url}/api/v1/settings/agents.csv`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: ['id,name', ...lines].join('\r\n'),
  });
  expect(sent.status).toBe(200);
  const page = await opened(app, '/settings?tab=agents&lang=en');
  const rows = page.locator('[data-row]');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(200);
  expect(await page.locator('[role="tabpanel"]').innerText()).toContain('200 of 451');
  await page.fill('input[name="search"]', 'Agent 449');
  await expect.poll(() => rows.count()).toBe(1);
  expect(await page.locator('[data-action="more-rows"]').count()).toBe(0);
  await page.fill('input[name="search"]', '');
  await page.locator('[data-action="more-rows"]').click();
  await expect.poll(() => rows.count()).toBe(400);
  await page.locator('[data-action="more-rows"]').click();
  await expect.poll(() => rows.count()).toBe(451);
  expect(await page.locator('[data-action="more-rows"]').count()).toBe(0);
});
