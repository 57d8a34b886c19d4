/**
 * PostgreSQL refuses to run as root. As root we run it as a system user: the one who owns the data already, else `moked`, else
 * `postgres`, else one that we create, else `nobody`.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';

export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

function users(): SystemUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

/** Debian's way, then Alpine's. Where neither is there, or may not write, there is still `nobody`. */
const CREATE = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'moked'],
  ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', 'moked'],
] as const;

const SYSTEM_USERS = ['moked', 'postgres'];

const named = (...names: readonly string[]): SystemUser | undefined => {
  const all = users().filter(({ uid }) => uid !== 0);
  return names.map((name) => all.find((user) => user.name === name)).find((user) => user !== undefined);
};

/**
 * Whom to run as, of those who are there: `undefined` means as ourselves, or that a user must be made first.
 * @param folder the data of PostgreSQL, if there are any.
 */
export function presentUser(folder: string): SystemUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(folder, { throwIfNoEntry: false })?.uid ?? 0;
  if (owner !== 0) {
    const known = users().find(({ uid }) => uid === owner);
    if (known !== undefined) return known;
    throw new EmbeddedError(`${folder} belongs to the user number ${owner}, whom this machine does not know. Give it to a system user (chown -R).`);
  }
  return named(...SYSTEM_USERS);
}

/** Whom to run as: `undefined` means as ourselves. A system user is made where there is none. */
export function chooseUser(folder: string): SystemUser | undefined {
  const present = presentUser(folder);
  if (present !== undefined || process.getuid?.() !== 0) return present;
  for (const [command, ...args] of CREATE) if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) break;
  const created = named('moked', 'nobody');
  if (created !== undefined) return created;
  throw new EmbeddedError('PostgreSQL does not run as root, and there is no system user to run it as. Create one: useradd --system moked');
}

const may = (stat: Stats, user: SystemUser, bit: 1 | 4) => {
  if (stat.uid === user.uid) return (stat.mode & (bit << 6)) !== 0;
  if (stat.gid === user.gid) return (stat.mode & (bit << 3)) !== 0;
  return (stat.mode & bit) !== 0;
};

/** The first folder on the way to `path` that the user may not enter. */
export function closedFolder(path: string, user: SystemUser): { path: string; mode: string } | undefined {
  const folders: string[] = [];
  for (let at = realpathSync(path); ; at = dirname(at)) {
    folders.unshift(at);
    if (at === dirname(at)) break;
  }
  for (const folder of folders) {
    const stat = statSync(folder);
    if (stat.isDirectory() && !may(stat, user, 1)) return { path: folder, mode: `0${(stat.mode & 0o777).toString(8)}` };
  }
  return undefined;
}

/** True if the user can read and run the file. */
export function canRun(path: string, user: SystemUser): boolean {
  const stat = statSync(path);
  return may(stat, user, 1) && may(stat, user, 4) && closedFolder(dirname(path), user) === undefined;
}
