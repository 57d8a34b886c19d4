/** What a board's screen does for whoever walks up to it, and what keeps it on. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { reviewAnswers } from '../support/review-fixture.ts';

const wall = useFixtureWall();

const pageOf = (id: string): BoardLayout['pages'][number] => ({
  id,
  name: null,
  // So long that the clock turns none of them while a test looks.
  stayS: 3600,
  widgets: [{ kind: 'text', id: `${id}-text`, x: 0, y: 0, w: 12, h: 6, options: { text: { he: id, en: id }, size: 'large' } }],
});
const layout: BoardLayout = { ...(READY_MADE[0]?.layout as BoardLayout), pages: ['one', 'two', 'three'].map(pageOf) };

async function open(query = ''): Promise<void> {
  const others = reviewAnswers('he');
  wall.answerWith((path, asked, body) => (path === '/api/v1/boards/x' ? { body: { id: 'x', version: 1, layout } } : others(path, asked, body)));
  await wall.open(`/tv/x${query}`);
  await wall.page.waitForSelector('.board-page');
}

const shown = () => wall.page.locator('.board-page').getAttribute('data-page');
const bar = () => wall.page.locator('.tv-hands');
const isFull = () => wall.page.evaluate(() => document.fullscreenElement !== null);
const awake = () => bar().getAttribute('data-awake');
const hintOpacity = () => wall.page.locator('.tv-hands > a').evaluate((hint) => getComputedStyle(hint).opacity);
const cursor = () => wall.page.locator('.wall').evaluate((element) => getComputedStyle(element).cursor);

/** Keeps every lock the browser gives, so that a test can take it away as the browser does. */
function keepLocks(): void {
  const given: WakeLockSentinel[] = [];
  Object.assign(window, { given });
  const ask = WakeLock.prototype.request;
  WakeLock.prototype.request = async function (type) {
    const lock = await ask.call(this, type);
    given.push(lock);
    return lock;
  };
}

const given = () => wall.page.evaluate(() => (window as unknown as { given: WakeLockSentinel[] }).given.map(({ released }) => released));

/** A page that is hidden loses its lock. A headless browser hides no page, so the lock is given back here; it is a real one. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(async () => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
    await Promise.all((window as unknown as { given: WakeLockSentinel[] }).given.map((lock) => lock.release()));
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    Reflect.deleteProperty(document, 'visibilityState');
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('the screen stays on', () => {
  test('by the lock of the browser, asked for again when the page is in sight again', async () => {
    await wall.page.context().grantPermissions(['screen-wake-lock']);
    await wall.page.addInitScript(keepLocks);
    await open();
    await expect.poll(awake).toBe('lock');
    expect(await given()).toEqual([false]);
    await hide(wall.page);
    await expect.poll(awake).toBe('none');
    expect(await given()).toEqual([true]);
    await comeBack(wall.page);
    await expect.poll(awake).toBe('lock');
    expect(await given()).toEqual([true, false]);
    expect(await wall.page.locator('video').count()).toBe(0);
  });

  test.each([
    ['that has no lock to give', () => void Reflect.deleteProperty(Navigator.prototype, 'wakeLock')],
    ['that refuses it', () => undefined],
  ])('by a film in a browser %s', async (_what, asSuchBrowser) => {
    await wall.page.addInitScript(asSuchBrowser);
    await open();
    await expect.poll(awake).toBe('video');
    const film = wall.page.locator('video');
    const at = () => film.evaluate((video) => (video as HTMLVideoElement).currentTime);
    const before = await at();
    await expect.poll(at).toBeGreaterThan(before);
    const state = await film.evaluate((video: HTMLVideoElement) => {
      const { left, top, right, bottom } = video.getBoundingClientRect();
      const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      return { paused: video.paused, muted: video.muted, isStream: video.srcObject instanceof MediaStream, videoWidth: video.videoWidth, isInside };
    });
    expect(state).toEqual({ paused: false, muted: true, isStream: true, videoWidth: 2, isInside: true });
    await film.evaluate((video: HTMLVideoElement) => video.pause());
    await expect.poll(awake).toBe('none');
    await comeBack(wall.page);
    await expect.poll(awake).toBe('video');
  });
});

describe('full screen', () => {
  test('by a click on the board, and out again by the key', async () => {
    await open();
    await wall.page.locator('.board-page').click();
    await expect.poll(isFull).toBe(true);
    await expect.poll(() => wall.text('[data-action="full-screen"]')).toBe('יציאה ממסך מלא: Esc או F');
    await wall.page.locator('.board-page').click();
    expect(await isFull()).toBe(true);
    await wall.page.keyboard.press('KeyF');
    await expect.poll(isFull).toBe(false);
  });

  test('by the key, with any keyboard, and by Enter on the control', async () => {
    await open();
    const devtools = await wall.page.context().newCDPSession(wall.page);
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', code: 'KeyF', key: 'כ', text: 'כ' });
    await expect.poll(isFull).toBe(true);
    await wall.page.evaluate(() => document.exitFullscreen());
    await expect.poll(() => wall.text('[data-action="full-screen"]')).toBe('מסך מלא: לחיצה על הלוח או המקש F');
    await wall.page.locator('[data-action="full-screen"]').focus();
    await wall.page.keyboard.press('Enter');
    await expect.poll(isFull).toBe(true);
    await expect.poll(hintOpacity).toBe('1');
    await wall.page.keyboard.press('Escape');
    await expect.poll(isFull).toBe(false);
  });
});

test('the hint is there at first and while the pointer moves, goes away with it, and leads to the boards', async () => {
  const { clock, mouse } = wall.page;
  await clock.install();
  // Only the test lets time pass.
  await clock.pauseAt(Date.now() + 1000);
  await open();
  await clock.runFor(7500);
  expect(await hintOpacity()).toBe('1');
  await clock.runFor(1000);
  await expect.poll(hintOpacity).toBe('0');
  expect(await cursor()).toBe('none');
  await mouse.move(300, 300);
  await mouse.move(320, 320);
  await expect.poll(hintOpacity).toBe('1');
  expect(await cursor()).toBe('default');
  await clock.runFor(2500);
  expect(await hintOpacity()).toBe('1');
  await clock.runFor(1000);
  await expect.poll(hintOpacity).toBe('0');
  expect(await cursor()).toBe('none');
  await mouse.move(340, 340);
  await wall.page.locator('.tv-hands > a').click();
  await wall.page.waitForURL('**/boards');
});

describe.each([
  ['he', 'ArrowLeft', 'ArrowRight'],
  ['en', 'ArrowRight', 'ArrowLeft'],
])('keys in %s', (language, onward, back) => {
  test('turn the page by the direction of reading', async () => {
    await open(`?lang=${language}&page=one`);
    expect(await shown()).toBe('one');
    await wall.page.keyboard.press(onward);
    await expect.poll(shown).toBe('two');
    await wall.page.keyboard.press(back);
    await expect.poll(shown).toBe('one');
    await wall.page.keyboard.press(back);
    await expect.poll(shown).toBe('three');
    expect(await wall.text('.tv-turned')).toBe(language === 'he' ? 'עמוד 3 מתוך 3' : 'Page 3 of 3');
  });
});

test('a page stays for a minute when it was turned to, longer when it is held, and until it is let go of', async () => {
  await wall.page.clock.install();
  await open('?page=two');
  expect(await shown()).toBe('two');
  await wall.page.keyboard.press('ArrowLeft');
  await expect.poll(shown).toBe('three');
  await wall.page.clock.runFor(50_000);
  expect(await shown()).toBe('three');
  await wall.page.clock.runFor(11_000);
  await expect.poll(shown).toBe('two');

  await wall.page.keyboard.press('ArrowLeft');
  await wall.page.keyboard.press('Space');
  await expect.poll(() => wall.page.locator('.tv-turned').getAttribute('data-turned')).toBe('held');
  await wall.page.clock.runFor(120_000);
  expect(await shown()).toBe('three');
  await wall.page.keyboard.press('Space');
  await expect.poll(shown).toBe('two');
});

test('a page that the board does not have pins nothing', async () => {
  await open('?page=nowhere');
  expect(['one', 'two', 'three']).toContain(await shown());
});

test('a phone gets none of it', async () => {
  await wall.page.setViewportSize({ width: 390, height: 844 });
  await open();
  await wall.page.locator('.board-page').click();
  await wall.ticks();
  expect(await bar().count()).toBe(0);
  expect(await wall.page.locator('video').count()).toBe(0);
  expect(await isFull()).toBe(false);
});

test('a new build of the server is adopted at once and by itself, once, on the page that was shown', async () => {
  await open('?page=two');
  let loads = 0;
  wall.page.on('load', () => loads++);
  const build = () => wall.page.locator('meta[name="build"]').getAttribute('content');
  expect(await build()).toBe('first');
  // The same build again: a line that broke is no reason to load anything.
  const lines = wall.server.hellos.length;
  wall.server.drop(1001, true);
  await expect.poll(() => wall.server.hellos.length).toBeGreaterThan(lines);
  await wall.fresh('live');
  expect(loads).toBe(0);
  wall.server.release('second');
  wall.server.drop(1001, true);
  await expect.poll(build).toBe('second');
  await wall.fresh('live');
  await expect.poll(shown).toBe('two');
  expect(loads).toBe(1);
});
