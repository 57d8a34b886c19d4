/** The page of boards in a real browser on a whole server: versions, copies, files, and what was changed meanwhile. */
import { mkdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { BOARD_FORMAT } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { answeredCall, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { faultsOf } from '../support/layout.ts';
import { createDatabase } from '../support/postgres.ts';
import { root } from '../support/sources.ts';

let browser: Browser;

beforeAll(async () => {
  mkdirSync(`${root}test/artefacts`, { recursive: true });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function started(env: Record<string, string> = {}): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: { MOKED_SOURCES: 'none', ...env } });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  return app;
}

const idsOn = (page: Page) => page.locator('[data-board]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-board')));
const READY = READY_MADE.map(({ id }) => id);

async function change(app: RunningApp, id: string, version: number, he: string): Promise<void> {
  const { layout } = await app.get<{ layout: object }>(`/api/v1/boards/${id}`);
  const body = JSON.stringify({ layout: { ...layout, name: { he, en: '' } }, by: 'דנה' });
  const headers = { 'content-type': 'application/json', 'if-match': `"${version}"` };
  expect((await fetch(`${app.url}/api/v1/boards/${id}`, { method: 'PUT', headers, body })).status).toBe(200);
}

test.each(['he', 'en'])('lists the boards of a new install, each with its address, %s', async (language) => {
  const app = await started();
  const page = await openDesk(browser, `${app.url}/boards?lang=${language}`);
  await expect.poll(() => idsOn(page)).toEqual(READY);
  await page.screenshot({ path: `${root}test/artefacts/boards-${language}.png` });
  expect(await faultsOf(page, '.desk', { allowCut: false, isScrolling: true })).toEqual([]);
  await page.locator('[data-board="agents"] a[href="/tv/agents"]').click();
  await page.waitForSelector('.board-page[data-page="agents"]');
});

test.each(['he', 'en'])('at a desk the pages of a board wait to be turned, and its numbers say what they are made of, %s', async (language) => {
  const app = await started(NOON_IS_NOW);
  const at = Date.now() - 60_000;
  const calls = ['a', 'b'].flatMap((id) => answeredCall(id, 'sales', 'dana', at, 5_000, 20_000));
  expect(await (await app.post(calls)).json()).toMatchObject({ rejected: [] });
  const pages = READY_MADE.slice(0, 2).flatMap(({ id, layout }) =>
    layout.pages.map((page) => ({ ...page, widgets: page.widgets.map((widget) => ({ ...widget, id: `${id}-${widget.id}` })) })),
  );
  const [{ layout }] = READY_MADE as unknown as [(typeof READY_MADE)[number]];
  const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
  const body = JSON.stringify({ layout: { ...layout, pages }, by: 'דנה' });
  expect((await fetch(`${app.url}/api/v1/boards/overview`, { method: 'PUT', headers, body })).status).toBe(200);

  const page = await openDesk(browser, `${app.url}/boards?lang=${language}`);
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.locator('[data-board="overview"] th a').click();
  const figure = page.locator('[data-figure="answered"] .digits');
  await expect.poll(() => figure.innerText()).toBe('2');
  await figure.click();
  await page.waitForSelector('dialog.explain .explain-value');
  expect(await page.locator('dialog.explain .explain-value b').innerText()).toBe('2');
  await page.keyboard.press('Escape');
  await page.screenshot({ path: `${root}test/artefacts/board-desk-${language}.png` });
  expect(await faultsOf(page, '.wall', { allowCut: false })).toEqual([]);

  const [first, second] = pages.map(({ id }) => id);
  const turns = page.locator('[data-turn]');
  expect(await turns.evaluateAll((all) => all.map((one) => one.getAttribute('data-turn')))).toEqual([first, second]);
  await turns.nth(1).click();
  await page.waitForSelector(`.board-page[data-page="${second}"]`);
  // A tile of the queue that stands in where the widget names none.
  const waiting = page.locator('[data-figure="waiting"] .digits');
  await expect.poll(() => waiting.getAttribute('data-explain')).toContain('"sales"');
  await page.reload();
  await page.waitForSelector(`.board-page[data-page="${second}"]`);
  expect(await page.locator('[data-turn][aria-current]').getAttribute('data-turn')).toBe(second);
});

test('an earlier version is brought back as one more, and who was slower is told and overwrites nothing', async () => {
  const app = await started();
  await change(app, 'overview', 1, 'אחרת');
  const page = await openDesk(browser, `${app.url}/boards?lang=he`);
  const row = page.locator('[data-board="overview"]');
  await expect.poll(() => row.locator('th').innerText()).toBe('אחרת');
  await row.locator('[data-action="versions"]').click();
  await expect.poll(() => page.locator('[data-version]').count()).toBe(2);
  await change(app, 'overview', 2, 'שוב אחרת');
  await page.locator('[data-version="1"] [data-action="restore"]').click();
  await page.waitForSelector('[data-note="changedMeanwhile"]');
  await expect.poll(() => row.locator('th').innerText()).toBe('שוב אחרת');
  await page.locator('[data-version="1"] [data-action="restore"]').click();
  await expect.poll(() => row.locator('th').innerText()).toBe('כל המוקד');
  await expect.poll(() => page.locator('[data-version]').count()).toBe(4);
  expect(await page.locator('[data-version="4"]').innerText()).toContain('הוחזרה מגרסה 1');
});

test('a board is copied, put away after a second question, and brought back', async () => {
  const app = await started();
  const page = await openDesk(browser, `${app.url}/boards?lang=he`);
  await page.locator('[data-board="queue"] [data-action="copy"]').click();
  await expect.poll(async () => (await idsOn(page)).length).toBe(READY.length + 1);
  expect(await page.locator('[data-note]').innerText()).toBe('נוסף: תור אחד לעומק (עותק)');
  await page.locator('[data-board="queue"] [data-action="put-away"]').click();
  expect(await idsOn(page)).toContain('queue');
  await page.locator('[data-board="queue"] [data-action="put-away-yes"]').click();
  await expect.poll(() => idsOn(page)).not.toContain('queue');
  await page.locator('.only-new input').check();
  await page.locator('[data-board="queue"] [data-action="bring-back"]').click();
  await expect.poll(() => page.locator('[data-board="queue"] [data-action="put-away"]').count()).toBe(1);
});

test('a board leaves as a file and comes back; what is no board is refused by name', async () => {
  const app = await started();
  const page = await openDesk(browser, `${app.url}/boards?lang=he`);
  const download = page.waitForEvent('download');
  await page.locator('[data-board="digital"] a[download]').click();
  const file = readFileSync((await (await download).path()) as string, 'utf8');
  expect(JSON.parse(file)).toMatchObject({ format: BOARD_FORMAT, layout: { name: { he: 'ערוצים דיגיטליים' } } });
  const choose = (name: string, text: string) =>
    page.locator('[data-action="import"] input').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('board.json', file);
  await expect.poll(async () => (await idsOn(page)).length).toBe(READY.length + 1);
  await choose('holiday.txt', 'no json');
  await expect.poll(() => page.locator('[data-note="notJson"]').innerText()).toContain('holiday.txt');
  await choose('other.json', '{"format":"grafana"}');
  await expect.poll(() => page.locator('[data-note="failed"]').innerText()).toContain(BOARD_FORMAT);
  expect(await idsOn(page)).toHaveLength(READY.length + 1);
});

test('with the wall key boards are seen, and nothing is offered that would be refused', async () => {
  const app = await started();
  const far = { 'x-forwarded-for': '10.0.0.9' };
  const body = JSON.stringify({ key: app.wallKey });
  const entered = await fetch(`${app.url}/api/v1/wall-key`, { method: 'POST', headers: { ...far, 'content-type': 'application/json' }, body });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await openDesk(browser, `${app.url}/boards?lang=he`, { ...far, cookie });
  await expect.poll(() => idsOn(page)).toEqual(READY);
  await page.waitForSelector('.read-only');
  expect(await page.locator('[data-action="copy"], [data-action="put-away"], [data-action="import"]').count()).toBe(0);
});
