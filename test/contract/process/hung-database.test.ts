import { readdirSync, readFileSync } from 'node:fs';
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

/** The postmaster and its children. */
function processesOfDatabase(): number[] {
  const postmaster = server.postmasterPid();
  if (postmaster === null) throw new Error('no postmaster');
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parentOf = (pid: string) => {
    try {
      // The name in parentheses may hold anything; the parent is the second field after it.
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ')[1]);
    } catch {
      return 0;
    }
  };
  return [postmaster, ...pids.filter((pid) => parentOf(pid) === postmaster).map(Number)];
}

test('while the database hangs /readyz says so in time, the wall goes on, and afterwards nothing is missing', async () => {
  await until(async () => (await readyz()).code === 200, 'ready');
  const stopped = processesOfDatabase();
  expect(stopped.length).toBeGreaterThan(3);
  for (const pid of stopped) process.kill(pid, 'SIGSTOP');
  let posted: Promise<Response>;
  try {
    posted = postEvents(server.url, answeredCall('c1', 'sales', 'a1', Date.now() - 60_000, 3000, 20_000));
    const answers = await Promise.all(Array.from({ length: QUESTIONS }, readyz));
    for (const answer of answers) expect(answer).toMatchObject(silent);
    expect(await readyz()).toMatchObject(silent);
    for (const path of ['/healthz', '/api/v1/board', '/metrics']) expect((await fetch(server.url + path)).status, path).toBe(200);
  } finally {
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
  }
  expect(await (await posted).json()).toMatchObject({ accepted: 3 });
  await until(async () => (await readyz()).code === 200, 'ready again');
  const { floor } = (await (await fetch(`${server.url}/api/v1/board`)).json()) as { floor: { windows: { rolling30: { components: object } } } };
  expect(floor.windows.rolling30.components).toMatchObject({ offered: 1, answered: 1 });
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
