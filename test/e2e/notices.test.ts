/** Notices in a real browser: written at a desk they are on a wall and in the review of the shift; on a board each is read whole, however many there are. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { fixtureNotice } from '../support/board-fixture.ts';
import { faintFigures } from '../support/contrast.ts';
import { openDesk } from '../support/desk.ts';
import { fieldLooks } from '../support/field-looks.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { faultsOf } from '../support/layout.ts';
import { createDatabase } from '../support/postgres.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

const wall = useFixtureWall();
const browserOf = () => wall.page.context().browser() as Browser;
const shot = (page: Page, name: string) => page.screenshot({ path: `${artefacts}${name}.png` });

async function started(): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: NOON_IS_NOW });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  return app;
}

const WORDS = {
  he: { text: 'בשעה 14:00 עולה קמפיין', other: 'הקמפיין נדחה לשעה 15:00', urgent: 'הודעה דחופה', holds: 'על הקיר', over: 'הסתיימה' },
  en: {
    text: 'A campaign goes live at 14:00',
    other: 'The campaign is put off to 15:00',
    urgent: 'Urgent notice',
    holds: 'on the wall',
    over: 'over',
  },
} as const;

test.each(['he', 'en'] as const)(
  'written at a desk it is on the wall, changed and taken down there, and kept in the review, %s',
  async (language) => {
    const words = WORDS[language];
    const app = await started();
    const desk = await openDesk(browserOf(), `${app.url}/notices?lang=${language}`);
    const screen = await openDesk(browserOf(), `${app.url}/?lang=${language}`);
    const onWall = (look: string) =>
      expect.poll(async () => (await screen.locator(`[data-look="${look}"]`).allInnerTexts()).join(' '), { timeout: 60_000 });
    await desk.locator(`textarea[name="${language}"]`).fill(words.text);
    await desk.locator('[data-action="send"]').click();
    await onWall('note').toContain(words.text);
    await expect.poll(() => desk.locator('[data-notice]').innerText()).toContain(words.holds);

    await desk.locator('[data-action="edit"]').click();
    await desk.locator(`textarea[name="${language}"]`).fill(words.other);
    await desk.locator('input[name="urgent"]').check();
    await desk.locator('input[name="by"]').fill('מיכל');
    await shot(desk, `notices-${language}`);
    const { taking, disabled, edge } = await fieldLooks(desk, '.notice-form');
    expect(taking).toHaveLength(1);
    expect(taking).not.toContain(disabled);
    expect(edge).toBeGreaterThan(3);
    expect(await faultsOf(desk, '.desk', { allowCut: false, isScrolling: true })).toEqual([]);
    expect(await violationsOf(desk)).toEqual([]);
    await desk.locator('[data-action="send"]').click();
    await onWall('urgent').toContain(words.other);
    expect(await screen.locator('[data-look="urgent"] strong').innerText()).toBe(words.urgent);
    expect(await violationsOf(screen)).toEqual([]);

    await desk.locator('[data-action="take-down"]').click();
    await expect.poll(() => desk.locator('[data-notice]').innerText()).toContain(words.over);
    await expect.poll(() => screen.locator('[data-look="urgent"]').count()).toBe(0);

    const review = await openDesk(browserOf(), `${app.url}/review?shift=all&lang=${language}`);
    await expect.poll(() => review.locator('[data-table="notices"] [data-notice] th').innerText()).toContain(words.other);
    await review.locator('[data-notice] [data-action="versions"]').click();
    expect(await review.locator('[data-version="1"]').innerText()).toContain(words.text);
    expect(await review.locator('[data-version="2"]').innerText()).toContain('מיכל');
    await shot(review, `notices-review-${language}`);
  },
);

test('of two who change a notice the later one is told, keeps what she typed, and saves it with the next click', async () => {
  const app = await started();
  const desk = await openDesk(browserOf(), `${app.url}/notices?lang=he`);
  const send = async (method: string, path: string, body: object, headers = {}) => {
    const init = { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
    const answer = await fetch(`${app.url}/api/v1/notices${path}`, init);
    expect(answer.ok).toBe(true);
    return (await answer.json()) as { id: string };
  };
  const { id } = await send('POST', '', { text: { he: 'ראשון', en: 'first' } });
  await desk.locator(`[data-notice="${id}"] [data-action="edit"]`).click();
  await desk.locator('textarea[name="he"]').fill('שלי');
  await send('PUT', `/${id}`, { text: { he: 'שלהם', en: 'theirs' }, by: 'רון' }, { 'if-match': '"1"' });
  await desk.locator('[data-action="send"]').click();
  await desk.locator('[data-note="changedMeanwhile"]').waitFor();
  expect(await desk.locator('textarea[name="he"]').inputValue()).toBe('שלי');
  expect(await desk.locator('textarea[name="en"]').inputValue()).toBe('theirs');
  expect(await desk.locator(`[data-notice="${id}"] th`).innerText()).toContain('שלהם');
  await desk.locator('[data-action="send"]').click();
  await desk.locator('[data-note="sent"]').waitFor();
  await expect.poll(() => desk.locator(`[data-notice="${id}"] th`).innerText()).toContain('שלי');
});

/** One widget of so many cells on a page of its own. */
function boardOf(w: number, h: number): BoardLayout {
  const widget = { kind: 'notices' as const, id: 'n', x: 0, y: 0, w, h, options: { lines: null } };
  return { ...(READY_MADE[0]?.layout as BoardLayout), pages: [{ id: 'p', name: null, stayS: 60, widgets: [widget] }] };
}

const LONG = {
  he: 'תקלה בסליקה אצל ספק חיצוני. '.repeat(10).trim().slice(0, 280),
  en: 'Card payments fail at an outside provider. '.repeat(7).trim().slice(0, 280),
};
const MANY = Array.from({ length: 9 }, (_, n) =>
  fixtureNotice({ id: `m${n}`, text: { he: `הודעה מספר ${n}`, en: `Notice number ${n}` }, urgent: n === 4 }),
);
const STATES: readonly (readonly [string, readonly NoticeRow[], boolean])[] = [
  ['empty', [], false],
  ['one', [fixtureNotice()], false],
  ['urgent', [fixtureNotice({ urgent: true, endsAt: '2026-11-17T13:00:00.000Z' })], false],
  ['long', [fixtureNotice({ text: LONG, urgent: true })], true],
  ['many', MANY, true],
];

describe.each(['he', 'en'] as const)('the widget in %s', (language) => {
  test.each(STATES)('%s', async (state, notices, isPaged) => {
    const others = reviewAnswers(language);
    wall.answerWith((path, query, body) =>
      path === '/api/v1/boards/b' ? { body: { id: 'b', version: 1, layout: boardOf(3, 4) } } : others(path, query, body),
    );
    if (isPaged) await wall.page.clock.install();
    await wall.open(`/tv/b?lang=${language}`);
    await wall.page.waitForSelector('[data-kind="notices"]');
    wall.server.put({ notices: [...notices] });
    const widget = wall.page.locator('[data-kind="notices"]');
    await expect.poll(() => widget.locator('[data-notice]').count()).toBe(notices.length);
    await expect.poll(async () => (await widget.locator('.notices-page').count()) === 1).toBe(isPaged);
    await shot(wall.page, `notices-widget-${state}-${language}`);
    expect(await faultsOf(wall.page, '.wall', { allowCut: isPaged })).toEqual([]);
    expect(await violationsOf(wall.page)).toEqual([]);
    expect(await faintFigures(wall.page, '.wall', 7)).toEqual([]);
    if (isPaged) await everyLineIsSeen();
  });
});

/** Every page is of whole lines that have room, and all of them together are the whole list: looked at on each, by a clock that is moved on. */
async function everyLineIsSeen(): Promise<void> {
  const look = () =>
    wall.page.evaluate(() => {
      const list = document.querySelector('.notices') as Element;
      const line = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 3.4;
      return { from: list.scrollTop / line, lines: list.clientHeight / line, all: list.scrollHeight / line };
    });
  const seen = new Map<number, number>();
  const isAll = async () => {
    const { from, lines, all } = await look();
    expect(Math.abs(from - Math.round(from)) + Math.abs(lines - Math.round(lines))).toBeLessThan(0.2);
    seen.set(Math.round(from), Math.round(lines));
    return [...seen.values()].reduce((sum, count) => sum + count, 0) === Math.round(all);
  };
  const number = () => wall.text('.notices-page');
  for (let turn = 0; turn < 20 && !(await isAll()); turn++) {
    const before = await number();
    await wall.page.clock.runFor(10_000);
    await expect.poll(number).not.toBe(before);
  }
  expect(seen.size).toBeGreaterThan(1);
  expect(await isAll()).toBe(true);
}
