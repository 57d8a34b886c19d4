import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LinkLost } from '../../../server/sources/asterisk/link.ts';
import { OUTBOX_MAX_EVENTS } from '../../../server/sources/asterisk/outbox.ts';
import type { Connect } from '../../../server/sources/asterisk/socket.ts';
import { jumpyClock } from '../../support/jumpy-clock.ts';
import { type Answer, type PbxOptions, TestPbx } from '../../support/pbx.ts';
import { socketPair } from '../../support/socket-pair.ts';
import { listItem, type OPTIONS, SourceRun, START_AT } from '../../support/source-run.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MEMBER = { Queue: 'sales', Name: 'Dana Levi', Location: 'PJSIP/1001', StateInterface: 'PJSIP/1001', Status: '1', InCall: '0', Paused: '0' };
const JOIN = { Privilege: 'agent,all', Uniqueid: '1.1', Linkedid: '1.1', Queue: 'sales', Position: '1' };

function list(...items: string[]): Answer {
  return { items, complete: 'QueueStatusComplete', message: 'Queue status will follow' };
}

function setUp(options: Partial<PbxOptions> = {}, more: Partial<typeof OPTIONS> = {}) {
  const clock = virtualClock(START_AT);
  const lists = { queues: list(listItem('QueueMember', MEMBER)) };
  const pbx = new TestPbx({ now: () => clock.now(), answer: (action) => (action === 'QueueStatus' ? lists.queues : null), ...options });
  const connects: number[] = [];
  const connect: Connect = async () => {
    connects.push(clock.now() - START_AT);
    return pbx.connect();
  };
  return { clock, pbx, lists, connects, run: new SourceRun(connect, more, clock) };
}

test('logs in by challenge, takes the lists, is up; the secret never travels', async () => {
  const { run, pbx } = setUp();
  await run.start();
  expect(run.states).toEqual(['catching-up', 'up']);
  expect(run.types()).toEqual(['snapshot', 'source.status up']);
  expect(pbx.actions.some((action) => action.has('Secret'))).toBe(false);
  await run.end();
});

test('without MD5 the secret goes to this machine or over TLS, and to nobody else', async () => {
  const near = setUp({ isMd5Refused: true });
  await near.run.start();
  expect(near.run.states).toContain('up');
  await near.run.end();
  const far = setUp({ isMd5Refused: true }, { host: '10.0.0.5' });
  await far.run.start();
  expect(far.run.statuses.at(-1)?.reason).toContain('asterisks://');
  expect(far.pbx.actions.map((action) => action.get('Action'))).toEqual(['Challenge']);
  await far.run.end();
});

test('a refused login is told in words, and is not tried again soon', async () => {
  const { run, connects, clock } = setUp({ secret: 'another' });
  await run.start();
  expect(run.statuses.at(-1)).toMatchObject({ state: 'down' });
  expect(run.statuses.at(-1)?.reason).toContain('wallboard was refused');
  await clock.advance(60_000);
  expect(connects.length).toBeLessThanOrEqual(4);
  await run.end();
});

test('while the PBX starts, QueueStatus is unknown: asked again until it is there', async () => {
  const { run, lists, clock } = setUp();
  const booted = lists.queues;
  lists.queues = { error: 'Invalid/unknown command: QueueStatus. Use Action: ListCommands to show available commands.' };
  await run.start();
  await clock.advance(2000);
  expect(run.states).toEqual(['catching-up']);
  lists.queues = booted;
  await clock.advance(1000);
  expect(run.states).toEqual(['catching-up', 'up']);
  await run.end();
});

test('a user without the class system hears no FullyBooted: taken as booted after 3 s', async () => {
  const { run, clock } = setUp({ isBooted: () => false });
  await run.start();
  expect(run.states).toEqual(['catching-up']);
  await clock.advance(3000);
  expect(run.states).toEqual(['catching-up', 'up']);
  await run.end();
});

test('events in the same read as the answer come after the snapshot', async () => {
  const { run, pbx, clock } = setUp();
  await run.start();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(1);
  expect(run.types()).toEqual(['snapshot', 'source.status up', 'contact.queued']);
  await run.end();
});

test('a lost connection: down at the last byte, back with jitter, the gap, the snapshot, up', async () => {
  const { run, pbx, clock } = setUp();
  await run.start();
  const lastAt = clock.now();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(5000);
  pbx.hangUp();
  await clock.advance(10_000);
  expect(run.states).toEqual(['catching-up', 'up', 'down', 'catching-up', 'up']);
  expect(run.types().slice(2)).toEqual(['contact.queued', 'source.status down', 'source.status gap', 'snapshot', 'source.status up']);
  const [down, gap] = run.events.slice(3, 5);
  expect(down?.sourceTime).toBe(lastAt);
  expect(gap?.type === 'cc.source.status.v1' && Date.parse(gap.data.from ?? '')).toBe(lastAt);
  await run.end();
});

test('after a start the gap begins where facts of the earlier run were complete', async () => {
  const { run } = setUp();
  run.completeUntil = START_AT - 60_000;
  await run.start();
  const [gap] = run.events;
  expect(gap?.type === 'cc.source.status.v1' && [gap.data.state, Date.parse(gap.data.from ?? '')]).toEqual(['gap', START_AT - 60_000]);
  await run.end();
});

test('a PBX that cannot be reached is tried at growing distances, never more than 30 s', async () => {
  const at: number[] = [];
  const clock = virtualClock(START_AT);
  const run = new SourceRun(
    async () => {
      at.push(clock.now() - START_AT);
      throw new LinkLost('127.0.0.1:5038 cannot be reached: ECONNREFUSED');
    },
    {},
    clock,
  );
  await run.start();
  await clock.advance(600_000);
  const distances = at.slice(1).map((time, i) => time - (at[i] ?? 0));
  expect(distances.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
  expect(Math.max(...distances)).toBe(15_000);
  expect(run.statuses.at(-1)?.reason).toContain('ECONNREFUSED');
  await run.end();
});

test('while the PBX stays away the log says so at growing distances, and again when the reason changes', async () => {
  const clock = virtualClock(START_AT);
  let reason = 'ECONNREFUSED';
  const run = new SourceRun(() => Promise.reject(new LinkLost(reason)), {}, clock);
  await run.start();
  await clock.advance(600_000);
  const told = run.logged.filter((line) => line.includes('asterisk is down')).map((line) => / times=(\d+)/.exec(line)?.[1] ?? '1');
  expect(told).toEqual(['1', '2', '4', '8', '16', '32']);
  reason = 'EHOSTUNREACH';
  await clock.advance(16_000);
  expect(run.logged.find((line) => line.includes('EHOSTUNREACH'))).toMatch(/asterisk is down reason=EHOSTUNREACH$/);
  await run.end();
});

test('a queue_log that cannot be read stands on the row and in the log, once, until it can be', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-source-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const queueLog = join(folder, 'queue_log');
  const { run, clock } = setUp({}, { queueLog });
  await run.start();
  // The disk is real: its answers come when they come.
  const problem = `queueLog=${queueLog} cannot be read (ENOENT): is the path right, and may this user read it?`;
  const isTold = () => run.statuses.at(-1)?.reason?.includes(problem) === true;
  const until = async (isSo: () => boolean) => {
    for (let n = 0; n < 200 && !isSo(); n++) await clock.advance(1000);
    expect(isSo(), String(run.statuses.at(-1)?.reason)).toBe(true);
  };
  await until(isTold);
  expect(run.states.at(-1)).toBe('up');
  await clock.advance(30_000);
  expect(run.logged.filter((line) => line.includes('queue_log cannot be read'))).toHaveLength(1);
  writeFileSync(queueLog, '');
  await until(() => !isTold());
  expect(run.logged.at(-1)).toContain('queue_log can be read again');
  await run.end();
});

test('what the driver decides by waiting is decided in time though the clock was set back meanwhile', async () => {
  const clock = jumpyClock(START_AT);
  const pbx = new TestPbx({ now: () => clock.now(), answer: (action) => (action === 'QueueStatus' ? list(listItem('QueueMember', MEMBER)) : null) });
  const run = new SourceRun(async () => pbx.connect(), {}, clock);
  await run.start();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(5000);
  pbx.event('QueueCallerLeave', { ...JOIN, Count: '0' });
  await clock.advance(10);
  clock.jump(-3_600_000);
  await clock.advance(60_000);
  expect(run.types().filter((type) => type.startsWith('contact'))).toEqual(['contact.queued', 'contact.dequeued', 'contact.dequeued']);
  await run.end();
});

test('a link that no longer answers is dead within 22 s', async () => {
  const clock = virtualClock(START_AT);
  const [ours, theirs] = socketPair();
  const pbx = new TestPbx({ now: () => clock.now(), answer: () => list() });
  pbx.serve(theirs);
  const run = new SourceRun(async () => ours, {}, clock);
  await run.start();
  expect(run.states).toEqual(['catching-up', 'up']);
  theirs.removeAllListeners('data');
  await clock.advance(22_000);
  expect(run.statuses.at(-1)?.reason).toBe('no answer to Ping within 10 s');
  await run.end();
});

test('a PBX that never answers CoreShowChannels is up all the same', async () => {
  const answer = (action: string) => (action === 'QueueStatus' ? list(listItem('QueueMember', MEMBER)) : ({ error: '', isSilent: true } as const));
  const { run, clock } = setUp({ answer });
  await run.start();
  await clock.advance(40_000);
  expect(run.states).toEqual(['catching-up', 'up']);
  await run.end();
});

test('the clock of the PBX is measured by Ping', async () => {
  const { run, clock } = setUp({ skewMs: 180_000 });
  await run.start();
  await clock.advance(60_000);
  expect(new Set(run.skews)).toEqual(new Set([180_000]));
  await run.end();
});

test('a difference from the list that lasts is an anomaly, and healed by a snapshot', async () => {
  const { run, lists, clock } = setUp();
  await run.start();
  lists.queues = list(listItem('QueueMember', { ...MEMBER, Paused: '1', PausedReason: 'lunch' }));
  await clock.advance(63_000);
  expect(run.anomalies).toEqual(['drift: pause: PJSIP/1001 in sales, not paused here, paused (lunch) there']);
  expect(run.types().filter((type) => type === 'snapshot').length).toBe(2);
  await clock.advance(120_000);
  expect(run.anomalies.length).toBe(1);
  await run.end();
});

test('a difference that is gone two seconds later is nothing', async () => {
  const { run, lists, clock } = setUp();
  await run.start();
  const right = lists.queues;
  lists.queues = list();
  await clock.advance(60_000);
  lists.queues = right;
  await clock.advance(5000);
  expect(run.anomalies).toEqual([]);
  await run.end();
});

test('a reload of queues is followed by a look at the lists', async () => {
  const { run, pbx, lists, clock } = setUp();
  await run.start();
  lists.queues = list(listItem('QueueMember', MEMBER), listItem('QueueMember', { ...MEMBER, Queue: 'support' }));
  pbx.event('Reload', { Privilege: 'system,all', Module: 'app_queue.so', Status: '0' });
  await clock.advance(4000);
  expect(run.anomalies).toEqual(['drift: member only there: PJSIP/1001 in support']);
  await run.end();
});

test('facts that cannot be stored are bounded: the connection is given up, and taken again when they are', async () => {
  const { run, pbx, clock } = setUp();
  await run.start();
  let release: () => void = () => undefined;
  run.blocked = new Promise((resolve) => {
    release = resolve;
  });
  for (let i = 0; i <= OUTBOX_MAX_EVENTS + 500; i++) pbx.event('QueueCallerJoin', { ...JOIN, Uniqueid: `${i}.1`, Linkedid: `${i}.1` });
  await clock.advance(10_000);
  expect(run.statuses.at(-1)).toEqual({ state: 'down', reason: 'facts cannot be stored' });
  release();
  run.blocked = null;
  await clock.advance(30_000);
  expect(run.states.at(-1)).toBe('up');
  expect(run.events.filter(({ type }) => type === 'cc.contact.queued.v1').length).toBeGreaterThan(OUTBOX_MAX_EVENTS);
  await run.end();
});

test('the note is kept while it runs, and read at the start', async () => {
  const { run, pbx, clock } = setUp();
  await run.start();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(5000);
  expect(run.notes.at(-1)).toMatchObject({ version: 1, stays: [{ uniqueid: '1.1', queueId: 'sales', segmentId: '1.1:sales:1' }] });
  await run.end();
});

test('stopping ends it in every state', async () => {
  const { run, clock } = setUp();
  await run.start();
  await clock.advance(30_000);
  await run.end();
  const never = new SourceRun(() => new Promise((_, reject) => never.stop.signal.addEventListener('abort', () => reject(new LinkLost('stopped')))));
  await never.start();
  await never.end();
});

test('nothing but the closed list of actions is ever sent', async () => {
  const { run, pbx, clock } = setUp();
  await run.start();
  await clock.advance(300_000);
  pbx.hangUp();
  await clock.advance(60_000);
  await run.end();
  expect([...new Set(pbx.actions.map((action) => action.get('Action')))].sort()).toEqual([
    'Challenge',
    'CoreShowChannels',
    'Login',
    'Ping',
    'QueueStatus',
  ]);
});
