import { expect, test } from 'vitest';
import { AGENT, LEG, Scenario } from '../../support/scenario.ts';

const wrapupMs = new Map([
  ['sales', 3000],
  ['support', 4000],
]);
const OTHER = 'PJSIP/1002';

function talked(more = {}): Scenario {
  return new Scenario({ wrapupMs, ...more }).member('Added').join().call().status('2').connect().pass(6000).complete().hangup().status('1');
}

test('a pause in each queue is a fact of each queue; an unpause carries the reason given with it, which is none', () => {
  const scenario = new Scenario().member('Added').member('Added', { Queue: 'support' });
  scenario.member('Pause', { Paused: '1', PausedReason: 'lunch' }).member('Pause', { Queue: 'support', Paused: '1', PausedReason: 'lunch' });
  scenario.pass(1000).member('Pause', { Paused: '0', PausedReason: 'back' });
  expect(scenario.told().filter((text) => text.startsWith('agent.m'))).toEqual([
    'agent.membership sales in',
    'agent.membership support in',
    'agent.membership sales paused lunch',
    'agent.membership support paused lunch',
    'agent.membership sales in',
  ]);
});

test('a change of reason while paused is another fact, with no unpause between', () => {
  const scenario = new Scenario()
    .member('Added')
    .member('Pause', { Paused: '1', PausedReason: 'lunch' })
    .member('Pause', { Paused: '1', PausedReason: 'training' });
  expect(scenario.told().slice(2)).toEqual(['agent.membership sales paused lunch', 'agent.membership sales paused training']);
});

test('Hebrew reasons come through byte for byte, and those named are after-call work', () => {
  const scenario = new Scenario({ acwReasons: new Set(['סיכום']) }).member('Added').member('Pause', { Paused: '1', PausedReason: 'ארוחת צהריים' });
  scenario.member('Pause', { Paused: '1', PausedReason: 'סיכום' });
  expect(scenario.told().slice(2)).toEqual(['agent.membership sales paused ארוחת צהריים', 'agent.membership sales paused סיכום acw']);
});

test('removed while paused: she is gone, with no unpause', () => {
  const scenario = new Scenario().member('Added').member('Pause', { Paused: '1', PausedReason: 'lunch' }).member('Removed', { Paused: '1' });
  expect(scenario.told().slice(-1)).toEqual(['agent.membership sales gone']);
});

test('autopause: the pause comes with the missed ring', () => {
  const scenario = new Scenario().member('Added').join().call();
  scenario.event('AgentRingNoAnswer', { Uniqueid: '1795299354.1', Queue: 'sales', Interface: AGENT, DestUniqueid: LEG, RingTime: '8000' });
  scenario.member('Pause', { Paused: '1', PausedReason: 'Auto-Pause' });
  expect(scenario.told().slice(-2)).toEqual(['offerended sales noanswer', 'agent.membership sales paused Auto-Pause']);
});

test('QueueMemberStatus comes once for each queue: one fact', () => {
  const scenario = new Scenario()
    .member('Added')
    .member('Added', { Queue: 'support' })
    .status('5')
    .status('5', 'support')
    .status('1')
    .status('1', 'support');
  expect(scenario.facts('agent.state').map(({ data }) => (data as { state: string }).state)).toEqual(['available', 'unknown', 'available']);
});

test('a call of her own makes her busy', () => {
  const scenario = new Scenario().member('Added').status('2').pass(9000).status('1');
  expect(scenario.told().slice(1)).toEqual(['agent.state available', 'agent.state busy', 'agent.state available']);
});

test('a device still in use half a second after the conversation has something else to do', () => {
  const scenario = new Scenario().member('Added').join().call().status('2').connect().pass(5000).complete().hangup();
  const endedAt = scenario.at;
  const [, busy] = scenario.pass(500).facts('agent.state');
  expect(busy).toMatchObject({ data: { state: 'busy' }, sourceTime: endedAt });
});

test('pseudo devices of queues are nobody’s', () => {
  const scenario = new Scenario().event('DeviceStateChange', { Device: 'Queue:sales_pause_PJSIP/1003', State: 'INUSE' }, 'call,all');
  expect(scenario.told()).toEqual([]);
});

test('a member without a name is called by her interface', () => {
  const scenario = new Scenario().member('Added', { MemberName: '' });
  expect(scenario.facts('agent.membership')[0]?.data).toMatchObject({ agentId: AGENT, name: AGENT });
});

test('wrap-up is derived from the queue of the last call, from the end of the conversation', () => {
  const [started] = talked().facts('contact.wrapup');
  expect(started).toMatchObject({ timequality: 'derived', data: { state: 'started', durationMs: 3000, agentId: AGENT, queueId: 'sales' } });
  expect(talked({ wrapupMs: new Map() }).facts('contact.wrapup')).toEqual([]);
});

const cuts: [string, (scenario: Scenario) => Scenario][] = [
  [
    'the next call to her',
    (scenario) => scenario.event('AgentCalled', { Uniqueid: '2.2', Linkedid: '2.2', Queue: 'support', Interface: AGENT, DestUniqueid: '2.3' }),
  ],
  ['a pause', (scenario) => scenario.member('Pause', { Paused: '1', PausedReason: 'lunch' })],
  ['signing out', (scenario) => scenario.member('Removed')],
  ['a busy device', (scenario) => scenario.status('2')],
];
for (const [what, cut] of cuts) {
  test(`wrap-up is cut by ${what}, and not once it has run out`, () => {
    const early = cut(talked().pass(1000)).facts('contact.wrapup');
    expect(early.map(({ data }) => (data as { state: string }).state)).toEqual(['started', 'ended']);
    expect((early[1]?.sourceTime ?? 0) - (early[0]?.sourceTime ?? 0)).toBe(1000);
    expect(cut(talked().pass(3000)).facts('contact.wrapup').length).toBe(1);
  });
}

test('who is paused everywhere when the call ends goes on her break at once', () => {
  const scenario = new Scenario({ wrapupMs })
    .member('Added')
    .join()
    .call()
    .connect()
    .member('Pause', { Paused: '1', PausedReason: 'lunch' })
    .pass(4000)
    .hangup();
  expect(scenario.facts('contact.wrapup')).toEqual([]);
});

test('another agent’s call cuts nothing of hers', () => {
  const scenario = talked()
    .pass(500)
    .event('AgentCalled', { Uniqueid: '2.2', Linkedid: '2.2', Queue: 'sales', Interface: OTHER, DestUniqueid: '2.3' });
  expect(scenario.facts('contact.wrapup').length).toBe(1);
});

test('a reload of queues asks for a look at the lists, another module does not', () => {
  expect(new Scenario().event('Reload', { Module: 'app_queue.so', Status: '0' }, 'system,all').last?.wantsReconcile).toBe(true);
  expect(new Scenario().event('Reload', { Module: 'All' }, 'system,all').last?.wantsReconcile).toBe(true);
  expect(new Scenario().event('Reload', { Module: 'res_pjsip.so' }, 'system,all').last?.wantsReconcile).toBe(false);
});
