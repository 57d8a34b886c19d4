/** Alarms at a desk in a real browser: taken on and known on every wall, looked through afterwards, their rules set up. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FigureRule, Rule } from '../../shared/alarms/rules.ts';
import { CROWD, saveRules, started } from '../support/alarm-desk.ts';
import { cloudEvent, SENDER } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';
import { fieldLooks } from '../support/field-looks.ts';
import { hear } from '../support/hear.ts';
import { measured } from '../support/measured.ts';
import { root } from '../support/sources.ts';

const artefacts = `${root}test/artefacts/`;
mkdirSync(artefacts, { recursive: true });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a figure that dances around its limit rings once; who takes it on is known on another wall within a second', async () => {
  const app = await started(CROWD);
  const waits = (contactId: string) => cloudEvent('contact.queued', Date.now(), { contactId, queueId: 'sales' });
  const leaves = (contactId: string) => cloudEvent('contact.abandoned', Date.now(), { contactId, queueId: 'sales' });
  await app.post([waits('c1'), waits('c2')]);
  const desk = await openDesk(browser, 'about:blank');
  const rung = await hear(desk);
  await desk.goto(`${app.url}/?lang=he`);
  const screen = await openDesk(browser, `${app.url}/?lang=en`);
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
  await dialog.locator('[data-action="acknowledge"]').click();
  expect(await dialog.locator('.take-on-fault').innerText()).toBe('כתבו שם: לפיו כולם ידעו מי מטפל.');
  expect(await dialog.locator('[name="by"]').evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await violationsOf(desk)).toEqual([]);
  expect(app.alarms.rows[0]?.acknowledged).toBeNull();
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
  expect(await line.innerText()).toContain('המצב חזר לתקין');
  await desk.screenshot({ path: `${artefacts}alarms-history-he.png` });
  expect(await violationsOf(desk)).toEqual([]);
  await desk.locator('select[name="level"]').selectOption('critical');
  await expect.poll(() => line.count()).toBe(0);
});

test('a rule is set up at a desk: faults at their fields, read back, saved, and not over what another has saved', async () => {
  const app = await started(CROWD);
  const desk = await openDesk(browser, `${app.url}/alarms?tab=rules&lang=he`);
  await desk.locator('[data-rule="crowd"] [data-action="edit"]').click();
  const dialog = desk.locator('[data-dialog="rule"]');
  const clear = dialog.locator('[data-field="warn.clear"]');
  await clear.locator('input').fill('5');
  await dialog.locator('[data-action="save"]').click();
  expect(await clear.locator('.fault').innerText()).toBe('הסוף צריך להיות בצד התקין של ההתחלה.');
  expect(await violationsOf(desk)).toEqual([]);
  await clear.locator('input').fill('2');
  await expect.poll(() => dialog.locator('.alarm-says').innerText()).toContain('3 או יותר, מיד. נגמרת כשהערך 2 או פחות');
  await desk.screenshot({ path: `${artefacts}alarms-rule-he.png` });
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  type Stored = { version: number; rules: { rules: FigureRule[] } };
  const stored = () => app.get<Stored>('/api/v1/alarm-rules');
  expect(await stored()).toMatchObject({ version: 3, rules: { rules: [{ warn: { at: 3, clear: 2 } }] } });

  await desk.locator('[data-rule="crowd"] [data-action="edit"]').click();
  await saveRules(app.url, 3, [{ ...CROWD, enabled: false }]);
  await dialog.locator('[data-action="save"]').click();
  await expect.poll(() => dialog.locator('[role="alert"]').innerText()).toContain('שינה בינתיים');
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

test('a rule about sources is added at a desk, for some of them, and changed; what is refused is said in Hebrew', async () => {
  const app = await started();
  await app.post([cloudEvent('contact.queued', Date.now(), { contactId: 'c1', queueId: 'sales' })]);
  const desk = await openDesk(browser, `${app.url}/alarms?tab=rules&lang=he`);
  await desk.locator('[data-action="new"]').click();
  const dialog = desk.locator('[data-dialog="rule"]');
  await dialog.locator('[data-field="kind"] select').selectOption('source');
  await dialog.locator('[data-field="every"] input').uncheck();
  const names = dialog.locator('[data-field="names"]');
  await names.locator(`input[value="${SENDER}"]`).uncheck();
  await dialog.locator('[data-field="name.en"] input').fill('The line');
  await dialog.locator('[data-action="save"]').click();
  expect(await names.locator('.fault').innerText()).toBe('בחרו מקור אחד לפחות, או את כולם.');
  await desk.screenshot({ path: `${artefacts}alarms-rule-source-he.png` });
  expect(await violationsOf(desk)).toEqual([]);
  await names.locator(`input[value="${SENDER}"]`).check();
  await dialog.locator('[data-field="states"] input[value="limited"]').check();
  await dialog.locator('[data-field="clearForMs"] input').fill('20');
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  const stored = async () => (await app.get<{ rules: { rules: Rule[] } }>('/api/v1/alarm-rules')).rules.rules;
  expect(await stored()).toMatchObject([{ kind: 'source', id: 'rule-1', names: [SENDER], states: ['down', 'limited'], clearForMs: 20_000 }]);
  await desk.locator('[data-rule="rule-1"] [data-action="edit"]').click();
  expect(await dialog.locator('[data-field="kind"]').count()).toBe(0);
  await dialog.locator('[data-field="every"] input').check();
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  expect(await stored()).toMatchObject([{ names: null }]);

  // A page of yesterday meets a server of today.
  await desk.route('**/api/v1/alarm-rules', (route) => {
    const faults = [{ field: 'names', is: 'names' }];
    const json = { title: 'Bad request', detail: 'rules.rules.0.names: …', code: 'rules-faults', with: { rules: 'rule-1' }, faults };
    return route.request().method() === 'PUT' ? route.fulfill({ status: 400, json }) : route.continue();
  });
  await desk.locator('[data-rule="rule-1"] input[name="enabled"]').click();
  await expect.poll(() => desk.locator('[data-note]').innerText()).toContain('יש בכללים שדות שאינם תקינים');
  expect(await desk.locator('[data-note]').innerText()).toContain('בחרו מקור אחד לפחות');
});

test.each([
  ['he', 'תנו לכלל שם, בעברית או באנגלית: כך יזהו אותו ברשימה ובהיסטוריה.'],
  ['en', 'Give the rule a name, in Hebrew or in English: the list and the history call it so.'],
] as const)('a new rule is saved when somebody has said what it is, and not as it came, %s', async (language, sentence) => {
  const app = await started();
  const desk = await openDesk(browser, `${app.url}/alarms?tab=rules&lang=${language}`);
  await desk.setViewportSize({ width: 1280, height: 600 });
  await desk.locator('[data-action="new"]').click();
  const dialog = desk.locator('[data-dialog="rule"]');
  const name = dialog.locator('[data-field="name.he"]');
  const { taking, disabled, edge } = await fieldLooks(desk, '[data-dialog="rule"]');
  expect(taking).toHaveLength(1);
  expect(taking).not.toContain(disabled);
  expect(edge).toBeGreaterThan(3);
  await dialog.locator('[data-action="save"]').click();
  expect(await name.locator('.fault').innerText()).toBe(sentence);
  // Saved from the end of a long form: the field is where the eyes are.
  expect(await name.locator('input').evaluate((input) => input === document.activeElement)).toBe(true);
  expect(await violationsOf(desk)).toEqual([]);
  await desk.screenshot({ path: `${artefacts}alarms-rule-unnamed-${language}.png` });
  await name.locator('input').fill('  ');
  await dialog.locator('[data-action="save"]').click();
  const stored = async () => (await app.get<{ rules: { rules: Rule[] } }>('/api/v1/alarm-rules')).rules.rules;
  expect(await stored()).toEqual([]);
  await name.locator('input').fill('עומס');
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  expect(await stored()).toMatchObject([{ id: 'rule-1', name: { he: 'עומס', en: '' } }]);
  // One that has no name goes by what it is about, and may be changed so.
  await saveRules(app.url, 3, [CROWD]);
  await desk.reload();
  await desk.locator('[data-rule="crowd"] [data-action="edit"]').click();
  await dialog.locator('[data-field="warn.at"] input').fill('4');
  await dialog.locator('[data-action="save"]').click();
  await dialog.waitFor({ state: 'detached' });
  expect(await stored()).toMatchObject([{ id: 'crowd', name: null, warn: { at: 4 } }]);
});
