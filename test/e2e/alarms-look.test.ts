/** The pages of alarms and notices on a large desk screen, in both languages: every tab and dialog without overlap, without a violation, and kept as a picture. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { READY_RULES } from '../../shared/alarms/ready-made.ts';
import { MINUTE_MS, toIso } from '../../shared/time.ts';
import { atOnce } from '../support/alarms.ts';
import { cloudEvent, NOON_IS_NOW, type RunningApp, startApp, until } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { faultsOf } from '../support/layout.ts';
import { createDatabase } from '../support/postgres.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const LONG = 'תור לשירות לקוחות עסקיים ופרטיים, צפון והעמקים (Business & private)';

/** A floor in trouble, with a past of each kind and notices of each state. */
async function troubled(): Promise<RunningApp> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  const app = await startApp({ db, env: NOON_IS_NOW });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const send = async (method: string, path: string, body: object, headers = {}) => {
    const answer = await fetch(`${app.url}/api/v1${path}`, { method, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
    expect(answer.ok, `${method} ${path}`).toBe(true);
    return (await answer.json()) as { id: string };
  };
  await send('PUT', '/alarm-rules', { rules: { ...READY_RULES, rules: READY_RULES.rules.map(atOnce) }, by: 'דנה לוי' }, { 'if-match': '"1"' });
  const now = Date.now();
  const waits = (queueId: string, minutes: number) =>
    cloudEvent('contact.queued', now - minutes * MINUTE_MS, {
      contactId: `${queueId}-${minutes}`,
      queueId,
      queueName: queueId === 'long' ? LONG : queueId,
    });
  await app.post([waits('sales', 4), waits('support', 2), waits('long', 6)]);
  await send('PUT', '/queues/long', { name: LONG, nameEn: 'Service for business and private customers, North and the Valleys' });
  await until(async () => app.alarms.rows.length >= 5, 'alarms');
  await send('POST', `/alarms/${app.alarms.rows[0]?.id}/acknowledge`, { by: 'Dana', note: 'הוזעק תגבור; call back at 14:00' });
  const subject = (queue: string) => JSON.stringify({ of: 'figure', metric: 'longest_waiting_ms', window: null, scope: { of: 'queue', id: queue } });
  const past = [
    ['p1', 'long-wait', subject('sales'), 'critical', 'calm'],
    ['p2', 'none-free', subject('long'), 'warn', 'rule changed'],
    ['p3', 'source', '{"of":"source","name":"pbx1"}', 'warn', 'calm'],
  ] as const;
  for (const [i, [id, rule, of, level, why]] of past.entries()) {
    const at = toIso(now - (i + 1) * 7 * MINUTE_MS);
    const name = READY_RULES.rules.find((one) => one.id === rule)?.name ?? null;
    await db.sql`insert into alarm (id, rule_id, rule, subject, level, limit_value, value, raised_at, level_at, cleared_at, cleared_why)
      values (${id}, ${rule}, ${JSON.stringify({ name })}::jsonb, ${of}::jsonb, ${level}, 60000, 61000, ${at}, ${at}, ${toIso(now - i * 7 * MINUTE_MS - 1000)}, ${why})`;
  }
  await send('POST', '/notices', {
    text: { he: 'תקלה בסליקה אצל ספק חיצוני', en: 'Card payments fail at an outside provider' },
    urgent: true,
    by: 'מיכל',
  });
  const later = toIso(now + 30 * MINUTE_MS);
  const { id } = await send('POST', '/notices', { text: { he: '14:00 עולה קמפיין', en: '14:00 a campaign' }, startsAt: later });
  await send('PUT', `/notices/${id}`, { text: { he: '14:00 עולה קמפיין ״חבילת חורף״', en: '14:00 “Winter bundle” goes live' } });
  return app;
}

test.each(['he', 'en'] as const)('every tab and dialog, %s', async (language) => {
  const app = await troubled();
  const desk = await openDesk(browser, `${app.url}/alarms?lang=${language}`);
  await desk.setViewportSize({ width: 1920, height: 1080 });
  const look = async (page: Page, name: string, within: string) => {
    await page.screenshot({ path: `${artefacts}${name}-${language}-1920.png` });
    expect(await faultsOf(page, within, { allowCut: false, isScrolling: true }), name).toEqual([]);
    expect(await violationsOf(page), name).toEqual([]);
  };
  await expect.poll(() => desk.locator('[data-alarm]').count()).toBeGreaterThanOrEqual(5);
  await look(desk, 'look-alarms-open', '.desk');
  await desk.locator('[data-action="take-on"]').first().click();
  await look(desk, 'look-alarms-take-on', '[data-dialog="take-on"]');
  await desk.locator('[data-dialog="take-on"] [data-action="cancel"]').click();
  await desk.locator('#tab-history').click();
  await desk.locator('[data-alarm="p3"]').waitFor();
  await look(desk, 'look-alarms-history', '.desk');
  await desk.locator('#tab-rules').click();
  await desk.locator('[data-action="versions"]').click();
  await desk.locator('[data-version="1"]').waitFor();
  await look(desk, 'look-alarms-rules', '.desk');
  const dialog = desk.locator('[data-dialog="rule"]');
  await desk.locator('[data-rule="long-wait"] [data-action="edit"]').click();
  await dialog.locator('[data-action="add-hours"]').click();
  await dialog.locator('[data-field="warn.clear"] input').fill('9');
  await dialog.locator('[data-action="save"]').click();
  await dialog.locator('.fault').first().waitFor();
  await dialog.evaluate((element) => element.scrollTo(0, 0));
  await look(desk, 'look-alarms-rule', '[data-dialog="rule"]');
  await dialog.locator('[data-action="cancel"]').click();
  await desk.locator('[data-rule="source"] [data-action="edit"]').click();
  await look(desk, 'look-alarms-rule-source', '[data-dialog="rule"]');
  await desk.goto(`${app.url}/notices?lang=${language}`);
  await expect.poll(() => desk.locator('[data-notice]').count()).toBe(2);
  await desk.locator('[data-action="versions"]').click();
  await desk.locator('[data-state="coming"] [data-action="edit"]').click();
  await look(desk, 'look-notices', '.desk');
});
