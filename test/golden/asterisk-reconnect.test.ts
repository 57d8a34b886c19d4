import { expect, test } from 'vitest';
import type { SourceEvent } from '../../server/sources/source.ts';
import { asAmiAlone, staysOf, totalsOf, truthTotals } from './compare.ts';
import { replay } from './harness.ts';
import { cut, loadRecording, type Poll } from './recording.ts';

const quiet = loadRecording('reconnect');
const client = loadRecording('reconnect', 'client');

/** When the client logged in in mid-shift, and when the PBX was up again, ms after t0. */
const LOGIN_MS = 75_004;
const RESTART_MS = 138_304;

type Snapshot = Extract<SourceEvent, { type: 'cc.snapshot.v1' }>;
const isSnapshot = (event: SourceEvent): event is Snapshot => event.type === 'cc.snapshot.v1';

function lists(poll: Poll) {
  const waiting = poll.items.filter((item) => item.event === 'QueueEntry').map((item) => `${item.get('Uniqueid')} ${item.get('Queue')}`);
  const inCall = poll.items.filter((item) => item.event === 'QueueMember' && item.get('InCall') === '1').map((item) => item.get('Location'));
  return { waiting: waiting.sort(), inCall: [...new Set(inCall)].sort() };
}

test('a login in mid-shift is right within 2 s: who waits, who talks with whom', async () => {
  const { events, statuses } = await replay({ recording: client, mayListChannels: true });
  const up = statuses.find(({ status }) => status.state === 'up');
  expect((up?.at ?? 0) - client.t0 - LOGIN_MS).toBeLessThan(2000);
  const snapshot = events.find(isSnapshot);
  expect(snapshot?.data.waiting.map(({ contactId, queueId }) => `${queueId} ${contactId}`).sort()).toEqual([
    'billing 1795299236.79',
    'billing 1795299243.91',
    'sales 1795299240.85',
    'sales 1795299241.86',
    'sales 1795299245.93',
    'support 1795299239.81',
    'support 1795299240.83',
  ]);
  const talking = snapshot?.data.talking?.map(({ agentId, contactId, queueId, estimated }) => `${agentId} ${queueId} ${contactId} ${estimated}`);
  expect(talking?.sort()).toEqual([
    'Local/1011@from-queue/n hebrew-service 1795299242.87 true',
    'PJSIP/1003 sales 1795299233.77 true',
    'PJSIP/1004 sales 1795299232.76 true',
    'PJSIP/1008 support 1795299227.69 true',
    'PJSIP/1010 sales 1795299231.74 true',
  ]);
});

test('without the right to list channels agents talk to nobody known, and it is over when it is over', async () => {
  const { events } = await replay({ recording: client });
  const snapshot = events.find(isSnapshot);
  expect(snapshot?.data.talking).toBe(undefined);
  const talkers = snapshot?.data.agents.filter(({ inCall }) => inCall === true).map(({ agentId }) => agentId) ?? [];
  expect(talkers.length).toBe(5);
  for (const agentId of talkers) {
    const next = events.find((event) => event.type === 'cc.agent.state.v1' && event.data.agentId === agentId);
    expect(next?.type === 'cc.agent.state.v1' && next.data.state, agentId).not.toBe('busy');
  }
});

test('a caller keeps the name of her stay from the snapshot through to her answer', async () => {
  const { events } = await replay({ recording: client, mayListChannels: true });
  const names = events.find(isSnapshot)?.data.waiting.map(({ segmentId }) => segmentId ?? '') ?? [];
  const stays = new Map(staysOf(events).map((stay) => [stay.segmentId, stay]));
  for (const name of names) expect(stays.get(name)?.outcome, name).toMatch(/answered|abandoned/);
  const queued = events.filter((event) => event.type === 'cc.contact.queued.v1').map(({ data }) => (data as { segmentId: string }).segmentId);
  expect(queued.filter((name) => names.includes(name))).toEqual([]);
});

test('a client that comes in mid-shift counts what it saw, and nothing twice', async () => {
  const whole = staysOf((await replay({ recording: quiet })).events);
  const seen = staysOf((await replay({ recording: client, mayListChannels: true })).events);
  const loginAt = client.t0 + LOGIN_MS;
  const expected = whole.filter(({ exitAt }) => exitAt === null || exitAt > loginAt + 100);
  const known = new Map(whole.map((stay) => [stay.segmentId, stay]));
  for (const stay of seen) {
    const other = known.get(stay.segmentId);
    // A conversation that was under way has no stay that we saw wait.
    if (stay.outcome !== 'open') expect(stay.outcome, stay.segmentId).toBe(other?.outcome);
  }
  expect(seen.filter(({ outcome }) => outcome !== 'open').length).toBe(expected.length);
});

for (const [what, hasQueueLog] of [
  ['AMI alone', false],
  ['queue_log beside it', true],
] as const) {
  test(`restart, ${what}: nothing hangs, nothing counts twice, 31 abandoned and not 35, the gap on record`, async () => {
    const { events, statuses } = await replay({ recording: quiet, hasQueueLog });
    const stays = staysOf(events);
    expect(stays.filter(({ outcome }) => outcome === 'abandoned').length).toBe(31);
    expect(stays.filter(({ outcome }) => outcome === 'system').length).toBe(4);
    expect(stays.filter(({ outcome }) => outcome === 'open')).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const gaps = events.flatMap((event) => (event.type === 'cc.source.status.v1' && event.data.state === 'gap' ? [event.data] : []));
    expect(gaps.map(({ from }) => Date.parse(from ?? '') - quiet.t0)).toEqual([expect.closeTo(RESTART_MS, -3)]);
    const states = statuses.map(({ status }) => status.state);
    expect(states).toEqual(['catching-up', 'up', 'down', 'catching-up', 'up', 'down']);
  });
}

test('after the restart the snapshot shows the members that came back without a word', async () => {
  const { events } = await replay({ recording: quiet });
  const snapshot = events.filter(isSnapshot)[1];
  const poll = quiet.polls.find(({ exact }) => exact > RESTART_MS) as Poll;
  expect(snapshot?.data.waiting.map(({ contactId, queueId }) => `${contactId} ${queueId}`).sort()).toEqual(lists(poll).waiting);
  expect(snapshot?.data.agents.length).toBe(
    new Set(poll.items.filter(({ event }) => event === 'QueueMember').map((item) => item.get('Location'))).size,
  );
  const paused = snapshot?.data.agents.flatMap(({ agentId, queues }) =>
    queues.flatMap(({ queueId, paused: isPaused }) => (isPaused ? [`${agentId} ${queueId}`] : [])),
  );
  const truth = poll.items.filter((item) => item.get('Paused') === '1').map((item) => `${item.get('Location')} ${item.get('Queue')}`);
  expect(paused?.sort()).toEqual(truth.sort());
});

test('sequences of the second connection sort after those of the first', async () => {
  const { events } = await replay({ recording: quiet });
  const sequences = events.map(({ sequence }) => sequence);
  expect([...sequences].sort()).toEqual(sequences);
});

test('a minute without connection, filled from queue_log: every stay and exit of the day is there once', async () => {
  const shift = loadRecording('shift');
  const lost = cut(shift, 300_000, 360_000);
  const { events } = await replay({ recording: lost, hasQueueLog: true });
  const stays = staysOf(events);
  expect(totalsOf(stays)).toEqual(truthTotals(shift.visits));
  expect(stays.filter(({ answeredAt, endedAt }) => answeredAt !== null && endedAt === null)).toEqual([]);
  expect(asAmiAlone(totalsOf(staysOf((await replay({ recording: lost })).events)))).not.toEqual(asAmiAlone(truthTotals(shift.visits)));
});
