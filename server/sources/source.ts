/**
 * The contract between Moked and a telephone system. A source speaks one platform's language, translates it into facts, and hands them to
 * a sink. It never folds, stores or publishes. Its folder holds `source.ts` (I/O) and a pure `translate.ts`.
 */
import type { Event } from '../../shared/events/event.ts';
import type { Result } from '../../shared/result.ts';
import type { Explained, Told } from '../../shared/sources.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** A fact as a source makes it: the sink adds the source's name and the corrected time `at`. */
export type SourceEvent = Event extends infer E ? (E extends Event ? Omit<E, 'source' | 'at'> : never) : never;

/** What a source says of its own health; the sink turns it into the source's row on the wall. */
export type SourceStatus = {
  readonly state: 'up' | 'down' | 'catching-up';
  /** In words an operator can act on, where it is not up. */
  readonly reason: string | undefined;
  /** Everything that is wrong, where that is more than the wall has room for in `reason`. */
  readonly problems?: readonly string[];
};

export type SourceSink = {
  /**
   * Takes facts in order. Resolves when they are committed to the log (or known from before); rejects only when the sink is closed.
   * While the database is away it waits. The caller keeps no more than one call under way and buffers with a bound of its own.
   */
  emit(events: readonly SourceEvent[]): Promise<void>;
  /** Tells liveness: bytes have come, whether or not they were facts. Cheap; call it on every read. */
  alive(): void;
  status(status: SourceStatus): void;
  /** Measured clock of the platform minus ours, ms. */
  skew(skewMs: number): void;
  /** Something the source could not make sense of, counted by kind, with one example kept. Never carries customers' numbers. */
  anomaly(kind: string, example: string): void;
  /** The instant (ms) up to which facts of this source are known to be complete, before this start: null if it never ran. */
  readonly completeUntil: number | null;
};

export type SourceContext = {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly sink: SourceSink;
  /** Ends the source: it must stop timers and sockets and resolve `run`. */
  readonly signal: AbortSignal;
  /** Replaces customers' numbers by a keyed reference; null for anonymous callers. */
  readonly customerRef: (kind: 'phone' | 'email' | 'wa' | 'external', raw: string) => string | null;
  /** A small durable note of the source's own (e.g. a file offset). It is read at start, and saved in the same order as facts. */
  readonly notes: { read(): Promise<unknown>; write(note: unknown): Promise<void> };
  /** Fresh randomness for ids and jitter, 0 ≤ x < 1. */
  readonly random: () => number;
};

/** A configured connection, ready to run. */
export type Source = {
  readonly name: string;
  readonly kind: string;
  /** Where it is reached, without user and secret, and the file that it follows: for the sources page. */
  readonly about?: { readonly where: string; readonly file: string | null };
  /** Connects, reconnects and emits until the signal aborts. Rejects only on a programmer's error. */
  run(context: SourceContext): Promise<void>;
  /** Tries to reach and log in once, and says in words what is wrong. For `moked check` and the sources page. */
  check(context: Omit<SourceContext, 'sink' | 'notes'>): Promise<Result<string, string>>;
  /** Looks at a file of this machine that it follows, where there is one: apart, since each may be well without the other. */
  checkFile?(): Promise<Result<string, string>>;
};

/** One line of `registry.ts`: how a URL of `MOKED_SOURCES` becomes a source. */
export type SourceKind = {
  readonly schemes: readonly string[];
  /** Says what is wrong with the URL and what is allowed; never echoes a secret. */
  parse(url: URL): Result<Source, string>;
  /** What such a source cannot tell, whatever is set up: for the sources page. */
  readonly limits: Limits;
  /** The problems that are known in a sentence of `check`, or in the reason of a state, each with its remedy. */
  explain(said: string): readonly Explained[];
  /** What a kind of anomaly of this source means. */
  readonly anomalies: Readonly<Record<string, Told>>;
};

/** At least one: no source can tell everything. */
export type Limits = readonly [Told, ...Told[]];
