/** The editor of boards in a real browser on a whole server: composed by keys alone, by hand in both directions, kept over a refresh, and never over somebody else's. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { createDatabase } from '../support/postgres.ts';
import { root } from '../support/sources.ts';

const MINUTE_MS = 60_000;

let browser: Browser;
let app: RunningApp;
let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  mkdirSync(`${root}test/artefacts`, { recursive: true });
  browser = await launchBrowser();
  const made = await createDatabase();
  drop = made.drop;
  db = openDatabase(made.url);
  app = await startApp({ db, env: NOON_IS_NOW });
  const at = Date.now() - 10 * MINUTE_MS;
  const joined = ['sales', 'support'].map((queueId, i) =>
    cloudEvent('agent.membership', at, { agentId: `a${i}`, queueId, name: `Agent ${i}`, joined: true }),
  );
  expect((await app.post([...joined, cloudEvent('contact.queued', at, { contactId: 'w', queueId: 'sales' })])).status).toBe(200);
});

afterAll(async () => {
  await app?.stop();
  await db?.close();
  await drop?.();
  await browser?.close();
});

type Saved = { readonly id: string; readonly version: number; readonly savedBy: string; readonly layout: BoardLayout };

const saved = (id: string) => app.get<Saved>(`/api/v1/boards/${id}`);
const FLOOR = { of: 'floor' } as const;

/** A board with a tile in the first corner, a table beneath it, and room beside. */
async function boardOf(): Promise<string> {
  const tile = { id: 'tile', kind: 'metric', x: 0, y: 0, w: 2, h: 4, options: { metric: 'waiting', scope: FLOOR, window: null } };
  const table = { id: 'table', kind: 'queues', x: 0, y: 4, w: 8, h: 8, options: { scope: FLOOR, columns: ['waiting', 'answered'] } };
  const layout = { name: { he: 'לוח', en: 'Board' }, pages: [{ id: 'one', widgets: [tile, table] }] };
  return ((await (await send('POST', '/api/v1/boards', { layout })).json()) as Saved).id;
}

const send = (method: string, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

async function editor(id: string, language: string): Promise<Page> {
  const page = await openDesk(browser, `${app.url}/boards/${id}/edit?lang=${language}`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.locator('.ed-item').first().waitFor();
  return page;
}

const said = (page: Page) => page.locator('.ed-said').innerText();
const state = (page: Page) => page.locator('.ed-state').getAttribute('data-state');
const widget = (page: Page, id: string) => page.locator(`.ed-item[data-widget="${id}"]`);
const keys = async (page: Page, ...pressed: string[]) => {
  for (const key of pressed) await page.keyboard.press(key);
};
const isFocused = (page: Page, selector: string) => page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Presses a key until what is wanted has the focus. */
async function keysTo(page: Page, selector: string, key = 'Tab'): Promise<void> {
  for (let n = 0; n < 60; n++) {
    if (await isFocused(page, selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${selector}`);
}

/** Goes down the choices of the list that has the focus. */
async function choose(page: Page, value: string): Promise<void> {
  const present = () => page.evaluate(() => (document.activeElement as HTMLSelectElement).value);
  await page.keyboard.press('Home');
  for (let n = 0; n < 80 && (await present()) !== value; n++) await page.keyboard.press('ArrowDown');
  expect(await present()).toBe(value);
}

/** Where the widgets of a page are, as shares of the screen or of its picture. */
const shares = (page: Page, of: string, within: string) =>
  page.evaluate(
    ([items, frame]) => {
      const whole = document.querySelector(frame as string)?.getBoundingClientRect() ?? new DOMRect();
      return [...document.querySelectorAll<HTMLElement>(items as string)].map((item) => {
        const { left, top, width, height } = item.getBoundingClientRect();
        const share = [(left - whole.left) / whole.width, (top - whole.top) / whole.height, width / whole.width, height / whole.height];
        return { id: item.dataset['widget'], share };
      });
    },
    [of, within],
  );

test('a board is composed from nothing by keys alone, and hangs on a screen as it was shown', async () => {
  const page = await openDesk(browser, `${app.url}/boards?lang=he`);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.locator('[data-action="new"]').waitFor();
  await keysTo(page, '[data-action="new"]');
  await keys(page, 'Enter');
  await keysTo(page, '[data-dialog="new-board"] input');
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.type('לוח המשמרת');
  await keys(page, 'Enter');
  await page.locator('.ed-empty').waitFor();

  await keysTo(page, '[data-add="metric"]');
  await keys(page, 'Enter');
  await expect.poll(() => isFocused(page, '[data-widget="metric"]')).toBe(true);
  // In Hebrew the left arrow goes on, and the widget goes to the left on the screen.
  const before = await widget(page, 'metric').boundingBox();
  await keys(page, 'ArrowLeft', 'ArrowDown');
  expect(await said(page)).toBe('עמודה 2, שורה 2');
  expect((await widget(page, 'metric').boundingBox())?.x).toBeLessThan(before?.x ?? 0);
  await keys(page, 'ArrowRight', 'ArrowRight');
  expect(await said(page)).toBe('זה קצה העמוד');
  await keys(page, 'ArrowUp', 'Shift+ArrowLeft', 'Shift+ArrowDown');
  expect(await said(page)).toBe('רוחב 3, גובה 5');

  await keys(page, 'Enter');
  await keysTo(page, '[data-field="metric"] select');
  await choose(page, 'service_level');
  await keysTo(page, '[data-field="scope"] select');
  await choose(page, '{"of":"queue","id":"sales"}');
  await keysTo(page, '[data-field="window"] select');
  await choose(page, 'rolling30');
  await keysTo(page, '[data-field="target"] input');
  await page.keyboard.type('85');
  await keys(page, 'Escape', 'Control+d');
  await expect.poll(() => isFocused(page, '[data-widget="metric-2"]')).toBe(true);
  await keys(page, 'Delete');
  await keysTo(page, '[data-add="text"]', 'Shift+Tab');
  await keys(page, 'Enter', 'Enter');
  await keysTo(page, '[data-field="text.he"] textarea');
  await keys(page, 'Control+a');
  await page.keyboard.type('בוקר טוב');
  // From the field to the widget, from there to the page, and on to what can be set of it.
  await keys(page, 'Escape', 'Escape');
  expect(await isFocused(page, '[role="tab"]')).toBe(true);
  await keysTo(page, '[data-field="stayS"] input');
  await keys(page, 'Control+a');
  await page.keyboard.type('20');
  await keys(page, 'Control+s');
  await expect.poll(() => said(page)).toContain('נשמר כגרסה 2');
  expect(await state(page)).toBe('saved');
  expect(await violationsOf(page)).toEqual([]);

  const id = /boards\/([^/]+)\/edit/.exec(page.url())?.[1] ?? '';
  const [one] = (await saved(id)).layout.pages;
  const [metric, text] = one?.widgets ?? [];
  expect(one?.stayS).toBe(20);
  expect(metric).toMatchObject({ x: 0, y: 0, w: 3, h: 5, options: { metric: 'service_level', window: 'rolling30', target: 0.85 } });
  expect(text).toMatchObject({ kind: 'text', options: { text: { he: 'בוקר טוב' } } });
  const shown = await shares(page, '.ed-item', '.ed-canvas');
  await page.goto(`${app.url}/tv/${id}?lang=he`);
  await page.locator('.place').nth(1).waitFor();
  expect(await page.locator('.free-text').innerText()).toBe('בוקר טוב');
  for (const [i, { id: on, share }] of (await shares(page, '.place', '.wall')).entries()) {
    expect(shown[i]?.id).toBe(on);
    for (const [n, value] of share.entries()) expect(Math.abs(value - (shown[i]?.share[n] ?? 0)), `${on} ${n}`).toBeLessThan(0.003);
  }
});

/** Takes something with the mouse and lets go of it elsewhere. The first pixels only say that it is a drag. */
async function drag(page: Page, from: { x: number; y: number }, dx: number, dy: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + Math.sign(dx) * 4, from.y + Math.sign(dy) * 4);
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 6 });
  await page.mouse.up();
}

test.each([
  ['he', -1],
  ['en', 1],
])('widgets are dragged, pulled larger and taken from the list by mouse, %s', async (language, onward) => {
  const id = await boardOf();
  const page = await editor(id, language);
  const grid = (await page.locator('.ed-grid').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const [column, row] = [grid.width / 12, grid.height / 24];
  const boxOf = async (of: string) => (await widget(page, of).boundingBox()) ?? grid;
  const places = async () =>
    (
      await page
        .locator('.ed-item')
        .evaluateAll((items) => items.map((item) => `${item.getAttribute('data-widget')} ${item.getAttribute('aria-label')}`))
    )
      .map((text) => [text.split(' ')[0], ...(text.match(/\d+/g) ?? [])].join(' '))
      .sort();

  const tile = await boxOf('tile');
  await drag(page, { x: tile.x + tile.width / 2, y: tile.y + tile.height / 2 }, onward * 5 * column, 0);
  await expect.poll(places).toEqual(['table 1 5 8 8', 'tile 6 1 2 4']);
  const moved = await boxOf('tile');
  const farEdge = onward > 0 ? moved.x + moved.width - 3 : moved.x + 3;
  await drag(page, { x: farEdge, y: moved.y + moved.height / 2 }, onward * 2 * column, 0);
  await expect.poll(places).toEqual(['table 1 5 8 8', 'tile 6 1 4 4']);
  // Dragged onto another, that one gives way; smaller than can be read nothing becomes.
  const wide = await boxOf('tile');
  await drag(page, { x: wide.x + wide.width / 2, y: wide.y + wide.height / 2 }, -onward * 3 * column, 5 * row);
  await expect.poll(async () => (await places())[1]).toBe('tile 3 6 4 4');
  const pushed = (await places())[0]?.split(' ').map(Number) ?? [];
  expect(pushed[2]).toBeGreaterThanOrEqual(10);
  await keys(page, 'Control+z');
  await expect.poll(places).toEqual(['table 1 5 8 8', 'tile 6 1 4 4']);
  const table = await boxOf('table');
  await drag(page, { x: table.x + table.width / 2, y: table.y + table.height - 3 }, 0, -7 * row);
  await expect.poll(places).toEqual(['table 1 5 8 4', 'tile 6 1 4 4']);

  // The list is longer than the screen.
  const listed = page.locator('[data-add="clock"]');
  await listed.scrollIntoViewIfNeeded();
  const clock = (await listed.boundingBox()) ?? grid;
  const to = { x: (onward > 0 ? grid.x : grid.x + grid.width) + onward * 9.5 * column, y: grid.y + 10.5 * row };
  const from = { x: clock.x + clock.width / 2, y: clock.y + clock.height / 2 };
  await drag(page, from, to.x - from.x, to.y - from.y);
  await expect.poll(async () => (await places())[0]).toBe('clock 10 11 3 4');
  expect(await page.locator('.ed-item').count()).toBe(3);
  await page.screenshot({ path: `${root}test/artefacts/editor-${language}.png` });
  expect(await violationsOf(page)).toEqual([]);
  await page.locator('[data-action="save"]').click();
  await expect.poll(() => state(page)).toBe('saved');
  expect((await saved(id)).layout.pages[0]?.widgets.map(({ x, y, w, h }) => [x, y, w, h])).toEqual([
    [5, 0, 4, 4],
    [0, 4, 8, 4],
    [9, 10, 3, 4],
  ]);
});

test('what has no room on a full page goes back to where it was, and that is said', async () => {
  const page = await editor('agents', 'he');
  const labels = () => page.locator('.ed-item').evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));
  const before = await labels();
  const tile = (await widget(page, 'available-floor').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await drag(page, { x: tile.x + tile.width / 2, y: tile.y + tile.height / 2 }, -tile.width, 3 * tile.height);
  await expect.poll(() => said(page)).toBe('אין לזה מקום בעמוד, והכול חזר למקומו');
  expect(await labels()).toEqual(before);
  expect(await state(page)).toBe('saved');
  // The panel speaks the language of the page, also when that changes.
  await page.locator('.ed-end [data-action="language"]').click();
  await expect.poll(() => page.locator('.ed-panel h2').innerText()).toBe('Metric: Free');
  await expect.poll(async () => (await labels()).at(-1)).toBe('Over break and wrap-up, column 10, row 5, 3 wide, 20 high');
});

test('steps go back and forth, a refresh and a server that is away lose nothing, and the preview leads back', async () => {
  const id = await boardOf();
  const page = await editor(id, 'he');
  await widget(page, 'tile').focus();
  await keys(page, 'ArrowLeft', 'ArrowLeft', 'Control+z');
  await expect.poll(() => widget(page, 'tile').getAttribute('aria-label')).toContain('עמודה 2, שורה 1');
  await keys(page, 'Control+Shift+z');
  await expect.poll(() => widget(page, 'tile').getAttribute('aria-label')).toContain('עמודה 3, שורה 1');
  await page.reload();
  await page.locator('[data-banner="draft"]').waitFor();
  expect(await page.locator('[data-banner="draft"]').innerText()).toMatch(/שינויים שלא נשמרו, מ־.*\d\d:\d\d/s);
  expect(await widget(page, 'tile').getAttribute('aria-label')).toContain('עמודה 3, שורה 1');
  await widget(page, 'tile').focus();
  await keys(page, 'Control+z');
  await expect.poll(() => widget(page, 'tile').getAttribute('aria-label')).toContain('עמודה 2, שורה 1');

  await page.route('**/api/v1/boards/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await keys(page, 'Control+s');
  await page.locator('[data-banner="failure"]').waitFor();
  expect(await page.locator('[data-banner="failure"]').innerText()).toContain('השרת אינו עונה');
  expect(await state(page)).toBe('changed');
  await page.unroute('**/api/v1/boards/*');

  await page.locator('[data-action="preview"]').click();
  await page.locator('[data-preview] .place[data-widget="tile"]').waitFor();
  await keys(page, 'Escape');
  await widget(page, 'tile').waitFor();
  expect(await state(page)).toBe('changed');
  await page.locator('[data-action="drop-draft"]').click();
  await expect.poll(() => widget(page, 'tile').getAttribute('aria-label')).toContain('עמודה 1, שורה 1');
  expect((await saved(id)).version).toBe(1);
});

test('the look of the board is chosen, and the canvas, the preview and the screen have it', async () => {
  const id = await boardOf();
  const page = await editor(id, 'he');
  const groundOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).getPropertyValue('--bg').trim());
  expect(await groundOf('.ed-canvas .ed-item')).toBe('#0a0f12');
  await page.locator('[data-field="theme"] select').selectOption('light');
  await expect.poll(() => groundOf('.ed-canvas .ed-item')).toBe('#f4f6f4');
  await page.locator('[data-action="preview"]').click();
  await page.locator('[data-preview] .place[data-widget="tile"]').waitFor();
  expect(await groundOf('[data-preview]')).toBe('#f4f6f4');
  await keys(page, 'Escape');
  await widget(page, 'tile').waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset['look'])).toBe(undefined);
  expect(await violationsOf(page)).toEqual([]);
  await keys(page, 'Control+s');
  await expect.poll(() => state(page)).toBe('saved');
  await page.goto(`${app.url}/tv/${id}?lang=he`);
  await page.locator('.place').first().waitFor();
  expect(await groundOf('.place')).toBe('#f4f6f4');
});

test('what cannot be saved is said at its field, and nothing is sent', async () => {
  const page = await editor(await boardOf(), 'en');
  await page.locator('[data-field="name.he"] input').last().fill('');
  await page.locator('[data-field="name.en"] input').last().fill('');
  const board = page.locator('[data-panel="board"]');
  await expect.poll(() => board.locator('[data-field="name.he"] .fault').innerText()).toBe('Needs a text, in Hebrew or in English');
  await keys(page, 'Control+s');
  await expect.poll(() => said(page)).toContain('before it can be saved');
  await page.locator('[data-add="image"]').click();
  await expect.poll(() => page.locator('[data-field="source"] .fault').innerText()).toBe('Needs a picture file');
  expect(await page.locator('.ed-incomplete').count()).toBe(1);
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const choose = (name: string, mimeType: string) =>
    page.locator('input[name="picture"]').setInputFiles({ name, mimeType, buffer: Buffer.from(pixel, 'base64') });
  await choose('logo.gif', 'image/gif');
  await expect.poll(() => page.locator('[data-field="source"] .fault').innerText()).toContain('logo.gif');
  await choose('logo.png', 'image/png');
  await page.locator('[data-field="says.en"] input').fill('Logo');
  await page.locator('.ed-item .picture').waitFor();
  expect(await violationsOf(page)).toEqual([]);
});

test('a second editor is told of the first, and whoever saves later is asked and overwrites nothing', async () => {
  const id = await boardOf();
  const first = await editor(id, 'he');
  const second = await editor(id, 'en');
  await second.locator('[data-other]').waitFor();
  // However long what is said of others is, the bar keeps to its width.
  for (const editor of ['x'.repeat(60), 'y'.repeat(60)]) await send('PUT', `/api/v1/boards/${id}/editing`, { editor, name: editor });
  await expect.poll(() => second.locator('[data-other]').innerText(), { timeout: 15_000 }).toContain('3 others');
  expect(await second.evaluate(() => document.querySelector('.ed')?.scrollWidth)).toBe(1280);
  expect((await second.locator('[data-action="save"]').boundingBox())?.x).toBeLessThan(1280);
  await second.locator('[data-field="author"] input').fill('Dana');
  await widget(second, 'tile').focus();
  await keys(second, 'ArrowRight');
  await widget(first, 'table').focus();
  await keys(first, 'ArrowLeft');
  await keys(second, 'Control+s');
  await expect.poll(() => state(second)).toBe('saved');
  await first.locator('[data-banner="newer"]').waitFor();
  expect(await first.locator('[data-banner="newer"]').innerText()).toContain('Dana');

  await keys(first, 'Control+s');
  await first.locator('[data-dialog="conflict"]').waitFor();
  expect(await first.locator('[data-dialog="conflict"]').innerText()).toContain('Dana');
  expect(await violationsOf(first)).toEqual([]);
  await first.screenshot({ path: `${root}test/artefacts/editor-conflict-he.png` });
  expect(await saved(id)).toMatchObject({ version: 2, savedBy: 'Dana' });
  await first.locator('[data-action="look"]').click();
  await first.locator('[data-preview="previewTheirs"]').waitFor();
  await keys(first, 'Escape');
  await first.locator('[data-dialog="conflict"]').waitFor();
  await first.locator('[data-action="overwrite"]').click();
  await expect.poll(() => state(first)).toBe('saved');
  const { version, layout } = await saved(id);
  expect(version).toBe(3);
  expect(layout.pages[0]?.widgets.map(({ x }) => x)).toEqual([0, 1]);
  // Theirs is among the versions; and who has nothing unsaved sees at once what is saved now.
  expect((await app.get<Saved>(`/api/v1/boards/${id}/versions/2`)).layout.pages[0]?.widgets.map(({ x }) => x)).toEqual([1, 0]);
  await expect.poll(() => widget(second, 'table').getAttribute('aria-label')).toContain('column 2');
});
