import { beforeEach, expect, test } from 'vitest';
import { type Flush, readFlushPosition, writeFlush } from '../../../db/flush.ts';
import { readMarkedDays } from '../../../db/marked-days.ts';
import { writeShiftsOfDay } from '../../../db/shifts.ts';
import type { FlushRows, QueueSettingRow } from '../../../server/engine/rows.ts';
import { SERVICE_LEVEL_FORMULAS, type ServiceLevelFormula } from '../../../shared/events/system.ts';
import { emptyAgentComponents, emptyStayComponents } from '../../../shared/metrics/components.ts';
import { serviceLevel } from '../../../shared/metrics/service-level.ts';
import { useDatabase } from '../../support/postgres.ts';
import { ANSWERED } from '../../support/rows.ts';

const db = useDatabase();
beforeEach(() => db.empty());

const START = Date.UTC(2026, 10, 17, 8);
const at = (ms: number) => START + ms;

const counted = { ...ANSWERED, offeredAt: at(1), exitAt: at(20_001), answeredAt: at(20_001) };

const stay = (segmentId: string, more: Partial<FlushRows['stays'][number]> = {}): FlushRows['stays'][number] => ({
  ...counted,
  source: 'pbx1',
  contactId: 'c1',
  segmentId,
  queueId: 'sales',
  channel: 'voice',
  agentId: 'PJSIP/100',
  endedBy: null,
  ...more,
});

const empty: FlushRows = {
  position: 0,
  contacts: [],
  stays: [],
  removedStays: [],
  timelines: [],
  queueIntervals: [],
  floorIntervals: [],
  agentIntervals: [],
  gaps: [],
  queueSettings: [],
  markedDays: [],
};

// The engine's rows and the tables meet here: what the fold hands over is what the store takes.
const write = (rows: Partial<FlushRows>) => {
  const flush: Flush = { ...empty, ...rows };
  return db.database.transaction((tx) => writeFlush(tx, flush));
};

const spansOf = () => db.sql`select agent_id, state, round(date_part('epoch', started_at) * 1000 - ${START}::float8) as from,
  round(date_part('epoch', ended_at) * 1000 - ${START}::float8) as to from agent_span order by agent_id, started_at`;

test('more rows than one statement takes are all written, of each key the last', async () => {
  const many = Array.from({ length: 41_000 }, (_, n) => stay(`s${n}`));
  await write({ position: 1, stays: [...many, stay('s0', { queueId: 'support' })] });
  expect(await db.sql`select queue_id, count(*)::int as n from queue_stay group by 1 order by 1`).toEqual([
    { queue_id: 'sales', n: 40_999 },
    { queue_id: 'support', n: 1 },
  ]);
});

test('a flush is written with the position it stands for', async () => {
  expect(await readFlushPosition(db.sql)).toBe(0);
  await write({ position: 42, stays: [stay('s1'), stay('s2', { queueId: 'support', waitMs: null, overStatutory: true })] });
  expect(await readFlushPosition(db.sql)).toBe(42);
  const rows = await db.sql`select segment_id, queue_id, wait_ms::int, over_statutory, short, in_target,
    round(date_part('epoch', offered_at) * 1000 - ${START}::float8) as offered from queue_stay order by segment_id`;
  expect(rows).toEqual([
    { segment_id: 's1', queue_id: 'sales', wait_ms: 20_000, over_statutory: null, short: false, in_target: true, offered: 1 },
    { segment_id: 's2', queue_id: 'support', wait_ms: null, over_statutory: true, short: false, in_target: true, offered: 1 },
  ]);
});

test('a flush that fails leaves nothing', async () => {
  await expect(write({ position: 7, stays: [stay('s1')], gaps: [{ source: 'pbx1', from: Number.NaN, to: null, reason: '' }] })).rejects.toThrow();
  expect(await readFlushPosition(db.sql)).toBe(0);
  expect(await db.sql`select from queue_stay`).toHaveLength(0);
});

test('written twice is written once, and the later value stands', async () => {
  const contact: FlushRows['contacts'][number] = {
    ...counted,
    source: 'pbx1',
    contactId: 'c1',
    channel: 'voice',
    direction: 'inbound',
    firstQueueId: 'sales',
    startedAt: null,
    stays: 1,
  };
  const rows: Partial<FlushRows> = {
    position: 1,
    contacts: [contact],
    stays: [stay('s1'), stay('s1', { talkMs: 5 })],
    queueIntervals: [{ queueId: 'sales', startAt: START, components: { ...emptyStayComponents(), offered: 1, open: 1 } }],
    floorIntervals: [{ startAt: START, components: { ...emptyStayComponents(), offered: 1, open: 1 } }],
    agentIntervals: [{ agentId: 'a', startAt: START, components: { ...emptyAgentComponents(), breakMs: 5, breakMsByReason: { צהריים: 5 } } }],
    gaps: [{ source: 'pbx1', from: START, to: null, reason: 'connection lost' }],
    markedDays: ['2026-11-16', '2026-11-16'],
  };
  await write(rows);
  await write(rows);
  await write({
    position: 2,
    stays: [stay('s1', { talkMs: 90_000, handled: true, endedAt: at(110_001) })],
    queueIntervals: [{ queueId: 'sales', startAt: START, components: { ...emptyStayComponents(), offered: 1, answered: 1, waitMsMax: 20_000 } }],
    gaps: [{ source: 'pbx1', from: START, to: at(5), reason: 'connection lost' }],
  });
  expect(await db.sql`select handled, talk_ms::int from queue_stay`).toEqual([{ handled: true, talk_ms: 90_000 }]);
  expect(
    await db.sql`select offered, answered, open, wait_ms_max::int, array_length(wait_histogram, 1) as bins, revision from queue_interval`,
  ).toEqual([{ offered: 1, answered: 1, open: 0, wait_ms_max: 20_000, bins: emptyStayComponents().waitHistogram.length, revision: 0 }]);
  expect(await db.sql`select break_ms_by_reason from agent_interval`).toEqual([{ break_ms_by_reason: { צהריים: 5 } }]);
  expect(await db.sql`select to_at is null as open from gap`).toEqual([{ open: false }]);
  expect(await db.sql`select count(*)::int as n from contact`).toEqual([{ n: 1 }]);
  expect(await readMarkedDays(db.sql)).toEqual(['2026-11-16']);
});

test('a recount keeps its revision through the flushes after it', async () => {
  const row = { queueId: 'sales', startAt: START, components: emptyStayComponents() };
  await write({ queueIntervals: [row] });
  await db.sql`update queue_interval set revision = 3`;
  await write({ queueIntervals: [row] });
  expect(await db.sql`select revision from queue_interval`).toEqual([{ revision: 3 }]);
});

test('a stay that became void goes, even if it comes back in the same flush', async () => {
  await write({ stays: [stay('s1'), stay('s2')] });
  await write({ removedStays: ['s1', 's2'].map((segmentId) => ({ source: 'pbx1', contactId: 'c1', segmentId })), stays: [stay('s2')] });
  expect(await db.sql`select segment_id from queue_stay`).toEqual([{ segment_id: 's2' }]);
});

test("an agent's timeline is replaced from its instant on, and nobody else's", async () => {
  const span = (agentId: string, from: number, to: number | null, state: 'available' | 'talking' | 'break') => ({
    agentId,
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
    state,
    reason: null,
    source: 'pbx1',
    contactId: null,
    queueId: null,
  });
  const pause = (from: number, to: number | null) => ({
    agentId: 'a',
    queueId: 'sales',
    reason: 'צהריים',
    startedAt: at(from),
    endedAt: to === null ? null : at(to),
  });
  await write({
    timelines: [
      {
        agentId: 'a',
        from: START,
        pausesFrom: START,
        spans: [span('a', 0, 10, 'available'), span('a', 10, 20, 'talking'), span('a', 20, null, 'break')],
        pauses: [pause(11, 12), pause(20, null)],
      },
      { agentId: 'b', from: START, pausesFrom: START, spans: [span('b', 15, null, 'available')], pauses: [] },
    ],
  });
  await write({
    // The pause that ended at 12 is settled: it is not told again, though the span around it is.
    timelines: [
      {
        agentId: 'a',
        from: at(10),
        pausesFrom: at(15),
        spans: [span('a', 12, 30, 'talking'), span('a', 30, null, 'available')],
        pauses: [pause(25, 28)],
      },
    ],
  });
  expect(await spansOf()).toEqual([
    { agent_id: 'a', state: 'available', from: 0, to: 10 },
    { agent_id: 'a', state: 'talking', from: 12, to: 30 },
    { agent_id: 'a', state: 'available', from: 30, to: null },
    { agent_id: 'b', state: 'available', from: 15, to: null },
  ]);
  expect(await db.sql`select round(date_part('epoch', ended_at) * 1000)::float8 as ended from agent_pause order by 1`).toEqual([
    { ended: at(12) },
    { ended: at(28) },
  ]);
});

/** Section 5 of the metric definitions: O=105, N≤T=70, N>T=12, B≤T=10 (short 4), B>T=8, F=5. */
const SECTION_5 = {
  ...emptyStayComponents(),
  offered: 105,
  answered: 82,
  answeredInTarget: 70,
  abandoned: 18,
  abandonedShort: 4,
  abandonedInTarget: 10,
  leftOtherwise: 5,
};

test('the views use the formula that a queue had then, all eight as the wall derives them', async () => {
  const setting = (queueId: string, from: number, formula: ServiceLevelFormula, version = 1): QueueSettingRow => ({
    queueId,
    from,
    version,
    name: null,
    nameEn: null,
    channel: null,
    formula,
    targetMs: 20_000,
    serviceLevelTarget: 0.8,
    shortMs: 5000,
    wrapupAllowedMs: 30_000,
    site: null,
    group: null,
    hidden: false,
  });
  const HOUR = 3_600_000;
  await write({ queueSettings: [setting('sales', 0, '6'), setting('sales', START - HOUR, '8', 2)] });
  // The history of a queue is replaced whole, that of others stays.
  await write({
    queueSettings: [setting('*', 0, '4'), setting('sales', 0, '3'), setting('sales', START + HOUR, '1', 2)],
    queueIntervals: [START, START + HOUR].flatMap((startAt) => ['sales', 'other'].map((queueId) => ({ queueId, startAt, components: SECTION_5 }))),
  });
  const rows = await db.sql<Record<string, number>[]>`select * from v_queue_interval order by queue_id, start_at`;
  expect(rows.map((row) => [row['queue_id'], row['formula'], row['service_level']])).toEqual([
    ['other', '4', serviceLevel(SECTION_5, '4')],
    ['other', '4', serviceLevel(SECTION_5, '4')],
    ['sales', '3', serviceLevel(SECTION_5, '3')],
    ['sales', '1', serviceLevel(SECTION_5, '1')],
  ]);
  for (const formula of SERVICE_LEVEL_FORMULAS)
    expect(rows[0]?.[`service_level_${formula}`]).toBeCloseTo(serviceLevel(SECTION_5, formula) as number, 12);
});

test('the views derive what the wall derives, and null where there is nothing to divide by', async () => {
  const components = {
    ...SECTION_5,
    handled: 82,
    waitMsAnswered: 820_000,
    handledTalkMs: 8200,
    handledAcwMs: 820,
  };
  await write({
    queueIntervals: [
      { queueId: 'sales', startAt: START, components },
      { queueId: 'quiet', startAt: START, components: emptyStayComponents() },
    ],
    floorIntervals: [{ startAt: START, components }],
    agentIntervals: [
      { agentId: 'a', startAt: START, components: { ...emptyAgentComponents(), talkMs: 50, acwMs: 10, availableMs: 60, signedInMs: 240 } },
    ],
  });
  const [quiet, sales] =
    await db.sql`select service_level, service_level_1, service_level_2, service_level_3, service_level_4, abandon_rate, asa_ms, aht_ms
    from v_queue_interval order by queue_id`;
  expect(Object.values(quiet ?? {})).toEqual(new Array(8).fill(null));
  expect(Object.values(sales ?? {}).map((value) => Math.round(Number(value) * 1000) / 1000)).toEqual([
    0.693, 0.854, 0.737, 0.667, 0.762, 0.139, 10_000, 110,
  ]);
  expect(await db.sql`select occupancy, utilisation from v_agent_interval`).toEqual([{ occupancy: 0.5, utilisation: 0.25 }]);

  await db.database.transaction((tx) =>
    writeShiftsOfDay(tx, '2026-11-17', [
      { shift: 'morning', startAt: at(-3_600_000), endAt: at(7 * 3_600_000) },
      { shift: 'evening', startAt: at(7 * 3_600_000), endAt: at(15 * 3_600_000) },
    ]),
  );
  const shifts = await db.sql`select day::text, shift, queue_id, offered::int, round(service_level::numeric, 3)::float8 as level
    from v_shift where offered > 0 order by queue_id nulls first`;
  expect(shifts).toEqual([
    { day: '2026-11-17', shift: 'morning', queue_id: null, offered: 105, level: 0.693 },
    { day: '2026-11-17', shift: 'morning', queue_id: 'sales', offered: 105, level: 0.693 },
  ]);
  await db.database.transaction((tx) => writeShiftsOfDay(tx, '2026-11-17', [{ shift: 'night', startAt: at(0), endAt: at(900_000) }]));
  expect(await db.sql`select shift from shift_span`).toEqual([{ shift: 'night' }]);
});
