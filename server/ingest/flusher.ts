/**
 * Brings what the fold produced to the database about once a second, and a checkpoint with it each minute. Owns the one write under way:
 * rows that could not be written are kept and written first when the database is back.
 */
import { addDays, shiftsOf } from '../../shared/calendar.ts';
import { elapsedMs, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import type { Clock } from '../clock.ts';
import { type Checkpoint, dump } from '../engine/checkpoint.ts';
import type { Engine } from '../engine/engine.ts';
import { hasUnflushed, takeFlush } from '../engine/flush.ts';
import type { FlushRows } from '../engine/rows.ts';
import type { Logger } from '../log.ts';
import { Overloaded } from './ingest.ts';
import type { Store } from './store.ts';

/** A rest lasts this many times what the flush before it took, within a bound. */
const REST_SHARE = 3;
const MAX_REST_MS = 4 * SECOND_MS;

type Work = { rows: FlushRows; checkpoints: { kind: 'minute' | 'day'; day: string | null; state: Checkpoint }[] };

/** Facts read by a start from which on it is not to be read again: until the first checkpoint the next start would. */
const LONG_TAIL = 10_000;

export type FlusherOptions = {
  clock: Clock;
  store: Store;
  log: Logger;
  engine: () => Engine;
  signal: AbortSignal;
  onMarked: () => void;
  /** Facts that the start had to read. */
  replayed: number;
};

export class Flusher {
  readonly #options: FlusherOptions;
  #failed: Work | null = null;
  #running: Promise<void> | null = null;
  /** The one after it, which has not begun. */
  #next: Promise<void> | null = null;
  #checkpointAt = 0;
  #day: string | null = null;
  #isAway = false;
  #isPaused = false;
  /** The clock leaves the database to the appends until then: in a flood one flush writes what several would write again and again. */
  #rest = { since: 0, ms: 0 };
  /** Position for which the tables stand. */
  flushedPosition = 0;

  constructor(options: FlusherOptions) {
    this.#options = options;
    this.#checkpointAt = options.replayed < LONG_TAIL ? options.clock.now() : Number.NEGATIVE_INFINITY;
  }

  /** Begins to flush by the clock. */
  start(): void {
    const { clock, signal } = this.#options;
    const tick = () => {
      // One that takes long, on a database that hangs, is not followed by as many as there were ticks.
      if (this.#running !== null || elapsedMs(this.#rest.since, clock.now()) < this.#rest.ms) return;
      // What went wrong is logged where it happens, and the rows are kept.
      void Promise.allSettled([this.flush()]);
    };
    clock.every(SECOND_MS, tick, signal);
  }

  /**
   * Resolves when everything folded before the call is in the tables.
   * @throws what the database said, if it could not be written.
   */
  async flush(options: { checkpoint?: boolean } = {}): Promise<void> {
    if (options.checkpoint === true || this.#running === null) return this.#turn(options.checkpoint === true);
    // Whoever asks while one is under way is served by the next, all of them by the same one.
    this.#next ??= this.#turn(false);
    return this.#next;
  }

  async #turn(withCheckpoint: boolean): Promise<void> {
    while (this.#running !== null) await Promise.allSettled([this.#running]);
    // What is folded from here on may not be in it.
    if (!withCheckpoint) this.#next = null;
    const { clock } = this.#options;
    const startedAt = clock.now();
    this.#running = this.#write(withCheckpoint);
    try {
      await this.#running;
    } finally {
      this.#running = null;
      this.#rest = { since: clock.now(), ms: Math.min(elapsedMs(startedAt, clock.now()) * REST_SHARE, MAX_REST_MS) };
    }
  }

  /** Runs `work` while no flush is under way, after one that has brought the tables up to date. */
  async exclusive(work: () => Promise<void>): Promise<void> {
    while (this.#running !== null) await Promise.allSettled([this.#running]);
    this.#running = this.#write(false).then(work);
    try {
      await this.#running;
    } finally {
      this.#running = null;
    }
  }

  /** While paused nothing is written: the lock of the fold is not ours, and another process may be writing. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  async #write(withCheckpoint: boolean): Promise<void> {
    if (this.#isPaused) throw new Overloaded('database', 2000);
    if (this.#failed !== null) await this.#put(this.#failed);
    const work = this.#take(withCheckpoint);
    if (work !== null) await this.#put(work);
  }

  #take(withCheckpoint: boolean): Work | null {
    const { clock, engine } = this.#options;
    const { state } = engine();
    engine().advance(clock.now());
    const due = withCheckpoint || elapsedMs(this.#checkpointAt, clock.now()) >= MINUTE_MS;
    const { day } = state.period();
    const turned = this.#day !== null && this.#day !== day;
    if (!due && !turned && !hasUnflushed(state)) {
      this.#day = day;
      return null;
    }
    const rows = takeFlush(state, { running: due });
    const checkpoints: Work['checkpoints'] = [];
    if (due || turned) {
      engine().settle();
      const image = dump(state);
      if (due) checkpoints.push({ kind: 'minute', day: null, state: image });
      if (turned) checkpoints.push({ kind: 'day', day, state: image });
      this.#checkpointAt = clock.now();
    }
    if (this.#day !== day) void this.#writeShifts(day);
    this.#day = day;
    return { rows, checkpoints };
  }

  async #put(work: Work): Promise<void> {
    const { store, log, engine } = this.#options;
    try {
      await store.flush(work.rows, work.checkpoints);
    } catch (error) {
      // A checkpoint is an image of the moment: the next one will do.
      this.#failed = { rows: work.rows, checkpoints: [] };
      // With the next one and not in a minute: where writes fail again and again, none would be written for hours, and a start read all of them.
      if (work.checkpoints.some(({ kind }) => kind === 'minute')) this.#checkpointAt = Number.NEGATIVE_INFINITY;
      if (!this.#isAway) log.error('flush failed, rows are kept and written again', { error });
      this.#isAway = true;
      throw error;
    }
    if (this.#isAway) log.info('flush works again', { position: work.rows.position });
    this.#isAway = false;
    this.#failed = null;
    this.flushedPosition = work.rows.position;
    engine().evict();
    if (work.rows.markedDays.length > 0) this.#options.onMarked();
  }

  /** The shifts of yesterday, today and tomorrow, for the view `v_shift`. */
  async #writeShifts(day: string): Promise<void> {
    const { store, engine, log } = this.#options;
    const calendar = engine().state.calendar(engine().state.now);
    for (const date of [addDays(day, -1), day, addDays(day, 1)]) {
      await store.writeShifts(date, shiftsOf(date, calendar)).catch((error: unknown) => log.warn('shifts not written', { error }));
    }
  }
}
