/** What is backed up every night, and how long what is kept. */
import { join, resolve } from 'node:path';
import { entry } from './entry.ts';
import { integer } from './values.ts';

/** A word where a value would stand. */
const NONE = 'none';

/** Days, or null for ever. */
const days = (text: string) => (text === NONE ? null : integer(LEAST_DAYS, 36_500)(text));

/** The state at the start of a day is kept 35 days, and a contact may go on for some. */
const LEAST_DAYS = 40;
const DAYS = `days, ${LEAST_DAYS} to 36500; or the word none: for ever`;

export const keepingEntries = {
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
  keepLog: entry({
    name: 'MOKED_KEEP_LOG',
    fallback: '400',
    allowed: DAYS,
    about:
      'How long every single event of a contact is kept. Days that are older stay as they were counted: no setting of the past and no late event changes them. ' +
      'Settings, the events of agents and gaps are kept for ever. Older ones go at night, some at a time.',
    parse: days,
  }),
  keepDetails: entry({
    name: 'MOKED_KEEP_DETAILS',
    fallback: '1100',
    allowed: `${DAYS}; not less than MOKED_KEEP_LOG`,
    about:
      'How long contacts, their stays, and the states and pauses of agents are kept: the lists behind the figures, and reviews by team or agent, or of spans that are no whole quarters of an hour. ' +
      'So are alarms that are over, notices with what they said before, and rules of alarms that others have replaced.',
    parse: days,
  }),
  keepIntervals: entry({
    name: 'MOKED_KEEP_INTERVALS',
    fallback: 'none',
    allowed: `${DAYS}; not less than MOKED_KEEP_DETAILS`,
    about: 'How long the sums of each quarter of an hour by queue and agent are kept, of which reviews of days, weeks and shifts are made.',
    parse: days,
  }),
} as const;

/** The folder of the nightly backups; null: there are none. */
export function backupDirOf(found: string | null | undefined, dataDir: string): string | null {
  return found === undefined ? join(dataDir, 'backups') : found;
}

export type KeptDays = { readonly log: number | null; readonly details: number | null; readonly intervals: number | null };

/** What is wrong with how long things are kept: a sum is of details, and those of events. */
export function keepingProblems({ log, details, intervals }: KeptDays): string[] {
  const told = (value: number | null) => value ?? NONE;
  const isLess = (a: number | null, b: number | null) => (a ?? Number.POSITIVE_INFINITY) < (b ?? Number.POSITIVE_INFINITY);
  return [
    ...(isLess(details, log)
      ? [`MOKED_KEEP_DETAILS: "${told(details)}" is less than the ${told(log)} of MOKED_KEEP_LOG; allowed: as many days or more`]
      : []),
    ...(isLess(intervals, details)
      ? [`MOKED_KEEP_INTERVALS: "${told(intervals)}" is less than the ${told(details)} of MOKED_KEEP_DETAILS; allowed: as many days or more`]
      : []),
  ];
}
