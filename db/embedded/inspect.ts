/** Looks at a data folder and changes nothing: what a start would find. */
import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { EmbeddedError } from './embedded-error.ts';
import { checkWay, type Folder, folderAt, hasData, MAJOR_VERSION, readRecord } from './folder.ts';
import { seePostmaster, urlOf } from './postmaster.ts';
import { presentUser } from './system-user.ts';

export type Inspected = {
  /** What is there, in words. */
  readonly text: string;
  /** Connection string of a database of the server that runs there; undefined where none runs. */
  readonly urlOf: ((database: string) => string) | undefined;
};

/** Whether a start could use the folder. @throws EmbeddedError that says what is in the way. */
export function inspectFolder(dataDir: string): Folder {
  const wanted = resolve(dataDir);
  const nearest = nearestFolder(wanted);
  try {
    if (!statSync(nearest).isDirectory()) throw new Error(`${nearest} is a file, not a folder`);
    accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EmbeddedError(`Cannot write to ${dataDir} (${why}). Set MOKED_DATA to a folder that this user may write to.`, { cause: error });
  }
  return folderAt(wanted === nearest ? realpathSync(wanted) : wanted);
}

/** Looks at the PostgreSQL of a data folder. @throws EmbeddedError that says what is in the way of a start. */
export function inspectEmbedded(dataDir: string): Inspected {
  const folder = inspectFolder(dataDir);
  const user = presentUser(folder.pg);
  // The folder itself is opened by a start; the way to it is not ours to open.
  if (user !== undefined) checkWay(folder, user, nearestFolder(dirname(folder.path)));
  if (!hasData(folder)) return { text: `none yet; the first start makes one in ${folder.path}`, urlOf: undefined };
  const { password } = readRecord(folder);
  const running = seePostmaster(folder);
  if (running === undefined) return { text: `PostgreSQL ${MAJOR_VERSION} in ${folder.path}, not running; a start starts it`, urlOf: undefined };
  return {
    text: `PostgreSQL ${MAJOR_VERSION} in ${folder.path}, runs at port ${running.port}`,
    urlOf: (database) => urlOf(running.port, password, database),
  };
}

/** The folder itself, or the one in which it would be made. */
function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
