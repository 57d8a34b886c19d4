import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '../../../db/embedded.ts';
import { answeredCall, postEvents, until } from '../../support/app.ts';
import { freePort } from '../../support/free-port.ts';
import { ServerProcess } from '../../support/server-process.ts';

/** Far beyond the two seconds after which a database counts as silent, far below a request that hangs for good. */
const ANSWERED_BEFORE_MS = 20_000;
/** More questions than the server has connections. */
const QUESTIONS = 30;

let server: ServerProcess;
beforeAll(async () => {
  server = new ServerProcess(await freePort());
  await server.start();
});
afterAll(() => server.remove());

type Ready = { status: string; database: { state: string; reason?: string } };

async function readyz(): Promise<{ code: number; ready: Ready }> {
  const response = await fetch(`${server.url}/readyz`, { signal: AbortSignal.timeout(ANSWERED_BEFORE_MS) });
  return { code: response.status, ready: (await response.json()) as Ready };
}

const silent = { code: 503, ready: { status: 'down', database: { state: 'down', reason: 'no answer within 2 s' } } };

const call = (id: string) => answeredCall(id, 'sales', 'a1', Date.now() - 60_000, 3000, 20_000);
/** As a sender does: what was not acknowledged is sent again. */
const stored = (post: () => Promise<Response>) => until(async () => (await post()).status === 200, 'stored');

const NOTICE = { text: { he: 'x', en: 'x' }, urgent: false, startsAt: 'now', endsAt: null, by: 'Dana' };
const writeNotice = () =>
  fetch(`${server.url}/api/v1/notices`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(NOTICE) });

/** A problem that says when to come back. */
async function refusal(response: Response) {
  return { status: response.status, again: response.headers.get('retry-after') !== null, ...((await response.json()) as { detail: string }) };
}

test('while the database hangs /readyz says so in time, the wall goes on, and afterwards nothing is missing', async () => {
  await until(async () => (await readyz()).code === 200, 'ready');
  const stopped = server.processesOfDatabase();
  expect(stopped.length).toBeGreaterThan(3);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  let posted: Promise<Response>;
  try {
    posted = postEvents(server.url, call('c1'));
    const answers = await Promise.all(Array.from({ length: QUESTIONS }, readyz));
    for (const answer of answers) expect(answer).toMatchObject(silent);
    expect(await readyz()).toMatchObject(silent);
    for (const path of ['/healthz', '/api/v1/board', '/metrics']) expect((await fetch(server.url + path)).status, path).toBe(200);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  // On a busy machine it hangs for longer than a sender is kept waiting.
  const answer = await posted;
  if (answer.status === 503) await stored(() => postEvents(server.url, call('c1')));
  else expect(await answer.json()).toMatchObject({ accepted: 3 });
  await until(async () => (await readyz()).code === 200, 'ready again');
  const { floor } = (await (await fetch(`${server.url}/api/v1/board`)).json()) as { floor: { windows: { rolling30: { components: object } } } };
  expect(floor.windows.rolling30.components).toMatchObject({ offered: 1, answered: 1 });
});

test('one that hangs for longer: who writes is told so in time, nothing acknowledged is lost, and everything counts once', async () => {
  expect((await postEvents(server.url, call('before'))).status).toBe(200);
  const stopped = server.processesOfDatabase();
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  try {
    const [events, notice, setting] = await Promise.all([
      postEvents(server.url, call('hung')).then(refusal),
      writeNotice().then(refusal),
      fetch(`${server.url}/api/v1/queues/sales`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"name":"Sales"}' }).then(
        refusal,
      ),
    ]);
    expect(events).toMatchObject({ status: 503, again: true, detail: 'the database is away' });
    expect(notice).toMatchObject({ status: 503, again: true, detail: expect.stringContaining('does not answer') });
    expect(setting).toMatchObject({ status: 503, again: true });
    // Now that it is known to hang, a sender is not kept waiting.
    expect((await postEvents(server.url, call('next'))).status).toBe(503);
    expect(await readyz()).toMatchObject(silent);
    expect((await fetch(`${server.url}/api/v1/board`)).status).toBe(200);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  for (const id of ['hung', 'next']) await stored(() => postEvents(server.url, call(id)));
  await until(async () => (await readyz()).code === 200, 'ready again');
  const { floor } = (await (await fetch(`${server.url}/api/v1/board`)).json()) as { floor: { windows: { rolling30: { components: object } } } };
  expect(floor.windows.rolling30.components).toMatchObject({ offered: 4, answered: 4 });
  await until(async () => (await writeNotice()).ok, 'a notice is written again');
});

test('a lock that nobody lets go of is waited for so long, and no longer', async () => {
  const embedded = await startEmbedded({ dataDir: server.dataDir, database: 'moked' });
  const sql = postgres(embedded.url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`lock table event_log, notice, floor_interval in access exclusive mode`;
    // Half a minute is three times what a lock is waited for: a wall asks once, and is not made to wait for another three.
    const trend = fetch(`${server.url}/api/v1/trend?metric=answered&window=day&scope={"of":"floor"}`, { signal: AbortSignal.timeout(30_000) });
    const [events, notice, asked] = await Promise.all([
      postEvents(server.url, call('locked')).then(refusal),
      writeNotice().then(refusal),
      trend.then(refusal),
    ]);
    for (const answer of [events, notice, asked]) expect(answer).toMatchObject({ status: 503, again: true });
  });
  await sql.end();
  await stored(() => postEvents(server.url, call('locked')));
  await until(async () => (await writeNotice()).ok, 'a notice is written again');
  await until(async () => (await readyz()).code === 200, 'ready again');
});

test('a table that somebody has locked is no database that works', async () => {
  const embedded = await startEmbedded({ dataDir: server.dataDir, database: 'moked' });
  const sql = postgres(embedded.url, { max: 1, onnotice: () => undefined });
  await sql.begin(async (tx) => {
    await tx`lock table quarantine in access exclusive mode`;
    expect(await readyz()).toMatchObject(silent);
  });
  await sql.end();
  await until(async () => (await readyz()).code === 200, 'ready again');
});
