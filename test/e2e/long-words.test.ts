/** Words as long as people may give them, without a blank in them: no page of the desk is wider than its screen. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import { CROWD, type Started, started } from '../support/alarm-desk.ts';
import { answeredCall, cloudEvent, until } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { openDesk } from '../support/desk.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const MINUTE_MS = 60_000;
const word = (letters: number, of = 'ש') => of.repeat(letters);
const NAME = word(200);
const TEXT = { he: word(280), en: word(280, 'W') };

async function put(app: Started, method: string, path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${app.url}/api/v1${path}`, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  expect([path, answer.status < 300]).toEqual([path, true]);
  return (await answer.json()) as { id: string };
}

/** A floor on which everything that people name has a word for a name. */
async function longWords(): Promise<Started> {
  const app = await started({ ...CROWD, name: TEXT });
  const at = Date.now() - 20 * MINUTE_MS;
  const queueId = word(250, 'q');
  const agentId = word(250, 'a');
  await app.post([
    cloudEvent('agent.membership', at, { agentId, queueId, name: word(280, 'N'), joined: true }),
    ...answeredCall('c', queueId, agentId, at, 3000, 20_000),
    cloudEvent('agent.membership', at + MINUTE_MS, { agentId, queueId, joined: true, paused: true, reason: word(280, 'r') }),
    ...[1, 2, 3].map((n) => cloudEvent('contact.queued', Date.now() - MINUTE_MS, { contactId: `w${n}`, queueId })),
  ]);
  await put(app, 'PUT', `/queues/${queueId}`, { name: word(280), nameEn: word(280, 'Q'), site: word(280, 'S'), group: word(280, 'G') });
  await put(app, 'PUT', `/agents/${agentId}`, { name: word(280), nameEn: word(280, 'A'), team: word(280, 'T'), site: word(280, 'S') });
  const layout = READY_MADE[0]?.layout;
  await put(app, 'POST', '/boards', { layout: { ...layout, name: TEXT }, by: NAME });
  await put(app, 'POST', '/notices', { text: TEXT, by: NAME });
  const over = await put(app, 'POST', '/notices', { text: TEXT, by: NAME });
  await put(app, 'PUT', `/notices/${over.id}`, { text: { ...TEXT, en: word(279, 'V') }, by: NAME });
  await put(app, 'PUT', `/notices/${over.id}`, { endsAt: 'now', by: NAME });
  const [alarm] = await until(async () => (app.alarms.rows.length > 0 ? app.alarms.rows : null), 'an alarm is raised');
  await put(app, 'POST', `/alarms/${alarm?.id}/acknowledge`, { by: NAME, note: word(280, 'n') });
  return app;
}

/** By how much the page is wider than its screen, and what of it takes so much room. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const isWide = (element: Element) => element.childElementCount === 0 && element.getBoundingClientRect().width > clientWidth / 2;
    const wide = scrollWidth > clientWidth ? [...document.querySelectorAll('main *')].filter(isWide) : [];
    return {
      by: scrollWidth - clientWidth,
      wide: wide.map((one) => `${one.parentElement?.outerHTML.slice(0, 60)} ${one.localName}.${one.className}`).slice(0, 8),
    };
  });

const PAGES = [
  ['/notices', 'main [data-notice]'],
  ['/settings', 'main [data-row]'],
  ['/settings?tab=agents', 'main [data-row]'],
  ['/settings?tab=teams', 'main [data-row]'],
  ['/alarms', 'main [data-alarm]'],
  ['/alarms?tab=history', 'main [data-alarm]'],
  ['/alarms?tab=rules', 'main [data-rule]'],
  ['/boards', 'main [data-board]'],
  ['/review?shift=all', 'main table tbody tr'],
] as const;

// Either language at one size or another: what breaks a word is the same in both.
test.each([
  ['he', 1920],
  ['en', 1280],
  ['he', 390],
] as const)('in %s, %i pixels wide', async (language, width) => {
  const app = await longWords();
  const desk = await openDesk(browser, 'about:blank');
  await desk.setViewportSize({ width, height: 900 });
  for (const [path, there] of PAGES) {
    await desk.goto(`${app.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
    await desk.locator(there).first().waitFor();
    expect.soft([path, await tooWide(desk)]).toEqual([path, { by: 0, wide: [] }]);
  }
});
