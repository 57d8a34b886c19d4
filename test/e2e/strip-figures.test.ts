/** What the strip says of an alarm with a long name, where there is no room for all of it: a figure is there whole or not at all. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { launchBrowser } from '../support/browser.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import { startWallServer } from '../support/wall-server.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const NAME = { he: 'רמת שירות נמוכה מאוד בתור של שעות העומס', en: 'Service level very low in the queue of the busy hours' };

/** One of each queue: more than the strip has room for. */
function alarms(board: ReturnType<typeof boardFixture>): AlarmRow[] {
  return board.queues.slice(0, 5).map(({ id }, i) => ({
    id: `a${i}`,
    rule: 'mine',
    name: NAME,
    level: 'warn',
    subject: { of: 'figure', metric: 'service_level', scope: { of: 'queue', id }, window: 'day' },
    side: 'below',
    limit: 0.8,
    value: 0.5,
    raisedAt: board.floor.period.dayStartsAt,
    levelAt: board.floor.period.dayStartsAt,
    noDataSince: null,
    acknowledged: null,
    sound: null,
  }));
}

test.each([
  ['he', 1920, 1080],
  ['he', 1280, 720],
  ['en', 1920, 1080],
  ['en', 1280, 720],
] as const)('%s at %i × %i: no figure of an alarm is cut', async (language, width, height) => {
  const fixture = boardFixture();
  const server = await startWallServer(join(root, 'dist/client'), { ...fixture, alarms: alarms(fixture) }, reviewAnswers(language), false);
  const page = await browser.newPage({ viewport: { width, height } });
  onTestFinished(async () => {
    await page.close();
    await server.close();
  });
  await page.goto(`${server.url}/?lang=${language}`);
  await page.waitForSelector('.strip .alarm-amount bdi');
  await page.evaluate(() => document.fonts.ready);
  const told = await page.$$eval('.strip .segment-text:has(.alarm-amount)', (texts) =>
    texts.map((text) => {
      const [room, figure] = [text, text.querySelector('.alarm-amount') as Element].map((element) => element.getBoundingClientRect());
      return {
        text: (text as HTMLElement).innerText,
        isWhole: room !== undefined && figure !== undefined && figure.left >= room.left - 0.5 && figure.right <= room.right + 0.5,
        isInSight: room !== undefined && room.left >= 0 && room.right <= innerWidth,
      };
    }),
  );
  expect(told.length).toBeGreaterThan(0);
  expect(told.filter(({ isWhole, isInSight }) => !isWhole || !isInSight)).toEqual([]);
});
