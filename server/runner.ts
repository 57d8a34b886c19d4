/** Runs the configured sources, each in its own loop: one that dies is started again and never takes the others with it. */

import type { Database } from '../db/open.ts';
import { readCompleteUntil, readNote, writeCompleteUntil, writeNote } from '../db/source-notes.ts';
import type { SourceRow } from '../shared/board.ts';
import type { Event } from '../shared/events/event.ts';
import { SECOND_MS, toIso } from '../shared/time.ts';
import { type Clock, sleep } from './clock.ts';
import type { Engine } from './engine/engine.ts';
import type { Ingest } from './ingest/ingest.ts';
import { type Rhythm, Sender } from './ingest/sender.ts';
import { createSink, type Health, sourceRow } from './ingest/sink.ts';
import type { Logger } from './log.ts';
import type { Source, SourceContext } from './sources/source.ts';

const RESTART_MS = 5 * SECOND_MS;
/** Facts of a source that has caught up are folded by then, so that it shows whether they came late. */
const SETTLED_MS = 3 * SECOND_MS;
/** A count that takes longer is of days long gone, or fails. */
const COUNTED_MS = 60 * SECOND_MS;

export type RunnerOptions = {
  clock: Clock;
  log: Logger;
  db: Database;
  ingest: Ingest;
  engine: () => Engine;
  signal: AbortSignal;
  customerRef: SourceContext['customerRef'];
  random: () => number;
  onChange: () => void;
  /** A source is there no more: a delta cannot say so, so whoever looks is told everything anew. */
  onGone: () => void;
  /** True while facts that came late are not in the figures yet. */
  isCounting: () => boolean;
};

/** A source that runs, or a sender: its row on the wall, and what the wall has no room for. */
export type Running = {
  readonly row: SourceRow;
  readonly health: Health;
  readonly about: Source['about'];
  /** How often a sender is to be heard; undefined for what is no sender. */
  readonly rhythm: Rhythm | undefined;
};

export class Runner {
  readonly #options: RunnerOptions;
  readonly #health: Health[] = [];
  readonly #about = new Map<Health, Source['about']>();
  readonly #senders = new Map<Health, Sender>();
  /** By name: what ends a source that was taken away, and resolves when it has ended. */
  readonly #started = new Map<string, { readonly end: AbortController; ended: Promise<void> }>();
  #running: Promise<void>[] = [];
  /** Sources that have just caught up: when, and whether facts of theirs came late. */
  readonly #caughtUp = new Map<Health, { readonly at: number; wasLate: boolean }>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Starts a source. */
  start(source: Source): void {
    const { db, clock, log } = this.#options;
    const end = new AbortController();
    const signal = AbortSignal.any([this.#options.signal, end.signal]);
    const { sink, health } = createSink({ ...this.#options, signal, name: source.name, kind: source.kind, completeUntil: null });
    this.#health.push(health);
    this.#about.set(health, source.about);
    const status: SourceContext['sink']['status'] = (next) => {
      if (next.state !== 'up') this.#caughtUp.delete(health);
      else if (health.state === 'catching-up') {
        this.#caughtUp.set(health, { at: clock.now(), wasLate: false });
        clock.after(SETTLED_MS + 1, this.#options.onChange, signal);
      }
      sink.status(next);
    };
    const context: SourceContext = {
      ...this.#options,
      signal,
      name: source.name,
      log: log.with({ source: source.name }),
      sink: { ...sink, status },
      notes: { read: () => readNote(db.sql, source.name), write: (note) => writeNote(db.sql, source.name, note) },
    };
    const ended = this.#run(source, context);
    this.#running.push(ended);
    this.#started.set(source.name, { end, ended });
    clock.every(10 * SECOND_MS, () => void this.#noteComplete(source.name, health), signal);
  }

  /**
   * Ends a source that was taken away. What it left open is told to be gone, or the wall would show it as it was for ever; nothing is told of one
   * that is about to be started again, changed.
   */
  async stop(name: string, how: 'for-good' | 'to-change'): Promise<void> {
    const started = this.#started.get(name);
    if (started === undefined) return;
    this.#started.delete(name);
    started.end.abort();
    await started.ended;
    const place = this.#health.findIndex((health) => health.name === name && health.kind !== 'http');
    const [health] = place < 0 ? [] : this.#health.splice(place, 1);
    if (health !== undefined) this.#about.delete(health);
    if (how === 'to-change') return;
    await this.#options.ingest.submit([goneFact(name, this.#options.clock.now())]);
    this.#options.onGone();
  }

  /** A row for a sender over HTTP, who has no connection to be up or down. */
  addSender(name: string, rhythm: Rhythm): Sender {
    const sender = new Sender({ ...this.#options, name, rhythm, now: this.#options.clock.now() });
    this.#health.push(sender.health);
    this.#senders.set(sender.health, sender);
    return sender;
  }

  rows(): SourceRow[] {
    return this.#health.map((health) => this.#row(health));
  }

  /** Every row with what stands behind it. */
  running(): Running[] {
    return this.#health.map((health) => ({
      row: this.#row(health),
      health,
      about: this.#about.get(health),
      rhythm: this.#senders.get(health)?.rhythm,
    }));
  }

  #row(health: Health): SourceRow {
    const sender = this.#senders.get(health);
    if (sender !== undefined) return sender.row(this.#options.clock.now());
    const row = sourceRow(health, this.#options.engine());
    return this.#isSettling(health) ? { ...row, state: 'catching-up', reason: 'counting the day again with what was missed' } : row;
  }

  /** What a source has brought from its past changes the figures only when the day is counted again: until then they are not to be trusted. */
  #isSettling(health: Health): boolean {
    const caughtUp = this.#caughtUp.get(health);
    if (caughtUp === undefined) return false;
    const ageMs = this.#options.clock.now() - caughtUp.at;
    const isCounting = this.#options.isCounting();
    caughtUp.wasLate ||= isCounting;
    // Between the fold and the count there is a moment in which nobody counts.
    const isOver = ageMs > COUNTED_MS || (ageMs > SETTLED_MS && !isCounting);
    if (isOver) this.#caughtUp.delete(health);
    return caughtUp.wasLate && !isOver;
  }

  /** Resolves when every source has ended after the signal. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(source: Source, context: SourceContext): Promise<void> {
    const { clock, log } = this.#options;
    const { signal } = context;
    while (!signal.aborted) {
      try {
        await source.run({ ...context, sink: { ...context.sink, completeUntil: await readCompleteUntil(this.#options.db.sql, source.name) } });
        if (!signal.aborted) log.warn('source ended by itself, starting it again', { source: source.name });
      } catch (error) {
        if (signal.aborted) return;
        log.error('source failed, starting it again', { source: source.name, error });
        context.sink.status({ state: 'down', reason: error instanceof Error ? error.message : String(error) });
      }
      await sleep(clock, RESTART_MS, signal);
    }
  }

  async #noteComplete(name: string, health: Health): Promise<void> {
    if (health.state !== 'up' || health.aliveAt === null) return;
    await writeCompleteUntil(this.#options.db.sql, name, health.aliveAt).catch(() => 'the next one will do');
  }
}

/** A snapshot in which nobody is there any more. */
function goneFact(source: string, at: number): Event {
  return {
    source,
    id: `taken-away-${toIso(at)}`,
    type: 'cc.snapshot.v1',
    at,
    sourceTime: at,
    sequence: '~',
    timequality: 'platform-ms',
    data: { scope: 'source', waiting: [], talking: [], agents: [], asOf: toIso(at) },
  };
}
