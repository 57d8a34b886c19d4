/** Alarms in a real browser: seen by colour, shape and word, heard by the rhythm of their rules, taken on at a desk and known on every wall. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { AlarmRow, Sound } from '../../shared/alarms/row.ts';
import type { FigureRule, Rule } from '../../shared/alarms/rules.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { openDesk } from '../support/desk.ts';
import { useFixtureWall } from '../support/fixture-wall.ts';
import { faultsOf } from '../support/layout.ts';
import { measured } from '../support/measured.ts';
import { createDatabase } from '../support/postgres.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

const wall = useFixtureWall();
const browserOf = () => wall.page.context().browser() as Browser;

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
  he: { critical: 'קריטי', warning: 'אזהרה', noData: 'אין נתונים', limit: 'הגבול 5.0%' },
  en: { critical: 'Critical', warning: 'Warning', noData: 'No data', limit: 'limit 5.0%' },
} as const;
const LOUD = { ...(READY_MADE[0] as (typeof READY_MADE)[number]).layout, sound: true };
const SIZES = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const;

/** Counts what the browser is made to play: the tones of an oscillator, whoever asks for them. */
async function hear(page: Page): Promise<(level: 'warn' | 'critical') => Promise<number>> {
  await page.addInitScript(() => {
    const heard: number[] = [];
    Object.assign(window, { heard });
    // To the browser each look of a test at its page is a gesture, and it would play at once: here it waits for a hand, as it does for people.
    let isTouched = false;
    for (const event of ['pointerdown', 'keydown']) addEventListener(event, ({ isTrusted }) => (isTouched ||= isTrusted), true);
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = function () {
      return isTouched ? resume.call(this) : Promise.resolve();
    };
    class Waiting extends AudioContext {
      constructor() {
        super();
        if (!isTouched) void this.suspend();
      }
    }
    Object.assign(window, { AudioContext: Waiting });
    const start = AudioScheduledSourceNode.prototype.start;
    AudioScheduledSourceNode.prototype.start = function (when) {
      if (this instanceof OscillatorNode && this.context.state === 'running') heard.push(this.frequency.value);
      start.call(this, when);
    };
  });
  // Of each sound one tone is its own and comes once.
  const own = { warn: 523, critical: 740 } as const;
  return (level) => page.evaluate((hz) => (window as unknown as { heard: number[] }).heard.filter((tone) => tone === hz).length, own[level]);
}

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
  await wall.ticks(2);
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

test('the wall is heard where somebody wants it, remembers that, and does not begin again what is past', async () => {
  const rung = await hear(wall.page);
  await wall.open();
  wall.server.show(variantBoard('calm'));
  const button = wall.page.locator('[data-action="sound"]');
  expect(await button.getAttribute('data-sound')).toBe('off');
  wall.server.put({ alarms: [alarm('a', { sound: { mode: 'once' } })] });
  await wall.ticks(2);
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

const POST = { method: 'POST', headers: { 'content-type': 'application/json' } };

async function started(...rules: Rule[]): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: NOON_IS_NOW });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const headers = { ...POST.headers, 'if-match': '"1"' };
  const answer = await fetch(`${app.url}/api/v1/alarm-rules`, { method: 'PUT', headers, body: JSON.stringify({ rules: { rules, quiet: null } }) });
  expect(answer.status).toBe(200);
  return app;
}

const CROWD: Rule = {
  kind: 'figure',
  id: 'crowd',
  name: null,
  enabled: true,
  hours: null,
  of: { metric: 'waiting', scope: { of: 'floor' }, window: null, each: true },
  side: 'above',
  meant: { as: 'value' },
  warn: { at: 3, clear: 1, forMs: 0, clearForMs: 0 },
  critical: null,
  and: [],
  sound: { mode: 'once' },
  soundFrom: 'warn',
};

test('a figure that dances around its limit rings once; who takes it on is known on another wall within a second', async () => {
  const app = await started(CROWD);
  const waits = (contactId: string) => cloudEvent('contact.queued', Date.now(), { contactId, queueId: 'sales' });
  const leaves = (contactId: string) => cloudEvent('contact.abandoned', Date.now(), { contactId, queueId: 'sales' });
  await app.post([waits('c1'), waits('c2')]);
  const desk = await openDesk(browserOf(), 'about:blank');
  const rung = await hear(desk);
  await desk.goto(`${app.url}/?lang=he`);
  const screen = await openDesk(browserOf(), `${app.url}/?lang=en`);
  await desk.locator('[data-action="sound"]').click();
  const shown = (page: Page, count: number) => expect.poll(() => page.locator('[data-queue="sales"] .value').first().innerText()).toBe(String(count));
  const level = (page: Page) => page.locator('[data-queue="sales"]').getAttribute('data-level');
  await shown(desk, 2);
  let raised = '';
  for (let turn = 3; turn <= 6; turn++) {
    await app.post([waits(`c${turn}`)]);
    await shown(desk, 3);
    await expect.poll(() => level(desk)).toBe('warn');
    raised ||= app.alarms.rows[0]?.id ?? '';
    await app.post([leaves(`c${turn}`)]);
    await shown(desk, 2);
    // A look of the server at the figure below its limit.
    await new Promise((resolve) => setTimeout(resolve, 1200));
  }
  expect(app.alarms.rows.map(({ id }) => id)).toEqual([raised]);
  await expect.poll(() => rung('warn')).toBe(1);

  await desk.locator('[data-action="take-on"]').click();
  const dialog = desk.locator('[data-dialog="take-on"]');
  await dialog.locator('[name="by"]').fill('דנה');
  await dialog.locator('[name="note"]').fill('הוזעק תגבור');
  await desk.screenshot({ path: `${artefacts}alarms-take-on-he.png` });
  expect(await violationsOf(desk)).toEqual([]);
  const clickedAt = performance.now();
  const [ms] = await Promise.all([
    screen
      .locator('.segment[data-acknowledged]')
      .waitFor({ timeout: 60_000 })
      .then(() => Math.round(performance.now() - clickedAt)),
    dialog.locator('[data-action="acknowledge"]').click(),
  ]);
  measured(`from the click that takes an alarm on until another wall shows it: ${ms} ms`);
  expect(ms).toBeLessThanOrEqual(1000);
  expect(await screen.locator('.segment[data-acknowledged]').innerText()).toContain('דנה');

  await app.post([leaves('c1'), leaves('c2')]);
  await expect.poll(() => level(screen)).toBe('ok');
  await desk.goto(`${app.url}/alarms?tab=history&lang=he`);
  const line = desk.locator(`[data-alarm="${raised}"]`);
  await line.waitFor();
  expect(await line.innerText()).toContain('הוזעק תגבור');
  expect(await line.innerText()).toContain('המצב חזר לסדרו');
  await desk.screenshot({ path: `${artefacts}alarms-history-he.png` });
  expect(await violationsOf(desk)).toEqual([]);
  await desk.locator('select[name="level"]').selectOption('critical');
  await expect.poll(() => line.count()).toBe(0);
});

test('a rule is set up at a desk: faults at their fields, read back, saved, and not over what another has saved', async () => {
  const app = await started(CROWD);
  const desk = await openDesk(browserOf(), `${app.url}/alarms?tab=rules&lang=he`);
  await desk.locator('[data-rule="crowd"] [data-action="edit"]').click();
  const dialog = desk.locator('[data-dialog="rule"]');
  const clear = dialog.locator('[data-field="warn.clear"]');
  await clear.locator('input').fill('5');
  await dialog.locator('[data-action="save"]').click();
  expect(await clear.locator('.fault').innerText()).toBe('הסוף צריך להיות בצד הרגוע של ההתחלה.');
  expect(await violationsOf(desk)).toEqual([]);
  await clear.locator('input').fill('2');
  await expect.poll(() => dialog.locator('.alarm-says').innerText()).toContain('3 או יותר, 0 שנ׳ לפחות. נגמרת ב־2 או פחות');
  await desk.screenshot({ path: `${artefacts}alarms-rule-he.png` });
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  type Stored = { version: number; rules: { rules: FigureRule[] } };
  const stored = () => app.get<Stored>('/api/v1/alarm-rules');
  expect(await stored()).toMatchObject({ version: 3, rules: { rules: [{ warn: { at: 3, clear: 2 } }] } });

  await desk.locator('[data-rule="crowd"] [data-action="edit"]').click();
  const headers = { ...POST.headers, 'if-match': '"3"' };
  const body = JSON.stringify({ rules: { rules: [{ ...CROWD, enabled: false }], quiet: null }, by: 'רון' });
  expect((await fetch(`${app.url}/api/v1/alarm-rules`, { method: 'PUT', headers, body })).status).toBe(200);
  await dialog.locator('[data-action="save"]').click();
  await expect.poll(() => dialog.locator('[role="alert"]').innerText()).toContain('שונו בינתיים');
  expect((await stored()).version).toBe(4);
  await dialog.locator('[data-action="cancel"]').click();
  await desk.locator('[data-action="versions"]').click();
  await desk.locator('[data-version="3"] [data-action="restore"]').click();
  await expect.poll(async () => (await stored()).rules.rules[0]?.enabled).toBe(true);
  await desk.locator('[data-rule="crowd"] input[name="enabled"]').click();
  await expect.poll(async () => (await stored()).rules.rules[0]?.enabled).toBe(false);
  await desk.screenshot({ path: `${artefacts}alarms-rules-he.png` });
  expect(await violationsOf(desk)).toEqual([]);
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
