import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AgentComponents, StayComponents } from '../../shared/metrics/components.ts';
import { INTERVAL_MS } from '../../shared/time.ts';
import { addUp, addUpAgent, countAgent, countStays } from './floor/counts.ts';
import { afterwards, factsOf, plans } from './floor/floor.ts';
import { Fold, shuffled } from './floor/folds.ts';

/**
 * The proof that settled quarters add up to the day: facts go the way of a server, which settles, flushes and forgets all the time, and what it
 * wrote is compared with what the wall shows and with a count over the stays and spans it wrote.
 */
const ways = fc.record({ plan: plans(), flushEvery: fc.integer({ min: 1, max: 30 }), disorder: fc.option(fc.nat()) });

type Way = { plan: Parameters<typeof factsOf>[0]; flushEvery: number; disorder: number | null };

function written({ plan, flushEvery, disorder }: Way) {
  const events = factsOf(plan);
  const now = afterwards(events);
  const shown = new Fold().live(disorder === null ? events : shuffled(events, disorder), flushEvery).at(now);
  return { now, shown };
}

type Shown = ReturnType<typeof written>['shown'];

function dayOf(shown: Shown): (at: number) => boolean {
  const { dayStartsAt, dayEndsAt } = shown.floor.period;
  return (at) => at >= Date.parse(dayStartsAt) && at < Date.parse(dayEndsAt);
}

test('quarters of queues and floor, as written, are the count over the stays written, and add up to the day on the wall', () => {
  let settled = 0;
  fc.assert(
    fc.property(ways, (way) => {
      const { now, shown } = written(way);
      const isToday = dayOf(shown);
      const compare = (rows: readonly { startAt: number; components: StayComponents }[], counted: Map<number, StayComponents>, day: unknown) => {
        expect(new Map(rows.map((row) => [row.startAt, row.components]))).toEqual(counted);
        expect(addUp(rows.filter((row) => isToday(row.startAt)).map((row) => row.components))).toEqual(day);
        settled += rows.filter((row) => row.startAt + 2 * INTERVAL_MS < now).length;
      };
      for (const queue of shown.queues) {
        const rows = shown.queueIntervals.filter((row) => row.queueId === queue.id);
        const stays = shown.stays.filter((stay) => stay.queueId === queue.id);
        compare(rows, countStays(stays, now), queue.windows.day.components);
      }
      compare(shown.floorIntervals, countStays(shown.contacts, now), shown.floor.windows.day.components);
    }),
    { numRuns: 200 },
  );
  expect(settled).toBeGreaterThan(1000);
});

test('quarters of agents, as written, are the count over the spans and stays written, and add up to the day on the wall', () => {
  let settled = 0;
  fc.assert(
    fc.property(ways, (way) => {
      const { now, shown } = written(way);
      const isToday = dayOf(shown);
      for (const agent of shown.agents) {
        const rows = shown.agentIntervals.filter((row) => row.agentId === agent.id);
        const hers = <R extends { agentId: string | null }>(list: readonly R[]) => list.filter((row) => row.agentId === agent.id);
        const counted = countAgent(hers(shown.spans), hers(shown.stays), now);
        const withoutMissed = rows.map(({ startAt, components }) => [startAt, { ...components, ringNoAnswer: 0 }] as const);
        expect(new Map(withoutMissed.filter(([, components]) => isSomething(components)))).toEqual(counted);
        expect(addUpAgent(rows.filter((row) => isToday(row.startAt)).map((row) => row.components))).toEqual(agent.windows.day.components);
        settled += rows.filter((row) => row.startAt + 2 * INTERVAL_MS < now).length;
      }
      // Whose phone it was that rang in vain only the agents' rows tell; that it did, the stays.
      const missed = (rows: readonly { ringNoAnswer: number }[]) => rows.reduce((sum, row) => sum + row.ringNoAnswer, 0);
      expect(missed(shown.agentIntervals.map((row) => row.components))).toBe(missed(shown.stays));
    }),
    { numRuns: 200 },
  );
  expect(settled).toBeGreaterThan(1000);
});

function isSomething({ breakMsByReason: _, ...sums }: AgentComponents): boolean {
  return Object.values(sums).some((value) => value !== 0);
}
