/** The source beside a PBX that is away, refuses, falls silent, or whose facts cannot be stored. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { LinkLost } from '../../../server/sources/asterisk/link.ts';
import { OUTBOX_MAX_EVENTS } from '../../../server/sources/asterisk/outbox.ts';
import { until } from '../../support/app.ts';
import { jumpyClock } from '../../support/jumpy-clock.ts';
import { TestPbx } from '../../support/pbx.ts';
import { socketPair } from '../../support/socket-pair.ts';
import { listItem, MEMBER, queueList, SourceRun, START_AT, sourceBesidePbx } from '../../support/source-run.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const JOIN = { Privilege: 'agent,all', Uniqueid: '1.1', Linkedid: '1.1', Queue: 'sales', Position: '1' };

test('a refused login is told in words, and is not tried again soon', async () => {
  const { run, connects, clock } = sourceBesidePbx({ secret: 'another' });
  await run.start();
  expect(run.statuses.at(-1)).toMatchObject({ state: 'down' });
  expect(run.statuses.at(-1)?.reason).toContain('wallboard was refused');
  await clock.advance(60_000);
  expect(connects.length).toBeLessThanOrEqual(4);
  await run.end();
});

test('a lost connection: down at the last byte, back with jitter, the gap, the snapshot, up', async () => {
  const { run, pbx, clock } = sourceBesidePbx();
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
  const { run } = sourceBesidePbx();
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
  const { run, clock } = sourceBesidePbx({}, { queueLog });
  await run.start();
  // The disk is real: its answers come when they come.
  const problem = `queueLog=${queueLog} cannot be read (ENOENT): is the path right, and may this user read it?`;
  const isTold = () => run.statuses.at(-1)?.reason?.includes(problem) === true;
  const becomes = (isSo: () => boolean) =>
    until(
      async () => {
        await clock.advance(1000);
        return isSo();
      },
      String(run.statuses.at(-1)?.reason),
    );
  await becomes(isTold);
  expect(run.states.at(-1)).toBe('up');
  await clock.advance(30_000);
  expect(run.logged.filter((line) => line.includes('queue_log cannot be read'))).toHaveLength(1);
  writeFileSync(queueLog, '');
  await becomes(() => !isTold());
  expect(run.logged.at(-1)).toContain('queue_log can be read again');
  await run.end();
});

test('what the driver decides by waiting is decided in time though the clock was set back meanwhile', async () => {
  const clock = jumpyClock(START_AT);
  const pbx = new TestPbx({
    now: () => clock.now(),
    answer: (action) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : null),
  });
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
  const pbx = new TestPbx({ now: () => clock.now(), answer: () => queueList() });
  pbx.serve(theirs);
  const run = new SourceRun(async () => ours, {}, clock);
  await run.start();
  expect(run.states).toEqual(['catching-up', 'up']);
  theirs.removeAllListeners('data');
  await clock.advance(22_000);
  expect(run.statuses.at(-1)?.reason).toBe('no answer to Ping within 10 s');
  await run.end();
});

test('facts that cannot be stored are bounded: the connection is given up, and taken again when they are', async () => {
  const { run, pbx, clock } = sourceBesidePbx();
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
