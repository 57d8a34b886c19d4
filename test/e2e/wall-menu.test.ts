/** The menu of the wall at a desk: it leads to every page that a supervisor needs in a shift, and has room beside all that a header tells. */
import { mkdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { violationsOf } from '../support/axe.ts';
import { variantBoard } from '../support/board-variants.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { faultsOf } from '../support/layout.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

const wall = useFixtureWall();
const SIZES = [
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
  { width: 1920, height: 1080 },
] as const;
const PAGES = ['/review', '/alarms', '/notices', '/boards', '/settings'] as const;

describe.each(['he', 'en'] as const)('in %s', (language) => {
  test.each([
    ['calm', false, PAGES],
    ['demo', true, [...PAGES, '/start']],
    ['trouble', false, PAGES],
  ] as const)('%s', async (variant, demo, wanted) => {
    const others = reviewAnswers(language);
    const site = { ...(others('/api/v1/site', new URLSearchParams(), '')?.body as object), demo, mayWrite: true };
    wall.answerWith((path, query, body) => (path === '/api/v1/site' ? { body: site } : others(path, query, body)));
    await wall.open(`/?lang=${language}`);
    wall.server.show(variantBoard(variant, language));
    await wall.page.locator('.controls a[href="/settings"]').waitFor();
    for (const size of SIZES) {
      await wall.page.setViewportSize(size);
      await wall.page.evaluate(() => document.fonts.ready);
      const links = await wall.page.locator('.controls a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
      expect(links.toSorted()).toEqual([...wanted].toSorted());
      await wall.page.screenshot({ path: `${artefacts}wall-menu-${variant}-${language}-${size.width}.png` });
      expect(await faultsOf(wall.page, '.header', { allowCut: false, isScrolling: size.width < 1000 }), `${size.width}`).toEqual([]);
    }
    expect(await violationsOf(wall.page)).toEqual([]);
  });
});
