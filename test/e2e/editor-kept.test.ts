/** The editor of boards: nothing is lost over a refresh, nothing is saved over somebody else's, and what cannot be saved is said. */
import { expect, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { EditorDesk, FULL, keys, said, state, widget } from '../support/editor-desk.ts';
import { root } from '../support/sources.ts';

const desk = new EditorDesk();

test('steps go back and forth, a refresh and a server that is away lose nothing, and the preview leads back', async () => {
  const id = await desk.add();
  const page = await desk.edit(id, 'he');
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
  expect((await desk.saved(id)).version).toBe(1);
});

test('the look of the board is chosen, and the canvas, the preview and the screen have it', async () => {
  const id = await desk.add();
  const page = await desk.edit(id, 'he');
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
  await page.goto(`${desk.url}/tv/${id}?lang=he`);
  await page.locator('.place').first().waitFor();
  expect(await groundOf('.place')).toBe('#f4f6f4');
});

test('the canvas and the preview have what a screen has, in its measures, and no menu', async () => {
  const id = await desk.add();
  const page = await desk.edit(id, 'en');
  const menu = page.locator('.controls');
  expect([await menu.count(), await menu.isVisible()]).toEqual([1, false]);
  // The plate of a demo is as large as on the screen; that of the bar is of the desk.
  const [inPicture, atDesk, rem] = await page.evaluate(() => {
    const sizeIn = (selector: string) => {
      const plate = document.createElement('span');
      plate.className = 'demo-plate';
      document.querySelector(selector)?.append(plate);
      const size = Number.parseFloat(getComputedStyle(plate).fontSize);
      plate.remove();
      return size;
    };
    return [sizeIn('.ed-frame .data-age'), sizeIn('.ed-bar'), Number.parseFloat(getComputedStyle(document.documentElement).fontSize)];
  });
  expect((inPicture ?? 0) / (rem ?? 1)).toBeCloseTo(2.1, 2);
  expect((atDesk ?? 0) / (rem ?? 1)).toBeLessThan(1.1);
  await page.locator('[data-action="preview"]').click();
  await page.locator('[data-preview] .place[data-widget="tile"]').waitFor();
  expect([await menu.count(), await menu.isVisible()]).toEqual([1, false]);
});

test('what cannot be saved is said at its field, and nothing is sent', async () => {
  const page = await desk.edit(await desk.add(), 'en');
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
  const id = await desk.add();
  const first = await desk.edit(id, 'he');
  const second = await desk.edit(id, 'en');
  await second.locator('[data-other]').waitFor();
  // However long what is said of others is, the bar keeps to its width.
  for (const editor of ['x'.repeat(60), 'y'.repeat(60)]) await desk.send('PUT', `/api/v1/boards/${id}/editing`, { editor, name: editor });
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
  expect(await desk.saved(id)).toMatchObject({ version: 2, savedBy: 'Dana' });
  await first.locator('[data-action="look"]').click();
  await first.locator('[data-preview="previewTheirs"]').waitFor();
  await keys(first, 'Escape');
  await first.locator('[data-dialog="conflict"]').waitFor();
  await first.locator('[data-action="overwrite"]').click();
  await expect.poll(() => state(first)).toBe('saved');
  const { version, layout } = await desk.saved(id);
  expect(version).toBe(3);
  expect(layout.pages[0]?.widgets.map(({ x }) => x)).toEqual([0, 1]);
  // Theirs is among the versions; and who has nothing unsaved sees at once what is saved now.
  expect((await desk.saved(id, 2)).layout.pages[0]?.widgets.map(({ x }) => x)).toEqual([1, 0]);
  await expect.poll(() => widget(second, 'table').getAttribute('aria-label')).toContain('column 2');
});

test.each([
  ['he', 'אין מקום בעמוד', 'אין בעמוד מקום לטבלת תורים. אפשר להקטין או להסיר ווידג׳ט, או להוסיף עמוד'],
  ['en', 'No room on this page', 'The page has no room for: Queue table. Make a widget smaller, remove one, or add a page'],
] as const)('what finds no room is told where it was asked for and on the page, %s', async (language, short, long) => {
  const id = await desk.add(FULL);
  const page = await desk.open('/boards');
  await page.clock.install();
  await page.goto(`${desk.url}/boards/${id}/edit?lang=${language}`);
  await widget(page, 'all').waitFor();
  const onPage = page.locator('.ed-canvas .ed-refused');
  const atButton = page.locator('.ed-palette .ed-no-room');
  expect([await onPage.count(), await atButton.count()]).toEqual([0, 0]);
  await page.locator('[data-add="queues"]').click();
  expect(await page.locator('[data-add="queues"] .ed-no-room').innerText()).toBe(short);
  expect(await atButton.count()).toBe(1);
  expect(await onPage.innerText()).toBe(long);
  // Screen readers hear it once: from the line at the foot.
  expect(await said(page)).toBe(long);
  expect(await onPage.getAttribute('aria-hidden')).toBe('true');
  expect(await page.locator('.ed-said').getAttribute('aria-live')).toBe('polite');
  await page.screenshot({ path: `${root}test/artefacts/editor-no-room-${language}.png` });
  expect(await violationsOf(page)).toEqual([]);
  await page.clock.runFor(7000);
  await expect.poll(() => onPage.count()).toBe(0);
  expect(await said(page)).toBe(long);
  // A copy finds none either: the page tells it, and no button that nobody pressed.
  await widget(page, 'all').focus();
  await keys(page, 'Control+d');
  await expect.poll(() => onPage.innerText()).toContain(long.slice(0, 10));
  expect(await atButton.count()).toBe(0);
  await page.locator('[data-add="clock"]').click();
  expect(await page.locator('[data-add="clock"] .ed-no-room').count()).toBe(1);
  await widget(page, 'all').focus();
  await keys(page, 'Delete');
  await expect.poll(() => onPage.count()).toBe(0);
  expect(await atButton.count()).toBe(0);
});
