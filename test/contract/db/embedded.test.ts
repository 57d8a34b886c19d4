import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../../db/embedded/folder.ts';
import { type Embedded, EmbeddedError, startEmbedded } from '../../../db/embedded.ts';
import { openDatabase } from '../../../db/open.ts';
import { root } from '../../support/sources.ts';

const isRoot = process.getuid?.() === 0;

let folder: string;
let running: Embedded[];
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moked-embedded-'));
  running = [];
  children = [];
  if (isRoot) chmodSync(folder, 0o711);
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const dataDir = () => join(folder, 'data');

async function start(dir = dataDir()): Promise<Embedded> {
  const server = await startEmbedded({ dataDir: dir, database: 'moked' });
  running.push(server);
  return server;
}

async function ask<T>(url: string, work: (sql: ReturnType<typeof openDatabase>['sql']) => Promise<T>): Promise<T> {
  const database = openDatabase(url, { connections: 1 });
  try {
    return await work(database.sql);
  } finally {
    await database.close();
  }
}

async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Starts the server in another process. */
function startElsewhere(): Promise<{ child: ChildProcess; url: string; pid: number; wasAdopted: boolean }> {
  const child = spawn(process.execPath, ['--import', 'tsx', `${root}test/support/embedded-child.ts`, dataDir()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`exit ${code}`)));
    child.stdout?.once('data', (data: Buffer) => resolve({ child, ...JSON.parse(data.toString()) }));
  });
}

test('a first start makes a database in UTF-8 that asks for its password and listens on loopback only', async () => {
  const { url, wasAdopted } = await start();
  expect(wasAdopted).toBe(false);
  await ask(url, async (sql) => {
    const [row] = await sql`select current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
      current_setting('password_encryption') as passwords, current_setting('fsync') as fsync, current_setting('server_version_num')::int / 10000 as version,
      (select datlocprovider::text || ' ' || datlocale from pg_database where datname = current_database()) as locale`;
    expect(row).toEqual({ encoding: 'UTF8', addresses: '127.0.0.1', passwords: 'scram-sha-256', fsync: 'on', version: 18, locale: 'b C.UTF-8' });
  });
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
  expect(statSync(join(dataDir(), 'pg.json')).mode & 0o777).toBe(0o600);
  expect(existsSync(join(dataDir(), 'pg.password'))).toBe(false);
});

test.runIf(isRoot)('as root it runs as somebody else, who owns nothing but the data', async () => {
  const { pid } = await start();
  expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
  expect(statSync(join(dataDir(), 'pg')).uid).toBe(statSync(`/proc/${pid}`).uid);
  expect(statSync(dataDir()).uid).toBe(0);
  expect(statSync(dataDir()).mode & 0o777).toBe(0o711);
});

test('a stop is a clean one, and the next start finds the data at the same port', async () => {
  const first = await start();
  await ask(first.url, (sql) => sql`create table kept as select 7 as n`);
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(second.pid).not.toBe(first.pid);
  expect(await ask(second.url, (sql) => sql`select n from kept`)).toEqual([{ n: 7 }]);
});

test('starts at the same time share one server', async () => {
  const servers = await Promise.all([start(), start(), start()]);
  expect(new Set(servers.map(({ pid }) => pid)).size).toBe(1);
  expect(servers.filter(({ wasAdopted }) => !wasAdopted)).toHaveLength(1);
});

test('after a kill of our process the server lives on and is adopted, never doubled', async () => {
  const elsewhere = await startElsewhere();
  await ask(elsewhere.url, (sql) => sql`create table kept as select 7 as n`);
  const ended = new Promise((resolve) => elsewhere.child.once('exit', resolve));
  elsewhere.child.kill('SIGKILL');
  await ended;
  expect(isAlive(elsewhere.pid)).toBe(true);
  const adopted = await start();
  expect(adopted).toMatchObject({ pid: elsewhere.pid, wasAdopted: true });
  expect(await ask(adopted.url, (sql) => sql`select n from kept`)).toEqual([{ n: 7 }]);
  await adopted.stop();
  expect(isAlive(elsewhere.pid)).toBe(false);
});

test('after a kill of our process and of the server, a start recovers what was committed', async () => {
  const elsewhere = await startElsewhere();
  await ask(elsewhere.url, (sql) => sql`create table kept as select 7 as n`);
  process.kill(elsewhere.pid, 'SIGKILL');
  elsewhere.child.kill('SIGKILL');
  await gone(elsewhere.pid);
  const again = await start();
  expect(again.wasAdopted).toBe(false);
  expect(await ask(again.url, (sql) => sql`select n from kept`)).toEqual([{ n: 7 }]);
});

test('a pid file whose number now belongs to somebody else does not stop a start', async () => {
  const first = await start();
  const pidFile = join(dataDir(), 'pg/postmaster.pid');
  const text = readFileSync(pidFile, 'utf8');
  await first.stop();
  writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)));
  expect((await start()).wasAdopted).toBe(false);
});

test('a lock left over from a killed start does not stop a start', async () => {
  mkdirSync(dataDir(), { mode: 0o711 });
  writeFileSync(join(dataDir(), 'pg.lock'), `${process.pid} 1`);
  await start();
});

test('where the port was taken meanwhile another one is found and remembered', async () => {
  const first = await start();
  await first.stop();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(first.port, '127.0.0.1', resolve));
  const second = await start();
  expect(second.port).not.toBe(first.port);
  await new Promise((resolve) => other.close(resolve));
  await second.stop();
  expect((await start()).port).toBe(second.port);
});

test('a start that died while making the database leaves nothing in the way', async () => {
  mkdirSync(join(dataDir(), 'pg.new/base'), { recursive: true, mode: 0o711 });
  writeFileSync(join(dataDir(), 'pg.password'), 'left over');
  await start();
  expect(existsSync(join(dataDir(), 'pg.new'))).toBe(false);
});

test('data of another major version are refused, with the way out', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(dataDir(), 'pg/PG_VERSION'), '17\n');
  await expect(start()).rejects.toThrow(/are of PostgreSQL 17; this Moked brings PostgreSQL 18.*pg_dump/);
});

test('a folder that cannot be written is named, with what to set', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(start(join(folder, 'file/data'))).rejects.toThrow(/Cannot write to .*file\/data.*MOKED_DATA/);
  await expect(start('/proc/moked')).rejects.toThrow(EmbeddedError);
});

test.runIf(isRoot)('a closed folder on the way to the data is named, with what to do', async () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  await expect(start(join(closed, 'data'))).rejects.toThrow(new RegExp(`may not enter ${closed} \\(mode 0700\\).*MOKED_DATA.*chmod o\\+x ${closed}`));
});

test('a second database of the same server is made when it is asked for', async () => {
  const { database } = await start();
  const url = await database('moked_demo');
  expect(await database('moked_demo')).toBe(url);
  expect(await ask(url, (sql) => sql`select current_database() as name`)).toEqual([{ name: 'moked_demo' }]);
});
