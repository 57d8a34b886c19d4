import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentState, agentWindows, floorRow, queueState, queueWindows } from '../../server/engine/board.ts';
import { type Checkpoint, dump, load } from '../../server/engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import type { State } from '../../server/engine/state.ts';
import type { Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { addStayComponents, emptyStayComponents } from '../../shared/metrics/components.ts';
import { DAY_MS, INTERVAL_MS, MINUTE_MS } from '../../shared/time.ts';
import { floorFacts, seeded, T0 } from '../support/facts.ts';
import { naiveStays } from '../support/naive-fold.ts';

const OPTIONS = { components: true, demo: false };
const plan = fc.record({
  seed: fc.nat(),
  contacts: fc.integer({ min: 1, max: 40 }),
  agents: fc.integer({ min: 1, max: 6 }),
  queues: fc.integer({ min: 1, max: 3 }),
  spanMs: fc.constantFrom(10 * MINUTE_MS, 60 * MINUTE_MS, 5 * 60 * MINUTE_MS),
});

function board(state: State, now: number) {
  const engine = new Engine(HORIZON_MS, state);
  engine.advance(now);
  return {
    floor: floorRow(state, OPTIONS),
    queues: [...state.queues.keys()].sort().map((id) => ({ ...queueState(state, id), windows: queueWindows(state, id, OPTIONS) })),
    agents: [...state.agents.values()]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((agent) => {
        const row = agentState(state, agent);
        return {
          ...row,
          queues: [...row.queues].sort(),
          pausedIn: [...row.pausedIn].sort((a, b) => (a.queue < b.queue ? -1 : 1)),
          windows: agentWindows(state, agent, OPTIONS),
        };
      }),
  };
}

function fold(events: readonly Event[], ticks = false): State {
  const engine = new Engine();
  for (const [index, event] of events.entries()) {
    engine.apply(event, index + 1);
    if (ticks) engine.advance(Math.max(engine.state.now, event.at));
  }
  return engine.state;
}

/** Moves facts around, none further than the horizon behind the newest before it. */
function shuffled(events: readonly Event[], seed: number): Event[] {
  const random = seeded(seed);
  return events
    .map((event) => ({ event, key: event.at + random() * (HORIZON_MS - 1) }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event);
}

test('any order within the horizon gives the same board as the order of time', () => {
  fc.assert(
    fc.property(plan, fc.nat(), (floor, seed) => {
      const events = floorFacts(floor);
      const now = (events.at(-1)?.at ?? T0) + 10 * MINUTE_MS;
      expect(board(fold(shuffled(events, seed)), now)).toEqual(board(fold(events), now));
    }),
    { numRuns: 200 },
  );
});

test('being there tick by tick gives the same board as a replay', () => {
  fc.assert(
    fc.property(plan, (floor) => {
      const events = floorFacts(floor);
      const now = (events.at(-1)?.at ?? T0) + 10 * MINUTE_MS;
      expect(board(fold(events, true), now)).toEqual(board(fold(events), now));
    }),
    { numRuns: 200 },
  );
});

test('a checkpoint at any cut, taken through JSON, changes nothing', () => {
  fc.assert(
    fc.property(plan, fc.double({ min: 0, max: 1, noNaN: true }), (floor, share) => {
      const events = floorFacts(floor);
      const cut = Math.floor(share * events.length);
      const now = (events.at(-1)?.at ?? T0) + 10 * MINUTE_MS;
      const first = new Engine();
      for (const [index, event] of events.slice(0, cut).entries()) {
        first.apply(event, index + 1);
        first.advance(event.at);
      }
      takeFlush(first.state);
      const second = new Engine(HORIZON_MS, load(JSON.parse(JSON.stringify(dump(first.state))) as Checkpoint));
      for (const [index, event] of events.slice(cut).entries()) second.apply(event, cut + index + 1);
      expect(board(second.state, now)).toEqual(board(fold(events), now));
    }),
    { numRuns: 200 },
  );
});

test('every interval balances, intervals add up to the day, no time is negative, ratios lie in 0…1', () => {
  fc.assert(
    fc.property(plan, (floor) => {
      const events = floorFacts(floor);
      const state = fold(events);
      const now = (events.at(-1)?.at ?? T0) + 10 * MINUTE_MS;
      const shown = board(state, now);
      for (const ledger of [...state.queues.values(), state.floor]) {
        const day = emptyStayComponents();
        for (const start of ledger.intervals()) {
          const sum = ledger.sum(start, start + INTERVAL_MS, now);
          expect(sum.offered).toBe(sum.answered + sum.abandoned + sum.leftOtherwise + sum.lost + sum.open);
          for (const value of Object.values(sum)) if (typeof value === 'number') expect(value).toBeGreaterThanOrEqual(0);
          addStayComponents(day, sum);
        }
        expect(ledger.sum(T0 - DAY_MS, T0 + DAY_MS, now)).toEqual(day);
      }
      for (const row of [shown.floor, ...shown.queues]) {
        for (const window of Object.values(row.windows)) {
          for (const [id, value] of Object.entries(window.metrics))
            if (value !== null && (id.includes('rate') || id.startsWith('service_level')))
              expect(value >= 0 && value <= 1, `${id}: ${value}`).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('the engine agrees with the naive fold over the sorted log', () => {
  fc.assert(
    fc.property(plan, (floor) => {
      const events = floorFacts(floor).sort(compareEvents);
      const state = fold(events);
      const rows = takeFlush(state).stays.map((stay) => ({
        queueId: stay.queueId,
        contactId: stay.contactId,
        from: stay.offeredAt,
        exit: stay.outcome,
        wait: stay.waitMs ?? 0,
        agentId: stay.agentId,
        talk: stay.handled ? stay.talkMs : 0,
        hold: stay.holdMs,
        ended: stay.endedAt !== null,
      }));
      const naive = naiveStays(events).map(({ queueId, contactId, from, exit, wait, agentId, talk, hold, ended }) => ({
        queueId,
        contactId,
        from,
        exit,
        wait,
        agentId,
        talk,
        hold,
        ended,
      }));
      const order = (a: { contactId: string; from: number }, b: { contactId: string; from: number }) =>
        a.from - b.from || (a.contactId < b.contactId ? -1 : 1);
      expect(rows.sort(order)).toEqual(naive.sort(order));
    }),
    { numRuns: 200 },
  );
});
