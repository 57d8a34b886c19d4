/** Runs the configured sources, each in its own loop: one that dies is started again and never takes the others with it. */

import type { Database } from '../db/open.ts';
import { readCompleteUntil, readNote, writeCompleteUntil, writeNote } from '../db/source-notes.ts';
import type { SourceRow } from '../shared/board.ts';
import { SECOND_MS } from '../shared/time.ts';
import { type Clock, sleep } from './clock.ts';
import type { Engine } from './engine/engine.ts';
import type { Ingest } from './ingest/ingest.ts';
import { createSink, type Health, sourceRow } from './ingest/sink.ts';
import type { Logger } from './log.ts';
import type { Source, SourceContext } from './sources/source.ts';

const RESTART_MS = 5 * SECOND_MS;

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
};

export class Runner {
  readonly #options: RunnerOptions;
  readonly #health: Health[] = [];
  #running: Promise<void>[] = [];

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Starts a source. */
  start(source: Source): void {
    const { db, signal, clock, log } = this.#options;
    const { sink, health } = createSink({ ...this.#options, name: source.name, kind: source.kind, completeUntil: null });
    this.#health.push(health);
    const context: SourceContext = {
      ...this.#options,
      name: source.name,
      log: log.with({ source: source.name }),
      sink,
      notes: { read: () => readNote(db.sql, source.name), write: (note) => writeNote(db.sql, source.name, note) },
    };
    this.#running.push(this.#run(source, context));
    clock.every(10 * SECOND_MS, () => void this.#noteComplete(source.name, health), signal);
  }

  /** A row for senders over HTTP, who have no connection to be up or down. */
  addHttp(name: string): Health {
    const health: Health = {
      name,
      kind: 'http',
      state: 'up',
      since: this.#options.clock.now(),
      reason: null,
      lastEventAt: null,
      aliveAt: null,
      skewMs: null,
    };
    this.#health.push(health);
    return health;
  }

  rows(): SourceRow[] {
    return this.#health.map((health) => sourceRow(health, this.#options.engine()));
  }

  /** Resolves when every source has ended after the signal. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  async #run(source: Source, context: SourceContext): Promise<void> {
    const { signal, clock, log } = this.#options;
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
