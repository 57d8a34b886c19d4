/**
 * A week of a screen in minutes: a million deltas (`MOKED_TEST_SOAK_DELTAS`), pages that turn, lines that are cut, in a real browser. What the page holds at
 * the end is compared with what it held after the first hour of that week.
 */
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { Board } from '../../shared/board.ts';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { READY_MADE } from '../../shared/boards/ready-made.ts';
import type { Put } from '../../shared/protocol/delta.ts';
import { toIso } from '../../shared/time.ts';
import { variantBoard } from '../support/board-variants.ts';
import { launchBrowser } from '../support/browser.ts';
import { reviewAnswers } from '../support/review-fixture.ts';
import { root } from '../support/sources.ts';
import { startWallServer, type WallServer } from '../support/wall-server.ts';
import { count } from './figure.ts';
import type { SoakPart } from './soak-part.ts';

const DELTAS = Number(process.env['MOKED_TEST_SOAK_DELTAS'] ?? 1_000_000);
const HOURS = 7 * 24;
/** Deltas that are on their way at a time: the page must have read them before the next ones are sent. */
const BATCH = 100;
/** So many batches apart, a line is cut. */
const CUT_EVERY = 25;
const HEAP_SHARE = 1.2;
const ID = 'week';

/** The pages of all ready-made boards, one after the other. */
function layout(): BoardLayout {
  const pages = READY_MADE.flatMap(({ id, layout: { pages: own } }) =>
    own.map((page) => ({ ...page, id: `${id}-${page.id}`, widgets: page.widgets.map((widget) => ({ ...widget, id: `${id}-${widget.id}` })) })),
  );
  return { ...(READY_MADE[0] as (typeof READY_MADE)[number]).layout, pages };
}

/** What a second of a floor brings: a few rows, sometimes the windows, sometimes somebody who comes or goes. */
function deltaOf(board: Board, n: number, now: number): Put {
  const pick = <R>(rows: readonly R[], step: number): R => rows[(n * step) % rows.length] as R;
  const { windows, ...queue } = pick(board.queues, 7);
  const agents = [1, 3].map((step) => {
    const { windows: _, ...agent } = pick(board.agents, step);
    return {
      ...agent,
      state: (['available', 'talking', 'acw', 'break'] as const)[(n + step) % 4] ?? 'available',
      since: toIso(now - (n % 600) * 1000),
    };
  });
  const state = { ...queue, waiting: n % 23, oldestWaitingSince: n % 5 === 0 ? null : toIso(now - (n % 400) * 1000) };
  if (n % 10 !== 0) return { queues: [state], agents };
  const metrics = { ...windows.day.metrics, answered: n % 10_000, service_level: (n % 100) / 100 };
  const floor = { ...board.floor, waiting: n % 60, windows: { ...board.floor.windows, day: { metrics } } };
  return { queues: [state], agents, floor, queueWindows: [{ id: queue.id, windows: { ...windows, day: { metrics } } }] };
}

/** An alarm that comes every time under another id. */
function alarmOf(queue: string, n: number, now: number): AlarmRow {
  const at = toIso(now);
  return {
    id: `alarm-${n}`,
    rule: 'waiting',
    name: null,
    level: n % 2 === 0 ? 'warn' : 'critical',
    subject: { of: 'figure', metric: 'waiting', scope: { of: 'queue', id: queue }, window: null },
    side: 'above',
    limit: 10,
    value: 11,
    raisedAt: at,
    levelAt: at,
    noDataSince: null,
    acknowledged: null,
    sound: null,
  };
}

type Held = { readonly heapMb: number; readonly nodes: number; readonly listeners: number };

async function held(session: CDPSession): Promise<Held> {
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return { heapMb: of('JSHeapUsedSize') / 1024 / 1024, nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

/** Waits until the page shows the clock of its board going on: what was sent before has been read. */
const caughtUp = (page: Page) => page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))));

async function live(page: Page, server: WallServer, board: Board, session: CDPSession, say: (line: string) => void) {
  const pages = layout().pages.length;
  // Whole rounds of the pages, so that the same one is shown whenever it is measured, and each has been.
  const round = pages * BATCH;
  const wholeRounds = (deltas: number) => Math.max(2, Math.round(deltas / round)) * round;
  const [firstHour, all, told] = [wholeRounds(DELTAS / HOURS), wholeRounds(DELTAS), wholeRounds(DELTAS / 10)];
  let first: Held | null = null;
  let cuts = 0;
  let alarm: string | null = null;
  for (let n = 0; n < all; n += BATCH) {
    for (let i = 0; i < BATCH; i++) server.put(deltaOf(board, n + i, server.now()));
    const queue = board.queues[n % board.queues.length]?.id ?? '';
    const next = alarmOf(queue, n, server.now());
    server.put({ alarms: [next] }, alarm === null ? {} : { alarms: [alarm] });
    alarm = next.id;
    await caughtUp(page);
    await page.keyboard.press('ArrowLeft');
    if ((n / BATCH) % CUT_EVERY === CUT_EVERY - 1) {
      cuts++;
      server.drop(1001, true);
      await page.waitForSelector('[data-freshness="live"]', { timeout: 120_000 });
    }
    if (n + BATCH === firstHour) first = await held(session);
    if ((n + BATCH) % told === 0) say(`${count(n + BATCH)} deltas, ${(await held(session)).heapMb.toFixed(1)} MB`);
  }
  return { first: first as unknown as Held, last: await held(session), cuts, deltas: all };
}

export const week: SoakPart = {
  name: 'week',
  async run(say) {
    const board = variantBoard('vast');
    const others = reviewAnswers('he');
    const server = await startWallServer(join(root, 'dist/client'), board, (path, query, body) =>
      path === `/api/v1/boards/${ID}` ? { body: { id: ID, version: 1, layout: layout() } } : others(path, query, body),
    );
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      let loads = 0;
      page.on('load', () => loads++);
      await page.goto(`${server.url}/tv/${ID}`);
      await page.waitForSelector('.board-page');
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const { first, last, cuts, deltas } = await live(page, server, board, session, say);
      const faults = [...errors];
      if (loads !== 1) faults.push(`the page was loaded ${loads} times`);
      const compare = (what: string, was: number, is: number) => {
        if (!(is <= was * HEAP_SHARE)) faults.push(`${what}: ${is.toFixed(1)} at the end, ${was.toFixed(1)} after the first hour`);
      };
      compare('heap in MB', first.heapMb, last.heapMb);
      compare('nodes', first.nodes, last.nodes);
      compare('listeners', first.listeners, last.listeners);
      const figures = `${count(deltas)} deltas, ${count(deltas / BATCH)} pages turned, ${count(cuts)} lines cut: heap ${first.heapMb.toFixed(1)} → ${last.heapMb.toFixed(1)} MB (${(last.heapMb / first.heapMb).toFixed(2)} ×), nodes ${count(first.nodes)} → ${count(last.nodes)}`;
      return { figures, faults };
    } finally {
      await browser.close();
      await server.close();
    }
  },
};
