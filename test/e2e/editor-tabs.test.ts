/** The editor of boards in two windows of one browser: each has its own draft, and is told of the other's. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { EditorDesk, keys, said, state, widget } from '../support/editor-desk.ts';
import { root } from '../support/sources.ts';

const desk = new EditorDesk();

/** Another window of the same browser, at the same address. */
async function windowBeside(page: Page): Promise<Page> {
  const beside = await page.context().newPage();
  await beside.setViewportSize({ width: 1280, height: 720 });
  await beside.goto(page.url());
  await beside.locator('.ed-item').first().waitFor();
  return beside;
}

const columnOf = (page: Page, id: string) =>
  widget(page, id)
    .getAttribute('aria-label')
    .then((label) => /(?:column|עמודה) (\d+)/.exec(label ?? '')?.[1]);
const elsewhere = (page: Page) => page.locator('[data-banner="elsewhere"]');
const draftsIn = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('moked.draft.')).length);

/** Moves the tile on by so many columns, and waits until the browser keeps that. */
async function moveTile(page: Page, language: 'he' | 'en', columns: number): Promise<void> {
  await widget(page, 'tile').focus();
  await keys(page, ...Array.from({ length: columns }, () => (language === 'he' ? 'ArrowLeft' : 'ArrowRight')));
  await expect.poll(() => draftsIn(page)).toBeGreaterThan(0);
}

test.each([
  ['he', 'בחלון אחר של הדפדפן הזה יש בלוח שינויים שלא נשמרו'],
  ['en', 'Another window of this browser has unsaved changes to this board'],
] as const)('a second window takes nothing from the first, is told of its draft and may copy it, %s', async (language, sentence) => {
  const first = await desk.edit(await desk.add(), language);
  await moveTile(first, language, 2);
  const second = await windowBeside(first);
  await elsewhere(second).waitFor();
  expect(await elsewhere(second).innerText()).toContain(sentence);
  expect(await columnOf(second, 'tile')).toBe('1');
  expect(await state(second)).toBe('saved');
  expect(await violationsOf(second)).toEqual([]);
  await second.screenshot({ path: `${root}test/artefacts/editor-elsewhere-${language}.png` });

  await second.locator('[data-action="bring-draft"]').click();
  await expect.poll(() => columnOf(second, 'tile')).toBe('3');
  expect(await said(second)).toContain('Ctrl+Z');
  expect(await elsewhere(second).count()).toBe(0);
  await expect.poll(() => draftsIn(second)).toBe(2);
  // What the second gives up is its own; the first has its draft after a refresh too.
  await keys(second, 'Control+z');
  await expect.poll(() => columnOf(second, 'tile')).toBe('1');
  await expect.poll(() => draftsIn(second)).toBe(1);
  await first.reload();
  await first.locator('[data-banner="draft"]').waitFor();
  expect(await columnOf(first, 'tile')).toBe('3');
});

test.each([
  ['he', 'הלוח הזה פתוח לעריכה גם בחלון אחר שלכם', 'דנה'],
  ['en', 'This board is open in another window of yours', 'Dana'],
] as const)('one is not announced to oneself as another person, %s', async (language, sentence, name) => {
  const first = await desk.edit(await desk.add(), language);
  await first.evaluate((mine) => localStorage.setItem('moked.author', mine), name);
  await first.reload();
  await first.locator('.ed-item').first().waitFor();
  const second = await windowBeside(first);
  await expect.poll(() => second.locator('.ed-others').innerText()).toContain(sentence);
  expect(await second.locator('.ed-others').innerText()).not.toContain(name);
  expect(await second.locator('.ed-other').getAttribute('title')).not.toContain(name);
  await second.screenshot({ path: `${root}test/artefacts/editor-own-window-${language}.png` });
});

test('what the other window saves or gives up is no longer told of, and what it leaves behind is taken over', async () => {
  const first = await desk.edit(await desk.add(), 'en');
  await moveTile(first, 'en', 1);
  const second = await windowBeside(first);
  await elsewhere(second).waitFor();
  await first.bringToFront();
  await keys(first, 'Control+z');
  await expect.poll(() => elsewhere(second).count()).toBe(0);
  await moveTile(first, 'en', 3);
  await first.close({ runBeforeUnload: true });
  await second.reload();
  await second.locator('[data-banner="draft"]').waitFor();
  expect(await columnOf(second, 'tile')).toBe('4');
});

test('a window that is duplicated, and one whose draft was taken for left behind, keep what was typed in each', async () => {
  const first = await desk.edit(await desk.add(), 'en');
  await moveTile(first, 'en', 1);
  const [copy] = await Promise.all([first.context().waitForEvent('page'), first.evaluate(() => void window.open(location.href))]);
  await elsewhere(copy).waitFor();
  expect(await columnOf(copy, 'tile')).toBe('1');
  await widget(copy, 'tile').focus();
  await keys(copy, 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await expect.poll(() => draftsIn(copy)).toBe(2);
  await Promise.all([first.reload(), copy.reload()]);
  await expect.poll(() => columnOf(first, 'tile')).toBe('2');
  await expect.poll(() => columnOf(copy, 'tile')).toBe('4');

  // As if both had not been let run for long.
  await first.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith('moked.held.')) localStorage.removeItem(key);
  });
  const third = await windowBeside(first);
  await third.locator('[data-banner="draft"]').waitFor();
  await expect.poll(() => draftsIn(third)).toBe(3);
  await Promise.all([first.reload(), copy.reload()]);
  await expect.poll(() => columnOf(first, 'tile')).toBe('2');
  await expect.poll(() => columnOf(copy, 'tile')).toBe('4');
});
