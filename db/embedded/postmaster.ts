/** One running PostgreSQL of ours: found by its pid file, started in a process group of its own, stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import type { Binaries } from './binaries.ts';
import { codeOf, EmbeddedError } from './embedded-error.ts';
import { type Folder, isAlive, parentOf } from './folder.ts';
import type { SystemUser } from './system-user.ts';

export const SUPERUSER = 'moked';
const READY_WAIT_MS = 60_000;

export const pidFile = (folder: Folder) => join(folder.pg, 'postmaster.pid');

/** An environment that does not depend on whoever started us: locales of the machine would leak into messages and dates. */
export const environment = () => ({ PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' });

export const asUser = (user: SystemUser | undefined) => (user === undefined ? {} : { uid: user.uid, gid: user.gid });

export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Whether the process runs in that folder (PostgreSQL does); `undefined` where the system does not tell. */
function runsIn(pid: number, folder: string): boolean | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? false : undefined;
  }
}

/** The postmaster that its pid file names, if it lives and is ours. A file left over from a dead one is taken away. */
export function findPostmaster(folder: Folder): { pid: number; port: number } | undefined {
  const found = seePostmaster(folder);
  if (found === undefined) rmSync(pidFile(folder), { force: true });
  return found;
}

/** The same, for whoever only looks. */
export function seePostmaster(folder: Folder): { pid: number; port: number } | undefined {
  if (!existsSync(pidFile(folder))) return undefined;
  const [pidLine = '', , , portLine = ''] = readFileSync(pidFile(folder), 'utf8').split('\n');
  const [pid, port] = [Number.parseInt(pidLine, 10), Number.parseInt(portLine, 10)];
  return pid > 0 && isAlive(pid) && runsIn(pid, folder.pg) !== false ? { pid, port } : undefined;
}

/** A port that nobody uses at this moment, the one asked for if possible. */
export function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Settings come by the command line, so that data written by an older Moked run with the settings of this one. */
function settings(port: number): string[] {
  const values = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '60',
    jit: 'off',
    wal_compression: 'on',
    max_wal_size: '2GB',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgresql-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_timezone: 'UTC',
    timezone: 'UTC',
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

export function launch(binaries: Binaries, folder: Folder, port: number, user: SystemUser | undefined): ChildProcess {
  const log = openSync(folder.startLog, 'w', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', folder.pg, ...settings(port)], {
      ...asUser(user),
      cwd: '/',
      env: environment(),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Runs a program of PostgreSQL to its end, in a process group of its own: Ctrl-C in a terminal is for us to answer. */
export function runToEnd(
  program: string,
  args: readonly string[],
  user: SystemUser | undefined,
  signal: AbortSignal,
): Promise<{ failure: string | undefined; output: string }> {
  const child = spawn(program, args, { ...asUser(user), cwd: '/', env: environment(), detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stderr, child.stdout]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const kill = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', kill, { once: true });
  return new Promise((resolve) => {
    const end = (failure: string | undefined) => {
      signal.removeEventListener('abort', kill);
      resolve({ failure, output });
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, by) => end(code === 0 ? undefined : `exit ${code ?? by}`));
  });
}

export function startLog(folder: Folder): string {
  return existsSync(folder.startLog) ? readFileSync(folder.startLog, 'utf8').trim().split('\n').slice(-6).join('\n') : '';
}

/** `wrong password`, `other folder`: what answers at the port is not ours. `gone`: there is nobody to wait for. */
export type Readiness = 'ready' | 'gone' | 'shutting-down' | 'not-ours';

/** Waits until the server answers, and makes sure that it serves this folder. */
export async function waitReady(folder: Folder, port: number, password: string, isThere: () => boolean): Promise<Readiness> {
  for (const until = performance.now() + READY_WAIT_MS; performance.now() < until; await delay(30)) {
    const sql = postgres(urlOf(port, password, 'postgres'), { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
      return row?.data_directory === folder.pg ? 'ready' : 'not-ours';
    } catch (error) {
      if (!isThere()) return 'gone';
      if (codeOf(error) === '28P01') return 'not-ours';
      if (error instanceof Error && error.message.includes('shutting down')) return 'shutting-down';
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  throw new EmbeddedError(`PostgreSQL on port ${port} does not get ready within ${READY_WAIT_MS / 1000} s.\n${startLog(folder)}`, { mayPass: true });
}

/** Waits until the process is gone; where the system does not tell a dead child from a living one, until its pid file is. */
export async function waitGone(folder: Folder, pid: number, withinMs: number): Promise<boolean> {
  const isGone = () => !isAlive(pid) || (process.platform !== 'linux' && !existsSync(pidFile(folder)));
  for (const until = performance.now() + withinMs; !isGone(); await delay(20)) if (performance.now() > until) return false;
  return true;
}

/** How it is ended, and how long each way is waited for, in milliseconds. `hung`: nothing suggests that it still answers. */
const STOPS = {
  patient: { SIGINT: 12_000, SIGQUIT: 2000, SIGKILL: 2000 },
  hung: { SIGINT: 1200, SIGQUIT: 300, SIGKILL: 300 },
} as const;

export type StopManner = keyof typeof STOPS;

/** Ends connections and writes everything down; a server that does not get there in time is ended hard, which its log makes good. */
export async function stopPostmaster(folder: Folder, pid: number, manner: StopManner = 'patient'): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isAlive(pid)) return;
    const children = signal === 'SIGKILL' ? childrenOf(folder, pid) : [];
    process.kill(pid, signal);
    const isGone = await waitGone(folder, pid, STOPS[manner][signal]);
    // Those that stand still do not notice that their postmaster is gone, and no other starts beside them.
    for (const child of children) if (isAlive(child) && runsIn(child, folder.pg) !== false) process.kill(child, 'SIGKILL');
    if (isGone) return;
  }
}

/** The processes that serve its connections and keep its files; none where the system does not tell. */
function childrenOf(folder: Folder, pid: number): number[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((one) => parentOf(one) === pid && runsIn(one, folder.pg) !== false);
}
