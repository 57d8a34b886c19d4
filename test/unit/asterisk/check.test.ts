import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { realClock } from '../../../server/clock.ts';
import { silentLogger } from '../../../server/log.ts';
import type { Connect } from '../../../server/sources/asterisk/socket.ts';
import { asteriskSource } from '../../../server/sources/asterisk/source.ts';
import { type Answer, type PbxOptions, TestPbx } from '../../support/pbx.ts';
import { socketPair } from '../../support/socket-pair.ts';
import { listItem, OPTIONS, SourceRun, START_AT } from '../../support/source-run.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const MEMBER = { Queue: 'sales', Name: 'Dana Levi', Location: 'PJSIP/1001', Status: '1', InCall: '0', Paused: '0' };
const list = (...items: string[]): Answer => ({ items, complete: 'QueueStatusComplete', message: 'will follow' });
const QUEUES = list(listItem('QueueParams', { Queue: 'sales' }), listItem('QueueMember', MEMBER));

async function check(options: Partial<PbxOptions> = {}, during: (pbx: TestPbx) => void = () => undefined, source: Partial<typeof OPTIONS> = {}) {
  const clock = virtualClock(START_AT);
  const pbx = new TestPbx({ now: () => clock.now(), answer: (action) => (action === 'QueueStatus' ? QUEUES : null), ...options });
  const run = new SourceRun(async () => pbx.connect(), source, clock);
  const checked = run.check();
  await clock.advance(500);
  during(pbx);
  await clock.advance(60_000);
  return checked;
}

test('all is well: says what was found, and that channels are not needed', async () => {
  const checked = await check();
  expect(checked.ok && checked.value).toContain('logged in as wallboard; 1 queues, 1 memberships, 0 waiting; may not list channels');
  expect(checked.ok && checked.value).toContain('too quiet');
});

test('with events of both classes nothing is left to doubt', async () => {
  const checked = await check({}, (pbx) => {
    pbx.event('QueueMemberStatus', { Privilege: 'agent,all', Queue: 'sales' });
    pbx.event('Newchannel', { Privilege: 'call,all' });
  });
  expect(checked.ok && checked.value).not.toContain('too quiet');
});

test('a wrong secret, an address that is not permitted', async () => {
  expect(await check({ secret: 'another' })).toMatchObject({
    ok: false,
    error: expect.stringContaining('wallboard was refused: wrong name or secret'),
  });
});

test('a user without the class system, or without agent', async () => {
  expect(await check({ isBooted: () => false })).toMatchObject({ ok: false, error: expect.stringContaining('read = system,call,agent') });
  let asked = 0;
  const answer = (action: string) => {
    if (action !== 'QueueStatus') return null;
    asked += 1;
    return list(listItem('QueueMember', { ...MEMBER, Status: asked === 1 ? '1' : '2' }));
  };
  expect(await check({ answer })).toMatchObject({ ok: false, error: expect.stringContaining('class agent') });
});

test('app_queue is not loaded', async () => {
  const answer = (): Answer => ({ error: 'Invalid/unknown command: QueueStatus. Use Action: ListCommands to show available commands.' });
  expect(await check({ answer })).toMatchObject({ ok: false, error: expect.stringContaining('is app_queue loaded?') });
});

async function checkStream(greeting: string | null) {
  const clock = virtualClock(START_AT);
  const connect: Connect = async () => {
    const [ours, theirs] = socketPair();
    if (greeting !== null) theirs.write(greeting);
    return ours;
  };
  const checked = new SourceRun(connect, {}, clock).check();
  await clock.advance(20_000);
  return checked;
}

test('a port that is not AMI says so: another greeting, or none', async () => {
  expect(await checkStream('SSH-2.0-OpenSSH_9.2\r\n')).toEqual({
    ok: false,
    error: '127.0.0.1:5038 is not an AMI port: it greets with "SSH-2.0-OpenSSH_9.2"',
  });
  expect(await checkStream(null)).toMatchObject({ ok: false, error: expect.stringContaining('asterisks:// is needed') });
});

test('a queue_log that cannot be read is told apart from the PBX that is well', async () => {
  const options = { ...OPTIONS, queueLog: '/nowhere/queue_log' };
  expect(await asteriskSource(options).checkFile?.()).toEqual({
    ok: false,
    error: 'queueLog=/nowhere/queue_log cannot be read (ENOENT): is the path right, and may this user read it?',
  });
  const checked = await check({}, undefined, options);
  expect(checked.ok && checked.value).toContain('1 memberships');
  expect(asteriskSource(OPTIONS).checkFile).toBeUndefined();
});

test('a connection that is never made ends in words too', async () => {
  const clock = virtualClock(START_AT);
  const run = new SourceRun(
    (_target, signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    {},
    clock,
  );
  const checked = run.check();
  await clock.advance(20_000);
  expect(await checked).toEqual({ ok: false, error: '127.0.0.1:5038 cannot be reached: no answer within 10 s' });
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

test('over real TCP: a PBX, and a port where nobody listens', async () => {
  const pbx = new TestPbx({ now: realClock.now, answer: (action) => (action === 'QueueStatus' ? QUEUES : null) });
  const server = createServer((socket) => pbx.serve(socket));
  const port = await listening(server);
  const stop = new AbortController();
  const context = { name: 'pbx1', clock: realClock, log: silentLogger, signal: stop.signal, customerRef: () => null, random: () => 0.5 };
  expect(await asteriskSource({ ...OPTIONS, port }).check(context)).toMatchObject({ ok: true });
  await new Promise((resolve) => server.close(resolve));
  expect(await asteriskSource({ ...OPTIONS, port }).check(context)).toEqual({
    ok: false,
    error: expect.stringMatching(new RegExp(`127.0.0.1:${port} cannot be reached: nothing listens there .*manager.conf`)),
  });
});
