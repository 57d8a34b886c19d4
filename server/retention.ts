/**
 * Lets go of what is older than the settings say, once a business day at a quiet hour, in steps so small that nobody waits for one. First it is told
 * from when on things are kept, then they go: whoever asks meanwhile, or starts after a crash in between, counts nothing that is not whole.
 */
import type { Database } from '../db/open.ts';
import { dropFacts, dropRows, hasOlder, type Kept, moveLogKeptFrom, oldestOpen, readAllKept, readKeptFrom, writeKept } from '../db/retention.ts';
import { addDays, businessDayOf, dayBounds } from '../shared/calendar.ts';
import { DAY_MS, elapsedMs, HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { type Clock, sleep } from './clock.ts';
import type { KeptDays } from './config/keeping.ts';
import type { Core } from './core.ts';
import type { Logger } from './log.ts';

/** After the turn of the day, when the backup has been made. */
const QUIET_MS = HOUR_MS;
const AFTER_START_MS = 10 * MINUTE_MS;
const RETRY_MS = HOUR_MS;
/** Rows of one transaction: some ten milliseconds of the database. */
const STEP = 1000;
/** The database rests three times as long as a step took. */
const REST_SHARE = 3;
const MAX_REST_MS = 2000;
/** A contact that has gone on for longer than that beside its time has no end: nothing waits for it. */
const PATIENCE_MS = 35 * DAY_MS;

export type RetentionOptions = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly keep: KeptDays;
  readonly core: Pick<Core, 'view' | 'flusher' | 'recounter'>;
  /** True while it had better wait: a backup is being made. */
  readonly isBusy: () => boolean;
  readonly signal: AbortSignal;
  /** Rows of one step. */
  readonly step?: number;
};

export class Retention {
  readonly #options: RetentionOptions;
  readonly #startedAt: number;
  #running: Promise<void> | null = null;
  #triedAt = Number.NEGATIVE_INFINITY;
  #doneDay: string | null = null;

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  /** Begins to look at the clock. */
  start(): void {
    const { clock, signal } = this.#options;
    clock.every(MINUTE_MS, () => void this.ifDue(), signal);
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await this.#running;
  }

  /** Does what the day has to do, if it is time for it. Never rejects: a failure is logged and tried again. */
  async ifDue(): Promise<void> {
    const { clock, isBusy, log, signal } = this.#options;
    const now = clock.now();
    if (this.#running !== null || isBusy() || elapsedMs(this.#startedAt, now) < AFTER_START_MS || elapsedMs(this.#triedAt, now) < RETRY_MS) return;
    const { day, startsAt } = this.#today();
    if (day === this.#doneDay || now < startsAt + QUIET_MS) return;
    this.#triedAt = now;
    this.#running = this.run()
      .then(() => {
        this.#doneDay = day;
      })
      .catch((error: unknown) => {
        if (!signal.aborted) log.warn('what is old could not be let go of; it is tried again', { error });
      });
    await this.#running;
    this.#running = null;
  }

  /** Does it now. */
  async run(): Promise<void> {
    const { db, keep, log, signal, step = STEP } = this.#options;
    const logFrom = await this.#moveLog(keep.log);
    const gone: Record<Kept, number> = { log: 0, details: 0, intervals: 0 };
    if (logFrom !== null) gone.log = await dropFacts(db, logFrom - DAY_MS, step, this.#rest());
    for (const what of ['details', 'intervals'] as const) {
      const limit = this.#limit(keep[what]);
      if (limit === null || logFrom === null || signal.aborted) continue;
      // What can still be counted again would come back.
      const at = Math.min(limit, logFrom);
      if (!(await hasOlder(db.slow, what, at))) continue;
      await writeKept(db.sql, what, at);
      gone[what] = await dropRows(db.slow, what, at, step, this.#rest());
    }
    if (gone.log + gone.details + gone.intervals > 0)
      log.info('let go of what is old', { facts: gone.log, details: gone.details, intervals: gone.intervals });
  }

  /** From when on what is kept, and for how many days; for `/readyz`. */
  async status(): Promise<Record<Kept, { readonly days: number | null; readonly from: number | null }>> {
    const { db, keep } = this.#options;
    const from = await readAllKept(db.sql);
    const of = (what: Kept) => ({ days: keep[what], from: from[what] });
    return { log: of('log'), details: of('details'), intervals: of('intervals') };
  }

  /** Moves the beginning of the log on, if anything is before it. @returns where it is now; null: nothing was ever let go of. */
  async #moveLog(days: number | null): Promise<number | null> {
    const { db, core } = this.#options;
    const limit = this.#limit(days);
    if (limit === null) return readKeptFrom(db.sql);
    const open = await oldestOpen(db.slow, limit - PATIENCE_MS);
    const at = Math.min(limit, open === null ? limit : this.#dayOf(open).startsAt);
    if (await hasOlder(db.slow, 'log', at))
      // No fold may be under way that reads what goes, and no flush that writes what is cut.
      await core.recounter.exclusive(() => core.flusher.exclusive(() => db.slow.begin((sql) => moveLogKeptFrom(sql, at))));
    return readKeptFrom(db.sql);
  }

  #limit(days: number | null): number | null {
    if (days === null) return null;
    const { day } = this.#today();
    return dayBounds(addDays(day, -days), this.#calendar()).startsAt;
  }

  #today() {
    return this.#dayOf(this.#options.clock.now());
  }

  #dayOf(at: number): { day: string; startsAt: number } {
    const day = businessDayOf(at, this.#calendar());
    return { day, startsAt: dayBounds(day, this.#calendar()).startsAt };
  }

  #calendar() {
    const { core, clock } = this.#options;
    return core.view().calendar(clock.now());
  }

  /** @throws where the end is asked for: the rest is for another night. */
  #rest(): () => Promise<void> {
    const { clock, signal } = this.#options;
    let since = clock.now();
    return async () => {
      signal.throwIfAborted();
      const restMs = Math.min(elapsedMs(since, clock.now()) * REST_SHARE, MAX_REST_MS);
      if (restMs > 0) await sleep(clock, restMs, signal);
      since = clock.now();
    };
  }
}
