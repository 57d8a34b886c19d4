/** Without any source configured the server runs a demo floor, and every page says so in plain sight. */
import { describe, expect, test } from 'vitest';
import { DAY_MS, toIso } from '../../../shared/time.ts';
import { until } from '../../support/app.ts';
import { type Board, figuresOf, useWall, type Wall, zoneAtNoon } from './wall.ts';

async function expectPlate(wall: Wall, where: string, word: string): Promise<void> {
  const plate = wall.page.locator(`${where} .demo-plate`);
  await plate.waitFor({ state: 'visible' });
  expect(await plate.innerText()).toContain(word);
  const box = await plate.boundingBox();
  expect(box?.width).toBeGreaterThan(120);
  expect(box?.height).toBeGreaterThan(20);
}

describe('with MOKED_SOURCES unset', () => {
  // An empty variable counts as not set.
  const wall = useWall(() => ({ MOKED_SOURCES: '', MOKED_INGEST_TOKENS: '' }));

  test.each([
    ['he', 'הדגמה'],
    ['en', 'Demo'],
  ])('the wall and the review say in %s that it is a demo', async (language, word) => {
    await wall.open(`/?lang=${language}`);
    await expectPlate(wall, '.header', word);
    await wall.page.goto(`${wall.server.url}/review?lang=${language}`);
    await expectPlate(wall, '.top', word);
  });

  test.each([
    ['he', 'הדגמה'],
    ['en', 'Demo'],
  ])('what it has set up is the demo’s, in %s, and a name that somebody typed is as it was typed', async (language, word) => {
    await wall.page.goto(`${wall.server.url}/settings?lang=${language}`);
    const row = wall.page.locator('[data-row="sales"]');
    await row.waitFor();
    expect(await row.locator('small', { hasText: '·' }).last().innerText()).toMatch(new RegExp(`· ${word}$`));
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ text: { he: language, en: '' }, by: 'demo' });
    expect((await fetch(`${wall.server.url}/api/v1/notices`, { method: 'POST', headers, body })).ok).toBe(true);
    await wall.page.goto(`${wall.server.url}/notices?lang=${language}`);
    await expect.poll(() => wall.page.locator('[data-notice] td').allInnerTexts()).toContain('demo');
  });

  test('the floor has its queues and its people, and its source is well', async () => {
    const board = await until(async () => {
      const seen = await wall.get<Board>('/api/v1/board');
      return seen.sources[0]?.state === 'up' && seen;
    }, 'the demo is up');
    expect(board.sources).toMatchObject([{ kind: 'simulator', state: 'up' }]);
    expect(board.queues.length).toBe(8);
    await wall.open('/?lang=he');
    expect(await wall.page.locator('[data-queue]').count()).toBe(8);
    await wall.page.waitForSelector('.agents [data-team]');
    expect(await wall.text('.header .source')).toContain('סימולטור');
  });
});

describe('told to simulate a floor where it is noon', () => {
  const zone = zoneAtNoon();
  const wall = useWall(() => ({ MOKED_TIMEZONE: zone, MOKED_SOURCES: `simulator://demo?timezone=${zone.replace('+', '%2B')}` }));

  test('it is a demo as well, the day so far is in the books, and the figures move', async () => {
    await wall.open('/?lang=he');
    await expectPlate(wall, '.header', 'הדגמה');
    const answered = async () => Number((await wall.text('[data-figure="answered"] .digits')).replace(',', ''));
    await expect.poll(answered, { timeout: 30_000 }).toBeGreaterThan(100);
    await wall.page.waitForSelector('[data-agent][data-state="talking"]');
    await wall.page.waitForSelector('.chart-holder canvas');
    // Yesterday is whole: neither a night shift nor the review of yesterday begins with a hole.
    const { day: today } = (await wall.get<Board>('/api/v1/board')).floor.period;
    const day = toIso(Date.parse(`${today}T12:00:00.000Z`) - DAY_MS).slice(0, 10);
    const { shifts } = await wall.get<{ shifts: { name: string; totals: { metrics: Record<string, number> } }[] }>(`/api/v1/shifts?day=${day}`);
    for (const { name, totals } of shifts) expect(totals.metrics['offered'], name).toBeGreaterThan(100);
    const before = JSON.stringify(await figuresOf(wall.page));
    await expect.poll(async () => JSON.stringify(await figuresOf(wall.page)), { timeout: 60_000 }).not.toBe(before);
  });
});
