/** Every page in both languages against the rules of axe-core, in a real browser on a whole server; the wall and the screens in the states that matter too. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { asteriskSource } from '../../server/sources/asterisk/source.ts';
import { answeredCall, cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { createDatabase } from '../support/postgres.ts';
import { OPTIONS } from '../support/source-run.ts';

const MINUTE_MS = 60_000;
const QUEUES = ['sales', 'support', 'billing'];

/** Each page with what is there once it is whole. */
const PAGES = [
  ['/', '.queue-row[data-queue]'],
  ['/start', 'h2'],
  ['/review?shift=all', '[data-contact]'],
  ['/settings?tab=queues', '[data-row]'],
  ['/settings?tab=agents', '[data-row]'],
  ['/settings?tab=teams', '[data-row]'],
  ['/settings?tab=sites', '[data-row]'],
  ['/settings?tab=calendar', '[data-table="calendar"]'],
  ['/sources', '[data-source]'],
  ['/boards', '[data-board]'],
  ['/boards/digital', '[data-widget]'],
  ['/notices', '[data-notice]'],
  ['/tv/overview', '[data-widget]'],
  ['/tv/queue', '[data-widget]'],
  ['/tv/agents', '[data-widget]'],
  ['/tv/intraday', '[data-widget]'],
  ['/tv/digital', '[data-widget]'],
  ['/tv/nowhere', '.board-unloaded'],
  ['/enter', 'form'],
] as const;

let browser: Browser;
let app: RunningApp;
let db: Database;
let drop: () => Promise<void>;

/** A floor with something in every column: queues, teams and sites, who talks and who is on a break, who waits, and who gave up. */
function morning(now: number): object[] {
  const at = now - 40 * MINUTE_MS;
  const agents = QUEUES.flatMap((queueId, i) => [
    cloudEvent('agent.membership', at, { agentId: `a${i}`, queueId, name: `Agent ${i}`, joined: true }),
    cloudEvent('agent.membership', at, { agentId: `b${i}`, queueId, name: `Other ${i}`, joined: true, paused: true, reason: 'lunch' }),
  ]);
  const calls = QUEUES.flatMap((queueId, i) => answeredCall(`c${i}`, queueId, `a${i}`, at + MINUTE_MS, 12_000, 30_000));
  const abandoned = QUEUES.flatMap((queueId, i) => [
    cloudEvent('contact.queued', at + 3 * MINUTE_MS, { contactId: `d${i}`, queueId }),
    cloudEvent('contact.abandoned', at + 5 * MINUTE_MS, { contactId: `d${i}`, queueId }),
  ]);
  const waiting = [cloudEvent('contact.queued', now - MINUTE_MS, { contactId: 'w', queueId: 'sales' })];
  return [...agents, ...calls, ...abandoned, ...waiting];
}

beforeAll(async () => {
  browser = await launchBrowser();
  const made = await createDatabase();
  drop = made.drop;
  db = openDatabase(made.url);
  // Nothing listens there: what is wrong with a source, and its remedy, are on the pages too.
  app = await startApp({ db, env: NOON_IS_NOW, sources: [asteriskSource({ ...OPTIONS, host: '127.0.0.1', port: 1 })] });
  expect(await (await app.post(morning(Date.now()))).json()).toMatchObject({ rejected: [] });
  for (const [i, queueId] of QUEUES.entries()) await set(`queues/${queueId}`, { site: `site ${i}`, group: 'inbound' });
  const notice = { text: { he: 'הודעה', en: 'A notice' }, urgent: true };
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${app.url}/api/v1/notices`, { method: 'POST', headers, body: JSON.stringify(notice) })).status).toBe(201);
  for (const [i] of QUEUES.entries()) await set(`agents/a${i}`, { team: `team ${i}`, site: `site ${i}` });
});

afterAll(async () => {
  await app?.stop();
  await db?.close();
  await drop?.();
  await browser?.close();
});

async function set(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${app.url}/api/v1/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) })).status).toBe(200);
}

const open = async (page: Page, path: string, language: string, whole: string) => {
  await page.goto(`${app.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
  await page.locator(whole).first().waitFor();
  await page.evaluate(() => document.fonts.ready);
};

describe.each(['he', 'en'])('in %s', (language) => {
  test.each(PAGES)('no rule is violated on %s', async (path, whole) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    try {
      await open(page, path, language, whole);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await violationsOf(page)).toEqual([]);
    } finally {
      await page.close();
    }
  });
});
