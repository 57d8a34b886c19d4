/** The alarms of the past at a desk in a real browser: looked through by the server, by what is typed as well. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FigureRule, Rule } from '../../shared/alarms/rules.ts';
import { DAY_MS, toIso } from '../../shared/time.ts';
import { CROWD, type Started, started, startedWith } from '../support/alarm-desk.ts';
import { cloudEvent } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { root } from '../support/sources.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** So many alarms of one queue that were over in a moment, the oldest of them of another queue and critical once. */
async function withPast({ sql }: Started, count: number): Promise<void> {
  await sql`insert into alarm (id, rule_id, rule, subject, level, limit_value, value, raised_at, level_at, cleared_at, cleared_why)
    select 'a' || n, 'crowd', '{"name": null}', jsonb_build_object('of', 'figure', 'metric', 'waiting', 'window', null, 'scope',
      jsonb_build_object('of', 'queue', 'id', case when n = ${count} then 'support' else 'sales' end)), 'warn', 3, 4, at, at, at + interval '1 s', 'calm'
    from (select n, ${toIso(Date.now())}::timestamptz - n * interval '1 s' as at from generate_series(1, ${count}::int) as n) s`;
  await sql`insert into alarm_transition (alarm_id, number, at, change, level, limit_value, value)
    select id, 1, raised_at, 'escalated', case when subject -> 'scope' ->> 'id' = 'support' then 'critical' else 'warn' end, 6, 7 from alarm`;
}

test('the history is looked through by the server, not among the lines that came; the address shares it', async () => {
  const app = await started(CROWD);
  for (const queueId of ['sales', 'support']) await app.post([cloudEvent('contact.queued', Date.now(), { contactId: queueId, queueId })]);
  await withPast(app, 130);
  const desk = await openDesk(browser, `${app.url}/alarms?tab=history&lang=he`);
  const lines = desk.locator('[data-alarm]');
  const oldest = desk.locator('[data-alarm="a130"]');
  await expect.poll(() => lines.count()).toBe(100);
  expect(await oldest.count()).toBe(0);
  await desk.locator('[data-action="more"]').click();
  await expect.poll(() => lines.count()).toBe(130);
  await desk.reload();
  await desk.locator('select[name="part"]').selectOption('{"of":"queue","id":"support"}');
  await expect.poll(() => lines.count()).toBe(1);
  expect(await oldest.locator('.alarm-level').getAttribute('data-level')).toBe('critical');
  expect(await oldest.innerText()).toMatch(/7\s*\/\s*6/);
  await desk.locator('select[name="level"]').selectOption('critical');
  await expect.poll(() => new URL(desk.url()).searchParams.get('level')).toBe('critical');
  const other = await openDesk(browser, desk.url());
  await other.locator('[data-alarm="a130"]').waitFor();
  expect(await other.locator('[data-alarm]').count()).toBe(1);
  expect(await other.locator('select[name="part"]').inputValue()).toBe('{"of":"queue","id":"support"}');
  expect(await other.locator('select[name="level"]').inputValue()).toBe('critical');
  await other.locator('input[name="text"]').fill('nobody wrote this');
  await other.locator('input[name="text"]').press('Enter');
  await expect.poll(() => other.locator('[data-alarm]').count()).toBe(0);
  expect(await violationsOf(other)).toEqual([]);
});

test.each([
  ['he', 'עכשיו', 'בעת ההתראה / סף'],
  ['en', 'Now', 'When raised / limit'],
] as const)('an open alarm says how its figure stands now beside how it was, also where no row carries it, %s', async (language, now, raised) => {
  const calls: Rule = {
    ...(CROWD as FigureRule),
    id: 'calls',
    of: { metric: 'offered', scope: { of: 'channels', channels: ['voice'] }, window: 'day', each: false },
  };
  const app = await started(CROWD, calls);
  const waits = (contactId: string) => cloudEvent('contact.queued', Date.now(), { contactId, queueId: 'sales' });
  await app.post([waits('c1'), waits('c2'), waits('c3')]);
  const desk = await openDesk(browser, `${app.url}/alarms?lang=${language}`);
  const cells = (metric: 'crowd' | 'calls') => {
    const id = app.alarms.rows.find(({ rule }) => rule === metric)?.id;
    return desk.locator(`[data-alarm="${id}"] td`).allInnerTexts();
  };
  await expect.poll(() => desk.locator('[data-alarm]').count()).toBe(2);
  await app.post([waits('c4')]);
  for (const rule of ['crowd', 'calls'] as const) {
    await expect.poll(async () => (await cells(rule))[2]).toBe('4');
    expect((await cells(rule))[3]).toMatch(/3\s*\/\s*3/);
  }
  expect(await desk.locator('thead th').allInnerTexts()).toEqual(expect.arrayContaining([now, raised]));
  expect(await violationsOf(desk)).toEqual([]);
  await desk.setViewportSize({ width: 1920, height: 1080 });
  await desk.screenshot({ path: `${root}test/artefacts/alarms-open-${language}.png` });
});

test('words are looked for by themselves when the typing rests, once, and what is typed meanwhile stays', async () => {
  const app = await started(CROWD);
  await withPast(app, 3);
  await app.sql`update alarm set rule = '{"name": {"he": "תמיכה רחוקה", "en": ""}}' where id = 'a3'`;
  const desk = await openDesk(browser, 'about:blank');
  await desk.clock.install();
  await desk.goto(`${app.url}/alarms?tab=history&lang=he`);
  const lines = desk.locator('[data-alarm]');
  await expect.poll(() => lines.count()).toBe(3);
  const asked: string[] = [];
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await desk.route('**/api/v1/alarms?*', async (route) => {
    asked.push(new URL(route.request().url()).searchParams.get('text') ?? '');
    await held;
    await route.continue();
  });
  await desk.clock.pauseAt(Date.now() + 600_000);
  const text = desk.locator('input[name="text"]');
  await text.pressSequentially('תמיכה ');
  await desk.clock.runFor(300);
  await text.pressSequentially('רחו');
  await desk.clock.runFor(300);
  expect(new URL(desk.url()).searchParams.get('text')).toBe(null);
  await desk.clock.runFor(300);
  await expect.poll(() => asked).toEqual(['תמיכה רחו']);
  expect(new URL(desk.url()).searchParams.get('text')).toBe('תמיכה רחו');
  // The answer is under way, and a blank at the end is not what is looked for: both stay as they are typed.
  await text.pressSequentially('ק ');
  await desk.clock.runFor(500);
  await text.pressSequentially('x');
  answer();
  await expect.poll(() => lines.count()).toBe(1);
  expect(await text.inputValue()).toBe('תמיכה רחוק x');
  await text.press('Backspace');
  await desk.clock.runFor(500);
  expect(await text.inputValue()).toBe('תמיכה רחוק ');
  expect(asked).toEqual(['תמיכה רחו', 'תמיכה רחוק']);
  // Enter does not wait.
  await text.press('a');
  await text.press('Enter');
  await expect.poll(() => asked.at(-1)).toBe('תמיכה רחוק a');
  await desk.locator('.blank', { hasText: 'לא היו התראות' }).waitFor();
  expect(new URL(desk.url()).searchParams.get('text')).toBe('תמיכה רחוק a');
});

test('in a night shift what was raised after the turn of the day is there at once, and its day can be chosen', async () => {
  const hour = new Date().getUTCHours();
  const at = (from: number) => `${String((from + 24) % 24).padStart(2, '0')}:00`;
  const app = await startedWith(
    { MOKED_TIMEZONE: 'UTC', MOKED_DAY_START: at(hour - 1), MOKED_SHIFTS: `night ${at(hour - 3)}-${at(hour + 2)}` },
    CROWD,
  );
  await withPast(app, 3);
  const { day, today } = await app.get<{ day: string; today: string }>('/api/v1/site');
  expect(Date.parse(today) - Date.parse(day)).toBe(DAY_MS);
  const desk = await openDesk(browser, `${app.url}/alarms?tab=history&lang=he`);
  await expect.poll(() => desk.locator('[data-alarm]').count()).toBe(3);
  expect(await desk.locator('input[name="from"]').inputValue()).toBe(day);
  expect(await desk.locator('input[name="to"]').inputValue()).toBe(today);
  await desk.locator('input[name="from"]').fill(today);
  await expect.poll(() => new URL(desk.url()).searchParams.get('from')).toBe(today);
  expect(await desk.locator('input[name="from"]').evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(true);
  await expect.poll(() => desk.locator('[data-alarm]').count()).toBe(3);
});
