import { expect, test } from 'vitest';
import type { AgentRow, FloorRow, QueueRow } from '../../../shared/board.ts';
import type { Event } from '../../../shared/events/event.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { afterwards, factsOf } from '../../property/floor/floor.ts';
import { shuffled } from '../../property/floor/folds.ts';
import { seeded } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';
import { tablesOf } from '../golden/tables.ts';

/** Over the turn of the business day, so that a settled day lies behind the one on the wall. */
const START = Date.parse('2026-11-17T21:00:00Z');
const factsBy = (seed: number) =>
  factsOf({ seed, contacts: 25, agents: 4, queues: 2, startAt: START, spanMs: 7 * HOUR_MS, grainMs: 1, snapshots: 0 });

/** In any order within the horizon, and every third fact once more, somewhere behind. */
function disordered(events: readonly Event[], seed: number): Event[] {
  const random = seeded(seed);
  return shuffled(events, seed)
    .flatMap((event, place) => [{ event, place }, ...(random() < 0.33 ? [{ event, place: place + random() * 200 }] : [])])
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

async function played(seed: number, events: readonly Event[]): Promise<SteppedFloor> {
  const floor = await steppedFloor(START);
  await floor.live(events);
  await floor.at(afterwards(factsBy(seed)));
  await floor.app.core.flusher.flush({ checkpoint: true });
  return floor;
}

/** All rows but quarters in which nothing happened after all: a stay may be put into one until its entry is told. */
async function figuresOf(floor: SteppedFloor) {
  const isNothing = (row: string) => Object.values(JSON.parse(row) as object).every((value) => typeof value !== 'number' || value === 0);
  const tables = Object.entries(await tablesOf(floor));
  return Object.fromEntries(tables.map(([name, rows]) => [name, rows.filter((row) => !name.endsWith('_interval') || !isNothing(row))]));
}

type Board = { floor: FloorRow; queues: QueueRow[]; agents: AgentRow[] };

/** The board without the order of its rows. */
async function boardOf(floor: SteppedFloor): Promise<Board> {
  const { floor: row, queues, agents } = await floor.app.get<Board>('/api/v1/board');
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
  return { floor: row, queues: queues.sort(byId), agents: agents.sort(byId) };
}

test.each([7, 77])('facts in disorder and twice give the tables and the board of the facts in order (seed %d)', async (seed) => {
  const inOrder = factsBy(seed);
  const arrived = disordered(inOrder, seed);
  expect(arrived.length).toBeGreaterThan(inOrder.length * 1.2);
  const [first, second] = [await played(seed, inOrder), await played(seed, arrived)];
  expect(await first.sql`select day from marked_day`).toEqual([]);
  expect(await figuresOf(second)).toEqual(await figuresOf(first));
  const { floor, queues, agents } = await boardOf(second);
  const expected = await boardOf(first);
  expect([floor.windows, floor.curve]).toEqual([expected.floor.windows, expected.floor.curve]);
  expect(queues.map(({ windows }) => windows)).toEqual(expected.queues.map(({ windows }) => windows));
  expect(agents.map(({ id, state, windows }) => [id, state, windows])).toEqual(expected.agents.map(({ id, state, windows }) => [id, state, windows]));
});

test.each([7, 77])(
  'settled quarters in the database add up to the day on the wall, and are the count over its stays and spans (seed %d)',
  async (seed) => {
    const floor = await played(seed, factsBy(seed));
    const { sql } = floor;
    const { floor: row, queues, agents } = await boardOf(floor);
    const [from, to] = [row.period.dayStartsAt, row.period.dayEndsAt];
    expect(await sql`select min(start_at) < ${from} as before, max(start_at) >= ${from} as behind from floor_interval`).toEqual([
      { before: true, behind: true },
    ]);

    const quarters = await sql`select queue_id as id, sum(offered)::int as offered, sum(answered)::int as answered,
    sum(answered_in_target)::int as "answeredInTarget", sum(abandoned)::int as abandoned, sum(open)::int as open,
    sum(handled)::int as handled, sum(wait_ms_answered)::float8 as "waitMsAnswered", sum(handled_talk_ms)::float8 as "handledTalkMs",
    sum(handled_acw_ms)::float8 as "handledAcwMs", sum(ring_no_answer)::int as "ringNoAnswer", sum(first_responses)::int as "firstResponses"
    from queue_interval where start_at >= ${from} and start_at < ${to} group by 1 order by 1`;
    const stays = await sql`select queue_id as id, count(*)::int as offered, count(*) filter (where outcome = 'answered')::int as answered,
    count(*) filter (where outcome = 'answered' and wait_ms <= target_ms)::int as "answeredInTarget",
    count(*) filter (where outcome = 'abandoned')::int as abandoned, count(*) filter (where outcome = 'open')::int as open,
    count(*) filter (where handled)::int as handled,
    coalesce(sum(wait_ms) filter (where outcome = 'answered'), 0)::float8 as "waitMsAnswered",
    coalesce(sum(talk_ms) filter (where handled), 0)::float8 as "handledTalkMs",
    coalesce(sum(acw_ms) filter (where handled), 0)::float8 as "handledAcwMs", sum(ring_no_answer)::int as "ringNoAnswer",
    sum(first_responses)::int as "firstResponses"
    from queue_stay where offered_at >= ${from} and offered_at < ${to} group by 1 order by 1`;
    expect(quarters.length).toBeGreaterThan(2);
    expect([...quarters]).toEqual([...stays]);
    for (const quarter of quarters) expect(queues.find(({ id }) => id === quarter['id'])?.windows.day.components).toMatchObject(without(quarter));

    const times = await sql`select agent_id as id, sum(signed_in_ms)::float8 as "signedInMs", sum(talk_ms)::float8 as "talkMs",
    sum(acw_ms)::float8 as "acwMs", sum(break_ms)::float8 as "breakMs", sum(available_ms)::float8 as "availableMs"
    from agent_interval where start_at >= ${from} and start_at < ${to} group by 1 having sum(signed_in_ms) > 0 order by 1`;
    const now = new Date(floor.clock.now()).toISOString();
    const spans = await sql`select id, sum(ms)::float8 as "signedInMs", coalesce(sum(ms) filter (where state = 'talking'), 0)::float8 as "talkMs",
    coalesce(sum(ms) filter (where state = 'acw'), 0)::float8 as "acwMs", coalesce(sum(ms) filter (where state = 'break'), 0)::float8 as "breakMs",
    coalesce(sum(ms) filter (where state = 'available'), 0)::float8 as "availableMs"
    from (select agent_id as id, state, round(extract(epoch from
      least(coalesce(ended_at, ${now}::timestamptz), ${now}::timestamptz) - greatest(started_at, ${from}::timestamptz)) * 1000) as ms
      from agent_span where coalesce(ended_at, ${now}::timestamptz) > ${from}::timestamptz) as clipped group by 1 order by 1`;
    expect(times.length).toBeGreaterThan(2);
    expect([...times]).toEqual([...spans]);
    for (const time of times) expect(agents.find(({ id }) => id === time['id'])?.windows.day.components).toMatchObject(without(time));
  },
);

function without({ id: _, ...sums }: Record<string, unknown>): Record<string, unknown> {
  return sums;
}
