import { expect, test } from 'vitest';
import { Engine, HORIZON_MS } from '../../../../server/engine/engine.ts';
import { takeFlush } from '../../../../server/engine/flush.ts';
import type { Event } from '../../../../shared/events/event.ts';
import { HOUR_MS, MINUTE_MS } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q' };
const hers = { ...about, agentId: 'a' };

/** A conversation whose wrap-up nobody ends, and other calls for as long as told. */
function floor(minutes: number, more: readonly Event[]): Engine {
  const others = Array.from({ length: minutes }, (_, minute) => {
    const other = { contactId: `o${minute}`, segmentId: `o${minute}:1`, queueId: 'q' };
    const at = T0 + (minute + 2) * MINUTE_MS;
    return [fact('cc.contact.queued.v1', at, other), fact('cc.contact.abandoned.v1', at + 1000, other)];
  });
  const facts: Event[] = [
    fact('cc.agent.signedin.v1', T0, { agentId: 'a', queues: ['q'] }),
    fact('cc.contact.queued.v1', T0, about),
    fact('cc.contact.answered.v1', T0 + 1000, hers),
    fact('cc.contact.ended.v1', T0 + MINUTE_MS, hers),
    fact('cc.contact.wrapup.v1', T0 + MINUTE_MS, { ...hers, state: 'started' }),
    ...more,
    ...others.flat(),
  ];
  const engine = new Engine();
  for (const [index, event] of facts.entries()) {
    engine.apply(event, index + 1);
    engine.advance(event.at + 2000);
  }
  return engine;
}

const statesOf = (engine: Engine) => takeFlush(engine.state).timelines.flatMap(({ spans }) => spans.map(({ state }) => state));

test('a wrap-up that her next word ended is over for good, also when both are settled', () => {
  const free = fact('cc.agent.state.v1', T0 + 90_000, { agentId: 'a', state: 'available' });
  expect(HORIZON_MS).toBeLessThan(60 * MINUTE_MS);
  expect(statesOf(floor(60, [free]))).toEqual(['available', 'talking', 'acw', 'available']);
});

test('one that nothing ends goes on, and its contact is let go after some hours', () => {
  const engine = floor(5 * 60, []);
  engine.settle();
  expect([...engine.state.contacts.values()].some(({ contactId }) => contactId === 'c')).toBe(false);
  expect(statesOf(engine).at(-1)).toBe('acw');
});

test('an end that comes within the hour still counts', () => {
  const end = fact('cc.contact.wrapup.v1', T0 + HOUR_MS, { ...hers, state: 'ended' });
  const engine = floor(59, []);
  engine.apply(end, 10_000);
  engine.advance(end.at + 1000);
  expect(takeFlush(engine.state).stays.find(({ contactId }) => contactId === 'c')?.acwMs).toBe(59 * MINUTE_MS);
});
