import { expect, test } from 'vitest';
import { LinkLost } from '../../../server/sources/asterisk/link.ts';
import { listItem, MEMBER, queueList, SourceRun, sourceBesidePbx } from '../../support/source-run.ts';

const JOIN = { Privilege: 'agent,all', Uniqueid: '1.1', Linkedid: '1.1', Queue: 'sales', Position: '1' };

test('logs in by challenge, takes the lists, is up; the secret never travels', async () => {
  const { run, pbx } = sourceBesidePbx();
  await run.start();
  expect(run.states).toEqual(['catching-up', 'up']);
  expect(run.types()).toEqual(['snapshot', 'source.status up']);
  expect(pbx.actions.some((action) => action.has('Secret'))).toBe(false);
  await run.end();
});

test('without MD5 the secret goes to this machine or over TLS, and to nobody else', async () => {
  const near = sourceBesidePbx({ isMd5Refused: true });
  await near.run.start();
  expect(near.run.states).toContain('up');
  await near.run.end();
  const far = sourceBesidePbx({ isMd5Refused: true }, { host: '10.0.0.5' });
  await far.run.start();
  expect(far.run.statuses.at(-1)?.reason).toContain('asterisks://');
  expect(far.pbx.actions.map((action) => action.get('Action'))).toEqual(['Challenge']);
  await far.run.end();
});

test('while the PBX starts, QueueStatus is unknown: asked again until it is there', async () => {
  const { run, lists, clock } = sourceBesidePbx();
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
  const { run, clock } = sourceBesidePbx({ isBooted: () => false });
  await run.start();
  expect(run.states).toEqual(['catching-up']);
  await clock.advance(3000);
  expect(run.states).toEqual(['catching-up', 'up']);
  await run.end();
});

test('events in the same read as the answer come after the snapshot', async () => {
  const { run, pbx, clock } = sourceBesidePbx();
  await run.start();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(1);
  expect(run.types()).toEqual(['snapshot', 'source.status up', 'contact.queued']);
  await run.end();
});

test('a PBX that never answers CoreShowChannels is up all the same', async () => {
  const answer = (action: string) =>
    action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : ({ error: '', isSilent: true } as const);
  const { run, clock } = sourceBesidePbx({ answer });
  await run.start();
  await clock.advance(40_000);
  expect(run.states).toEqual(['catching-up', 'up']);
  await run.end();
});

test('the clock of the PBX is measured by Ping', async () => {
  const { run, clock } = sourceBesidePbx({ skewMs: 180_000 });
  await run.start();
  await clock.advance(60_000);
  expect(new Set(run.skews)).toEqual(new Set([180_000]));
  await run.end();
});

test('a difference from the list that lasts is an anomaly, and healed by a snapshot', async () => {
  const { run, lists, clock } = sourceBesidePbx();
  await run.start();
  lists.queues = queueList(listItem('QueueMember', { ...MEMBER, Paused: '1', PausedReason: 'lunch' }));
  await clock.advance(63_000);
  expect(run.anomalies).toEqual(['drift: pause: PJSIP/1001 in sales, not paused here, paused (lunch) there']);
  expect(run.types().filter((type) => type === 'snapshot').length).toBe(2);
  await clock.advance(120_000);
  expect(run.anomalies.length).toBe(1);
  await run.end();
});

test('a difference that is gone two seconds later is nothing', async () => {
  const { run, lists, clock } = sourceBesidePbx();
  await run.start();
  const right = lists.queues;
  lists.queues = queueList();
  await clock.advance(60_000);
  lists.queues = right;
  await clock.advance(5000);
  expect(run.anomalies).toEqual([]);
  await run.end();
});

test('a reload of queues is followed by a look at the lists', async () => {
  const { run, pbx, lists, clock } = sourceBesidePbx();
  await run.start();
  lists.queues = queueList(listItem('QueueMember', MEMBER), listItem('QueueMember', { ...MEMBER, Queue: 'support' }));
  pbx.event('Reload', { Privilege: 'system,all', Module: 'app_queue.so', Status: '0' });
  await clock.advance(4000);
  expect(run.anomalies).toEqual(['drift: member only there: PJSIP/1001 in support']);
  await run.end();
});

test('the note is kept while it runs, and read at the start', async () => {
  const { run, pbx, clock } = sourceBesidePbx();
  await run.start();
  pbx.event('QueueCallerJoin', JOIN);
  await clock.advance(5000);
  expect(run.notes.at(-1)).toMatchObject({ version: 1, stays: [{ uniqueid: '1.1', queueId: 'sales', segmentId: '1.1:sales:1' }] });
  await run.end();
});

test('stopping ends it in every state', async () => {
  const { run, clock } = sourceBesidePbx();
  await run.start();
  await clock.advance(30_000);
  await run.end();
  const never = new SourceRun(() => new Promise((_, reject) => never.stop.signal.addEventListener('abort', () => reject(new LinkLost('stopped')))));
  await never.start();
  await never.end();
});

test('nothing but the closed list of actions is ever sent', async () => {
  const { run, pbx, clock } = sourceBesidePbx();
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
