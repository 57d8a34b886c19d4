/** The wall in a real browser: nothing outside the screen, nothing over anything else, at four sizes, in both languages, in every state. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Board } from '../../shared/board.ts';
import { toIso } from '../../shared/time.ts';
import { FIXTURE_NOW, fixtureNotice } from '../support/board-fixture.ts';
import { VARIANTS, type Variant, variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { faultsOf } from '../support/layout.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import { startWallServer, type WallServer } from '../support/wall-server.ts';

type Size = { readonly width: number; readonly height: number };
const SIZES: readonly Size[] = [
  { width: 1280, height: 720 },
  { width: 1280, height: 900 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
];
/** All lengths are hundredths of the height: a larger screen differs by its rounding, which the fullest states show. */
const TWO_SIZES = [SIZES[0], SIZES[2]] as readonly Size[];
const FULLEST: readonly Variant[] = ['trouble', 'extreme', 'crowded', 'vast', 'limit', 'down'];
const LANGUAGES = ['he', 'en'] as const;
/** In these even the longest text has its room. */
const WHOLE = new Set<string>(['trouble', 'calm', 'unheard', 'demo', 'empty', 'turned', 'perfect', 'teamless', 'limit']);
const PHONE = { width: 390, height: 844 } as const;
const artefacts = `${root}test/artefacts/`;

/** The setup of the run has built them. */
const pages = join(root, 'dist/client');

let browser: Browser;

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

type Screen = { page: Page; name: string };

async function openScreens(server: WallServer, language: string, sizes: readonly Size[]): Promise<Screen[]> {
  return Promise.all(
    sizes.map(async (viewport) => {
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
      await page.goto(`${server.url}/?lang=${language}`);
      await page.waitForSelector('[data-freshness="live"]');
      return { page, name: `${language}-${viewport.width}x${viewport.height}` };
    }),
  );
}

async function check(screens: readonly Screen[], state: string): Promise<void> {
  for (const { page, name } of screens) {
    await page.screenshot({ path: `${artefacts}wall-${state}-${name}.png` });
    const faults = await faultsOf(page, '.wall', { allowCut: !WHOLE.has(state) });
    expect(faults, `${state} ${name}`).toEqual([]);
  }
}

/** Lets a screen draw what it was sent: by its own timers and frames, which are as slow as it is, and in the fonts of the page. */
const settled = (screens: readonly Screen[]) =>
  Promise.all(
    screens.map(({ page }) =>
      page.evaluate(async () => {
        await document.fonts.ready;
        await new Promise((resolve) => setTimeout(resolve, 400));
        for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      }),
    ),
  );
const everywhere = (screens: readonly Screen[], selector: string, timeout = 60_000) =>
  Promise.all(screens.map(({ page }) => page.waitForSelector(selector, { timeout })));

/** From here on limits that are near are passed. */
const DRIFT_MS = 12_000;

/** Shows a board near the fixture's instant: what the minutes of a slow machine make of it is another board, with other texts and alarms. */
async function show(server: WallServer, screens: readonly Screen[], board: Board): Promise<void> {
  if (server.now() - FIXTURE_NOW > DRIFT_MS) {
    server.beginAgain();
    await Promise.all(screens.map(({ page }) => page.reload()));
    await everywhere(screens, '[data-freshness="live"]');
  }
  server.show(board);
  await settled(screens);
}

/** A server and a screen of each size for the tests of a group. */
function useScreens(language: (typeof LANGUAGES)[number], sizes: readonly Size[]) {
  const shared = { server: undefined as unknown as WallServer, screens: [] as Screen[] };
  beforeAll(async () => {
    shared.server = await startWallServer(pages, variantBoard('trouble', language), reviewAnswers(language));
    shared.screens = await openScreens(shared.server, language, sizes);
    await everywhere(shared.screens, '.chart-holder canvas');
  });
  afterAll(async () => {
    await Promise.all(shared.screens.map(({ page }) => page.close()));
    await shared.server.close();
  });
  return shared;
}

describe.each(LANGUAGES)('the wall at every size in %s', (language) => {
  const at = useScreens(language, SIZES);

  test.each(FULLEST)('%s', async (variant) => {
    await show(at.server, at.screens, variantBoard(variant, language));
    await check(at.screens, variant);
  });

  test('reconnecting, then stale', async () => {
    const { server, screens } = at;
    server.drop(1001, false);
    await everywhere(screens, '[data-freshness="reconnecting"]');
    await check(screens, 'reconnecting');
    await everywhere(screens, '[data-freshness="stale"]');
    await check(screens, 'stale');
    const looks = await Promise.all(screens.map(({ page }) => page.locator('.segment').getAttribute('data-look')));
    expect(looks).toEqual(SIZES.map(() => 'stale'));
  });
});

describe.each(LANGUAGES)('the wall in every state in %s', (language) => {
  const at = useScreens(language, TWO_SIZES);

  test.each(VARIANTS.filter((variant) => !FULLEST.includes(variant)))('%s', async (variant) => {
    await show(at.server, at.screens, variantBoard(variant, language));
    await check(at.screens, variant);
  });

  test('with a notice', async () => {
    const { server, screens } = at;
    await show(server, screens, variantBoard('trouble', language));
    server.put({ notices: [fixtureNotice()] });
    await everywhere(screens, '[data-look="note"]');
    await settled(screens);
    await check(screens, 'notice');
    const long = { he: 'תקלה בסליקה אצל ספק חיצוני '.repeat(10).trim(), en: 'Card payments fail at an outside provider '.repeat(6).trim() };
    server.put({ notices: [fixtureNotice({ id: 'n2', urgent: true, text: long })] });
    await everywhere(screens, '[data-look="urgent"]');
    await settled(screens);
    await check(screens, 'urgent');
    server.put({}, { notices: ['n1', 'n2'] });
  });

  test('a notice is not lost where alarms take all places, nor are they', async () => {
    const { server, screens } = at;
    const board = variantBoard('limit', language);
    const oldestContactStartedAt = toIso(FIXTURE_NOW - 431_000);
    const queues = board.queues.map((queue) => (queue.id === 'support' ? { ...queue, oldestContactStartedAt } : queue));
    await show(server, screens, { ...board, queues });
    await everywhere(screens, '[data-look="crit"] + [data-look="crit"] + [data-look="more"]');
    await check(screens, 'limit');
    server.put({ notices: [fixtureNotice()] });
    await everywhere(screens, '[data-look="crit"] + [data-look="crit"] + [data-look="note"]');
    await everywhere(screens, '[data-look="crit"] + [data-look="crit"] + [data-look="more"]');
    // What is urgent stands before them all the time, and they are counted all the same.
    server.put({ notices: [fixtureNotice({ urgent: true })] });
    await everywhere(screens, '[data-look="urgent"] + [data-look="crit"] + [data-look="more"]');
    await check(screens, 'limit-urgent');
    server.put({}, { notices: ['n1'] });
  });
});

test.each(LANGUAGES)('in a hand the wall and the review fit the width, %s', async (language) => {
  const server = await startWallServer(pages, variantBoard('trouble', language), reviewAnswers(language));
  const page = await browser.newPage({ viewport: PHONE, reducedMotion: 'reduce' });
  await page.goto(`${server.url}/?lang=${language}`);
  await page.waitForSelector('[data-freshness="live"]');
  for (const variant of VARIANTS) {
    await show(server, [{ page, name: '' }], variantBoard(variant, language));
    await page.screenshot({ path: `${artefacts}wall-${variant}-${language}-phone.png`, fullPage: true });
    expect(await faultsOf(page, '.wall', { allowCut: !WHOLE.has(variant), isScrolling: true }), variant).toEqual([]);
  }
  await page.goto(`${server.url}/review?lang=${language}&day=2026-11-17&shift=morning`);
  await page.waitForSelector('[data-table="abandoned"]');
  await settled([{ page, name: '' }]);
  await page.screenshot({ path: `${artefacts}review-${language}-phone.png`, fullPage: true });
  // Tables are wider than a hand and move in their own frame.
  expect(await faultsOf(page, '.desk', { allowCut: true, isScrolling: true })).toEqual([]);
  await page.close();
  await server.close();
});

const DESKS = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

describe.each(DESKS)('at a desk of $width', (viewport) => {
  test.each(LANGUAGES)('the review and the page of the key stay inside the screen, whatever the names are, %s', async (language) => {
    for (const variant of ['trouble', 'extreme', 'vast'] as const) {
      const board = variantBoard(variant, language);
      const server = await startWallServer(pages, board, reviewAnswers(language, board));
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' });
      await page.goto(`${server.url}/review?lang=${language}&day=2026-11-17&shift=morning`);
      await page.waitForSelector('[data-table="abandoned"]');
      await settled([{ page, name: '' }]);
      await page.screenshot({ path: `${artefacts}review-${variant}-${language}-${viewport.width}.png` });
      expect(await faultsOf(page, '.desk', { allowCut: variant !== 'trouble', isScrolling: true }), variant).toEqual([]);
      expect(await unnamedCuts(page), variant).toEqual([]);
      const beyond = await page.locator('.desk section').evaluateAll((parts) => parts.map((part) => part.scrollWidth - part.clientWidth));
      expect(Math.max(...beyond), `${variant}: no table is moved to be read`).toBeLessThanOrEqual(0);
      await page.goto(`${server.url}/enter?lang=${language}`);
      await page.waitForSelector('.enter input');
      expect(await faultsOf(page, '.enter', { allowCut: false })).toEqual([]);
      const letters = await page.locator('.enter input').evaluate((input) => Number.parseFloat(getComputedStyle(input).fontSize));
      expect(letters / viewport.height, 'large enough for a screen on the wall').toBeGreaterThan(0.035);
      await page.close();
      await server.close();
    }
  });
});

/** Names that are cut and say nowhere how they go on. */
function unnamedCuts(page: Page): Promise<string[]> {
  return page
    .locator('.desk bdi')
    .evaluateAll((names) =>
      names
        .filter((name) => name.scrollWidth > name.clientWidth + 1 && name.clientWidth > 0 && !name.getAttribute('title'))
        .map((name) => name.textContent ?? ''),
    );
}

test('the review fits a desk, and prints what the server counted', async () => {
  for (const language of LANGUAGES) {
    const server = await startWallServer(pages, variantBoard('trouble', language), reviewAnswers(language));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    await page.goto(`${server.url}/review?lang=${language}&day=2026-11-17&shift=morning`);
    await page.waitForSelector('[data-table="abandoned"]');
    await settled([{ page, name: '' }]);
    await page.screenshot({ path: `${artefacts}review-${language}.png` });
    expect(await faultsOf(page, '.desk', { allowCut: false, isScrolling: true })).toEqual([]);
    expect(await page.locator('[data-total="service_level"]').innerText()).toContain('78.9%');
    expect(await page.locator('[data-queue="support"] [data-metric="abandoned"]').innerText()).toBe('38');
    expect(await page.locator('[data-contact]').count()).toBe(50);
    await page.locator('section:last-child .button').click();
    await expect.poll(() => page.locator('[data-contact]').count()).toBe(69);
    await page.close();
    await server.close();
  }
});
