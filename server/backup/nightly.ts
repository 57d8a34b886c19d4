/**
 * The backup of every business day: half an hour after the day has turned, or soon after a start if the machine was off then. Owns the files
 * `moked-DAY.backup` of its folder; an old one goes only when a new one has been read again and found whole.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeBackupFile } from '../../db/backup/file.ts';
import type { Database } from '../../db/open.ts';
import { businessDayOf, type Calendar, dayBounds } from '../../shared/calendar.ts';
import { elapsedMs, MINUTE_MS, toIso } from '../../shared/time.ts';
import { type Clock, sleep } from '../clock.ts';
import type { Logger } from '../log.ts';
import { backupsIn, roomProblem } from './folder.ts';

/** After the turn of the day, when what came late has been counted. */
const QUIET_MS = 30 * MINUTE_MS;
/** A start has better things to do first. */
const AFTER_START_MS = 2 * MINUTE_MS;
const RETRY_MS = 15 * MINUTE_MS;
/** The database and this process rest as long as each page took: nobody waits for a backup. */
const MAX_REST_MS = 250;
const PART = /^moked-\d{4}-\d{2}-\d{2}\.backup\.part$/;

export type NightlyOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly folder: string;
  /** So many files stay. */
  readonly keep: number;
  readonly version: string;
  readonly calendar: () => Calendar;
  readonly signal: AbortSignal;
};

export type BackupStatus = {
  /** When the last good one was finished, and its name; null: there is none. */
  readonly lastAt: number | null;
  readonly file: string | null;
  /** Why the last try failed; null where it did not. */
  readonly problem: string | null;
};

export class Nightly {
  readonly #options: NightlyOptions;
  readonly #startedAt: number;
  #running: Promise<void> | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;
  #problem: string | null = null;

  constructor(options: NightlyOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  /** Begins to look at the clock. */
  start(): void {
    const { clock, signal } = this.#options;
    clock.every(MINUTE_MS, () => void this.ifDue(), signal);
  }

  /** By what lies in the folder: it may have been filled by the process before, or emptied by hand. */
  get status(): BackupStatus {
    const { folder } = this.#options;
    const file = this.#files().at(-1) ?? null;
    const lastAt = file === null ? null : (statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? null);
    return { lastAt, file, problem: this.#problem };
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** Resolves when no backup is under way any more. */
  async ended(): Promise<void> {
    await this.#running;
  }

  /** Makes the backup of the day if it is time for it and it is not there. Never rejects: a failure is logged, told by `status`, and tried again. */
  async ifDue(): Promise<void> {
    const { clock, calendar } = this.#options;
    const now = clock.now();
    if (this.#running !== null || elapsedMs(this.#startedAt, now) < AFTER_START_MS || elapsedMs(this.#triedAt, now) < RETRY_MS) return;
    const day = businessDayOf(now, calendar());
    if (now < dayBounds(day, calendar()).startsAt + QUIET_MS || this.#files().includes(nameOf(day))) return;
    this.#triedAt = now;
    this.#running = this.#make(day);
    await this.#running;
    this.#running = null;
  }

  async #make(day: string): Promise<void> {
    const { clock, log, db, folder, version, calendar, signal } = this.#options;
    const path = join(folder, nameOf(day));
    const startedAt = clock.now();
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const name of readdirSync(folder)) if (PART.test(name)) rmSync(join(folder, name), { force: true });
      const problem = roomProblem(folder);
      if (problem !== null) throw new Error(problem);
      const { counts } = await writeBackupFile(db, path, { version, timezone: calendar().timezone, at: startedAt, signal, pace: this.#pace() });
      this.#problem = null;
      for (const old of this.#files().slice(0, -this.#options.keep)) rmSync(join(folder, old), { force: true });
      log.info('backup', { file: path, facts: counts['event_log'], bytes: statSync(path).size, ms: clock.now() - startedAt });
    } catch (error) {
      if (signal.aborted) return;
      this.#problem = `${toIso(clock.now())}: ${error instanceof Error ? error.message : String(error)}`;
      log.error('the nightly backup failed; it is tried again', { file: path, error });
    }
  }

  #pace(): () => Promise<void> {
    const { clock, signal } = this.#options;
    let since = clock.now();
    return async () => {
      const restMs = Math.min(elapsedMs(since, clock.now()), MAX_REST_MS);
      if (restMs > 0) await sleep(clock, restMs, signal);
      since = clock.now();
    };
  }

  /** Names of the backups that are there, the oldest first. */
  #files(): string[] {
    try {
      return backupsIn(this.#options.folder);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      this.#problem ??= error instanceof Error ? error.message : String(error);
      return [];
    }
  }
}

function nameOf(day: string): string {
  return `moked-${day}.backup`;
}
