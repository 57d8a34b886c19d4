/**
 * Writes what happened to alarms. While the database is away nothing waits for it: what is to be written is kept, up to a bound, and written when it is
 * back; a write whose answer was lost is written again and changes nothing.
 */
import { writeAlarms } from '../../db/alarms.ts';
import type { Database } from '../../db/open.ts';
import { isAway } from '../../db/open.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { Overloaded } from '../ingest/ingest.ts';
import type { Logger } from '../log.ts';
import type { Entry } from './records.ts';

/** Of a night without a database on a floor in trouble. Beyond it the oldest goes, and is told of. */
export const MAX_UNWRITTEN = 20_000;
const BATCH = 500;
/** When it is worth asking again. */
const PAUSE_MS = 2 * SECOND_MS;

export type PenOptions = {
  readonly db: Database;
  readonly log: Logger;
  /** Something was written that nobody was told of yet. */
  readonly onWritten: () => void;
};

export class Pen {
  readonly #options: PenOptions;
  #entries: Entry[] = [];
  #writing: Promise<void> | null = null;
  #isPaused = false;
  #isFailing = false;
  /** Entries that were let go of since the start. */
  lost = 0;

  constructor(options: PenOptions) {
    this.#options = options;
  }

  get unwritten(): number {
    return this.#entries.length;
  }

  add(entries: readonly Entry[]): void {
    this.#entries.push(...entries);
    const over = this.#entries.length - MAX_UNWRITTEN;
    if (over <= 0) return;
    this.#entries.splice(0, over);
    this.lost += over;
    this.#options.log.error('what happened to alarms could not be written for too long; the oldest is lost', { lost: this.lost });
  }

  /** Others may decide meanwhile: nothing is written until `resume`. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  /** Begins to write what there is; a failure is logged once, and all of it is tried again with the next call. */
  soon(): void {
    if (this.#entries.length === 0 || this.#isPaused || this.#writing !== null) return;
    void this.flush().then(
      () => {
        this.#isFailing = false;
      },
      (error: unknown) => {
        if (!this.#isFailing) this.#options.log.warn('alarms cannot be written; they are kept and written later', { error });
        this.#isFailing = true;
      },
    );
  }

  /** Resolves when all that was added before is written. Rejects where it cannot be. */
  async flush(): Promise<void> {
    if (this.#writing !== null) await this.#writing;
    if (this.#entries.length === 0) return;
    if (this.#isPaused) throw new Overloaded('database', PAUSE_MS);
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    while (this.#entries.length > 0) {
      const batch = this.#entries.slice(0, BATCH);
      await this.#write(batch);
      // By what they are, not how many: the oldest may have been let go of meanwhile.
      const written = new Set(batch);
      this.#entries = this.#entries.filter((entry) => !written.has(entry));
      this.#options.onWritten();
    }
  }

  async #write(batch: readonly Entry[]): Promise<void> {
    const { db, log } = this.#options;
    const write = (entries: readonly Entry[]) =>
      writeAlarms(
        db,
        entries.map(({ alarm }) => alarm),
        entries.map(({ transition }) => transition),
      );
    try {
      await write(batch);
    } catch (error) {
      if (isAway(error) || batch.length === 0) throw error;
      // One that the database refuses must not keep all others waiting for ever.
      for (const entry of batch)
        await write([entry]).catch((refusal: unknown) => {
          if (isAway(refusal)) throw refusal;
          this.lost += 1;
          log.error('the database refuses what happened to an alarm', { alarm: entry.alarm.id, change: entry.transition.change, error: refusal });
        });
    }
  }
}
