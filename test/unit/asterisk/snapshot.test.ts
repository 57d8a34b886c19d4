import { expect, test } from 'vitest';
import { type AmiMessage, amiMessage } from '../../../server/sources/asterisk/message.ts';
import { noteOf, readNote, restoreNote } from '../../../server/sources/asterisk/note.ts';
import { differences } from '../../../server/sources/asterisk/reconcile.ts';
import { AGENT, CALLER, LEG, Scenario } from '../../support/scenario.ts';

const item = (event: string, pairs: Record<string, string>): AmiMessage => amiMessage(Object.entries({ Event: event, ...pairs }));
const member = (more: Record<string, string> = {}) =>
  item('QueueMember', {
    Queue: 'sales',
    Name: 'Dana Levi',
    Location: AGENT,
    StateInterface: AGENT,
    Status: '1',
    InCall: '0',
    Paused: '0',
    PausedReason: '',
    ...more,
  });
const caller = (more: Record<string, string> = {}) => item('QueueEntry', { Queue: 'sales', Uniqueid: CALLER, Wait: '10', ...more });

function take(scenario: Scenario, status: AmiMessage[], channels: AmiMessage[] | null = null): Scenario {
  return scenario.input({ kind: 'snapshot', lists: { status, channels } });
}
type Shot = { waiting: { contactId: string; segmentId: string; since: string }[]; talking?: unknown[]; agents: Record<string, unknown>[] };
const shot = (scenario: Scenario) => scenario.facts('snapshot').at(-1)?.data as unknown as Shot;
const names = (scenario: Scenario) => shot(scenario).waiting.map(({ segmentId }) => segmentId);

test('a caller in the list waits since her wait says, under the name her answer will have', () => {
  const scenario = take(new Scenario(), [member(), caller()]);
  expect(shot(scenario).waiting).toMatchObject([
    { contactId: CALLER, segmentId: `${CALLER}:sales:1`, since: new Date(scenario.at - 10_000).toISOString() },
  ]);
  const [answered] = scenario.pass(1000).connect().facts('contact.answered');
  expect(answered?.data).toMatchObject({ segmentId: `${CALLER}:sales:1`, agentId: AGENT });
});

test('a caller named before her Linkedid was known keeps that name', () => {
  const scenario = take(new Scenario(), [caller()]).pass(500);
  scenario.event('QueueCallerLeave', { Uniqueid: CALLER, Linkedid: '1.1', Queue: 'sales' });
  scenario.event('AgentConnect', { Uniqueid: CALLER, Linkedid: '1.1', Queue: 'sales', Interface: AGENT, DestUniqueid: LEG });
  scenario.event('QueueCallerJoin', { Uniqueid: '9.9', Linkedid: '1.1', Queue: 'support' });
  const contacts = ['contact.answered', 'contact.queued'].map((type) => scenario.data(type)['contactId']);
  expect(contacts).toEqual([CALLER, CALLER]);
});

test('a Join that is delivered after the list in which its caller stands is the same stay', () => {
  const scenario = take(new Scenario(), [caller({ Wait: '0' })]).join();
  expect(scenario.data('contact.queued', 0)['segmentId']).toBe(`${CALLER}:sales:1`);
  expect(scenario.anomalies).toEqual([]);
  expect(differences(scenario.state, [caller({ Wait: '0' })])).toEqual([]);
});

test('a Leave that is delivered after the list in which its caller no longer stands is still hers', () => {
  const scenario = take(new Scenario().join().pass(3000), [member()]).pass(5).connect();
  expect(scenario.facts('contact.answered').length).toBe(1);
  expect(scenario.data('contact.answered', 0)['segmentId']).toBe(`${CALLER}:sales:1`);
});

test('after a gap a stay that is still there keeps its name, and one that began anew gets another', () => {
  const scenario = new Scenario().newChannel().join().pass(10_000);
  scenario.input({ kind: 'lost', lastByteAt: scenario.at }).pass(5000);
  expect(names(take(scenario, [caller({ Wait: '15' })]))).toEqual([`${CALLER}:sales:1`]);
  scenario.input({ kind: 'lost', lastByteAt: scenario.at }).pass(60_000);
  expect(names(take(scenario, [caller({ Wait: '4' })]))).toEqual([`${CALLER}:sales:2`]);
});

test('after a start without a note, names cannot collide: the second stands for the number', () => {
  const startAt = 1_795_299_354_000;
  const scenario = take(new Scenario({ completeUntil: startAt - 60_000 }, startAt), [
    caller({ Wait: '90' }),
    caller({ Wait: '10', Queue: 'support' }),
  ]);
  expect(names(scenario)).toEqual([`${CALLER}:sales:1`, `${CALLER}:support:@${startAt / 1000 - 10}`]);
  // A call that begins now has no earlier stay.
  scenario.newChannel('3.3').join('sales', { Uniqueid: '3.3', Linkedid: '3.3' });
  expect(scenario.data('contact.queued', 0)['segmentId']).toBe('3.3:sales:1');
});

test('a note carries names, numbers and conversations over a start, and no customer', () => {
  const before = new Scenario({ customerRef: () => 'ref' }).newChannel().join().connect().pass(1000).join('support');
  const note = readNote(JSON.parse(JSON.stringify(noteOf(before.state, null))));
  expect(JSON.stringify(note)).not.toContain('0501234567');
  const after = new Scenario({ completeUntil: before.at }, before.at + 5000);
  if (note !== null) restoreNote(after.state, note, after.at);
  take(after, [caller({ Queue: 'support', Wait: '5' }), member({ InCall: '1', Status: '2' })]);
  expect(names(after)).toEqual([`${CALLER}:support:1`]);
  after.hangup(LEG).join('sales');
  expect(after.told().slice(-2)).toEqual(['ended sales unknown', 'queued sales transfer']);
  expect(after.data('contact.queued', 0)['segmentId']).toBe(`${CALLER}:sales:2`);
});

test('a damaged note, or one of another version, is no note', () => {
  expect(readNote({ version: 2 })).toBe(null);
  expect(readNote('x')).toBe(null);
  expect(readNote(null)).toBe(null);
});

test('channels pair agents and callers by their bridge; the start is a bound', () => {
  const channel = (pairs: Record<string, string>) => item('CoreShowChannel', pairs);
  const channels = [
    channel({
      Channel: 'PJSIP/trunk-00000049',
      Uniqueid: CALLER,
      Linkedid: CALLER,
      Application: 'Queue',
      ApplicationData: 'sales,t',
      Duration: '00:00:20',
      BridgeId: 'b1',
    }),
    channel({
      Channel: 'Local/1011@from-queue-00000005;1',
      Uniqueid: LEG,
      Linkedid: CALLER,
      Application: 'AppQueue',
      Duration: '00:01:08',
      BridgeId: 'b1',
    }),
    channel({ Channel: 'PJSIP/1002-00000009', Uniqueid: '8.8', Linkedid: '7.7', Application: 'AppQueue', Duration: '00:00:01', BridgeId: '' }),
  ];
  const local = 'Local/1011@from-queue/n';
  const scenario = take(new Scenario(), [member({ Location: local, StateInterface: 'PJSIP/1011', InCall: '1', Status: '2' })], channels);
  const since = new Date(scenario.at - 68_000).toISOString();
  expect(shot(scenario).talking).toEqual([
    { contactId: CALLER, segmentId: `${CALLER}:sales:1`, queueId: 'sales', agentId: local, since, estimated: true },
  ]);
  expect(scenario.hangup(LEG).told().slice(-1)).toEqual(['ended sales unknown']);
});

test('an agent in call with nobody known is told so, and is free when her device is', () => {
  const scenario = take(new Scenario(), [member({ InCall: '1', Status: '2' })]).pass(9000);
  expect(shot(scenario).agents).toMatchObject([{ agentId: AGENT, inCall: true, state: 'busy' }]);
  expect(scenario.complete('caller').status('1').told().slice(1)).toEqual(['agent.state available']);
});

test('a ringing device in the list rings', () => {
  expect(shot(take(new Scenario(), [member({ Status: '6' })])).agents).toMatchObject([{ state: 'ringing', inCall: false }]);
});

test('the mirror differs where the list does, by name, and no longer once it is healed', () => {
  const scenario = take(new Scenario(), [member(), caller()]).pass(5000);
  const list = [member({ Paused: '1', PausedReason: 'lunch' }), member({ Queue: 'support' }), caller({ Uniqueid: '5.5', Wait: '1' })];
  expect(differences(scenario.state, list)).toEqual([
    `waits only here: ${CALLER} in sales`,
    'waits only there: 5.5 in sales',
    `pause: ${AGENT} in sales, not paused here, paused (lunch) there`,
    `member only there: ${AGENT} in support`,
  ]);
  expect(differences(take(scenario, list).state, list)).toEqual([]);
});
