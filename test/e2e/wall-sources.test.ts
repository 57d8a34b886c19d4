/** Sources that are lost, behind or silent, in a real browser: no figure looks live that is not, and nothing is left of it afterwards. */
import { expect, test } from 'vitest';
import type { SourceRow } from '../../shared/board.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';

const wall = useFixtureWall();

test('a source that is lost is named, its rows are old and its totals say so; back again, nothing is left of it', async () => {
  await wall.open();
  const { sources } = variantBoard('down');
  wall.server.put({ sources });
  await wall.page.waitForSelector('.source.is-down');
  expect(await wall.text('.source.is-down')).toContain('וואטסאפ מנותק');
  expect(await wall.page.locator('[data-queue="whatsapp"]').getAttribute('class')).toContain('is-old');
  expect(await wall.page.locator('.left-out').count()).toBe(5);
  expect(await wall.text('.strip')).toContain('וואטסאפ מנותק');
  expect(await wall.text('.strip .reason')).toBe('timeout');
  const stands = await wall.text('[data-queue="whatsapp"] .value.is-time');
  await wall.ticks();
  expect(await wall.text('[data-queue="whatsapp"] .value.is-time')).toBe(stands);
  wall.server.put({ sources: boardFixture().sources });
  await wall.page.waitForSelector('.source.is-down', { state: 'detached' });
  expect(await wall.page.locator('.is-old, .left-out').count()).toBe(0);
});

test('when the only source is lost no figure looks live, each says as of when; back again, nothing is left of it', async () => {
  const colour = (selector: string) =>
    wall.page
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).color);
  const STALE = 'rgb(152, 164, 168)';
  await wall.open();
  expect(await colour('[data-figure="answered"] .digits')).not.toBe(STALE);
  wall.server.show(variantBoard('alone'));
  await wall.page.waitForSelector('.wall.is-cut-off');
  for (const figure of ['waiting', 'longest-wait', 'service-level', 'asa', 'abandonment', 'answered']) {
    expect(await colour(`[data-figure="${figure}"] .digits`), figure).toBe(STALE);
    expect(await wall.text(`[data-figure="${figure}"] p`), figure).toContain('נכון ל־12:45:50');
  }
  expect(await colour('.state-count.is-free')).toBe(STALE);
  expect(await wall.page.locator('.left-out').count()).toBe(0);
  expect(await wall.text('.strip')).toContain('כל המספרים עומדים מאז');
  const stands = await wall.text('[data-figure="longest-wait"] .digits bdi');
  await wall.ticks();
  expect(await wall.text('[data-figure="longest-wait"] .digits bdi')).toBe(stands);
  wall.server.put({ sources: variantBoard('alone').sources.map((source) => ({ ...source, state: 'up', reason: null })) });
  await wall.page.waitForSelector('.wall:not(.is-cut-off)');
  expect(await wall.page.locator('.as-of, .is-old').count()).toBe(0);
});

test('a source that was never reached gives no figure, not even none', async () => {
  await wall.open();
  wall.server.show(variantBoard('unheard'));
  await wall.page.waitForSelector('.wall.is-cut-off');
  for (const figure of ['waiting', 'longest-wait', 'asa', 'abandonment', 'answered']) {
    expect(await wall.text(`[data-figure="${figure}"] .digits`), figure).toBe('–');
    expect(await wall.text(`[data-figure="${figure}"] p`), figure).toBe('אין נתונים');
  }
  const reason = wall.page.locator('[data-empty="queues"] .reason');
  expect(await reason.innerText()).toContain('אין מאזין');
  expect(await reason.locator('bdi').innerText()).toBe('127.0.0.1:15038');
  const [source] = variantBoard('unheard').sources as [SourceRow];
  wall.server.put({ sources: [{ ...source, reason: 'the exchange burns' }] });
  await expect.poll(() => reason.innerText()).toBe('the exchange burns');
  expect(await reason.getAttribute('dir')).toBe('ltr');
});

test('a source that catches up alone is not live, one that may not tell all says why; well again, neither is left', async () => {
  await wall.open();
  wall.server.show(variantBoard('catching'));
  await wall.page.waitForSelector('.wall.is-cut-off');
  await expect.poll(() => wall.text('.strip')).toContain('pbx1 משלים פער');
  expect(await wall.page.locator('.strip [data-look="crit"]').count()).toBe(0);
  const wait = await wall.text('[data-figure="longest-wait"] .digits > bdi');
  await wall.ticks();
  expect(await wall.text('[data-figure="longest-wait"] .digits > bdi')).toBe(wait);
  wall.server.show(variantBoard('limited'));
  await expect.poll(() => wall.text('.strip')).toContain('אין הרשאת agent');
  expect(await wall.page.locator('.wall.is-cut-off').count()).toBe(0);
  await wall.page.waitForSelector('.source.is-limited');
  const sources = variantBoard('limited').sources.map((source) => ({ ...source, reason: null }));
  wall.server.put({ sources });
  await expect.poll(() => wall.text('.strip')).not.toContain('pbx1');
  expect(await wall.page.locator('.source.is-limited').count()).toBe(0);
});

test('where nothing is live the wall shows no state as if it were of now, and leads to the review', async () => {
  await wall.open();
  expect(await wall.page.locator('[data-agent]').count()).toBeGreaterThan(30);
  wall.server.show(variantBoard('history'));
  await wall.page.waitForSelector('.wall.is-history');
  expect(await wall.text('.header .plate')).toContain('אין מקור חי');
  expect(await wall.page.locator('[data-agent]').count()).toBe(0);
  for (const figure of ['waiting', 'longest-wait']) expect(await wall.text(`[data-figure="${figure}"] .digits`)).toBe('–');
  for (const column of ['waiting', 'longest', 'free']) expect(await wall.text(`[data-queue="support"] [data-column="${column}"]`)).toBe('–');
  expect(await wall.page.locator('[data-level="crit"], .is-free').count()).toBe(0);
  expect(await wall.text('[data-figure="answered"] .digits')).toBe('1,058');
  await wall.page.locator('.agents a').click();
  await wall.page.waitForURL('**/review');
});

test('with sources that have told nothing yet the empty wall says what it waits for', async () => {
  await wall.open();
  wall.server.show(variantBoard('empty'));
  await expect.poll(() => wall.text('[data-empty="queues"]')).toMatch(/אין עדיין תורים.*\/start/s);
  wall.server.show(variantBoard('unfed'));
  await expect.poll(() => wall.text('[data-empty="queues"]')).toContain('מרכזייה מחובר');
  expect(await wall.text('[data-empty="queues"]')).toContain('connection refused');
  expect(await wall.text('[data-empty="queues"]')).not.toContain('אין עדיין תורים');
  expect(await wall.text('[data-empty="queues"] .way')).toContain('/start');
});
