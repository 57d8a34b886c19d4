/** Alarms on walls in a real browser: seen by colour, shape and word, heard by the rhythm of their rules. */
import { mkdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { RING_EVERY_MS } from '../../client/wall/rhythm.ts';
import type { AlarmRow, Sound } from '../../shared/alarms/row.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { hear } from '../support/hear.ts';
import { faultsOf } from '../support/layout.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

const wall = useFixtureWall();

/** So long that whatever comes then is not told of by what was rung before. */
const RING_TICKS = RING_EVERY_MS / SECOND_MS + 1;

/** An alarm of the fixture's floor. */
function alarm(id: string, change: Partial<AlarmRow> = {}): AlarmRow {
  const at = toIso(wall.server.now());
  return {
    id,
    rule: id,
    name: null,
    level: 'warn',
    subject: { of: 'figure', metric: 'abandon_rate', scope: { of: 'floor' }, window: 'day' },
    side: 'above',
    limit: 0.05,
    value: 0.08,
    raisedAt: at,
    levelAt: at,
    noDataSince: null,
    acknowledged: null,
    sound: null,
    ...change,
  };
}
const ofQueue = (id: string, metric = 'longest_waiting_ms'): AlarmRow['subject'] => ({
  of: 'figure',
  metric,
  scope: { of: 'queue', id },
  window: null,
});

const WORDS = {
  he: { critical: 'קריטי', warning: 'אזהרה', noData: 'אין נתונים', limit: 'הסף 5.0%' },
  en: { critical: 'Critical', warning: 'Warning', noData: 'No data', limit: 'limit 5.0%' },
} as const;
const LOUD = { ...(READY_MADE[0] as (typeof READY_MADE)[number]).layout, sound: true };
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

test('a board that is to be heard says that it is not until it is clicked, and rings as its rules say', async () => {
  const others = reviewAnswers('he');
  wall.answerWith((path, query, body) =>
    path === '/api/v1/boards/loud' ? { body: { id: 'loud', version: 1, layout: LOUD } } : others(path, query, body),
  );
  const rung = await hear(wall.page);
  await wall.open('/tv/loud');
  wall.server.show(variantBoard('calm'));
  const put = (...rows: AlarmRow[]) => wall.server.put({ alarms: rows });
  const ringing = (id: string, sound: Sound, change: Partial<AlarmRow> = {}) => alarm(id, { level: 'critical', sound, ...change });
  await wall.page.locator('[data-sound="waits"]').waitFor();
  put(alarm('unheard', { sound: { mode: 'once' } }));
  await wall.ticks(RING_TICKS);
  expect([await rung('warn'), await rung('critical')]).toEqual([0, 0]);
  // One click gives both.
  await wall.page.locator('.board-page').click();
  await wall.page.locator('[data-sound="waits"]').waitFor({ state: 'detached' });
  await expect.poll(() => wall.page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  put(alarm('once', { sound: { mode: 'once' } }));
  await expect.poll(() => rung('warn')).toBe(1);
  const past = toIso(wall.server.now() - 60 * SECOND_MS);
  put(
    ringing('twice', { mode: 'times', times: 2 }),
    alarm('long ago', { sound: { mode: 'once' }, levelAt: past }),
    alarm('over', { sound: { mode: 'seconds', seconds: 20 }, levelAt: past }),
  );
  await expect.poll(() => rung('critical'), { timeout: 15_000 }).toBe(2);
  await wall.ticks(4);
  expect([await rung('warn'), await rung('critical')]).toEqual([1, 2]);
  put(ringing('long', { mode: 'while' }));
  await expect.poll(() => rung('critical'), { timeout: 20_000 }).toBeGreaterThanOrEqual(4);
  put(ringing('long', { mode: 'while' }, { acknowledged: { at: toIso(wall.server.now()), by: 'דנה', note: '' } }));
  await wall.ticks(1);
  const before = await rung('critical');
  await wall.ticks(5);
  expect(await rung('critical')).toBe(before);
});

test('a kiosk that is told to play unasked is heard without a click', async () => {
  const others = reviewAnswers('he');
  wall.answerWith((path, query, body) =>
    path === '/api/v1/boards/loud' ? { body: { id: 'loud', version: 1, layout: LOUD } } : others(path, query, body),
  );
  const kiosk = await launchBrowser(['--autoplay-policy=no-user-gesture-required']);
  onTestFinished(() => kiosk.close());
  const screen = await kiosk.newPage();
  await screen.goto(`${wall.server.url}/tv/loud`);
  await screen.locator('.board-page').waitFor();
  await screen.locator('[data-sound="waits"]').waitFor({ state: 'detached' });
});

test.each(['he', 'en'] as const)(
  'an alarm is told by colour, shape and word; one without data by none of them, one that is taken on by who has it, %s',
  async (language) => {
    const words = WORDS[language];
    wall.answerWith(reviewAnswers(language));
    await wall.open(`/?lang=${language}`);
    const segment = (look: string) => wall.page.locator(`.segment[data-look="${look}"]`);
    const ground = (look: string) => segment(look).evaluate((element) => getComputedStyle(element).backgroundColor);
    for (const size of SIZES) {
      await wall.page.setViewportSize(size);
      wall.server.show({ ...boardFixture(), alarms: [alarm('a', { level: 'critical', subject: ofQueue('support') }), alarm('b')] });
      await expect.poll(() => segment('crit').innerText()).toContain(words.critical);
      await expect.poll(() => segment('warn').innerText()).toContain(words.limit);
      expect(await segment('warn').innerText()).toContain(words.warning);
      expect(await ground('crit')).not.toBe(await ground('warn'));
      const shapes = await Promise.all(['crit', 'warn'].map((look) => segment(look).locator('svg path').first().getAttribute('d')));
      expect(new Set(shapes).size).toBe(2);
      expect(await wall.page.locator('[data-queue="support"]').getAttribute('data-level')).toBe('crit');
      expect(await wall.page.locator('[data-figure="abandonment"]').getAttribute('data-level')).toBe('warn');
      await wall.page.screenshot({ path: `${artefacts}alarms-levels-${language}-${size.width}.png` });
      expect(await faultsOf(wall.page, '.wall', { allowCut: true }), `${size.width}`).toEqual([]);
      const taken = { at: toIso(wall.server.now()), by: 'דנה', note: 'הוזעק תגבור' };
      const rows = [alarm('a', { noDataSince: taken.at, subject: ofQueue('support') }), alarm('b', { level: 'critical', acknowledged: taken })];
      wall.server.show({ ...boardFixture(), alarms: rows });
      await expect.poll(() => segment('unknown').innerText()).toContain(words.noData);
      expect(await wall.page.locator('[data-queue="support"]').getAttribute('data-level')).toBe('ok');
      await expect.poll(() => segment('crit').innerText()).toMatch(/✓\s*דנה/);
      expect(await segment('crit').evaluate((element) => getComputedStyle(element).animationName)).toBe('none');
      expect(await wall.page.locator('.segment').first().getAttribute('data-look')).toBe('crit');
      await wall.page.screenshot({ path: `${artefacts}alarms-quiet-${language}-${size.width}.png` });
      expect(await faultsOf(wall.page, '.wall', { allowCut: true }), `${size.width}`).toEqual([]);
    }
  },
);

test.each([
  ['he', 'ועוד 3 התראות', '✓ שתיים בטיפול: דנה, המחשב של השרת'],
  ['en', 'and 3 more alarms', '✓ 2 taken on: דנה, the server’s machine'],
] as const)('of the alarms that find no room in the strip it says how many somebody has, and who, %s', async (language, count, taken) => {
  wall.answerWith(reviewAnswers(language));
  await wall.open(`/?lang=${language}`);
  const by = (name: string) => ({ acknowledged: { at: toIso(wall.server.now()), by: name, note: '' } });
  const rows = boardFixture().queues.map(({ id }, i) => alarm(`a${i}`, { subject: ofQueue(id, 'abandon_rate') }));
  const [first, second, third, fourth, fifth] = rows as [AlarmRow, AlarmRow, AlarmRow, AlarmRow, AlarmRow];
  const more = wall.page.locator('.segment[data-look="more"]');
  for (const size of SIZES) {
    await wall.page.setViewportSize(size);
    wall.server.show({ ...boardFixture(), alarms: [first, second, third, fourth, fifth] });
    await expect.poll(() => more.innerText()).toContain(count);
    await expect.poll(() => more.innerText()).not.toContain('✓');
    // Who takes one on sees it go behind those that nobody has, with the name.
    wall.server.show({ ...boardFixture(), alarms: [{ ...first, ...by('דנה') }, { ...second, ...by('this machine') }, third, fourth, fifth] });
    await expect.poll(() => more.locator('.more-taken').innerText()).toBe(taken);
    expect(await more.innerText()).toContain(count);
    // Rows that change places are on their way for a moment.
    await expect.poll(() => faultsOf(wall.page, '.wall', { allowCut: true }), { message: `${size.width}` }).toEqual([]);
    await wall.page.screenshot({ path: `${artefacts}alarms-more-${language}-${size.width}.png` });
  }
});

test('the wall is heard where somebody wants it, remembers that, and does not begin again what is past', async () => {
  const rung = await hear(wall.page);
  await wall.open();
  wall.server.show(variantBoard('calm'));
  const button = wall.page.locator('[data-action="sound"]');
  expect(await button.getAttribute('data-sound')).toBe('off');
  wall.server.put({ alarms: [alarm('a', { sound: { mode: 'once' } })] });
  await wall.ticks(RING_TICKS);
  expect(await rung('warn')).toBe(0);
  await button.click();
  await expect.poll(() => button.getAttribute('data-sound')).toBe('on');
  wall.server.put({ alarms: [alarm('b', { sound: { mode: 'times', times: 2 } })] });
  await expect.poll(() => rung('warn'), { timeout: 15_000 }).toBe(2);
  await wall.page.reload();
  await wall.fresh('live');
  await expect.poll(() => button.getAttribute('data-sound')).not.toBe('off');
  await wall.page.locator('.clock').click();
  await expect.poll(() => button.getAttribute('data-sound')).toBe('on');
  await wall.ticks(3);
  expect(await rung('warn')).toBe(0);
});

test.each(['he', 'en'] as const)(
  'a widget lists what is open in a part of the floor, each queue once, and says how many have no line, %s',
  async (language) => {
    const widgetOf = (id: string, x: number, options: object) => ({ kind: 'alarms' as const, id, x, y: 0, w: 6, h: 8, options });
    const widgets = [widgetOf('all', 0, { scope: { of: 'floor' }, lines: 2 }), widgetOf('one', 6, { scope: { of: 'queue', id: 'retention' } })];
    const layout = { ...LOUD, sound: false, pages: [{ id: 'one', name: null, stayS: 60, widgets }] };
    const others = reviewAnswers(language);
    wall.answerWith((path, query, body) =>
      path === '/api/v1/boards/alarms' ? { body: { id: 'alarms', version: 1, layout } } : others(path, query, body),
    );
    await wall.open(`/tv/alarms?lang=${language}`);
    wall.server.show(variantBoard('down', language));
    const lines = (widget: string) => wall.page.locator(`[data-widget="${widget}"] .line`);
    await expect.poll(() => lines('all').count()).toBe(2);
    expect(await lines('all').first().innerText()).toContain(WORDS[language].critical);
    expect(await lines('one').count()).toBe(1);
    expect(await lines('one').first().getAttribute('data-level')).toBe('warn');
    await wall.page.screenshot({ path: `${artefacts}alarms-widget-${language}.png` });
    expect(await faultsOf(wall.page, '.wall', { allowCut: true })).toEqual([]);
    wall.server.show(variantBoard('calm', language));
    await expect.poll(() => wall.text('[data-widget="all"] .widget-note')).not.toBe('');
  },
);
