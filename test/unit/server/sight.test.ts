import { expect, test } from 'vitest';
import { Engine } from '../../../server/engine/engine.ts';
import { View } from '../../../server/engine/view.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { fact, floorFacts, T0 } from '../../support/facts.ts';

test('alarms see what the rows of the walls say, and take nothing from them', () => {
  const engine = new Engine();
  const facts = floorFacts({ seed: 7, contacts: 400, agents: 20, queues: 4, spanMs: HOUR_MS });
  const until = T0 + HOUR_MS / 2;
  // Free in one queue, paused in the other.
  for (const queueId of ['q0', 'q1'])
    facts.unshift(fact('cc.agent.membership.v1', T0, { agentId: 'both', queueId, joined: true, paused: queueId === 'q1', reason: 'coaching' }));
  for (const [index, event] of facts.filter(({ at }) => at <= until).entries()) engine.apply(event, index + 1);
  const view = new View(engine, false);
  view.advance(until);
  const sight = view.sight();
  const taken = view.takeQueues();
  const { queues, agents, floor } = view.rows(false);
  expect(queues.some(({ waiting }) => waiting > 0)).toBe(true);
  expect(taken).toHaveLength(queues.length);
  expect(sight.queues).toHaveLength(queues.length);
  for (const [i, queue] of sight.queues.entries()) expect(queues[i]).toMatchObject(queue);
  expect(floor).toMatchObject(sight.floor);
  expect(agents.find(({ id }) => id === 'both')).toMatchObject({ state: 'available', pausedIn: [{ queue: 'q1' }] });
  const signedIn = agents.filter(({ state }) => state !== 'offline');
  expect(signedIn.length).toBeGreaterThan(0);
  expect(sight.agents().map((agent) => agent.id)).toEqual(signedIn.map(({ id }) => id));
  for (const [i, agent] of sight.agents().entries()) expect(signedIn[i]).toMatchObject(agent);
});
