/** The editor of boards: composed by keys alone, and by hand in both directions. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { EditorDesk, keys, said, state, widget } from '../support/editor-desk.ts';
import { root } from '../support/sources.ts';

const desk = new EditorDesk();

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
  const page = await desk.open('/boards?lang=he');
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
  const [one] = (await desk.saved(id)).layout.pages;
  const [metric, text] = one?.widgets ?? [];
  expect(one?.stayS).toBe(20);
  expect(metric).toMatchObject({ x: 0, y: 0, w: 3, h: 5, options: { metric: 'service_level', window: 'rolling30', target: 0.85 } });
  expect(text).toMatchObject({ kind: 'text', options: { text: { he: 'בוקר טוב' } } });
  const shown = await shares(page, '.ed-item', '.ed-canvas');
  await page.goto(`${desk.url}/tv/${id}?lang=he`);
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
  const id = await desk.add();
  const page = await desk.edit(id, language);
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
  expect((await desk.saved(id)).layout.pages[0]?.widgets.map(({ x, y, w, h }) => [x, y, w, h])).toEqual([
    [5, 0, 4, 4],
    [0, 4, 8, 4],
    [9, 10, 3, 4],
  ]);
});

test('what has no room on a full page goes back to where it was, and that is said', async () => {
  const page = await desk.edit('agents', 'he');
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
