/** The wall in a real browser against a server that misbehaves: what moves, what stands still, and what it says about it. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Board, QueueState, SourceRow } from '../../shared/board.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture, FIXTURE_NOW } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { type Answer, buildClient, startWallServer, type WallServer } from '../support/wall-server.ts';

let browser: Browser;
let pages: string;
let server: WallServer;
let page: Page;
let answer: Answer;

beforeAll(async () => {
  [browser, pages] = await Promise.all([launchBrowser(), buildClient(join(tmpdir(), `moked-live-${process.pid}`))]);
});

afterAll(async () => {
  await browser.close();
  rmSync(pages, { recursive: true, force: true });
});

beforeEach(async () => {
  answer = reviewAnswers('he');
  server = await startWallServer(pages, boardFixture(), (path, query, body) => answer(path, query, body));
  page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
});

afterEach(async () => {
  await page.close();
  await server.close();
});

const open = async (path = '/') => {
  await page.goto(server.url + path);
  await page.waitForSelector('[data-freshness="live"]');
};
const text = (selector: string) => page.locator(selector).first().innerText();
const fresh = (freshness: string) => page.waitForSelector(`[data-freshness="${freshness}"]`, { timeout: 40_000 });
const row = (id: string): Board['queues'][number] => boardFixture().queues.find((queue) => queue.id === id) as Board['queues'][number];
const state = (id: string, change: Partial<QueueState> = {}): QueueState => {
  const { windows: _, ...rest } = row(id);
  return { ...rest, ...change };
};

test('figures move after a delta, and running times tick by themselves', async () => {
  await open();
  const before = await text('[data-figure="longest-wait"] .digits bdi');
  server.put({ floor: { ...boardFixture().floor, waiting: 22 }, queues: [state('support', { waiting: 12 })] });
  await expect.poll(() => text('[data-figure="waiting"] .digits')).toBe('22');
  await expect.poll(() => text('[data-queue="support"] .value')).toBe('12');
  await expect.poll(() => text('[data-figure="longest-wait"] .digits bdi')).not.toBe(before);
});

test('a queue that gets into trouble climbs at once, and the next move waits for ten seconds', async () => {
  await open();
  const place = (id: string) => page.locator(`[data-queue="${id}"]`).evaluate((element) => element.style.getPropertyValue('--place'));
  expect(await place('sales')).toBe('6');
  const trouble = { waiting: 3, oldestWaitingSince: toIso(FIXTURE_NOW - 400 * SECOND_MS) };
  server.put({ queues: [state('sales', { ...trouble, agents: { ...row('sales').agents, available: 0 } })] });
  await expect.poll(() => place('sales')).toBe('0');
  expect(await page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('crit');
  server.put({ queues: [state('sales')] });
  await expect.poll(() => page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('ok');
  expect(await place('sales')).toBe('0');
  await expect.poll(() => place('sales'), { timeout: 12_000 }).toBe('6');
});

test('a source that is lost is named, its rows are old and its totals say so; back again, nothing is left of it', async () => {
  await open();
  const { sources } = variantBoard('down');
  server.put({ sources });
  await page.waitForSelector('.source.is-down');
  expect(await text('.source.is-down')).toContain('וואטסאפ מנותק');
  expect(await page.locator('[data-queue="whatsapp"]').getAttribute('class')).toContain('is-old');
  expect(await page.locator('.left-out').count()).toBe(5);
  expect(await text('.strip')).toContain('וואטסאפ מנותק');
  expect(await text('.strip .reason')).toBe('timeout');
  const stands = await text('[data-queue="whatsapp"] .value.is-time');
  await page.waitForTimeout(1500);
  expect(await text('[data-queue="whatsapp"] .value.is-time')).toBe(stands);
  server.put({ sources: boardFixture().sources });
  await page.waitForSelector('.source.is-down', { state: 'detached' });
  expect(await page.locator('.is-old, .left-out').count()).toBe(0);
});

test('when the only source is lost no figure looks live, each says as of when; back again, nothing is left of it', async () => {
  const colour = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  const STALE = 'rgb(152, 164, 168)';
  await open();
  expect(await colour('[data-figure="answered"] .digits')).not.toBe(STALE);
  server.show(variantBoard('alone'));
  await page.waitForSelector('.wall.is-cut-off');
  for (const figure of ['waiting', 'longest-wait', 'service-level', 'asa', 'abandonment', 'answered']) {
    expect(await colour(`[data-figure="${figure}"] .digits`), figure).toBe(STALE);
    expect(await text(`[data-figure="${figure}"] p`), figure).toContain('נכון ל־12:45:50');
  }
  expect(await colour('.state-count.is-free')).toBe(STALE);
  expect(await page.locator('.left-out').count()).toBe(0);
  expect(await text('.strip')).toContain('כל המספרים עומדים מאז');
  const stands = await text('[data-figure="longest-wait"] .digits bdi');
  await page.waitForTimeout(1500);
  expect(await text('[data-figure="longest-wait"] .digits bdi')).toBe(stands);
  server.put({ sources: variantBoard('alone').sources.map((source) => ({ ...source, state: 'up', reason: null })) });
  await page.waitForSelector('.wall:not(.is-cut-off)');
  expect(await page.locator('.as-of, .is-old').count()).toBe(0);
});

test('a source that was never reached gives no figure, not even none', async () => {
  await open();
  server.show(variantBoard('unheard'));
  await page.waitForSelector('.wall.is-cut-off');
  for (const figure of ['waiting', 'longest-wait', 'asa', 'abandonment', 'answered']) {
    expect(await text(`[data-figure="${figure}"] .digits`), figure).toBe('–');
    expect(await text(`[data-figure="${figure}"] p`), figure).toBe('אין נתונים');
  }
  const reason = page.locator('[data-empty="queues"] .reason');
  expect(await reason.innerText()).toContain('אין מאזין');
  expect(await reason.locator('bdi').innerText()).toBe('127.0.0.1:15038');
  const [source] = variantBoard('unheard').sources as [SourceRow];
  server.put({ sources: [{ ...source, reason: 'the exchange burns' }] });
  await expect.poll(() => reason.innerText()).toBe('the exchange burns');
  expect(await reason.getAttribute('dir')).toBe('ltr');
});

test('a source that catches up alone is not live, one that may not tell all says why; well again, neither is left', async () => {
  await open();
  server.show(variantBoard('catching'));
  await page.waitForSelector('.wall.is-cut-off');
  await expect.poll(() => text('.strip')).toContain('pbx1 משלים פער');
  expect(await page.locator('.strip [data-look="crit"]').count()).toBe(0);
  const wait = await text('[data-figure="longest-wait"] .digits > bdi');
  await page.waitForTimeout(2100);
  expect(await text('[data-figure="longest-wait"] .digits > bdi')).toBe(wait);
  server.show(variantBoard('limited'));
  await expect.poll(() => text('.strip')).toContain('אין הרשאת agent');
  expect(await page.locator('.wall.is-cut-off').count()).toBe(0);
  await page.waitForSelector('.source.is-limited');
  const sources = variantBoard('limited').sources.map((source) => ({ ...source, reason: null }));
  server.put({ sources });
  await expect.poll(() => text('.strip')).not.toContain('pbx1');
  expect(await page.locator('.source.is-limited').count()).toBe(0);
});

test('a day below its target shows in the figure of the row, as in the review, and is no alarm', async () => {
  const WARN = 'rgb(242, 181, 58)';
  const colour = (selector: string) => page.locator(`[data-queue="sales"] ${selector}`).evaluate((element) => getComputedStyle(element).color);
  await open();
  expect(await colour('.level .value')).not.toBe(WARN);
  const { windows } = row('sales');
  server.put({ queueWindows: [{ id: 'sales', windows: { ...windows, day: { metrics: { ...windows.day.metrics, service_level: 0.63 } } } }] });
  await expect.poll(() => colour('.level .value')).toBe(WARN);
  expect(await colour('.queue-name')).not.toBe(WARN);
  expect(await page.locator('[data-queue="sales"]').getAttribute('data-level')).toBe('ok');
});

test('figures of a column end where their heading ends, whatever their width', async () => {
  await open();
  server.show(variantBoard('perfect'));
  await expect.poll(() => text('[data-queue="sales"] .level .value')).toBe('100%');
  const right = (selector: string) => page.locator(selector).evaluate((element) => element.getBoundingClientRect().right);
  expect(Math.abs((await right('[data-queue="sales"] .level .value')) - (await right('.queue-head [data-column="level"]')))).toBeLessThan(2);
  const gap = await page.locator('[data-queue="sales"] .level').evaluate((level) => {
    const edge = (selector: string) => level.querySelector(selector)?.getBoundingClientRect();
    return (edge('.value')?.left ?? 0) - (edge('.bullet')?.right ?? 0);
  });
  expect(gap).toBeGreaterThan(2);
});

test('where nothing is live the wall shows no state as if it were of now, and leads to the review', async () => {
  await open();
  expect(await page.locator('[data-agent]').count()).toBeGreaterThan(30);
  server.show(variantBoard('history'));
  await page.waitForSelector('.wall.is-history');
  expect(await text('.header .plate')).toContain('אין מקור חי');
  expect(await page.locator('[data-agent]').count()).toBe(0);
  for (const figure of ['waiting', 'longest-wait']) expect(await text(`[data-figure="${figure}"] .digits`)).toBe('–');
  for (const column of ['waiting', 'longest', 'free']) expect(await text(`[data-queue="support"] [data-column="${column}"]`)).toBe('–');
  expect(await page.locator('[data-level="crit"], .is-free').count()).toBe(0);
  expect(await text('[data-figure="answered"] .digits')).toBe('1,058');
  await page.locator('.agents a').click();
  await page.waitForURL('**/review');
});

test('with sources that have told nothing yet the empty wall says what it waits for', async () => {
  await open();
  server.show(variantBoard('empty'));
  await expect.poll(() => text('[data-empty="queues"]')).toContain('MOKED_SOURCES');
  server.show(variantBoard('unfed'));
  await expect.poll(() => text('[data-empty="queues"]')).toContain('מרכזייה מחובר');
  expect(await text('[data-empty="queues"]')).toContain('connection refused');
  expect(await text('[data-empty="queues"]')).not.toContain('MOKED_SOURCES');
});

test('when the business day turns, the figures are of the new day and their label says from when', async () => {
  await open();
  expect(await text('.queue-window')).toBe('היום, מ־03:00');
  expect(await text('[data-figure="answered"] .digits')).toBe('1,058');
  const board = variantBoard('turned');
  server.put({ floor: board.floor, queueWindows: board.queues.map(({ id, windows }) => ({ id, windows })) });
  await expect.poll(() => text('.queue-window')).toBe('היום, מ־12:30');
  expect(await text('[data-figure="answered"] .digits')).toBe('7');
  expect(await text('[data-queue="support"] [data-column="abandoned"]')).toBe('–');
  expect(await text('.shift')).toContain('07:00–15:00');
});

test('the statutory limit is counted down, then up, for the call next to it', async () => {
  await open();
  expect(await text('[data-statutory="near"]')).toMatch(/^עוד 0:2\d$/);
  server.show(variantBoard('limit'));
  await expect.poll(() => text('[data-statutory="over"]')).toMatch(/^\+0:3\d$/);
  expect(await page.locator('[data-queue="billing"]').getAttribute('data-level')).toBe('crit');
  expect(await text('[data-figure="longest-wait"]')).toContain('בירור חשבון');
});

test('a broken line is told in a word, and it resumes where it stood', async () => {
  await open();
  server.drop(1001, false);
  await fresh('reconnecting');
  expect(await text('.strip')).toContain('מתחבר מחדש');
  server.drop(1001, true);
  await fresh('live');
  expect(server.hellos.at(-1)).toMatchObject({ resume: { epoch: 'fixture-1', seq: 1 } });
});

test('silence for twelve seconds is stale, everything stops but the clock, and the wall recovers by itself', async () => {
  await open();
  server.fallSilent(true);
  await fresh('stale');
  const stopped = await text('[data-figure="longest-wait"] .digits bdi');
  const clock = await text('.clock');
  await page.waitForTimeout(1500);
  expect(await text('[data-figure="longest-wait"] .digits bdi')).toBe(stopped);
  expect(await text('.clock')).not.toBe(clock);
  server.fallSilent(false);
  await fresh('live');
});

test('a server that comes back with another log gives its board, and what cannot be read is asked for again', async () => {
  await open();
  server.show(variantBoard('calm'));
  await expect.poll(() => text('[data-figure="waiting"] .digits')).toBe('6');
  server.put({ floor: { waiting: 'many' } as never });
  server.put({ floor: { ...boardFixture().floor, waiting: 33 } });
  await expect.poll(() => page.locator('[data-freshness]').getAttribute('data-freshness')).toBe('live');
});

test('one control changes the language, and the screen keeps it', async () => {
  await open();
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  await page.locator('[data-action="language"]').click();
  expect(await page.locator('html').getAttribute('dir')).toBe('ltr');
  expect(await text('[data-figure="waiting"] h2')).toBe('Waiting now');
  await open();
  expect(await page.locator('html').getAttribute('lang')).toBe('en');
  await open('/?lang=he');
  expect(await page.locator('html').getAttribute('lang')).toBe('he');
});

test('the review tells what still runs as running, and what is over as over', async () => {
  // The fixture's days begin at 01:00 UTC.
  const today = toIso(Date.now() - 3600 * SECOND_MS).slice(0, 10);
  await page.goto(`${server.url}/review?lang=he&day=${today}&shift=all`);
  await page.waitForSelector('.so-far');
  expect(await text('.summary')).toContain('רמת השירות עד כה');
  await page.goto(`${server.url}/review?lang=he&day=2026-11-17&shift=morning`);
  await page.waitForSelector('.summary');
  expect(await text('.summary')).toContain('רמת השירות הייתה');
  expect(await page.locator('.so-far').count()).toBe(0);
});

test('on an English page queues have their English names, on the wall and in every table of the review', async () => {
  await open('/?lang=en');
  expect(await text('[data-queue="support"] .queue-name bdi')).toBe('Technical support');
  await page.goto(`${server.url}/review?lang=en&day=2026-11-17&shift=morning`);
  await page.waitForSelector('[data-contact]');
  expect(await text('[data-table="queues"] [data-queue="support"] th')).toBe('Technical support');
  expect(await text('[data-contact="c-0"]')).toContain('Technical support');
  expect(await text('[data-total="abandoned"]')).toBe('69 abandoned, 2 short');
});

test('without a key the screen is asked for one, and then the wall is there', async () => {
  let isKnown = false;
  const granted = reviewAnswers('he');
  answer = (path, query, body) => {
    if (path === '/api/v1/wall-key') {
      isKnown = JSON.parse(body).key === 'right';
      return isKnown ? { body: {} } : { status: 401, body: { title: 'wrong key' } };
    }
    return isKnown ? granted(path, query, body) : { status: 401, body: { title: 'unauthorised' } };
  };
  await page.goto(server.url);
  await page.waitForURL('**/enter**');
  await page.locator('input[name="key"]').fill('wrong');
  await page.locator('button[type="submit"]').click();
  expect(await text('.failure')).toContain('המפתח אינו נכון');
  await page.locator('input[name="key"]').fill(' right ');
  await page.locator('button[type="submit"]').click();
  await page.waitForURL(`${server.url}/`);
  await page.waitForSelector('[data-freshness="live"]');
});
