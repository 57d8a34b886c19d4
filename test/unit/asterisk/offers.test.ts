import { expect, test } from 'vitest';
import { AGENT, CALLER, LEG, Scenario } from '../../support/scenario.ts';

const OTHER = 'PJSIP/1002';
const dialEnd = (scenario: Scenario, status: string, leg = LEG) => scenario.event('DialEnd', { DestUniqueid: leg, DialStatus: status }, 'call,all');
const rna = (scenario: Scenario, ringTime: string) =>
  scenario.event('AgentRingNoAnswer', {
    Uniqueid: CALLER,
    Linkedid: CALLER,
    DestUniqueid: LEG,
    Queue: 'sales',
    Interface: AGENT,
    RingTime: ringTime,
  });
const ringing = (scenario: Scenario) =>
  scenario.event('Newstate', { Uniqueid: LEG, Linkedid: CALLER, ChannelState: '5', ChannelStateDesc: 'Ringing' }, 'call,all');
const results = (scenario: Scenario) => scenario.facts('contact.offerended').map(({ data }) => (data as { result: string }).result);

test('a ring over its full time is no answer, with its time in ms', () => {
  const scenario = rna(ringing(new Scenario().join().call()).pass(8000), '8000');
  expect(scenario.facts('contact.offerended')[0]?.data).toMatchObject({ result: 'noanswer', ringMs: 8000, agentId: AGENT, offerId: LEG });
});

test('a busy phone is told with no ring at all: not counted as missed', () => {
  const scenario = rna(dialEnd(new Scenario().join().call().hangupRequest(LEG), 'NOANSWER'), '0');
  expect(results(scenario)).toEqual(['busy']);
});

test('a phone that refuses after ringing has asked for the hang-up itself', () => {
  const scenario = rna(dialEnd(ringing(new Scenario().join().call()).pass(1100).hangupRequest(LEG), 'NOANSWER'), '2000');
  expect(results(scenario)).toEqual(['rejected']);
});

test('the losers of a ring-all get CANCEL twice and nothing from the queue: one lost race each', () => {
  const scenario = new Scenario().join().call().call('sales', OTHER, '8.8');
  dialEnd(scenario, 'ANSWER');
  dialEnd(dialEnd(scenario, 'CANCEL', '8.8'), 'CANCEL', '8.8');
  scenario.connect().hangup('8.8', '26');
  expect(scenario.told()).toEqual(['queued sales new', 'ringing sales', 'ringing sales', 'offerended sales lostrace', 'answered sales']);
});

test('without the class call the losers stop ringing at the answer', () => {
  const scenario = new Scenario().join().call().call('sales', OTHER, '8.8').connect();
  expect(results(scenario)).toEqual(['lostrace']);
});

test('a caller who gives up while an agent rings: the offer is canceled', () => {
  const scenario = dialEnd(dialEnd(new Scenario().join().call().hangupRequest(), 'CANCEL'), 'CANCEL').abandon().leave().hangup(LEG);
  expect(scenario.told()).toEqual(['queued sales new', 'ringing sales', 'offerended sales canceled', 'abandoned sales']);
  expect(results(new Scenario().join().call().hangupRequest().abandon())).toEqual(['canceled']);
});

test('the end of her leg ends the offer, whatever else is missing', () => {
  expect(results(new Scenario().join().call().hangup(LEG))).toEqual(['canceled']);
  expect(results(new Scenario().join().call().hangup(LEG, '26'))).toEqual(['lostrace']);
});

test('a device that is free again for a second does not ring', () => {
  const scenario = new Scenario().member('Added').join().call().status('6').pass(3000).status('1');
  expect(results(scenario)).toEqual([]);
  expect(results(scenario.pass(1000))).toEqual(['canceled']);
});

test('with device_state_busy_at a ringing phone is Busy (3): AgentCalled makes it ring, nothing makes it busy', () => {
  const scenario = new Scenario()
    .member('Added')
    .join()
    .call()
    .status('3')
    .pass(2000)
    .connect()
    .status('3')
    .pass(5000)
    .hangup()
    .status('1')
    .pass(1000);
  expect(scenario.told()).toEqual([
    'agent.membership sales in',
    'agent.state available',
    'queued sales new',
    'ringing sales',
    'answered sales',
    'ended sales unknown',
  ]);
});

test('a lost connection leaves nobody ringing', () => {
  const scenario = new Scenario().join().call();
  scenario.input({ kind: 'lost', lastByteAt: scenario.at });
  expect(results(scenario)).toEqual(['canceled']);
});

test('ringinuse floods (one refusal a second) are refusals, each with its own offer', () => {
  const scenario = new Scenario().join();
  for (let i = 0; i < 3; i++) rna(scenario.call().hangupRequest(LEG), '0').pass(1000);
  expect(results(scenario)).toEqual(['busy', 'busy', 'busy']);
});

test('a device that is not there is told as unreachable, not as missed', () => {
  const scenario = rna(dialEnd(new Scenario().join().call(), 'CHANUNAVAIL'), '0');
  expect(results(scenario)).toEqual(['unreachable']);
});

test('an agent who takes the call and hangs up during the announcement: the caller goes on waiting', () => {
  const scenario = new Scenario().join().call();
  scenario.event('AgentDump', { Uniqueid: CALLER, Linkedid: CALLER, DestUniqueid: LEG, Queue: 'sales', Interface: AGENT });
  expect(results(scenario)).toEqual(['agentdump']);
  expect(scenario.hangup(LEG).pass(1000).connect().told().slice(-1)).toEqual(['answered sales']);
});
