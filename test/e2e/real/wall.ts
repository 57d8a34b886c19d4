/** The wall of a real server in a real browser: what the tests of this folder share. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';
import { ServerProcess } from '../../support/server-process.ts';

type Metrics = Record<string, number | null>;
type Row = { id: string; metrics: Metrics };
export type Board = {
  floor: { waiting: number; period: { day: string; dayStartsAt: string; dayEndsAt: string }; windows: { day: { metrics: Metrics } } };
  queues: { id: string; waiting: number; windows: { day: { metrics: Metrics } } }[];
  sources: { name: string; kind: string; state: string }[];
};
export type Review = { floor: Row; queues: Row[]; agents: Row[] };

export type Wall = {
  readonly server: ServerProcess;
  readonly page: Page;
  /** Opens another page; the caller closes it. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
  /** Opens the wall and waits until it is live. */
  open(path?: string): Promise<void>;
  text(selector: string): Promise<string>;
  get<T>(path: string): Promise<T>;
  /** Waits for a state of the wall. @returns the milliseconds it took */
  fresh(state: 'live' | 'reconnecting' | 'stale', timeout?: number): Promise<number>;
};

/** In this zone it is about noon: the business day does not turn under a test, and a shift is under way. */
export function zoneAtNoon(now = Date.now()): string {
  const offset = 12 - new Date(now).getUTCHours();
  return offset === 0 ? 'Etc/GMT' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
}

/** One server process and one screen for a test file. What the page throws fails the file. */
export function useWall(env: () => Promise<Record<string, string>> | Record<string, string> = () => ({})): Wall {
  const failures: string[] = [];
  let browser: Browser;
  let server: ServerProcess;
  let page: Page;
  const newPage = async (options: BrowserContextOptions = {}) => {
    const opened = await browser.newPage({ viewport: { width: 1920, height: 1080 }, ...options });
    opened.on('pageerror', (error) => failures.push(String(error)));
    return opened;
  };
  beforeAll(async () => {
    server = new ServerProcess(await freePort(), { MOKED_TIMEZONE: zoneAtNoon(), ...(await env()) });
    [browser] = await Promise.all([launchBrowser(), server.start()]);
    page = await newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.remove();
    expect(failures).toEqual([]);
  });
  return {
    get server() {
      return server;
    },
    get page() {
      return page;
    },
    newPage,
    async open(path = '/') {
      await page.goto(server.url + path);
      await page.waitForSelector('[data-freshness="live"]');
    },
    text: (selector) => page.locator(selector).first().innerText(),
    async get<T>(path: string) {
      const response = await fetch(server.url + path);
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
    async fresh(state, timeout = 60_000) {
      const startedAt = Date.now();
      await page.waitForSelector(`[data-freshness="${state}"]`, { timeout });
      return Date.now() - startedAt;
    },
  };
}

/** `m:ss` as milliseconds. */
export function durationOf(text: string): number {
  const [minutes = Number.NaN, seconds = Number.NaN] = text.trim().split(':').map(Number);
  return (minutes * 60 + seconds) * 1000;
}

/** The six figures of the floor, and the row of each queue, as a supervisor reads them; running times left out. */
export async function figuresOf(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const seen: Record<string, string> = {};
    const flat = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    for (const figure of document.querySelectorAll('[data-figure]')) {
      const name = figure.getAttribute('data-figure') ?? '';
      if (name !== 'longest-wait') seen[name] = `${flat(figure.querySelector('.digits'))} | ${flat(figure.querySelector('p'))}`;
    }
    for (const row of document.querySelectorAll('[data-queue]')) {
      const cells = [...row.children].filter((cell) => !cell.classList.contains('is-time') || cell.classList.contains('is-second'));
      seen[row.getAttribute('data-queue') ?? ''] = cells.map(flat).join(' ');
    }
    return seen;
  });
}
