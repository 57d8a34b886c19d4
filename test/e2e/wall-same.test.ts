/** A page that has followed the board through many changes shows what one shows that is opened now: every text, class, attribute and style, and the charts. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Board } from '../../shared/board.ts';
import { applyDelta } from '../../shared/protocol/delta.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { boardAnswers } from '../support/board-answers.ts';
import { FIXTURE_NOW } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { seeded } from '../support/facts.ts';
import { RandomChanges } from '../support/random-board.ts';
import { root } from '../support/sources.ts';
import { hasHeard, openStanding } from '../support/standing-page.ts';
import { startWallServer, type WallServer } from '../support/wall-server.ts';

const PATHS = ['/', '/tv/overview', '/tv/agents', '/tv/intraday', '/tv/digital', '/boards/overview', '/tv/people', '/tv/trends', '/tv/rest'];
/** Looked at in the midst of it too, before the line broke: a page that is opened costs more than all changes of another. */
const TWICE: ReadonlySet<string> = new Set(['/', '/tv/rest']);
const DELTAS = 15;
/** Longer than rows of queues are held in their places, shorter than what makes a page stale. */
const SETTLED_MS = 11 * SECOND_MS;
/** What a page that was just opened needs for its lazy parts. */
const OPENED_MS = 3 * SECOND_MS;

const answer = boardAnswers({ soFar: { value: 0.8 }, lastWeek: { value: 0.7 }, quarters: [] });

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

/** The wall as lines of text: what is equal in two pages is equal to whoever looks at them. */
function shown(): string[] {
  const lines: string[] = [];
  const sorted = (text: string, by: string | RegExp) =>
    text
      .split(by)
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .sort()
      .join(' ');
  const put = (node: Node, depth: string): void => {
    if (node instanceof Text) {
      // Texts beside each other are one text.
      if (node.previousSibling instanceof Text) return;
      let text = node.data;
      for (let next = node.nextSibling; next instanceof Text; next = next.nextSibling) text += next.data;
      if (text !== '') lines.push(`${depth}${JSON.stringify(text)}`);
      return;
    }
    if (!(node instanceof Element)) return;
    const attributes = Array.from(node.attributes, ({ name, value }) => {
      const told = name === 'class' ? sorted(value, /\s+/) : name === 'style' ? sorted(value, ';') : value;
      return told === '' && (name === 'class' || name === 'style') ? '' : `${name}=${told}`;
    });
    const drawn = node instanceof HTMLCanvasElement ? node.toDataURL() : '';
    lines.push(`${depth}${node.tagName} ${attributes.filter(Boolean).sort().join(' | ')} ${drawn} ${node.scrollTop || ''}`.trimEnd());
    for (const child of node.childNodes) put(child, `${depth}  `);
  };
  for (const part of document.querySelectorAll('.wall')) put(part, '');
  return [document.documentElement.lang, document.documentElement.dir, ...lines];
}

const PATIENCE_MS = 10 * SECOND_MS;

/** A page whose clock stands where it is set, and a server of the same time. */
class Watched {
  readonly server: WallServer;
  readonly main: Page;
  readonly fresh: Page;
  readonly #path: string;
  #now = FIXTURE_NOW;
  #board: Board;
  #language: 'he' | 'en' = 'he';
  #epoch = 1;
  readonly #changes;

  constructor(server: WallServer, pages: readonly [Page, Page], path: string, board: Board, seed: number) {
    this.server = server;
    [this.main, this.fresh] = pages;
    this.#path = path;
    this.#board = board;
    this.#changes = new RandomChanges(seeded(seed));
  }

  async open(page: Page): Promise<void> {
    await page.goto(`${this.server.url}${this.#path}?lang=${this.#language}`);
    await page.waitForSelector('[data-freshness="live"]');
    await page.waitForSelector(this.#path === '/' ? '.queues' : '.board-page');
    await this.heard(page);
  }

  /** Waits until the page has taken in what the server has told. */
  heard(page: Page): Promise<void> {
    return hasHeard(page, `fixture-${this.#epoch}`, this.server.seq);
  }

  async pass(ms: number, pages: readonly Page[] = [this.main]): Promise<void> {
    this.#now += ms;
    // The pages before the server: a message that seems to come late says nothing about the clock.
    await Promise.all(pages.map((page) => page.clock.runFor(ms)));
    this.server.stand(this.#now);
  }

  change(times: number): void {
    for (let n = 0; n < times; n++) {
      const { put, del } = this.#changes.change(this.#board, this.server.asked, this.#now);
      this.#put(put, del);
    }
  }

  #put(put: Parameters<WallServer['put']>[0], del: Parameters<WallServer['put']>[1] = {}): void {
    this.#board = applyDelta(this.#board, put, del);
    this.server.put(put, del);
  }

  async switchLanguage(): Promise<void> {
    this.#language = this.#language === 'he' ? 'en' : 'he';
    await this.main.evaluate(() => document.querySelector<HTMLElement>('[data-action="language"]')?.click());
  }

  /** Passes time in small steps until the page is live again. */
  async comesBack(): Promise<void> {
    await expect
      .poll(async () => {
        await this.pass(SECOND_MS);
        return this.main.locator('[data-freshness]').getAttribute('data-freshness');
      })
      .toBe('live');
  }

  show(board: Board): void {
    this.#board = board;
    this.#epoch += 1;
    this.server.show(board);
  }

  /** After a while without changes, beside a page that is opened now. */
  async isSame(): Promise<void> {
    this.#put(this.#changes.beside(this.#board, this.server.asked, this.#now));
    await this.heard(this.main);
    await this.pass(SETTLED_MS);
    this.#put({});
    await this.fresh.clock.runFor(this.#now - (await this.fresh.evaluate(() => Date.now())));
    await this.open(this.fresh);
    await this.heard(this.main);
    await this.pass(OPENED_MS, [this.main, this.fresh]);
    const both = () => Promise.all([this.main.evaluate(shown), this.fresh.evaluate(shown)]);
    let [followed, opened] = await both();
    // Scripts that come later and what is measured once it is laid out take real time.
    for (const until = performance.now() + PATIENCE_MS; followed.join() !== opened.join() && performance.now() < until; )
      [followed, opened] = await both();
    expect(followed).toEqual(opened);
  }
}

async function watched(path: string, seed: number, run: (wall: Watched) => Promise<void>): Promise<void> {
  const board = variantBoard('crowded');
  const server = await startWallServer(join(root, 'dist/client'), board, answer, false);
  server.stand(FIXTURE_NOW);
  const [main, fresh] = [await openStanding(browser, FIXTURE_NOW), await openStanding(browser, FIXTURE_NOW)];
  try {
    const wall = new Watched(server, [main, fresh], path, board, seed);
    await wall.open(wall.main);
    await run(wall);
  } finally {
    await main.context().close();
    await fresh.context().close();
    await server.close();
  }
}

test.each(PATHS.map((path, seed) => [path, seed] as const))('%s after many changes', async (path, seed) => {
  await watched(path, seed, async (wall) => {
    for (let n = 0; n < 5; n++) {
      wall.change(DELTAS);
      await wall.heard(wall.main);
      await wall.pass(700);
      if (n === 2) await wall.switchLanguage();
    }
    if (TWICE.has(path)) await wall.isSame();
    wall.server.fallSilent(true);
    wall.change(DELTAS);
    await wall.pass(13 * SECOND_MS);
    expect(await wall.main.locator('[data-freshness]').getAttribute('data-freshness')).toBe('stale');
    await wall.switchLanguage();
    wall.server.fallSilent(false);
    await wall.comesBack();
    wall.server.drop(1001, false);
    await expect.poll(() => wall.main.locator('[data-freshness]').getAttribute('data-freshness')).toBe('reconnecting');
    wall.change(DELTAS);
    wall.server.drop(1001, true);
    await wall.comesBack();
    wall.show(variantBoard('down'));
    for (let n = 0; n < 3; n++) {
      wall.change(DELTAS);
      await wall.heard(wall.main);
      await wall.pass(700);
    }
    await wall.isSame();
  });
});
