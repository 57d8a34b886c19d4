/** The data folder: `pg/` is PostgreSQL's, `pg.json` remembers port and password, `pg.lock` keeps two starts apart. */
import { accessSync, chmodSync, constants, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, EmbeddedError } from './embedded-error.ts';
import { closedFolder, type SystemUser } from './system-user.ts';

export const MAJOR_VERSION = 18;
const LOCK_WAIT_MS = 90_000;
const EMPTY_LOCK_MS = 5000;

export type Folder = { readonly path: string; readonly pg: string; readonly record: string; readonly lock: string; readonly startLog: string };
export type PgRecord = { readonly port: number; readonly password: string };

/** @NOTE Node's own recursive mkdir never returns where the system answers ENOENT to a folder in a folder that is there, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/** The names within a data folder, whether or not it is there. */
export function folderAt(path: string): Folder {
  const within = (name: string) => join(path, name);
  return { path, pg: within('pg'), record: within('pg.json'), lock: within('pg.lock'), startLog: within('pg-start.log') };
}

/** Makes the folder if need be, and makes sure that we may write to it. */
export function openFolder(dataDir: string): Folder {
  try {
    makeFolder(resolve(dataDir));
    const path = realpathSync(dataDir);
    if (!statSync(path).isDirectory()) throw new Error('it is a file, not a folder');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return folderAt(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EmbeddedError(`Cannot write to ${dataDir} (${why}). Set MOKED_DATA to a folder that this user may write to.`, { cause: error });
  }
}

/** Lets the system user pass through the folder, and says who stands in the way. */
export function openToUser(folder: Folder, user: SystemUser): void {
  chmodSync(folder.path, statSync(folder.path).mode | 0o711);
  checkWay(folder, user, folder.path);
}

/** @param from the folder from which on the way up must be open. @throws EmbeddedError that names who stands in the way. */
export function checkWay(folder: Folder, user: SystemUser, from: string): void {
  const closed = closedFolder(from, user);
  if (closed === undefined) return;
  throw new EmbeddedError(
    `PostgreSQL does not run as root; here it runs as the system user "${user.name}", who may not enter ${closed.path} (mode ${closed.mode}) on the way to ${folder.path}. ` +
      `Set MOKED_DATA to a folder that it can reach, such as /var/lib/moked, or open the way: chmod o+x ${closed.path}`,
  );
}

/** @returns false where there are no data yet. Refuses data that this PostgreSQL cannot read. */
export function hasData(folder: Folder): boolean {
  const file = join(folder.pg, 'PG_VERSION');
  try {
    const found = readFileSync(file, 'utf8').trim();
    if (found === String(MAJOR_VERSION)) return true;
    throw new EmbeddedError(
      `The data in ${folder.pg} are of PostgreSQL ${found}; this Moked brings PostgreSQL ${MAJOR_VERSION}. ` +
        'Go on with the Moked that wrote them, or bring them over with pg_dump of that version and DATABASE_URL; a command for it (moked backup, moked restore) is to come.',
    );
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    if (codeOf(error) !== 'EACCES') throw error;
    throw new EmbeddedError(`Cannot read ${folder.pg}: it belongs to another user. Run Moked as the same user as before, or set MOKED_DATA.`, {
      cause: error,
    });
  }
}

export function readRecord(folder: Folder): PgRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(folder.record, 'utf8'));
  } catch (error) {
    throw new EmbeddedError(`${folder.record} (port and password of the database in ${folder.pg}) cannot be read. Bring it back from a backup.`, {
      cause: error,
    });
  }
  if (typeof parsed === 'object' && parsed !== null && 'port' in parsed && 'password' in parsed) {
    return { port: Number(parsed.port), password: String(parsed.password) };
  }
  throw new EmbeddedError(`${folder.record} does not hold port and password. Bring it back from a backup.`);
}

export function writeRecord(folder: Folder, record: PgRecord): void {
  writeFileSync(folder.record, `${JSON.stringify(record)}\n`, { mode: 0o600 });
}

/** What /proc says of a process after its name; empty where it says nothing. */
function statLine(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 1);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(error) ?? '')) return '';
    throw error;
  }
}

/** Names a process beyond its number, which the system gives out again: its start, where /proc tells. */
function markOf(pid: number): string {
  return `${pid} ${statLine(pid).trim().split(' ')[19] ?? ''}`.trim();
}

/** The process that started it; 0 where nothing is known of it. */
export function parentOf(pid: number): number {
  return Number(statLine(pid).trim().split(' ')[1] ?? 0);
}

/** A dead process that nobody collects (a container without an init) keeps its number: it does not count as alive. */
export function isAlive(pid: number): boolean {
  try {
    if (process.platform === 'linux' && statLine(pid).startsWith(' Z')) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Who holds the lock; '' while it is being written, or is gone again. An empty file is what a power cut leaves: nobody holds it. */
function lockHolder(folder: Folder): string {
  try {
    const holder = readFileSync(folder.lock, 'utf8');
    const ageMs = performance.timeOrigin + performance.now() - statSync(folder.lock).mtimeMs;
    return holder === '' && ageMs > EMPTY_LOCK_MS ? '0' : holder;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** Runs `work` while no other Moked starts on the same folder. A lock whose holder is dead does not count. */
export async function withLock<T>(folder: Folder, work: () => Promise<T>): Promise<T> {
  const mine = markOf(process.pid);
  for (const until = performance.now() + LOCK_WAIT_MS; ; ) {
    try {
      writeFileSync(folder.lock, mine, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = lockHolder(folder);
    const pid = Number.parseInt(holder, 10);
    if (holder !== '' && (!isAlive(pid) || markOf(pid) !== holder)) rmSync(folder.lock, { force: true });
    else if (performance.now() > until) {
      throw new EmbeddedError(`Another Moked (process ${pid}) is starting on ${folder.path} and does not finish.`, { mayPass: true });
    } else await delay(50);
  }
  try {
    return await work();
  } finally {
    rmSync(folder.lock, { force: true });
  }
}
