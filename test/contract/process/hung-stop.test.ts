import net from 'node:net';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { isAlive } from '../../../db/embedded/folder.ts';
import { startEmbedded } from '../../../db/embedded.ts';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { answeredCall, postEvents, until } from '../../support/app.ts';
import { freePort } from '../../support/free-port.ts';
import { createDatabase } from '../../support/postgres.ts';
import { ServerProcess } from '../../support/server-process.ts';

/** Twice and more what a stop may take on a machine with nothing else to do; far below what it took while each part waited for the database by itself. */
const STOPPED_WITHIN_MS = 13_000;

async function started(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = new ServerProcess(await freePort(), env);
  onTestFinished(() => server.remove());
  await server.start();
  return server;
}

const call = (id: string) => answeredCall(id, 'sales', 'a1', Date.now() - 60_000, 3000, 20_000);
const accepted = async (server: ServerProcess, id: string) => expect((await postEvents(server.url, call(id))).status).toBe(200);

/** A wall that shows the board. Of the close it keeps the code, and whether the server still lived then. */
async function openWall(server: ServerProcess): Promise<{ closed: Promise<{ code: number; wasAlive: boolean }> }> {
  const { pid } = server;
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/live`, PROTOCOL);
  const closed = new Promise<{ code: number; wasAlive: boolean }>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => resolve({ code, wasAlive: pid !== undefined && isAlive(pid) }));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
  await new Promise((resolve) => socket.once('message', resolve));
  return { closed };
}

/** Asks it to stop while its database hangs: the walls are told, and it says that it did not write everything. */
async function stopsInTime(server: ServerProcess): Promise<void> {
  const wall = await openWall(server);
  const startedAt = performance.now();
  const code = await server.stop();
  const ms = performance.now() - startedAt;
  expect(await wall.closed).toEqual({ code: 1001, wasAlive: true });
  expect(server.output).toContain('not everything has ended in time');
  expect(code).toBe(1);
  expect(ms).toBeLessThan(STOPPED_WITHIN_MS);
}

async function answeredCalls(server: ServerProcess): Promise<number> {
  const board = (await (await fetch(`${server.url}/api/v1/board`)).json()) as {
    floor: { windows: { rolling30: { components: { answered: number } } } };
  };
  return board.floor.windows.rolling30.components.answered;
}

test('a stop while its own database stands still ends both, and what was acknowledged is there at the next start', async () => {
  const server = await started();
  await accepted(server, 'c1');
  const processes = server.processesOfDatabase();
  expect(processes.length).toBeGreaterThan(3);
  for (const pid of processes) process.kill(pid, 'SIGSTOP');
  try {
    await stopsInTime(server);
    await until(async () => !processes.some(isAlive), 'no process of the database is left');
  } finally {
    for (const pid of processes) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  }
  await server.start();
  expect(await answeredCalls(server)).toBe(1);
  await accepted(server, 'c2');
  expect(await server.stop()).toBe(0);
  expect(server.postmasterPid()).toBe(null);
});

test('a stop while somebody holds a lock on its tables ends both, the database in good order', async () => {
  const server = await started();
  const [postmaster] = server.processesOfDatabase();
  const embedded = await startEmbedded({ dataDir: server.dataDir, database: 'moked' });
  const sql = postgres(embedded.url, { max: 1, onnotice: () => undefined });
  onTestFinished(() => sql.end({ timeout: 1 }));
  await accepted(server, 'c1');
  const held = await sql.reserve();
  await held`begin`;
  await held`lock table contact, queue_stay in access exclusive mode`;
  await accepted(server, 'c2');
  await stopsInTime(server);
  expect(isAlive(postmaster as number)).toBe(false);
  expect(server.postmasterPid()).toBe(null);
  await server.start();
  expect(await answeredCalls(server)).toBe(2);
});

test('a stop while the database of somebody else takes connections and answers nothing ends the server', async () => {
  const line = await aLine();
  const server = await started({ DATABASE_URL: line.url });
  await accepted(server, 'c1');
  line.hang();
  await stopsInTime(server);
  line.goOn();
  await server.start();
  expect(await answeredCalls(server)).toBe(1);
});

test('a stop while a start waits for such a database does not wait for it', async () => {
  const line = await aLine();
  line.hang();
  const server = new ServerProcess(await freePort(), { DATABASE_URL: line.url });
  onTestFinished(() => server.remove());
  server.launch();
  await until(async () => line.waiting() > 0, 'it asks');
  const startedAt = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(STOPPED_WITHIN_MS);
});

/** A way to a database of its own that takes connections always, and passes nothing on while it hangs. */
async function aLine() {
  const { url, drop } = await createDatabase();
  const target = new URL(url);
  const open = new Set<net.Socket>();
  let isHanging = false;
  const line = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      if (!isHanging) one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    line.close();
    for (const socket of open) socket.destroy();
    await drop();
  });
  const through = new URL(url);
  through.port = String((line.address() as net.AddressInfo).port);
  return {
    url: through.href,
    waiting: () => open.size,
    hang() {
      isHanging = true;
      for (const socket of open) socket.unpipe().pause();
    },
    /** For connections that come from now on. */
    goOn() {
      isHanging = false;
      for (const socket of open) socket.destroy();
    },
  };
}
