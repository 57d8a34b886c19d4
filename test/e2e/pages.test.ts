/** The pages around the wall in a real browser: the language, the review, the key. */
import { expect, test } from 'vitest';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { reviewAnswers } from '../support/review-fixture.ts';

const wall = useFixtureWall();

test('one control changes the language, and the screen keeps it', async () => {
  await wall.open();
  expect(await wall.page.locator('html').getAttribute('dir')).toBe('rtl');
  await wall.page.locator('[data-action="language"]').click();
  expect(await wall.page.locator('html').getAttribute('dir')).toBe('ltr');
  expect(await wall.text('[data-figure="waiting"] h2')).toBe('Waiting now');
  await wall.open();
  expect(await wall.page.locator('html').getAttribute('lang')).toBe('en');
  await wall.open('/?lang=he');
  expect(await wall.page.locator('html').getAttribute('lang')).toBe('he');
});

test('the review tells what still runs as running, and what is over as over', async () => {
  // The fixture's days begin at 01:00 UTC.
  const today = toIso(Date.now() - 3600 * SECOND_MS).slice(0, 10);
  await wall.page.goto(`${wall.server.url}/review?lang=he&day=${today}&shift=all`);
  await wall.page.waitForSelector('.so-far');
  expect(await wall.text('.summary')).toContain('רמת השירות עד כה');
  await wall.page.goto(`${wall.server.url}/review?lang=he&day=2026-11-17&shift=morning`);
  await wall.page.waitForSelector('.summary');
  expect(await wall.text('.summary')).toContain('רמת השירות הייתה');
  expect(await wall.page.locator('.so-far').count()).toBe(0);
});

test('on an English page queues have their English names, on the wall and in every table of the review', async () => {
  await wall.open('/?lang=en');
  expect(await wall.text('[data-queue="support"] .queue-name bdi')).toBe('Technical support');
  await wall.page.goto(`${wall.server.url}/review?lang=en&day=2026-11-17&shift=morning`);
  await wall.page.waitForSelector('[data-contact]');
  expect(await wall.text('[data-table="queues"] [data-queue="support"] th')).toBe('Technical support');
  expect(await wall.text('[data-contact="c-0"]')).toContain('Technical support');
  expect(await wall.text('[data-total="abandoned"]')).toBe('69 abandoned, 2 short');
});

test('without a key the screen is asked for one, and then the wall is there', async () => {
  let isKnown = false;
  const granted = reviewAnswers('he');
  wall.answerWith((path, query, body) => {
    if (path === '/api/v1/wall-key') {
      isKnown = JSON.parse(body).key === 'right';
      return isKnown ? { body: {} } : { status: 401, body: { title: 'wrong key' } };
    }
    return isKnown ? granted(path, query, body) : { status: 401, body: { title: 'unauthorised' } };
  });
  await wall.page.goto(wall.server.url);
  await wall.page.waitForURL('**/enter**');
  await wall.page.locator('input[name="key"]').fill('wrong');
  await wall.page.locator('button[type="submit"]').click();
  expect(await wall.text('.failure')).toContain('המפתח אינו נכון');
  await wall.page.locator('input[name="key"]').fill(' right ');
  await wall.page.locator('button[type="submit"]').click();
  await wall.page.waitForURL(`${wall.server.url}/`);
  await wall.page.waitForSelector('[data-freshness="live"]');
});
