/** The folder of the nightly backups, as it is found: what lies in it, and whether the next one has its place. */
import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Result } from '../../shared/result.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';

const FILE = /^moked-\d{4}-\d{2}-\d{2}\.backup$/;
/** The next one is a little larger than the last. */
const ROOM = 1.1;
/** One a day, with a night's work in between: older than that is one missed. */
const MISSED_AFTER_MS = 2 * DAY_MS;
const MB = 1024 * 1024;

/** Names of the backups in a folder, the oldest first. @throws what the system said. */
export function backupsIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort();
}

/** Why the next backup does not fit; null where it does. @throws what the system said. */
export function roomProblem(folder: string): string | null {
  const last = backupsIn(folder).at(-1);
  const size = last === undefined ? 0 : statSync(join(folder, last)).size;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < size * ROOM ? `${folder} has ${bavail * bsize} bytes left, and the last backup has ${size}` : null;
}

/**
 * Looks at the folder and changes nothing. @param now ms since 1970. @param isRunning a server that should have made the backup of last night.
 */
export function inspectBackups(folder: string, now: number, isRunning: boolean): Result<string> {
  try {
    if (!existsSync(folder)) {
      accessSync(nearest(folder), constants.W_OK | constants.X_OK);
      return { ok: true, value: `${folder}, which the first backup makes` };
    }
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const problem = roomProblem(folder);
    if (problem !== null) return { ok: false, error: problem };
    const names = backupsIn(folder);
    const last = names.at(-1);
    if (last === undefined) return { ok: true, value: `${folder}, empty` };
    const { mtimeMs, size } = statSync(join(folder, last));
    const text = `${folder}: ${names.length}, the newest ${last} of ${Math.max(0, Math.round((now - mtimeMs) / HOUR_MS))} hours ago, ${(size / MB).toFixed(1)} MB`;
    if (isRunning && now - mtimeMs > MISSED_AFTER_MS)
      return { ok: false, error: `${text}: the server runs and makes none; /readyz and its log say why` };
    return { ok: true, value: text };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, error: `${folder} cannot be used (${why}): set MOKED_BACKUP to a folder that this user may write to, or to the word none` };
  }
}

/** The folder itself, or the one in which it would be made. */
function nearest(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearest(dirname(folder));
}
