/**
 * The way of a fact into Moked: append under the lock → commit → acknowledge → fold. Owns the one queue in front of the log and its bound.
 * Nothing is acknowledged before it is committed; nothing is folded that was not.
 */
import { setImmediate } from 'node:timers/promises';
import type { Event } from '../../shared/events/event.ts';
import { type Clock, realClock } from '../clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { EntityIds } from './entity-ids.ts';
import type { Store } from './store.ts';

export const BATCH_EVENTS = 500;
/** Batches with the database at a time. */
const BATCHES_AHEAD = 2;
const RETRY_MS = 2000;
/** A log that has not answered by then hangs: longer than anybody may hold a lock on it (db/open.ts). By the machine's clock, whatever that of the floor says. */
const ANSWERED_WITHIN_MS = 15_000;
/** Facts that may wait in front of the log; beyond, senders are told to come back. */
export const MAX_PENDING = 20_000;

/** The sender should try again after `retryAfterMs`: nothing of this submission is stored. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded';
  readonly retryAfterMs: number;
  readonly reason: 'pressure' | 'database';

  constructor(reason: 'pressure' | 'database', retryAfterMs: number, cause?: unknown) {
    super(reason === 'pressure' ? 'too many facts are waiting to be stored' : 'the database is away', { cause });
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

export type Accepted = 'accepted' | 'duplicate';

/** A committed batch: its facts, and the position of each or null if the log had it. */
type Stored = { batch: readonly Submission[]; events: readonly Event[]; positions: readonly (number | null)[] };
type Submission = { events: readonly Event[]; resolve: (results: readonly Accepted[]) => void; reject: (error: unknown) => void };

export type IngestOptions = {
  readonly clock: Clock;
  readonly store: Pick<Store, 'append' | 'readTail' | 'writeEntityIds' | 'isAway'>;
  readonly ids: EntityIds;
  /** The engine of the moment: a recount may swap it. */
  readonly engine: () => Engine;
  /** Called after new facts are folded. */
  readonly onFolded: (events: readonly Event[]) => void;
  /** How long the log may take to answer, in milliseconds of the machine. */
  readonly answeredWithinMs?: number;
  /** The fold failed: a programmer's error, and the state is no longer to be trusted. */
  readonly onBroken: (error: unknown, position: number) => void;
};

export class Ingest {
  readonly #options: IngestOptions;
  readonly #pending: Submission[] = [];
  #pendingEvents = 0;
  /** Batches that the log has not answered yet. */
  #storing = 0;
  /** Batches between the queue and the answer to their senders. */
  #passing = 0;
  /** Batches whose answer is waited for no more, and may still come. */
  #hanging = 0;
  /** Committed and not folded yet, in the order of their commits. */
  readonly #committed: Stored[] = [];
  /** New ids are being stored: facts that use them may not be in the log first. */
  #isNaming = false;
  #isStarting = false;
  #idle: (() => void)[] = [];
  #isPaused = false;
  /** Rises whenever the log may hold facts that no answer told of: an append failed, or the lock was not ours. */
  #doubts = 0;
  /** What `#doubts` was when the log was last read up to its end. */
  #settledDoubts = 0;
  /** Facts committed since start, for the metrics page. */
  committed = 0;
  duplicates = 0;

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** While paused nothing is stored: the lock of the fold is not ours. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Goes on, after folding whatever the log holds that we have not seen. */
  resume(): void {
    this.#isPaused = false;
    this.#doubts++;
  }

  get pending(): number {
    return this.#pendingEvents;
  }

  /**
   * Stores a batch of at most 500 facts. Resolves after the commit, with a result for each fact.
   * @throws Overloaded if the queue is full or the database is away: nothing was acknowledged, trying again is safe.
   */
  submit(events: readonly Event[]): Promise<readonly Accepted[]> {
    if (events.length === 0) return Promise.resolve([]);
    // What waits behind a log that hangs would fill the memory: its senders keep it.
    if (this.#hanging > 0) return Promise.reject(new Overloaded('database', RETRY_MS));
    if (this.#pendingEvents + events.length > MAX_PENDING) return Promise.reject(new Overloaded('pressure', 1000));
    return new Promise((resolve, reject) => {
      this.#pending.push({ events, resolve, reject });
      this.#pendingEvents += events.length;
      this.#start();
    });
  }

  /** Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  get #isIdle(): boolean {
    return this.#passing === 0 && this.#pending.length === 0;
  }

  #start(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    // No pause: a lone fact goes at once, and what comes in the same turn goes with it.
    queueMicrotask(() => {
      this.#isStarting = false;
      this.#fill();
    });
  }

  #fill(): void {
    while (this.#pending.length > 0 && this.#mayGo()) void this.#pass(this.#take());
  }

  /** A full batch need not wait for the one before it: the log always has work. What is less gathers meanwhile. */
  #mayGo(): boolean {
    if (this.#storing === 0) return true;
    return this.#storing < BATCHES_AHEAD && this.#pendingEvents >= BATCH_EVENTS && !this.#isNaming && !this.#isBehind;
  }

  /** One batch: while it is folded, the next are with the database. */
  async #pass(batch: readonly Submission[]): Promise<void> {
    this.#passing++;
    this.#storing++;
    const stored = await this.#store(batch);
    this.#storing--;
    if (stored !== null) this.#committed.push(stored);
    this.#fill();
    // The next statement leaves on a turn of the loop, and folding takes none.
    if (stored !== null && this.#storing > 0) await setImmediate();
    // Not its own but the oldest: two may be back in one turn.
    const oldest = stored === null ? undefined : this.#committed.shift();
    if (oldest !== undefined) this.#settle(oldest);
    this.#passing--;
    if (this.#isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #take(): Submission[] {
    const batch: Submission[] = [];
    let count = 0;
    while (this.#pending.length > 0 && (batch.length === 0 || count + (this.#pending[0] as Submission).events.length <= BATCH_EVENTS)) {
      const submission = this.#pending.shift() as Submission;
      batch.push(submission);
      count += submission.events.length;
    }
    this.#pendingEvents -= count;
    return batch;
  }

  /** Commits a batch; null if it could not be: its senders have been told. */
  async #store(batch: readonly Submission[]): Promise<Stored | null> {
    const { clock, store, ids } = this.#options;
    const events = batch.flatMap((submission) => submission.events.map((event) => ids.map(event)));
    const fresh = ids.takeFresh();
    // Before anything is waited for: the next batch may hold the same names, and would go at once.
    if (fresh.length > 0) this.#isNaming = true;
    const answered = this.#impatiently(batch);
    try {
      if (this.#isPaused) throw new Overloaded('database', RETRY_MS);
      await this.#catchUp();
      if (fresh.length > 0) {
        await store.writeEntityIds(fresh);
        this.#isNaming = false;
      }
      const positions = await store.append(events, clock.now());
      // Others may have written below these positions while the lock was not ours: folding these first would leave those out.
      await this.#catchUp();
      return { batch, events, positions };
    } catch (error) {
      this.#doubts++;
      if (fresh.length > 0) this.#isNaming = false;
      ids.giveBack(fresh);
      const shown = store.isAway(error) ? new Overloaded('database', RETRY_MS, error) : error;
      for (const submission of batch) submission.reject(shown);
      return null;
    } finally {
      answered();
    }
  }

  /**
   * Does not wait for the log for ever. Of what it was given nobody knows whether it will be stored: its senders are told to come back, as is who
   * waits behind it. When the log goes on, what was stored after all is folded like everything else, and counts once.
   * @returns what to call when the log has answered.
   */
  #impatiently(batch: readonly Submission[]): () => void {
    const done = new AbortController();
    let isHanging = false;
    realClock.after(
      this.#options.answeredWithinMs ?? ANSWERED_WITHIN_MS,
      () => {
        isHanging = true;
        this.#hanging++;
        this.#pendingEvents = 0;
        for (const { reject } of [...batch, ...this.#pending.splice(0)]) reject(new Overloaded('database', RETRY_MS));
      },
      done.signal,
    );
    return () => {
      done.abort();
      if (isHanging) this.#hanging--;
    };
  }

  /** Folds what was committed, and acknowledges it. */
  #settle({ batch, events, positions }: Stored): void {
    const added = this.#fold(events, positions);
    this.committed += added.length;
    this.duplicates += events.length - added.length;
    let next = 0;
    for (const submission of batch) submission.resolve(submission.events.map(() => (positions[next++] === null ? 'duplicate' : 'accepted')));
    if (added.length > 0) this.#options.onFolded(added);
  }

  get #isBehind(): boolean {
    return this.#settledDoubts !== this.#doubts;
  }

  /** Folds what a lost answer left in the log: a sender that repeats it is told "duplicate", and it must count all the same. */
  async #catchUp(): Promise<void> {
    const { store, engine, onFolded } = this.#options;
    while (this.#isBehind) {
      const doubts = this.#doubts;
      for await (const page of store.readTail(engine().state.position)) {
        for (const { event, position } of page.events) this.#apply(event, position);
        engine().state.position = Math.max(engine().state.position, page.lastPosition);
        if (page.events.length > 0) onFolded(page.events.map(({ event }) => event));
      }
      this.#settledDoubts = Math.max(this.#settledDoubts, doubts);
    }
  }

  #fold(events: readonly Event[], positions: readonly (number | null)[]): Event[] {
    const added: { event: Event; position: number }[] = [];
    for (const [index, event] of events.entries()) {
      const position = positions[index];
      if (position != null) added.push({ event, position });
    }
    added.sort((a, b) => a.position - b.position);
    for (const { event, position } of added) this.#apply(event, position);
    return added.map(({ event }) => event);
  }

  /** A recount may have swapped in an engine that has read the log beyond us: what it has behind it, unreadable and quarantined facts too, is done. */
  #apply(event: Event, position: number): void {
    const engine = this.#options.engine();
    if (position <= engine.state.position) return;
    try {
      engine.apply(event, position);
    } catch (error) {
      this.#options.onBroken(error, position);
    }
  }
}
