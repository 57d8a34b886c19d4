import { expect, test } from 'vitest';
import { AGENT, CALLER, LEG, Scenario } from '../../support/scenario.ts';

const wrapupMs = new Map([
  ['sales', 3000],
  ['support', 4000],
]);

test('the one answered call: Leave comes before AgentConnect in the same read', () => {
  const told = new Scenario().newChannel().join().pass(100).call().pass(2000).connect().pass(6000).complete().hangup().told();
  expect(told).toEqual(['queued sales new', 'ringing sales', 'answered sales', 'ended sales agent']);
});

test('AgentConnect in the next read some ms later is still one answer', () => {
  const scenario = new Scenario().join().call().leave().pass(3);
  scenario.event('AgentConnect', { Uniqueid: CALLER, Linkedid: CALLER, DestUniqueid: LEG, Queue: 'sales', Interface: AGENT });
  expect(scenario.pass(5000).told()).toEqual(['queued sales new', 'ringing sales', 'answered sales']);
});

test('depth does not wait: a Leave that nothing follows is an exit after 50 ms, by a key after a second', () => {
  const scenario = new Scenario().join().pass(5000).leave();
  const leftAt = scenario.at;
  expect(scenario.pass(50).told()).toEqual(['queued sales new', 'dequeued sales unknown']);
  expect(scenario.pass(950).told()).toEqual(['queued sales new', 'dequeued sales unknown', 'dequeued sales keypress']);
  expect(scenario.facts('contact.dequeued').map(({ sourceTime }) => sourceTime)).toEqual([leftAt, leftAt]);
});

test('AgentConnect that comes after the provisional exit makes it an answer of the same stay', () => {
  const scenario = new Scenario().join().call().leave().pass(400);
  scenario.event('AgentConnect', { Uniqueid: CALLER, Linkedid: CALLER, DestUniqueid: LEG, Queue: 'sales', Interface: AGENT }).pass(5000);
  const segments = new Set(scenario.events.map(({ data }) => (data as { segmentId: string }).segmentId));
  expect(segments.size).toBe(1);
  expect(scenario.told().slice(-1)).toEqual(['answered sales']);
});

test('only a hang-up before it makes QueueCallerAbandon an abandonment', () => {
  expect(new Scenario().join().hangupRequest().abandon().leave().told()).toEqual(['queued sales new', 'abandoned sales']);
  expect(new Scenario().join().abandon().leave().pass(3000).told()).toEqual(['queued sales new', 'dequeued sales unknown']);
});

test('a hang-up asked for another channel is not the caller’s', () => {
  expect(new Scenario().join().call().hangupRequest(LEG).abandon().told()).toContain('dequeued sales unknown');
});

test('who is thrown out within 2 s of a Shutdown left by the system, in either order', () => {
  const before = new Scenario().join().pass(5000).abandon().leave().pass(1100).event('Shutdown', {}, 'system,all');
  expect(before.told()).toEqual(['queued sales new', 'dequeued sales unknown', 'dequeued sales system']);
  const after = new Scenario().join().event('Shutdown', {}, 'system,all').pass(500).abandon();
  expect(after.told()).toEqual(['queued sales new', 'dequeued sales system']);
  const longBefore = new Scenario().join().abandon().leave().pass(2500).event('Shutdown', {}, 'system,all');
  expect(longBefore.told()).toEqual(['queued sales new', 'dequeued sales unknown']);
});

test('QUEUESTATUS of the dialplan names the reason, and those who could not join', () => {
  const varSet = (scenario: Scenario, value: string) =>
    scenario.event('VarSet', { Uniqueid: CALLER, Linkedid: CALLER, Variable: 'QUEUESTATUS', Value: value }, 'dialplan,all');
  const enter = () =>
    new Scenario().event('Newexten', { Uniqueid: CALLER, Linkedid: CALLER, Application: 'Queue', AppData: 'sales,t,,,60' }, 'dialplan,all');
  expect(varSet(enter().join().abandon().leave(), 'TIMEOUT').told()).toContain('dequeued sales timeout');
  expect(varSet(enter(), 'FULL').told()).toEqual(['queued sales new', 'dequeued sales full']);
  expect(varSet(enter(), 'JOINEMPTY').told()).toEqual(['queued sales new', 'dequeued sales noagents']);
});

test('the same caller in a queue again is another stay', () => {
  const scenario = new Scenario().newChannel().join().connect().pass(2000).join('support').leave('support').pass(2000).join();
  const stays = scenario.facts('contact.queued').map(({ data }) => data as { segmentId: string; reason: string });
  expect(stays.map(({ segmentId, reason }) => [segmentId, reason])).toEqual([
    [`${CALLER}:sales:1`, 'new'],
    [`${CALLER}:support:1`, 'transfer'],
    [`${CALLER}:sales:2`, 'overflow'],
  ]);
});

test('ids with the system’s name are not parsed as numbers', () => {
  const id = 'lab-heldout-1795298979.0';
  const scenario = new Scenario().join('sales', { Uniqueid: id, Linkedid: id, SystemName: 'lab-heldout' });
  expect(scenario.facts('contact.queued')[0]?.data).toMatchObject({ contactId: id, segmentId: `${id}:sales:1` });
});

test('a redirected caller frees her agent at once; the AgentComplete of much later says nothing more', () => {
  const scenario = new Scenario({ wrapupMs }).member('Added').join().connect().pass(4300).hangup(LEG);
  scenario
    .pass(10_000)
    .join('support')
    .pass(20_000)
    .event('AgentComplete', { Queue: 'sales', Interface: AGENT, Uniqueid: CALLER, TalkTime: '34', Reason: 'caller' });
  expect(scenario.told().slice(2)).toEqual([
    'queued sales new',
    'answered sales',
    'ended sales unknown',
    'wrapup sales started',
    'queued support transfer',
  ]);
});

test('the conversation is over when her device is free, for a Local member too', () => {
  const scenario = new Scenario().member('Added').join().connect().pass(2600).status('1');
  expect(scenario.told().slice(-1)).toEqual(['ended sales unknown']);
  expect(scenario.pass(20_000).complete().told().slice(-1)).toEqual(['ended sales unknown']);
});

test('her next AgentConnect ends what was still open', () => {
  const scenario = new Scenario().join().connect().pass(5000);
  scenario.event('QueueCallerJoin', { Uniqueid: '2.2', Linkedid: '2.2', Queue: 'sales' });
  scenario.event('AgentConnect', { Uniqueid: '2.2', Linkedid: '2.2', DestUniqueid: '2.3', Queue: 'sales', Interface: AGENT });
  expect(scenario.told()).toEqual(['queued sales new', 'answered sales', 'queued sales new', 'ended sales unknown', 'answered sales']);
});

test('an AgentComplete just after the end adds who hung up, once', () => {
  const scenario = new Scenario().join().connect().pass(5000).hangup(LEG).pass(2).complete('caller').complete('caller');
  expect(scenario.told().slice(-2)).toEqual(['ended sales unknown', 'ended sales customer']);
});

test('at a shutdown AgentComplete has no channel: queue and agent are enough', () => {
  const scenario = new Scenario().join().connect().pass(5000);
  scenario.event('AgentComplete', { Queue: 'sales', Interface: AGENT, MemberName: 'Dana Levi', HoldTime: '2', TalkTime: '5', Reason: 'caller' });
  expect(scenario.told().slice(-1)).toEqual(['ended sales customer']);
});

test('an AgentComplete of a call whose AgentConnect was never seen is no fact and no harm', () => {
  const scenario = new Scenario().complete('caller');
  expect(scenario.told()).toEqual([]);
  expect(scenario.anomalies).toEqual([]);
});

test('hold runs from Hold to Unhold; Unhold without Hold is nothing', () => {
  const hold = (scenario: Scenario, name: string, uniqueid = LEG, channel = 'PJSIP/1001-00000005') =>
    scenario.event(name, { Uniqueid: uniqueid, Linkedid: CALLER, Channel: channel }, 'call,all');
  const scenario = new Scenario().join().connect();
  hold(hold(hold(hold(scenario, 'Unhold'), 'Hold'), 'Hold'), 'Unhold');
  expect(scenario.told().slice(2)).toEqual(['held sales agent', 'resumed sales agent']);
});

test('the caller’s own hold is not the agent’s', () => {
  const scenario = new Scenario().join().connect().event('Hold', { Uniqueid: CALLER, Linkedid: CALLER, Channel: 'PJSIP/trunk-00000001' }, 'call,all');
  expect(scenario.facts('contact.held')).toEqual([]);
});

test('a Local member holds on her phone’s channel, which only shares the Linkedid', () => {
  const local = 'Local/1011@from-queue/n';
  const scenario = new Scenario()
    .member('Added', { Interface: local, StateInterface: 'PJSIP/1011', MemberName: 'Hila' })
    .join()
    .connect('sales', local, '9.1');
  scenario.event('Hold', { Uniqueid: '9.3', Linkedid: CALLER, Channel: 'PJSIP/1011-0000003f' }, 'call,all');
  expect(scenario.facts('contact.held').map(({ data }) => (data as { agentId: string }).agentId)).toEqual([local]);
});

test('a blind transfer is told before or after its AgentComplete', () => {
  const blind = {
    TransfererUniqueid: LEG,
    TransfererLinkedid: CALLER,
    TransfererChannel: 'PJSIP/1001-00000005',
    Result: 'Success',
    Extension: '7202',
  };
  const first = new Scenario().join().connect().pass(100).event('BlindTransfer', blind, 'call,all').complete('transfer').hangup(LEG);
  expect(first.told().slice(2)).toEqual(['transferred sales', 'ended sales transfer']);
  const second = new Scenario().join().connect().pass(100).complete('transfer').hangup(LEG).event('BlindTransfer', blind, 'call,all');
  expect(second.told().slice(2)).toEqual(['ended sales transfer', 'transferred sales']);
  const failed = new Scenario()
    .join()
    .connect()
    .event('BlindTransfer', { ...blind, Result: 'Fail' }, 'call,all');
  expect(failed.facts('contact.transferred')).toEqual([]);
});

test('a transfer by a Local member joins the next queue under another Uniqueid: one contact all the same', () => {
  const scenario = new Scenario().newChannel().join().connect().pass(2000).join('support', { Uniqueid: '7.7' });
  const contacts = scenario.facts('contact.queued').map(({ data }) => (data as { contactId: string }).contactId);
  expect(contacts).toEqual([CALLER, CALLER]);
});

test('the statutory clock starts with the caller’s first channel', () => {
  const scenario = new Scenario().newChannel();
  const startedAt = scenario.at;
  const [queued] = scenario.pass(500).join().facts('contact.queued');
  expect(queued?.data).toMatchObject({ contactStartedAt: startedAt, position: 1 });
});

test('a caller’s number becomes a reference, her name nothing; an unknown number is none', () => {
  const seen: string[] = [];
  const customerRef = (raw: string) => {
    seen.push(raw);
    return raw === '<unknown>' ? null : 'ref';
  };
  const scenario = new Scenario({ customerRef })
    .join('sales', { CallerIDName: "O\\'Neil, Pat" })
    .leave()
    .pass(2000)
    .join('sales', { CallerIDNum: '<unknown>' });
  expect(scenario.facts('contact.queued').map(({ data }) => (data as { customerRef?: string }).customerRef)).toEqual(['ref', undefined]);
  expect(JSON.stringify(scenario.events)).not.toMatch(/Neil|0501234567/);
});
