/** What is backed up every night, and how long what is kept. */
import { join, resolve } from 'node:path';
import { entry } from './entry.ts';
import { integer } from './values.ts';

/** A word where a value would stand. */
const NONE = 'none';

export const backupEntries = {
  backup: entry({
    name: 'MOKED_BACKUP',
    fallback: undefined,
    fallbackNote: '`backups` in `MOKED_DATA`',
    allowed: 'a folder that Moked may write to; or the word none',
    about:
      'Where the running server puts a backup each night, half an hour after the business day has turned, or soon after a start if the machine was off then; ' +
      'each is read again and checked before an old one goes. On another disk it survives this one. `none`: no backup. The demo floor is never backed up.',
    parse: (text) => (text === NONE ? null : text === '' ? undefined : resolve(text)),
  }),
  backupKeep: entry({
    name: 'MOKED_BACKUP_KEEP',
    fallback: '7',
    allowed: 'days, 1 to 3650',
    about: 'How many nightly backups are kept: the newest ones, and one a day.',
    parse: integer(1, 3650),
  }),
} as const;

/** The folder of the nightly backups; null: there are none. */
export function backupDirOf(found: string | null | undefined, dataDir: string): string | null {
  return found === undefined ? join(dataDir, 'backups') : found;
}
