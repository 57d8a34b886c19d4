/**
 * Honesty of the figures: a floor that is exactly M/M/n+M, told by the simulator and counted by the real fold, comes to what queueing theory says.
 * Batch means: each hour after the first of a day is a batch, its figure a ratio of sums; two-sided confidence of 99 % for each figure.
 */
import { expect, test } from 'vitest';
import { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import { Days, floorCalendar } from '../../server/sources/simulator/days.ts';
import { readOptions } from '../../server/sources/simulator/options.ts';
import { type FloorPlan, planFloor } from '../../server/sources/simulator/plan.ts';
import { settingsFacts } from '../../server/sources/simulator/settings.ts';
import { addDays, dayBounds } from '../../shared/calendar.ts';
import type { Event } from '../../shared/events/event.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { erlangA } from '../support/erlang-a.ts';

const TIMEOUT_MS = 600_000;
const TARGET_SECONDS = 20;
const TALK_SECONDS = 60;
const PATIENCE_SECONDS = 120;
const AGENTS = 50;
/** Of a normal distribution; with 150 batches and more Student's is the same to two per cent. */
const QUANTILE_99 = 2.58;

type Batch = Record<'offered' | 'answered' | 'inTarget' | 'abandoned' | 'waitMsAnswered' | 'waitMsAbandoned' | 'busyMs' | 'signedInMs', number>;

function planOf(perHour: number): FloorPlan {
  const query = `model=erlang-a&agents=${AGENTS}&contactsPerHour=${perHour}&talkSeconds=${TALK_SECONDS}&patienceSeconds=${PATIENCE_SECONDS}`;
  const options = readOptions(new URL(`simulator://erlang?${query}`));
  if (!options.ok) throw new Error(options.error);
  return planFloor(options.value);
}

/** One day through the fold, settled as a start does it: its first hour, in which the floor fills, is left out. */
function batchesOf(plan: FloorPlan, day: string): Batch[] {
  const { startsAt, endsAt } = dayBounds(day, floorCalendar(plan.options.timezone));
  const engine = new Engine();
  let position = 0;
  const apply = (fact: { sourceTime: number }) => engine.apply({ ...fact, source: 'erlang', at: fact.sourceTime } as unknown as Event, ++position);
  settingsFacts(plan, startsAt).forEach(apply);
  const days = new Days(plan, day);
  for (let facts = days.take(endsAt - 1, 1000); facts.length > 0; facts = days.take(endsAt - 1, 1000)) facts.forEach(apply);
  engine.settle();
  engine.advance(endsAt);
  const rows = takeFlush(engine.state);
  expect(engine.state.anomalies.size).toBe(0);
  const hours = Math.round((endsAt - startsAt) / HOUR_MS);
  const batches = Array.from({ length: hours }, (): Batch => {
    return { offered: 0, answered: 0, inTarget: 0, abandoned: 0, waitMsAnswered: 0, waitMsAbandoned: 0, busyMs: 0, signedInMs: 0 };
  });
  const batchAt = (at: number) => batches[Math.floor((at - startsAt) / HOUR_MS)];
  for (const { startAt, components } of rows.queueIntervals) {
    const batch = batchAt(startAt);
    if (batch === undefined) continue;
    batch.offered += components.offered;
    batch.answered += components.answered;
    batch.inTarget += components.answeredInTarget;
    batch.abandoned += components.abandoned;
    batch.waitMsAnswered += components.waitMsAnswered;
    batch.waitMsAbandoned += components.waitMsAbandoned;
  }
  for (const { startAt, components } of rows.agentIntervals) {
    const batch = batchAt(startAt);
    if (batch === undefined) continue;
    batch.busyMs += components.talkMs;
    batch.signedInMs += components.talkMs + components.availableMs;
  }
  // Of the last quarter some still wait: they count nowhere yet.
  return batches.slice(1, -1);
}

/** A ratio of sums with half the width of its interval of confidence. */
function estimate(batches: readonly Batch[], above: (batch: Batch) => number, below: (batch: Batch) => number): { value: number; half: number } {
  const [ups, downs] = [batches.map(above), batches.map(below)];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const value = sum(ups) / sum(downs);
  const squares = ups.reduce((total, up, i) => total + (up - value * (downs[i] as number)) ** 2, 0);
  const k = batches.length;
  return { value, half: (QUANTILE_99 * Math.sqrt((squares * k) / (k - 1))) / sum(downs) };
}

for (const { name, perHour, days, atLeast, precision, ofPatience } of [
  { name: 'busy: 48 calls a minute', perHour: 2880, days: 8, atLeast: 500_000, precision: 0.08, ofPatience: 0.025 },
  { name: 'beyond what the agents can do: 60 calls a minute', perHour: 3600, days: 5, atLeast: 390_000, precision: 0.06, ofPatience: 0.0125 },
]) {
  test(
    `Erlang A through the fold, ${name}, 50 agents, 60 s of talk, 120 s of patience`,
    () => {
      const plan = planOf(perHour);
      const batches: Batch[] = [];
      for (let day = 0; day < days; day++) batches.push(...batchesOf(plan, addDays('2026-11-15', day)));
      const theory = erlangA({ lambda: perHour / 3600, talkSeconds: TALK_SECONDS, patienceSeconds: PATIENCE_SECONDS, agents: AGENTS });
      expect(batches.reduce((sum, { offered }) => sum + offered, 0)).toBeGreaterThan(atLeast);
      const figures = [
        [
          'ASA',
          theory.asaSeconds * 1000,
          estimate(
            batches,
            (b) => b.waitMsAnswered,
            (b) => b.answered,
          ),
        ],
        [
          'wait of all',
          theory.waitSeconds * 1000,
          estimate(
            batches,
            (b) => b.waitMsAnswered + b.waitMsAbandoned,
            (b) => b.offered,
          ),
        ],
        [
          'service level',
          theory.serviceLevel(TARGET_SECONDS),
          estimate(
            batches,
            (b) => b.inTarget,
            (b) => b.offered,
          ),
        ],
        [
          'abandonment',
          theory.abandoned,
          estimate(
            batches,
            (b) => b.abandoned,
            (b) => b.offered,
          ),
        ],
        [
          'occupancy',
          theory.occupancy,
          estimate(
            batches,
            (b) => b.busyMs,
            (b) => b.signedInMs,
          ),
        ],
        // Who waits leaves at the rate of patience: the sharpest of all, since the ups and downs of the queue are in both sums.
        [
          'patience',
          PATIENCE_SECONDS * 1000,
          estimate(
            batches,
            (b) => b.waitMsAnswered + b.waitMsAbandoned,
            (b) => b.abandoned,
          ),
        ],
      ] as const;
      const shown = figures.map(
        ([id, truth, { value, half }]) => `${id}: ${value.toPrecision(6)} ± ${half.toPrecision(2)}, theory ${truth.toPrecision(6)}`,
      );
      for (const [i, [id, truth, { value, half }]] of figures.entries()) {
        expect(Math.abs(value - truth), shown[i]).toBeLessThanOrEqual(half);
        // A test that is not sharp says nothing.
        expect(half / truth, id).toBeLessThan(id === 'patience' ? ofPatience : precision);
      }
    },
    TIMEOUT_MS,
  );
}
