/** The pages in a real browser against the fixture's server, one of each for every test: what the tests of pages share. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Board, QueueState } from '../../shared/board.ts';
import { boardFixture } from './board-fixture.ts';
import { launchBrowser } from './browser.ts';
import { reviewAnswers } from './review-fixture.ts';
import { root } from './sources.ts';
import { type Answer, startWallServer, type WallServer } from './wall-server.ts';

export type FixtureWall = {
  readonly server: WallServer;
  readonly page: Page;
  /** Answers the paths of the API from now on, until the test is over. */
  answerWith(answer: Answer): void;
  /** Opens a page and waits until it is live. */
  open(path?: string): Promise<void>;
  text(selector: string): Promise<string>;
  /** Waits for a state of the wall. */
  fresh(freshness: string): Promise<unknown>;
  /** Waits until the clock of the page has gone on so many times: what still stands then stands. */
  ticks(times?: number): Promise<void>;
};

/** @NOTE The pages are those of `dist/client`: the setup of the run has built them from the sources. */
export function useFixtureWall(): FixtureWall {
  let browser: Browser;
  let server: WallServer;
  let page: Page;
  let answer: Answer;
  const text = (selector: string) => page.locator(selector).first().innerText();
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    answer = reviewAnswers('he');
    server = await startWallServer(join(root, 'dist/client'), boardFixture(), (path, query, body) => answer(path, query, body));
    page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  });
  afterEach(async () => {
    await page.close();
    await server.close();
  });
  return {
    get server() {
      return server;
    },
    get page() {
      return page;
    },
    answerWith(other) {
      answer = other;
    },
    async open(path = '/') {
      await page.goto(server.url + path);
      await page.waitForSelector('[data-freshness="live"]');
    },
    text,
    fresh: (freshness) => page.waitForSelector(`[data-freshness="${freshness}"]`, { timeout: 60_000 }),
    async ticks(times = 2) {
      for (let n = 0; n < times; n++) {
        const before = await text('.clock');
        await expect.poll(() => text('.clock')).not.toBe(before);
      }
    },
  };
}

/** A queue of the fixture. */
export const fixtureQueue = (id: string): Board['queues'][number] =>
  boardFixture().queues.find((queue) => queue.id === id) as Board['queues'][number];

/** Its state as a delta carries it, changed. */
export const queueStateOf = (id: string, change: Partial<QueueState> = {}): QueueState => {
  const { windows: _, ...rest } = fixtureQueue(id);
  return { ...rest, ...change };
};
