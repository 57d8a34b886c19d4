/** `/api/v1/sources` over real TCP: each source as it is, and each error that a newcomer is likely to make, named with its remedy. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { asteriskSource } from '../../../server/sources/asterisk/source.ts';
import { parse } from '../../../shared/schema.ts';
import { sourcesSchema, type Tested, testedSchema } from '../../../shared/sources.ts';
import { cloudEvent, type RunningApp, SENDER, startApp, until } from '../../support/app.ts';
import { freePort } from '../../support/free-port.ts';
import { amiText, type PbxOptions } from '../../support/pbx.ts';
import { useDatabase } from '../../support/postgres.ts';
import { listItem, MEMBER, OPTIONS, queueList } from '../../support/source-run.ts';
import { root } from '../../support/sources.ts';
import { startTcpPbx } from '../../support/tcp-pbx.ts';

const db = useDatabase();
const SECRET = 'wallboard-ro';
const CHANNELS = { items: [], complete: 'CoreShowChannelsComplete', message: 'Channels will follow' };
let app: RunningApp;
let folder: string;

beforeAll(async () => {
  app = await startApp({ db: db.database });
  folder = mkdtempSync(join(tmpdir(), 'moked-sources-'));
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const lists = (action: string) => (action === 'QueueStatus' ? queueList(listItem('QueueMember', MEMBER)) : CHANNELS);

async function pbx(options: Partial<PbxOptions> = {}) {
  const started = await startTcpPbx({ answer: lists, ...options });
  onTestFinished(started.close);
  return started;
}

const connection = (port: number, more: object = {}) => ({ kind: 'asterisk', host: '127.0.0.1', port, user: 'wallboard', secret: SECRET, ...more });

function post(body: object | string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.url}/api/v1/sources/test`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function tested(body: object): Promise<Tested> {
  const response = await post(body);
  const text = await response.text();
  expect(text).not.toContain('hush-hush');
  expect(response.status, text).toBe(200);
  const answer = parse(testedSchema, JSON.parse(text));
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

const codes = (answer: Tested) => answer.results.flatMap(({ explained }) => explained.map(({ code }) => code));

test('all is well, queue_log included', async () => {
  const { port } = await pbx();
  const queueLog = join(folder, 'queue_log');
  writeFileSync(queueLog, '1795299179|NONE|NONE|NONE|QUEUESTART|\n');
  const answer = await tested(connection(port, { queueLog, wrapup: 'sales:10', acwReasons: 'wrapup,סיכום' }));
  expect(answer.isFine).toBe(true);
  expect(codes(answer)).toEqual(['too-quiet']);
  expect(answer.results.map(({ of }) => of)).toEqual(['connection', 'file']);
});

test('wrong secret', async () => {
  const { port } = await pbx();
  expect(codes(await tested(connection(port, { secret: 'hush-hush' })))).toEqual(['wrong-secret']);
});

test('AMI disabled, or a port where nothing listens', async () => {
  expect(codes(await tested(connection(await freePort())))).toEqual(['nothing-listens']);
});

test.each([
  ['another service greets', 'SSH-2.0-OpenSSH_9.2\r\n', 'not-ami'],
  ['a service that waits', null, 'says-nothing'],
])('wrong port: %s', async (_what, greeting, code) => {
  const server = createServer((socket) => void (greeting === null ? socket.resume() : socket.write(greeting)));
  const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
  onTestFinished(() => void server.close());
  expect(codes(await tested(connection(port)))).toEqual([code]);
});

test('TLS at a port without it', async () => {
  const { port } = await pbx();
  expect(codes(await tested(connection(port, { tls: true })))).toEqual(['no-tls']);
});

test('a user who may not ask for queues, and one who may not read system or list channels', async () => {
  const queuesOnly = (action: string) => (action === 'QueueStatus' ? lists(action) : null);
  const of = async (options: Partial<PbxOptions>) => tested(connection((await pbx(options)).port));
  const [refused, silent, blind] = await Promise.all([
    of({ answer: () => null }),
    of({ isBooted: () => false, answer: queuesOnly }),
    of({ answer: queuesOnly }),
  ]);
  expect(codes(refused)).toContain('queue-status-refused');
  expect(codes(silent)).toContain('right-system');
  expect(codes(blind)).toContain('right-reporting');
  expect(blind.isFine).toBe(true);
});

test('a user without the class agent, and one without the class call', async () => {
  let asked = 0;
  const changing = (action: string) => {
    if (action !== 'QueueStatus') return CHANNELS;
    asked += 1;
    return queueList(listItem('QueueMember', { ...MEMBER, Status: asked === 1 ? '1' : '2' }));
  };
  const deaf = await pbx({ answer: changing });
  expect(codes(await tested(connection(deaf.port)))).toEqual(['right-agent']);

  const { port, pbx: busy } = await pbx();
  const answering = tested(connection(port));
  await until(async () => busy.actions.some((action) => action.get('Action') === 'CoreShowChannels'), 'the check listens');
  for (const id of ['1.1', '1.2', '1.3'])
    busy.event('QueueCallerJoin', { Privilege: 'agent,all', Uniqueid: id, Linkedid: id, Queue: 'sales', Position: '1' });
  expect(codes(await answering)).toEqual(['right-call']);
});

test('a clock that is off: seconds are corrected, minutes are wrong, whole hours are its time zone', async () => {
  const of = async (skewMs: number) => {
    const { port } = await pbx({ skewMs });
    const answer = await tested(connection(port));
    return { isFine: answer.isFine, clock: codes(answer).filter((code) => code.startsWith('clock')) };
  };
  expect(await Promise.all([3000, -5 * 60_000, 2 * 3_600_000].map(of))).toEqual([
    { isFine: true, clock: ['clock-off'] },
    { isFine: false, clock: ['clock-off'] },
    { isFine: false, clock: ['clock-zone'] },
  ]);
});

test('a queue_log that is not there, may not be read, or is another file', async () => {
  // The file is looked at whether or not the PBX is there.
  const port = await freePort();
  const other = join(folder, 'full');
  writeFileSync(other, '[2026-11-22 12:00:00] VERBOSE[1] pbx.c: hello\n');
  const code = async (queueLog: string) => (await tested(connection(port, { queueLog }))).results[1]?.explained.map(({ code }) => code);
  expect(await code('/nowhere/queue_log')).toEqual(['queue-log-missing']);
  expect(await code(folder)).toEqual(['queue-log-other']);
  expect(await code(other)).toEqual(['queue-log-other']);
});

/** `moked check` as a user who may read nothing of root's: root may read everything. */
function checkAsNobody(env: Record<string, string>): string {
  const nobody = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [command = process.execPath, ...args] = [...nobody, process.execPath, 'dist/server/main.js', 'check'];
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MOKED_') && name !== 'DATABASE_URL');
  const { stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), HOME: '/nonexistent', ...env },
  });
  return stdout + stderr;
}

test('a queue_log that the user of the server may not read is told by the command with its remedy, and so is a folder on the way', () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const queueLog = join(folder, 'unreadable');
  for (const path of [queueLog, join(closed, 'queue_log')]) writeFileSync(path, '1795299179|NONE|NONE|NONE|QUEUESTART|\n');
  chmodSync(folder, 0o755);
  chmodSync(queueLog, 0);
  chmodSync(closed, process.getuid?.() === 0 ? 0o700 : 0);
  onTestFinished(() => chmodSync(closed, 0o700));
  const sources = [queueLog, join(closed, 'queue_log')].map((path, i) => `asterisk://u:s@127.0.0.1:1?name=pbx${i}&queueLog=${path}`);
  const own = join(folder, 'own');
  mkdirSync(own);
  chmodSync(own, 0o777);
  const output = checkAsNobody({ MOKED_SOURCES: sources.join(' '), MOKED_DATA: own, TMPDIR: own });
  expect(output.match(/The user of Moked may not read .*usermod -aG asterisk moked/g), output).toHaveLength(2);
});

test('what is typed wrong is told by its name, and no secret comes back', async () => {
  for (const [body, told] of [
    [connection(5038, { secret: 'hush-hush', port: 70_000 }), /port: must be 1 to 65535/],
    [connection(5038, { secret: 'hush-hush', host: 'a b' }), /host: must be a host name/],
    [connection(5038, { secret: 'hush-hush', wrapup: 'sales' }), /wrapup ..sales.. must be queue:seconds/],
    [connection(5038, { secret: 'hush-hush', queueLog: 'queue_log' }), /must be a full path/],
    [connection(5038, { secret: ['hush-hush'] }), /secret: must be text/],
    [connection(5038, { secret: 'hush-hush\nAction: x' }), /secret: must be one line/],
    [connection(5038, { secret: 'hush-hush', kind: 'simulator' }), /kind: must be asterisk/],
    ['{"secret":"hush-hush', /no JSON object/],
  ] as const) {
    const response = await post(body);
    const text = await response.text();
    expect(response.status, text).toBe(400);
    expect(text).toMatch(told);
    expect(text).not.toContain('hush-hush');
  }
});

test('only who may write tries connections; with the wall key the page reads, without addresses', async () => {
  const reader = { 'x-forwarded-for': '192.0.2.7', authorization: 'Bearer WALL-KEY' };
  expect((await post(connection(5038), reader)).status).toBe(403);
  expect((await post(connection(5038), { 'x-forwarded-for': '192.0.2.7' })).status).toBe(401);
  expect((await post(connection(5038), { origin: 'http://evil.example' })).status).toBe(403);
  const seen = await fetch(`${app.url}/api/v1/sources`, { headers: reader });
  expect(await seen.json()).toMatchObject({ mayWrite: false, addresses: [] });
});

test('at most four tests at once', async () => {
  const server = createServer((socket) => void socket.resume());
  const port = await new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)));
  onTestFinished(() => void server.close());
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(connection(port))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429]);
});

async function details(at: RunningApp, name: string) {
  const answer = parse(sourcesSchema, await at.get('/api/v1/sources'));
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.sources.find((source) => source.name === name);
}

test('a sender over HTTP: its rate, and what it cannot tell', async () => {
  await app.post([
    cloudEvent('contact.queued', Date.now(), { contactId: 'rate', queueId: 'q' }),
    cloudEvent('contact.abandoned', Date.now(), { contactId: 'rate', queueId: 'q' }),
  ]);
  const sender = await details(app, SENDER);
  expect(sender).toMatchObject({ kind: 'http', state: 'up', perMinute: 2, file: null, gaps: [] });
  expect(sender?.limits.length).toBeGreaterThan(0);
});

test('an Asterisk that runs: rate, skew, every right that is missing, the file, the gap, an anomaly with its example', async () => {
  const {
    port,
    pbx: running,
    close,
  } = await startTcpPbx({ skewMs: 4000, isBooted: () => false, answer: (action) => (action === 'QueueStatus' ? lists(action) : null) });
  const missing = join(folder, 'gone', 'queue_log');
  const own = await startApp({ db: db.database, sources: [asteriskSource({ ...OPTIONS, name: 'pbx9', port, queueLog: missing })] });
  onTestFinished(() => own.stop());
  await until(async () => (await details(own, 'pbx9'))?.state === 'up', 'the source is up');
  for (const id of ['1.1', '1.2', '1.3'])
    running.event('QueueCallerJoin', { Privilege: 'agent,all', Uniqueid: id, Linkedid: id, Queue: 'sales', Position: '1' });
  running.send(amiText({ Event: 'QueueCallerJoin', Privilege: 'agent,all', Queue: 'sales' }));
  const seen = await until(async () => {
    const detail = await details(own, 'pbx9');
    return detail !== undefined && detail.file?.state === 'unreadable' && detail.anomalies.some(({ kind }) => kind === 'incomplete-event') && detail;
  }, 'the file and the anomaly are told');
  expect(seen.problems.map(({ code }) => code).sort()).toEqual(['queue-log-missing', 'right-call', 'right-reporting']);
  expect(seen.where).toBe(`127.0.0.1:${port}`);
  expect(seen.perMinute).toBeGreaterThan(0);
  expect(seen.skewMs).toBeGreaterThan(3000);
  expect(seen.anomalies.find(({ kind }) => kind === 'incomplete-event')).toMatchObject({
    count: 1,
    example: expect.stringContaining('QueueCallerJoin'),
  });
  await close();
  const down = await until(async () => {
    const detail = await details(own, 'pbx9');
    return detail?.state === 'down' && detail.gapCount > 0 && detail.problems.some(({ code }) => code === 'nothing-listens') && detail;
  }, 'the source is down');
  expect(down.gaps[0]).toMatchObject({ to: null });
  expect(down.file?.state).toBe('waiting');
});
