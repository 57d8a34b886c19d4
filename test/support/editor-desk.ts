/** The editor of boards in a real browser on a whole server: what its tests share. */
import { mkdirSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { cloudEvent, NOON_IS_NOW, type RunningApp, startApp } from './app.ts';
import { launchBrowser } from './browser.ts';
import { openDesk } from './desk.ts';
import { createDatabase } from './postgres.ts';
import { root } from './sources.ts';

const MINUTE_MS = 60_000;

type Saved = { readonly id: string; readonly version: number; readonly savedBy: string; readonly layout: BoardLayout };

const FLOOR = { of: 'floor' } as const;
/** A tile in the first corner, a table beneath it, and room beside. */
const TILE = { id: 'tile', kind: 'metric', x: 0, y: 0, w: 2, h: 4, options: { metric: 'waiting', scope: FLOOR, window: null } };
const TABLE = { id: 'table', kind: 'queues', x: 0, y: 4, w: 8, h: 8, options: { scope: FLOOR, columns: ['waiting', 'answered'] } };

/** A table that takes the whole page. */
export const FULL = { ...TABLE, id: 'all', y: 0, w: 12, h: 24 };

/** One server and one browser for all tests of a file. */
export class EditorDesk {
  #browser!: Browser;
  #app!: RunningApp;

  constructor() {
    let db: Database;
    let drop: () => Promise<void>;
    beforeAll(async () => {
      mkdirSync(`${root}test/artefacts`, { recursive: true });
      this.#browser = await launchBrowser();
      const made = await createDatabase();
      drop = made.drop;
      db = openDatabase(made.url);
      this.#app = await startApp({ db, env: NOON_IS_NOW });
      const at = Date.now() - 10 * MINUTE_MS;
      const joined = ['sales', 'support'].map((queueId, i) =>
        cloudEvent('agent.membership', at, { agentId: `a${i}`, queueId, name: `Agent ${i}`, joined: true }),
      );
      expect((await this.#app.post([...joined, cloudEvent('contact.queued', at, { contactId: 'w', queueId: 'sales' })])).status).toBe(200);
    });
    afterAll(async () => {
      await this.#app?.stop();
      await db?.close();
      await drop?.();
      await this.#browser?.close();
    });
  }

  get url(): string {
    return this.#app.url;
  }

  /** The board as it was saved last, or as the version was. */
  saved(id: string, version?: number): Promise<Saved> {
    return this.#app.get<Saved>(`/api/v1/boards/${id}${version === undefined ? '' : `/versions/${version}`}`);
  }

  send(method: string, path: string, body: object): Promise<Response> {
    return fetch(this.url + path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }

  /** Adds a small board, or one of these widgets. @returns its id. */
  async add(...widgets: readonly object[]): Promise<string> {
    const page = { id: 'one', widgets: widgets.length === 0 ? [TILE, TABLE] : widgets };
    const layout = { name: { he: 'לוח', en: 'Board' }, pages: [page] };
    return ((await (await this.send('POST', '/api/v1/boards', { layout })).json()) as Saved).id;
  }

  /** A page at the desk. */
  async open(path: string): Promise<Page> {
    const page = await openDesk(this.#browser, path === 'about:blank' ? path : this.url + path);
    await page.setViewportSize({ width: 1280, height: 720 });
    return page;
  }

  /** The editor of a board. */
  async edit(id: string, language: string): Promise<Page> {
    const page = await this.open(`/boards/${id}/edit?lang=${language}`);
    await page.locator('.ed-item').first().waitFor();
    return page;
  }
}

/** What the editor says last. */
export const said = (page: Page) => page.locator('.ed-said').innerText();
/** Whether there is something unsaved. */
export const state = (page: Page) => page.locator('.ed-state').getAttribute('data-state');
export const widget = (page: Page, id: string) => page.locator(`.ed-item[data-widget="${id}"]`);
export const keys = async (page: Page, ...pressed: string[]) => {
  for (const key of pressed) await page.keyboard.press(key);
};
