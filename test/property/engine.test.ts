import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import type { State } from '../../server/engine/state.ts';
import type { Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { floorFacts } from '../support/facts.ts';
import { naiveStays } from '../support/naive-fold.ts';

const plan = fc.record({
  seed: fc.nat(),
  contacts: fc.integer({ min: 1, max: 40 }),
  agents: fc.integer({ min: 1, max: 6 }),
  queues: fc.integer({ min: 1, max: 3 }),
  spanMs: fc.constantFrom(10 * MINUTE_MS, 60 * MINUTE_MS, 5 * 60 * MINUTE_MS),
});

function fold(events: readonly Event[]): State {
  const engine = new Engine();
  for (const [index, event] of events.entries()) engine.apply(event, index + 1);
  return engine.state;
}

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
