import { expect, test } from 'vitest';
import type { FlushRows, StayRow } from '../../../server/engine/rows.ts';
import { Days } from '../../../server/sources/simulator/days.ts';
import { incidentOf } from '../../../server/sources/simulator/incident.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { boundsOf, foldOf, planOf, tell } from './told.ts';

function fold(query: string, day: string) {
  return foldOf(planOf(query), day);
}

function serviceLevel(stays: readonly StayRow[]): number {
  const answered = stays.filter((stay) => stay.outcome === 'answered' && stay.inTarget).length;
  return answered / stays.filter((stay) => !stay.short).length;
}

function occupancy(rows: FlushRows, from: number, to: number): number {
  let busy = 0;
  let staffed = 0;
  for (const { startAt, components } of rows.agentIntervals) {
    if (startAt < from || startAt >= to) continue;
    const work = components.talkMs + components.holdMs + components.acwMs;
    busy += work;
    staffed += work + components.availableMs + components.ringingMs;
  }
  return busy / staffed;
}

/** One Sunday to Saturday over several seeds. */
const days = ['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'].map(
  (day, i) => [day, i + 1] as const,
);

for (const [day, seed] of days) {
  test(`${day}, seed ${seed}: a day as a service centre has it`, () => {
    const rows = fold(`seed=${seed}`, day);
    expect(rows.anomalies).toEqual([]);
    const hour = (of: number) => boundsOf(day).startsAt + (of - 3) * HOUR_MS;
    const abandoned = rows.stays.filter((stay) => stay.outcome === 'abandoned').length / rows.stays.length;
    expect(abandoned).toBeGreaterThan(0.02);
    expect(abandoned).toBeLessThan(0.12);
    expect(occupancy(rows, hour(8), hour(20))).toBeGreaterThan(0.55);
    expect(occupancy(rows, hour(8), hour(20))).toBeLessThan(0.9);
    const hours = Array.from({ length: 14 }, (_, i) => rows.stays.filter((stay) => stay.offeredAt >= hour(7 + i) && stay.offeredAt < hour(8 + i)));
    const good = hours.map(serviceLevel).filter((level) => level >= 0.6);
    expect(good.length).toBeGreaterThanOrEqual(11);
    const inTrouble = halfHoursInTrouble(rows, hour(7));
    expect(inTrouble, 'a queue is in trouble now and then').toBeGreaterThanOrEqual(1);
    expect(inTrouble).toBeLessThanOrEqual(50);
  });
}

/** Half-hours of a queue with five calls or more, of which less than half were answered in time. */
function halfHoursInTrouble(rows: FlushRows, from: number): number {
  const groups = new Map<string, StayRow[]>();
  for (const stay of rows.stays) {
    const key = `${stay.queueId} ${Math.floor((stay.offeredAt - from) / (HOUR_MS / 2))}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [stay]);
    else group.push(stay);
  }
  return [...groups.values()].filter((stays) => stays.length >= 5 && serviceLevel(stays) < 0.5).length;
}

test('transfers, holds, vain rings, both kinds of wrap-up and broken breaks are all there', () => {
  const { stays, timelines } = fold('seed=1', '2026-11-18');
  const pauses = timelines.flatMap((timeline) => timeline.pauses);
  const some = (pick: (stay: StayRow) => boolean) => stays.filter(pick).length;
  expect(some((stay) => stay.transferredBlind > 0)).toBeGreaterThan(20);
  expect(some((stay) => stay.transferredWarm > 0)).toBeGreaterThan(10);
  expect(some((stay) => stay.holdMs > 0)).toBeGreaterThan(150);
  expect(some((stay) => stay.ringNoAnswer > 0)).toBeGreaterThan(10);
  expect(some((stay) => stay.acwSource === 'derived')).toBeGreaterThan(300);
  expect(some((stay) => stay.acwSource === 'event')).toBeGreaterThan(300);
  const lengths = pauses.filter((pause) => pause.endedAt !== null).map((pause) => (pause.endedAt as number) - pause.startedAt);
  const kept = lengths.filter((length) => length <= HOUR_MS / 4).length / lengths.length;
  expect(kept).toBeGreaterThan(0.6);
  expect(kept).toBeLessThan(0.9);
  expect(new Set(pauses.map((pause) => pause.reason)).size).toBeGreaterThanOrEqual(4);
});

test('whoever comes in any minute, of the night too, meets a floor that lives: nine agents, most of them talking, now and then a line', () => {
  const plan = planOf();
  const { startsAt, endsAt } = boundsOf('2026-11-18');
  const days = new Days(plan, '2026-11-18');
  const quarters = new Map<number, number>();
  let talking = 0;
  let still = 0;
  for (let at = startsAt + MINUTE_MS; at < endsAt; at += MINUTE_MS) {
    let told = 0;
    for (let facts = days.take(at, 1000); facts.length > 0; facts = days.take(at, 1000)) told += facts.length;
    const floor = days.snapshot(at);
    const quarter = Math.floor((at - startsAt) / (15 * MINUTE_MS));
    still = told === 0 ? still + 1 : 0;
    expect(still, 'minutes in a row in which nothing happens').toBeLessThan(3);
    expect(floor.agents.length).toBeGreaterThanOrEqual(8);
    talking += (floor.talking?.length ?? 0) / floor.agents.length;
    quarters.set(quarter, Math.max(quarters.get(quarter) ?? 0, floor.waiting.length));
  }
  expect(talking / ((endsAt - startsAt) / MINUTE_MS)).toBeGreaterThan(0.5);
  const lines = [...quarters.values()];
  expect(lines.filter((most) => most > 0).length / lines.length).toBeGreaterThan(0.7);
  expect(lines.slice(0, 16).filter((most) => most >= 2).length, 'quarters from 03:00 to 07:00 in which several wait').toBeGreaterThanOrEqual(5);
});

test('each day has one incident: the queues of one team are called by many more, or the outsourced site cannot be reached', () => {
  const kinds = new Set<string>();
  for (const [day] of days) {
    const plan = planOf();
    const { startsAt } = boundsOf(day);
    const { kind, queues, from, to } = incidentOf(plan, day, startsAt);
    kinds.add(kind);
    const teams = new Set(queues.map((queue) => plan.queues[queue]?.team));
    expect(teams.size).toBe(1);
    const ids = new Set(queues.map((queue) => plan.queues[queue]?.id));
    const told = tell(plan, day);
    const calls = (since: number, until: number) =>
      told.filter(
        ({ type, data, sourceTime }) =>
          type === 'cc.contact.queued.v1' && data.reason === 'new' && ids.has(data.queueId) && sourceTime >= since && sourceTime < until,
      ).length;
    if (kind === 'flood') {
      expect(calls(from, to) / calls(from - (to - from), from), day).toBeGreaterThan(1.6);
      continue;
    }
    // Who was in the menu when it failed still comes through.
    expect(calls(from + MINUTE_MS, to), day).toBe(0);
    const cut = told.filter(
      ({ type, data, sourceTime }) => type === 'cc.contact.ended.v1' && data.by === 'system' && sourceTime === Math.round(from),
    );
    expect(cut.length, day).toBeGreaterThan(0);
  }
  expect([...kinds].sort()).toEqual(['flood', 'trunk']);
});
