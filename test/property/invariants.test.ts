import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import { INTERVAL_MS } from '../../shared/time.ts';
import { afterwards, factsOf, plans } from './floor/floor.ts';
import { board, Fold, shuffled } from './floor/folds.ts';
import type { Tables } from './floor/tables.ts';

/** What must hold at every moment, whatever came and in whatever order: looked at while the facts arrive and at the end. */
const ratioIds = new Set([...STAY_METRICS, ...AGENT_METRICS].filter(({ unit }) => unit === 'ratio').map(({ id }) => id));

type Board = ReturnType<typeof board>;

function checkWindows(windows: Readonly<Record<string, { metrics: Readonly<Record<string, number | null>> }>>): number {
  let ratios = 0;
  for (const [name, { metrics }] of Object.entries(windows))
    for (const [id, value] of Object.entries(metrics)) {
      if (value === null) continue;
      expect(value, `${name} ${id}`).toBeGreaterThanOrEqual(0);
      if (!ratioIds.has(id)) continue;
      expect(value, `${name} ${id}`).toBeLessThanOrEqual(1);
      ratios++;
    }
  return ratios;
}

function checkBoard({ floor, queues, agents }: Board, now: number): number {
  let ratios = 0;
  for (const row of [floor, ...queues, ...agents]) ratios += checkWindows(row.windows);
  for (const { serviceLevel } of floor.curve) if (serviceLevel !== null) expect(serviceLevel >= 0 && serviceLevel <= 1).toBe(true);
  for (const row of agents) expect(Date.parse(row.since)).toBeLessThanOrEqual(now);
  return ratios;
}

function checkBalance(fold: Fold, now: number): void {
  for (const ledger of [...fold.state.queues.values(), fold.state.floor])
    for (const start of ledger.intervals()) {
      const sum = ledger.sum(start, start + INTERVAL_MS, now);
      expect(sum.offered).toBe(sum.answered + sum.abandoned + sum.leftOtherwise + sum.lost + sum.open);
      expect(sum.undecided).toBeLessThanOrEqual(sum.open);
      expect(sum.handled).toBeLessThanOrEqual(sum.answered);
      expect(sum.waitHistogram.reduce((all, count) => all + count, 0)).toBe(sum.answered);
      const { waitHistogram, ...sums } = sum;
      for (const [field, value] of [...Object.entries(sums), ...waitHistogram.entries()]) expect(value, String(field)).toBeGreaterThanOrEqual(0);
    }
}

function checkRows(tables: ReturnType<Tables['all']>): void {
  for (const { waitMs, talkMs, holdMs, acwMs, firstResponseWaitMs, offeredAt, exitAt } of [...tables.stays, ...tables.contacts]) {
    for (const ms of [waitMs, talkMs, holdMs, acwMs, firstResponseWaitMs]) expect(ms ?? 0).toBeGreaterThanOrEqual(0);
    if (exitAt !== null && waitMs !== null) expect(exitAt === offeredAt || exitAt >= offeredAt || waitMs === 0).toBe(true);
  }
  for (const [index, span] of tables.spans.entries()) {
    if (span.endedAt !== null) expect(span.endedAt).toBeGreaterThan(span.startedAt);
    const next = tables.spans[index + 1];
    // One state at a time: of an agent only her last span may be open, and none begins before the one before it has ended.
    if (next?.agentId === span.agentId) expect(next.startedAt).toBeGreaterThanOrEqual(span.endedAt ?? Number.POSITIVE_INFINITY);
  }
  for (const pause of tables.pauses) if (pause.endedAt !== null) expect(pause.endedAt).toBeGreaterThanOrEqual(pause.startedAt);
  for (const { components } of tables.agentIntervals) {
    const { signedInMs, availableMs, ringingMs, talkMs, holdMs, acwMs, breakMs, busyMs, unknownMs, breakMsByReason } = components;
    expect(signedInMs).toBeLessThanOrEqual(INTERVAL_MS);
    expect(availableMs + ringingMs + talkMs + holdMs + acwMs + breakMs + busyMs + unknownMs).toBe(signedInMs);
    expect(Object.values(breakMsByReason).reduce((sum, ms) => sum + ms, 0)).toBe(breakMs);
  }
}

test('every interval balances, no time is negative, ratios of queues, floor and agents lie in 0…1, agents are in one state at a time', () => {
  let ratios = 0;
  fc.assert(
    fc.property(plans(), fc.option(fc.nat()), fc.integer({ min: 15, max: 60 }), (plan, disorder, lookEvery) => {
      const inOrder = factsOf(plan);
      const events = disorder === null ? inOrder : shuffled(inOrder, disorder);
      const fold = new Fold();
      for (let from = 0; from < events.length; from += lookEvery) {
        fold.live(events.slice(from, from + lookEvery), lookEvery);
        checkBalance(fold, fold.state.now);
        ratios += checkBoard(board(fold.state), fold.state.now);
        checkRows(fold.tables.all());
      }
      const now = afterwards(inOrder);
      const end = fold.at(now);
      checkBalance(fold, now);
      ratios += checkBoard(end, now);
      checkRows(end);
    }),
    { numRuns: 60 },
  );
  expect(ratios).toBeGreaterThan(5000);
});
