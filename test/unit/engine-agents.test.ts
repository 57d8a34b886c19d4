import { expect, test } from 'vitest';
import { View } from '../../server/engine/view.ts';
import { fact } from '../support/facts.ts';
import { Folded } from '../support/fold.ts';

const at = (time: string) => Date.parse(`2026-11-${time}:00.000+02:00`);
const joined = (agentId: string, time: string, isIn: boolean) => fact('cc.agent.membership.v1', at(time), { agentId, queueId: 'q', joined: isIn });

test('who signed out before this business day is gone from the wall, and comes back when she signs in', () => {
  const folded = new Folded([joined('a', '17T08:00', true), joined('b', '17T08:00', true), joined('a', '17T16:00', false)], at('17T17:00'));
  const view = new View(folded.engine, false);
  const ids = () => view.rows(false).agents.map(({ id, state }) => `${id} ${state}`);
  expect(ids()).toEqual(['a offline', 'b available']);
  view.takeAgents();
  view.advance(at('18T03:01'));
  expect(ids()).toEqual(['b available']);
  expect(view.takeAgents().del).toEqual(['a']);
  folded.engine.apply(joined('a', '18T08:00', true), 99);
  view.advance(at('18T08:00'));
  expect(ids()).toEqual(['a available', 'b available']);
  expect(view.takeAgents().put.map(({ id }) => id)).toContain('a');
});
