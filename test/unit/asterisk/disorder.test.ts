import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amiMessage } from '../../../server/sources/asterisk/message.ts';
import { parseEventData } from '../../../shared/events/event.ts';
import { Scenario } from '../../support/scenario.ts';
import '../../support/seed.ts';

const NAMES = [
  ...['QueueCallerJoin', 'QueueCallerLeave', 'QueueCallerAbandon', 'AgentCalled', 'AgentConnect', 'AgentComplete', 'AgentRingNoAnswer'],
  ...['QueueMemberAdded', 'QueueMemberRemoved', 'QueueMemberPause', 'QueueMemberStatus', 'DialEnd', 'Newchannel', 'Newstate', 'HangupRequest'],
  ...['Hangup', 'Hold', 'Unhold', 'BlindTransfer', 'AttendedTransfer', 'VarSet', 'Newexten', 'Shutdown', 'Reload', 'Nonsense'],
];
const id = fc.constantFrom('1.1', '1.2', '1.3', '2.4', '2.5', '');
const agent = fc.constantFrom('PJSIP/1001', 'PJSIP/1002', 'Local/1011@from-queue/n', '');
const queue = fc.constantFrom('sales', 'support', 'שירות', '');

const headers = fc.record({
  Event: fc.constantFrom(...NAMES),
  Uniqueid: id,
  Linkedid: id,
  DestUniqueid: id,
  TransfererUniqueid: id,
  Queue: queue,
  Interface: agent,
  MemberName: fc.constantFrom('Dana', ''),
  Status: fc.constantFrom('0', '1', '2', '3', '5', '6', 'x'),
  Paused: fc.constantFrom('0', '1', ''),
  PausedReason: fc.constantFrom('', 'wrapup', 'הפסקה'),
  DialStatus: fc.constantFrom('ANSWER', 'CANCEL', 'NOANSWER'),
  RingTime: fc.constantFrom('0', '8000', '-1', 'x'),
  HoldTime: fc.constantFrom('3', '', '99999999999'),
  Reason: fc.constantFrom('caller', 'agent', 'transfer', 'x'),
  Variable: fc.constant('QUEUESTATUS'),
  Value: fc.constantFrom('TIMEOUT', 'FULL', 'x'),
  Application: fc.constant('Queue'),
  AppData: fc.constantFrom('sales,t', ''),
  Timestamp: fc.constantFrom('', '1795299354.310414', '99999999999999.5', 'x'),
});

const item = fc.record({
  Event: fc.constantFrom('QueueMember', 'QueueEntry', 'QueueParams'),
  Queue: queue,
  Location: agent,
  Uniqueid: id,
  Status: fc.constantFrom('1', '2', '6'),
  InCall: fc.constantFrom('0', '1'),
  Paused: fc.constantFrom('0', '1'),
  Wait: fc.constantFrom('0', '7', 'x', '1e18', '-5'),
});

const action = fc.oneof(
  { weight: 12, arbitrary: headers.map((pairs) => ({ kind: 'message', message: amiMessage(Object.entries(pairs)) }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .array(item, { maxLength: 6 })
      .map((items) => ({ kind: 'snapshot', lists: { status: items.map((pairs) => amiMessage(Object.entries(pairs))), channels: null } }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'lost', lastByteAt: 1_795_299_354_000 } as const) },
);

test('events in any order: no crash, valid facts, unique ids, no stay answered twice by one connect, everything is over in the end', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), action), { maxLength: 60 }), (steps) => {
      const scenario = new Scenario({ wrapupMs: new Map([['sales', 3000]]) });
      for (const [ms, input] of steps) scenario.pass(ms).input(input);
      scenario.pass(60_000);
      for (const { type, data } of scenario.events) {
        const parsed = parseEventData(type, data);
        if (!parsed.ok) throw new Error(`${type}: ${parsed.error}`);
      }
      const unstamped = scenario.events.filter(({ id: factId }) => factId.startsWith('n-')).map((event) => event.id);
      expect(new Set(unstamped).size).toBe(unstamped.length);
      expect(scenario.state.timers).toEqual([]);
      const sequences = scenario.events.map(({ sequence }) => sequence);
      expect([...sequences].sort()).toEqual(sequences);
    }),
    { numRuns: 3000 },
  );
});

test('the same inputs give the same facts', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3000), action), { maxLength: 40 }), (steps) => {
      const run = () => {
        const scenario = new Scenario();
        for (const [ms, input] of steps) scenario.pass(ms).input(input);
        return scenario.events;
      };
      expect(run()).toEqual(run());
    }),
    { numRuns: 300 },
  );
});
