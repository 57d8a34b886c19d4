import { expect, test } from 'vitest';
import { type Answer, type PbxOptions, TestPbx } from '../../support/pbx.ts';
import { listItem, SourceRun, START_AT } from '../../support/source-run.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MEMBER = { Queue: 'sales', Name: 'Dana Levi', Location: 'PJSIP/1001', Status: '1', InCall: '0', Paused: '0' };
const list = (...items: string[]): Answer => ({ items, complete: 'QueueStatusComplete', message: 'will follow' });
const QUEUES = list(listItem('QueueMember', MEMBER));
const CHANNELS: Answer = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };

async function setUp(options: Partial<PbxOptions> = {}) {
  const clock = virtualClock(START_AT);
  const answers: { queues: Answer | null } = { queues: QUEUES };
  const pbx = new TestPbx({ now: () => clock.now(), answer: (action) => (action === 'QueueStatus' ? answers.queues : CHANNELS), ...options });
  const run = new SourceRun(async () => pbx.connect(), {}, clock);
  await run.start();
  await clock.advance(4000);
  return { run, pbx, clock, answers, last: () => run.statuses.at(-1) };
}

test('with all rights nothing stands beside the state', async () => {
  const { run, last } = await setUp();
  expect(last()).toEqual({ state: 'up', reason: undefined });
  await run.end();
});

test('without the class system, or the right to list channels, the wall goes on and says so', async () => {
  const silent = await setUp({ isBooted: () => false });
  await silent.clock.advance(31_000);
  expect(silent.last()).toEqual({ state: 'up', reason: expect.stringMatching(/class system.*manager.conf.*read = system,call,agent/) });
  silent.pbx.event('FullyBooted', { Privilege: 'system,all', Status: 'Fully Booted' });
  await silent.clock.advance(100);
  expect(silent.last()).toEqual({ state: 'up', reason: undefined });
  await silent.run.end();
  const blind = await setUp({ answer: (action) => (action === 'QueueStatus' ? QUEUES : null) });
  const isBlind = { state: 'up', reason: expect.stringMatching(/may not list channels.*write = reporting/) };
  expect(blind.last()).toEqual(isBlind);
  // The right to hear of a class is not the right to ask.
  blind.pbx.event('RTCPSent', { Privilege: 'reporting,all' });
  await blind.clock.advance(100);
  expect(blind.last()).toEqual(isBlind);
  await blind.run.end();
});

test('queues that change without a word: the class agent is missing, until it speaks', async () => {
  const { run, pbx, clock, answers, last } = await setUp();
  answers.queues = list(listItem('QueueMember', { ...MEMBER, Paused: '1', PausedReason: 'lunch' }));
  await clock.advance(70_000);
  expect(last()).toEqual({ state: 'up', reason: expect.stringContaining('no event of the class agent') });
  pbx.event('QueueMemberPause', { Privilege: 'agent,all', Queue: 'sales', Interface: 'PJSIP/1001', MemberName: 'Dana Levi', Paused: '1' });
  await clock.advance(100);
  expect(last()).toEqual({ state: 'up', reason: undefined });
  await run.end();
});

test('callers without one event of their channels: the class call is missing; one such caller proves nothing', async () => {
  const { run, pbx, clock, last } = await setUp();
  const join = async (id: string) => {
    pbx.event('QueueCallerJoin', { Privilege: 'agent,all', Uniqueid: id, Linkedid: id, Queue: 'sales', Position: '1' });
    await clock.advance(100);
  };
  await join('1.1');
  await join('1.2');
  expect(last()).toEqual({ state: 'up', reason: undefined });
  await join('1.3');
  expect(last()).toEqual({ state: 'up', reason: expect.stringContaining('no event of the class call') });
  await run.end();
});

test('where QueueStatus is refused the source is down, says why, and does not ask again soon', async () => {
  const { run, pbx, clock, last } = await setUp({ answer: () => null });
  expect(last()).toEqual({
    state: 'down',
    reason: expect.stringMatching(/QueueStatus was refused: Permission denied; in manager.conf give the user/),
  });
  const logins = () => pbx.actions.filter((action) => action.get('Action') === 'Login').length;
  await clock.advance(56_000);
  expect(logins()).toBeLessThanOrEqual(4);
  await run.end();
});
