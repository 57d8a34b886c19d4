import { expect, test } from 'vitest';
import { Scenario } from '../../support/scenario.ts';

const stamp = { Timestamp: '1795298983.310414', SystemName: 'lab' };

test('with Timestamp the platform’s time is the time of the fact, and ids do not depend on the connection', () => {
  const first = new Scenario().join('sales', stamp);
  const second = new Scenario({}, 1_795_300_000_000).pass(7).join('sales', stamp);
  const [a] = first.facts('contact.queued');
  const [b] = second.facts('contact.queued');
  expect(a).toMatchObject({ sourceTime: 1_795_298_983_310, timequality: 'platform-ms' });
  expect(a?.id).toBe(b?.id);
  expect(first.join('support', { ...stamp, Timestamp: '1795298983.310415' }).facts('contact.queued')[1]?.id).not.toBe(a?.id);
});

test('without it the time of the read is, and ids are the connection’s own', () => {
  const scenario = new Scenario().join();
  expect(scenario.facts('contact.queued')[0]).toMatchObject({ id: 'n-000000001', sourceTime: scenario.at, timequality: 'received' });
});

test('what is worked out is told on our clock, once the PBX’s is known to differ', () => {
  const scenario = new Scenario({ wrapupMs: new Map([['sales', 3000]]) }).member('Added').input({ kind: 'skew', skewMs: 180_000 });
  const at = () => ({ Timestamp: ((scenario.at + 180_000) / 1000).toFixed(6) });
  scenario
    .join('sales', at())
    .leave('sales', at())
    .event('AgentConnect', {
      Uniqueid: '1795299354.1',
      Linkedid: '1795299354.1',
      Queue: 'sales',
      Interface: 'PJSIP/1001',
      DestUniqueid: '1.2',
      ...at(),
    });
  scenario.pass(4000).event('Hangup', { Uniqueid: '1.2', ...at() }, 'call,all');
  const [ended] = scenario.facts('contact.ended');
  const [wrapup] = scenario.facts('contact.wrapup');
  expect(ended?.sourceTime).toBe(scenario.at + 180_000);
  expect(wrapup).toMatchObject({ sourceTime: scenario.at, timequality: 'derived' });
});

test('sequence is the order within a connection, and connections follow one another', () => {
  const scenario = new Scenario().join().leave().pass(2000);
  scenario.input({ kind: 'opened', nonce: 'm' }).join();
  const sequences = scenario.events.map(({ sequence }) => sequence);
  expect([...sequences].sort()).toEqual(sequences);
  expect(new Set(sequences).size).toBe(sequences.length);
});

test('a year of calls leaves no more in memory than their last hours', () => {
  const scenario = new Scenario();
  for (let i = 0; i < 2000; i++) {
    const caller = { Uniqueid: `${i}.1`, Linkedid: `${i}.1` };
    scenario.newChannel(`${i}.1`).join('sales', caller).leave('sales', caller);
    scenario.event('AgentConnect', { ...caller, Queue: 'sales', Interface: 'PJSIP/1001', DestUniqueid: `${i}.2` }).pass(60_000);
    scenario.hangup(`${i}.2`).hangup(`${i}.1`);
    scenario.events.length = 0;
  }
  const { contacts, past, endedTalks, linkedids, offers, stays, timers } = scenario.state;
  for (const map of [contacts, past, endedTalks, linkedids]) expect(map.size).toBeLessThan(900);
  expect([offers.size, stays.size, timers.length]).toEqual([0, 0, 0]);
});
