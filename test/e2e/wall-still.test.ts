/** What a change does not concern is left alone: nothing is written, drawn or asked for anew. The clock of the page stands, so that nothing ticks. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { AgentStateRow, Board } from '../../shared/board.ts';
import type { Put } from '../../shared/protocol/delta.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';
import { alarmsOfBoard } from '../support/alarms.ts';
import { boardAnswers } from '../support/board-answers.ts';
import { FIXTURE_NOW, fixtureNotice } from '../support/board-fixture.ts';
import { variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { root } from '../support/sources.ts';
import { hasHeard, openStanding } from '../support/standing-page.ts';
import { startWallServer, type WallServer } from '../support/wall-server.ts';

const answer = boardAnswers({ soFar: null, lastWeek: null, quarters: [] });

const limit = variantBoard('limit');
const BOARD: Board = { ...limit, alarms: alarmsOfBoard(limit), notices: [fixtureNotice(), fixtureNotice({ id: 'n2', urgent: true })] };
let browser: Browser;
let server: WallServer;
let page: Page;
let asked: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  server = await startWallServer(join(root, 'dist/client'), BOARD, answer, false);
  server.stand(FIXTURE_NOW);
  page = await openStanding(browser, FIXTURE_NOW);
  await page.addInitScript(countDrawings);
  asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  onTestFinished(async () => {
    await page.context().close();
    await server.close();
  });
});

type Counted = { drawn: number; written: string[] };

/** Runs in the page: each drawing of a chart begins with a clean canvas. */
function countDrawings(): void {
  const counted = window as unknown as Counted;
  counted.drawn = 0;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...sides) {
    if (this.canvas.closest('.chart-canvas') !== null) counted.drawn += 1;
    clearRect.apply(this, sides);
  };
}

async function open(path: string): Promise<void> {
  await page.goto(server.url + path);
  await page.waitForSelector('[data-freshness="live"]');
  await page.waitForSelector(path === '/' ? '.agent' : '.board-page');
  await page.waitForLoadState('networkidle');
  await page.clock.runFor(2 * SECOND_MS);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  // Far from the next full second, in which times go on.
  await page.clock.runFor(1.3 * SECOND_MS);
  asked.length = 0;
  await page.evaluate(() => {
    const counted = window as unknown as Counted;
    counted.drawn = 0;
    counted.written = [];
    const nameOf = (node: Node) => {
      const element = node instanceof Element ? node : node.parentElement;
      return `${element?.closest('[class]')?.className} in ${element?.closest('[data-queue], [data-agent], [data-widget], .segment, .figure')?.outerHTML.slice(0, 80)}`;
    };
    new MutationObserver((records) => {
      counted.written.push(...records.map(({ type, target }) => `${type} ${nameOf(target)}`));
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  });
}

/** Tells the page of a change and gives it its frames. @returns where it has written, and how many drawings it has made. */
async function told(put: Put): Promise<Counted> {
  server.put(put);
  await hasHeard(page, 'fixture-1', server.seq);
  await page.clock.runFor(40);
  return page.evaluate(() => {
    const { drawn, written } = window as unknown as Counted;
    (window as unknown as Counted).written = [];
    return { drawn, written };
  });
}

const statesOf = <R extends { windows: unknown }>(rows: readonly R[]): Omit<R, 'windows'>[] => rows.map(({ windows: _, ...row }) => row);
const windowsOf = <R extends { id: string; windows: unknown }>(rows: readonly R[]): Pick<R, 'id' | 'windows'>[] =>
  rows.map(({ id, windows }) => ({ id, windows }));

/** All that is known already, told once more. */
const AGAIN = JSON.parse(
  JSON.stringify({
    floor: BOARD.floor,
    queues: statesOf(BOARD.queues),
    queueWindows: windowsOf(BOARD.queues),
    agents: statesOf(BOARD.agents),
    agentWindows: windowsOf(BOARD.agents),
    sources: BOARD.sources,
    alarms: BOARD.alarms,
    notices: BOARD.notices,
  }),
) as Put;

test.each(['/', '/tv/overview', '/tv/trends', '/tv/people', '/tv/rest'])('what is known already changes nothing, %s', async (path) => {
  await open(path);
  expect(await told(AGAIN)).toEqual({ drawn: 0, written: [] });
  expect(asked).toEqual([]);
});

test.each(['/', '/tv/intraday', '/tv/trends'])('a chart is drawn for what is on it, and for nothing else, %s', async (path) => {
  await open(path);
  const { floor } = BOARD;
  for (let n = 0; n < 5; n++) {
    await told({
      floor: { ...floor, waiting: 30 + n, inConversation: n },
      queues: statesOf(BOARD.queues).map((queue) => ({ ...queue, waiting: n })),
    });
  }
  expect((await told({})).drawn).toBe(0);
  const gaps = [{ source: BOARD.sources[0]?.name ?? '', from: toIso(FIXTURE_NOW - 3600 * SECOND_MS), to: null }];
  expect((await told({ floor: { ...floor, gaps } })).drawn).toBeGreaterThan(0);
  expect(asked).toEqual([]);
});

test.each(['/', '/tv/overview', '/tv/rest'])('what is not shown writes nothing when it changes, %s', async (path) => {
  await open(path);
  expect((await told({ floor: { ...BOARD.floor, inConversation: 99 } })).written).toEqual([]);
});

test('of a queue whose counts have changed its own row is written, and of an agent who stays in her place her own line', async () => {
  await open('/');
  const queues = statesOf(BOARD.queues.filter(({ id }) => id === 'sales')).map((queue) => ({
    ...queue,
    inConversation: 99,
    agents: { ...queue.agents, signedIn: 31 },
  }));
  const ofQueue = (await told({ queues })).written;
  expect(ofQueue.filter((where) => !where.includes('data-queue="sales"'))).toEqual([]);
  expect(ofQueue.length).toBeGreaterThan(0);
  const [agent] = statesOf(BOARD.agents.filter(({ state }) => state === 'available'));
  const ofAgent = (await told({ agents: [{ ...agent, name: 'אחרת' } as AgentStateRow] })).written;
  expect(ofAgent.filter((where) => !where.includes(`data-agent="${agent?.id}"`))).toEqual([]);
  expect(ofAgent.length).toBeGreaterThan(0);
});
