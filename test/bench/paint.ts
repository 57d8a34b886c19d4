/**
 * What a large delta costs a wall: script, style and layout in a real browser on a machine four times slower, beside the bare work of the same
 * page without a framework (read the same text, write as many cells).
 */
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Board } from '../../shared/board.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import type { Put } from '../../shared/protocol/delta.ts';
import { toIso } from '../../shared/time.ts';
import { boardFixture } from '../support/board-fixture.ts';
import { sized, variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import { type Answer, startWallServer } from '../support/wall-server.ts';
import { type Bench, type Figure, median, percentile } from './figure.ts';

const THROTTLE = 4;
const DELTAS = 120;
const WARM_UP = 20;
const QUEUES = 40;
const AGENTS = 200;
const BAR_MS = 16;
/** Deltas come no faster. */
const TICK_MS = 250;
const STATES = ['available', 'talking', 'acw', 'break', 'ringing'] as const;

/** Rows that differ from those before: counts, instants, states and every window. */
export function deltaOf(board: Board, n: number, now: number): Put {
  const queues = board.queues.slice(0, QUEUES).map(({ windows: _, ...queue }, i) => ({
    ...queue,
    waiting: (n + i) % 17,
    oldestWaitingSince: toIso(now - ((n * 7 + i * 11) % 600) * 1000),
    inConversation: (n * 3 + i) % 30,
  }));
  const metrics = (i: number) => ({
    offered: 400 + n + i,
    answered: 300 + n,
    abandoned: n % 50,
    service_level: ((n * 13 + i) % 100) / 100,
    asa_ms: 1000 * n,
  });
  const queueWindows = board.queues.slice(0, QUEUES).map(({ id, windows }, i) => {
    const changed = { metrics: { ...windows.day.metrics, ...metrics(i) } };
    return { id, windows: { day: changed, shift: changed, interval: changed, rolling30: changed } };
  });
  const agents = board.agents.slice(0, AGENTS).map(({ windows: _, ...agent }, i) => ({
    ...agent,
    state: STATES[(n + i) % STATES.length] ?? 'available',
    since: toIso(now - ((n * 5 + i) % 900) * 1000),
    reason: null,
    contact: null,
  }));
  return { queues, queueWindows, agents };
}

const BUSY = ['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'] as const;

async function busyMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.filter(({ name }) => (BUSY as readonly string[]).includes(name)).reduce((sum, { value }) => sum + value, 0);
}

const painted = (page: Page) =>
  page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));

/** What `work` makes the page do, in ms, for each of many times. */
async function measure(page: Page, work: (n: number) => unknown): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  const cost: number[] = [];
  for (let n = -WARM_UP; n < DELTAS; n++) {
    await painted(page);
    const idle = await busyMs(session);
    await painted(page);
    const before = await busyMs(session);
    await work(n + WARM_UP);
    await painted(page);
    // Waiting for a frame costs a little script itself.
    if (n >= 0) cost.push(await busyMs(session).then((after) => after - before - (before - idle)));
  }
  await session.detach();
  return cost;
}

/** The least that any page must do: read the text, write a cell for each figure. */
async function bare(page: Page, texts: (n: number) => string): Promise<number[]> {
  await page.setContent(`<table>${'<tr><td></td><td></td><td></td><td></td></tr>'.repeat(QUEUES + AGENTS)}</table>`);
  await page.evaluate(() => {
    const cells = [...document.querySelectorAll('td')];
    const lookUp = window as unknown as { take: (text: string) => void };
    lookUp.take = (text) => {
      const { put } = JSON.parse(text) as { put: Record<'queues' | 'agents', Record<string, unknown>[]> };
      const values = [
        ...put.queues.flatMap((row) => [row['id'], row['waiting'], row['oldestWaitingSince'], row['inConversation']]),
        ...put.agents.flatMap((row) => [row['id'], row['state'], row['since'], row['name']]),
      ];
      for (const [i, cell] of cells.entries()) cell.textContent = String(values[i]);
    };
  });
  return measure(page, (n) => page.evaluate((text) => (window as unknown as { take: (text: string) => void }).take(text), texts(n)));
}

/** The paths of the pages and the boards that came with the install. */
function answers(): Answer {
  const others = reviewAnswers('he');
  return (path, query, body) => {
    const ready = READY_MADE.find(({ id }) => path === `/api/v1/boards/${id}`);
    return ready === undefined ? others(path, query, body) : { body: { id: ready.id, version: 1, layout: ready.layout } };
  };
}

/** A floor of the largest size: what a delta costs it, and how soon it is there. */
async function largest(browser: Browser): Promise<Figure[]> {
  const board = sized(boardFixture(), { queues: 300, agents: 2000, teams: 40 });
  const server = await startWallServer(join(root, 'dist/client'), board, answers(), false);
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const begun = performance.now();
    await page.goto(`${server.url}/tv/overview`);
    await page.waitForSelector('[data-agent]');
    const there = performance.now() - begun;
    const cost = await measure(page, (n) => server.put(deltaOf(board, n, server.now())));
    const p95 = percentile(cost, 0.95);
    await page.close();
    return [
      {
        what: `the same on a floor of 300 queues and 2,000 agents, ${THROTTLE} × slower`,
        ours: `p95 ${p95.toFixed(1)} ms, median ${median(cost).toFixed(1)} ms`,
        reference: `there after ${there.toFixed(0)} ms (not slowed)`,
        value: p95,
        bar: { atMost: TICK_MS },
        unit: 'ms',
      },
    ];
  } finally {
    await server.close();
  }
}

export const paint: Bench = {
  name: 'paint',
  async run() {
    const board = variantBoard('vast');
    const server = await startWallServer(join(root, 'dist/client'), board, answers(), false);
    const browser = await launchBrowser();
    const figures: Figure[] = [];
    try {
      const textOf = (n: number) =>
        JSON.stringify({ type: 'delta', epoch: 'bare', from: n, to: n + 1, put: deltaOf(board, n, server.now()), del: {} });
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
      const reference = await bare(page, textOf);
      for (const path of ['/', '/tv/overview', '/tv/agents']) {
        await page.goto(server.url + path);
        await page.waitForSelector('[data-freshness="live"]');
        const cost = await measure(page, (n) => server.put(deltaOf(board, n, server.now())));
        const p95 = percentile(cost, 0.95);
        figures.push({
          what: `a delta of ${QUEUES} queues and ${AGENTS} agents at ${path}, ${THROTTLE} × slower`,
          ours: `p95 ${p95.toFixed(1)} ms, median ${median(cost).toFixed(1)} ms`,
          reference: `bare page p95 ${percentile(reference, 0.95).toFixed(1)} ms, median ${median(reference).toFixed(1)} ms`,
          value: p95,
          bar: { atMost: BAR_MS },
          unit: 'ms',
        });
      }
      figures.push(...(await largest(browser)));
    } finally {
      await browser.close();
      await server.close();
    }
    return figures;
  },
};
