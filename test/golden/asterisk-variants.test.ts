import { expect, test } from 'vitest';
import { asAmiAlone, staysOf, talkOf, totalsOf, truthTalk, truthTotals } from './compare.ts';
import { type Change, mirror } from './mirror.ts';
import { loadRecording } from './recording.ts';

/** The same shift as PBXes with other settings would have told it: what comes of it must not differ. */
const shift = loadRecording('shift');
const truth = asAmiAlone(truthTotals(shift.visits));
const plain = mirror(shift);

const SKEW_MS = 180_000;
const IDS = new Set([
  'uniqueid',
  'linkedid',
  'destuniqueid',
  'destlinkedid',
  'transfereruniqueid',
  'transfererlinkedid',
  'origtransfereruniqueid',
  'origtransfererlinkedid',
]);

/** `timestampevents = yes` with a clock three minutes fast, and `systemname` in asterisk.conf. */
const stamped: Change = (pairs, at) => {
  const named = pairs.map(([name, value]): [string, string] => [name, IDS.has(name) && value !== '' ? `lab-heldout-${value}` : value]);
  return named[0]?.[0] === 'event' ? [...named, ['timestamp', ((at + SKEW_MS) / 1000).toFixed(6)], ['systemname', 'lab-heldout']] : named;
};

/** `device_state_busy_at = 1`: no 6 and no 2, ever; InCall is never 1 in events. */
const busyAtOne: Change = (pairs) => {
  const isEvent = pairs.some(([name, value]) => name === 'event' && value === 'QueueMemberStatus');
  return pairs.map(([name, value]) => [
    name,
    name === 'status' && (value === '2' || value === '6') ? '3' : isEvent && name === 'incall' ? '0' : value,
  ]);
};

/** A user who may read `agent` and `system` alone. */
const agentClassOnly: Change = (pairs) =>
  pairs.some(([name, value]) => name === 'privilege' && value.startsWith('call')) ? [['event', 'Nothing']] : pairs;

for (const [what, change] of [
  ['stamped events of a named system whose clock is fast', stamped],
  ['devices that are busy from the first ring', busyAtOne],
  ['both', (pairs, at) => busyAtOne(stamped(pairs, at), at)],
] as [string, Change][]) {
  test(`${what}: every poll, every exit, every conversation as before`, () => {
    const { events, different, anomalies } = mirror(shift, change);
    expect(different).toEqual([]);
    expect(anomalies).toEqual([]);
    const stays = staysOf(events);
    expect(totalsOf(stays)).toEqual(truth);
    const talk = talkOf(stays);
    for (const [agent, ms] of truthTalk(shift.visits)) expect(Math.abs((talk.get(agent) ?? 0) / ms - 1), agent).toBeLessThan(0.02);
  });
}

test('busy from the first ring: the same spells of ringing and of being busy otherwise', () => {
  const spells = (events: typeof plain.events, type: string) => events.filter((event) => event.type === type).length;
  const { events } = mirror(shift, busyAtOne);
  for (const type of ['cc.contact.ringing.v1', 'cc.contact.offerended.v1', 'cc.agent.state.v1'])
    expect(spells(events, type), type).toBe(spells(plain.events, type));
});

test('stamped events have the same ids on another connection', () => {
  const ids = (nonce: string) => {
    const { events } = mirror(shift, stamped, nonce);
    return events.flatMap(({ id, timequality, origin }) => (timequality === 'platform-ms' && origin !== 'QueueStatus' ? [id] : []));
  };
  const first = ids('a');
  expect(first.length).toBeGreaterThan(2000);
  expect(ids('b')).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
});

test('without the class call: stays, answers and talk are right; hang-ups cannot be told from timeouts', () => {
  const { events, different } = mirror(shift, agentClassOnly);
  expect(different).toEqual([]);
  const stays = staysOf(events);
  const answered = (rows: typeof stays) => rows.filter(({ outcome }) => outcome === 'answered').length;
  expect(answered(stays)).toBe(answered(staysOf(plain.events)));
  expect(stays.filter(({ outcome }) => outcome === 'abandoned')).toEqual([]);
  const talk = talkOf(stays);
  for (const [agent, ms] of truthTalk(shift.visits)) expect(Math.abs((talk.get(agent) ?? 0) / ms - 1), agent).toBeLessThan(0.02);
});
