/** A review reads the sums of whole quarters where it can; here it is held against the same figures from the stays and spans alone. */
import { expect, test } from 'vitest';
import { countAgents, reviewAgents } from '../../../db/review-agents.ts';
import { countStays, reviewStays } from '../../../db/reviews.ts';
import type { AgentComponents } from '../../../shared/metrics/components.ts';
import { DAY_MS, HOUR_MS, INTERVAL_MS, intervalStart, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { afterwards, factsOf } from '../../property/floor/floor.ts';
import { fact } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

/** Over the turn of the business day, so that settled quarters lie behind those that the fold still holds. */
const START = Date.parse('2026-11-17T21:00:00.000Z');
const SPAN_MS = 5 * HOUR_MS;

type Span = { readonly from: number; readonly to: number };
type Agents = Map<string, AgentComponents>;

/** As text, because the order of names is part of an answer; the answer itself puts the agents in theirs. */
const textOf = (agents: Agents) => [...agents].sort(([a], [b]) => (a < b ? -1 : 1)).map((entry) => JSON.stringify(entry));

async function bothWays({ sql, clock }: SteppedFloor, { from, to }: Span, agentIds?: readonly string[]): Promise<Agents> {
  const now = clock.now();
  const what = `${toIso(from)} to ${toIso(to)} at ${toIso(now)}`;
  const agents = await reviewAgents(sql, { from, to, now, flushedAt: now, agentIds });
  expect(textOf(agents), what).toEqual(textOf(await countAgents(sql, { from, to, now, agentIds })));
  const { queues, intervals } = await reviewStays(sql, { from, to, now });
  expect([queues, intervals], what).toEqual(await countStays(sql, { from, to, now }));
  return agents;
}

/** Spans of every kind: of whole quarters, beginning or ending within one, within one alone, up to what is still to come, and that alone. */
function spansAt(now: number): Span[] {
  const quarter = intervalStart(now);
  const odd = 7 * MINUTE_MS + 123;
  return [
    { from: START, to: START + 8 * HOUR_MS },
    { from: START - DAY_MS, to: START + DAY_MS },
    { from: START + HOUR_MS, to: quarter },
    { from: quarter - HOUR_MS, to: quarter + INTERVAL_MS },
    { from: START + odd, to: quarter },
    { from: START + HOUR_MS, to: now - odd },
    { from: START + HOUR_MS + odd, to: now + odd },
    { from: quarter - INTERVAL_MS, to: quarter - INTERVAL_MS + odd },
    { from: quarter - odd, to: quarter - MINUTE_MS },
    { from: quarter - odd, to: quarter + odd },
    { from: quarter, to: quarter + INTERVAL_MS },
    { from: now, to: now + HOUR_MS },
  ];
}

test.each([3, 33])(
  'agents and queues have the same figures from the sums of quarters as one by one, at any instant and for any span (seed %d)',
  async (seed) => {
    const events = factsOf({ seed, contacts: 60, agents: 5, queues: 2, startAt: START, spanMs: SPAN_MS, grainMs: 1, snapshots: 0 });
    const floor = await steppedFloor(START);
    const reasons = new Set<string>();
    let running = 0;
    let before = 0;
    for (const share of [0.4, 0.8, 1.5]) {
      const instant = START + share * SPAN_MS + 4 * MINUTE_MS + 321;
      const until = share > 1 ? Math.max(instant, afterwards(events)) : instant;
      await floor.live(events.filter(({ at }) => at >= before && at < until));
      await floor.at(until);
      before = until;
      for (const span of spansAt(until)) {
        for (const { breakMsByReason } of (await bothWays(floor, span)).values())
          for (const reason of Object.keys(breakMsByReason)) reasons.add(reason);
        await bothWays(floor, span, ['pbx-a0', 'crm-a1', 'nobody']);
      }
      running += (await floor.sql`select from agent_span where ended_at is null`).length;
    }
    expect(running).toBeGreaterThan(5);
    expect(reasons.size).toBeGreaterThan(1);
  },
);

const joined = (agentId: string, at: number, more: object = {}) =>
  fact('cc.agent.membership.v1', at, { agentId, queueId: 'q', joined: true, ...more });

type Review = { agents: { id: string; components: AgentComponents }[] };

test('a review in the middle of a quarter has the time up to now of agents of whom nothing is heard', async () => {
  const floor = await steppedFloor(START);
  const from = START + HOUR_MS;
  await floor.live([
    joined('a', START),
    joined('b', START + SECOND_MS, { paused: true, reason: 'lunch' }),
    joined('b', from + 20 * MINUTE_MS, { paused: true, reason: 'coaching' }),
    joined('c', from + 50 * MINUTE_MS),
  ]);
  // What was flushed of the running quarter is half a minute old.
  await floor.at(from + 98 * MINUTE_MS - 30 * SECOND_MS);
  await floor.at(from + 98 * MINUTE_MS);
  const { agents } = await floor.app.get<Review>(`/api/v1/reviews?from=${toIso(from)}&to=${toIso(from + 3 * HOUR_MS)}`);
  expect(agents.map(({ id, components }) => [id, components.availableMs, components.breakMsByReason])).toEqual([
    ['a', 98 * MINUTE_MS, {}],
    ['b', 0, { coaching: 78 * MINUTE_MS, lunch: 20 * MINUTE_MS }],
    ['c', 48 * MINUTE_MS, {}],
  ]);
});

test('a quarter that ended while the flush was being written is added up from its spans', async () => {
  const floor = await steppedFloor(START);
  await floor.live([joined('a', START), joined('b', START + SECOND_MS, { paused: true, reason: 'lunch' })]);
  const flushedAt = START + 44 * MINUTE_MS;
  await floor.at(flushedAt);
  const span = { from: START, to: START + 2 * HOUR_MS, now: START + 46 * MINUTE_MS };
  const agents = await reviewAgents(floor.sql, { ...span, flushedAt });
  expect(agents.get('a')?.availableMs).toBe(46 * MINUTE_MS);
  expect(textOf(agents)).toEqual(textOf(await countAgents(floor.sql, span)));
});

test('a span that has not begun has nobody in it', async () => {
  const floor = await steppedFloor(START);
  await floor.live([joined('a', START)]);
  await floor.at(START + HOUR_MS);
  const path = `/api/v1/reviews?from=${toIso(START + DAY_MS)}&to=${toIso(START + DAY_MS + HOUR_MS)}`;
  expect((await floor.app.get<Review>(path)).agents).toEqual([]);
});
