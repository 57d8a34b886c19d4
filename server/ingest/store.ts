/** What ingest needs of the database, as an interface: `server/store.ts` fulfils it with `db/`. Every method may reject while the database is away. */

import type { Shift } from '../../shared/calendar.ts';
import type { Event } from '../../shared/events/event.ts';
import type { Checkpoint } from '../engine/checkpoint.ts';
import type { FlushRows } from '../engine/rows.ts';

export type LogPage = {
  readonly events: readonly { readonly position: number; readonly event: Event }[];
  readonly unreadable: readonly { readonly position: number; readonly source: string; readonly problem: string }[];
  readonly lastPosition: number;
};

export type EntityId = { readonly kind: 'queue' | 'agent'; readonly source: string; readonly platformId: string; readonly id: string };

export type Store = {
  /** Appends and commits. @returns for each fact its position, or null if the log had it already. */
  append(events: readonly Event[], receivedAt: number): Promise<readonly (number | null)[]>;
  readTail(afterPosition: number): AsyncIterable<LogPage>;
  /** Facts with `from` ≤ at < `to`, up to a position, ordered by `at`. */
  readSpan(from: number, to: number, upTo: number): AsyncIterable<LogPage>;
  /** All facts that change settings, in the order of the log: they may reach back to any day. */
  readSettings(): Promise<readonly { position: number; event: Event }[]>;
  /** How many facts there are with `from` ≤ at < `to`. */
  countFacts(from: number, to: number): Promise<number>;
  lastPosition(): Promise<number>;
  /** The instant from which on the log has every fact; null: it has all that ever came. What was before is not written again. */
  readKeptFrom(): Promise<number | null>;
  /** Writes the rows and, if given, checkpoints, in one transaction. */
  flush(rows: FlushRows, checkpoints: readonly { kind: 'minute' | 'day'; day: string | null; state: Checkpoint }[]): Promise<void>;
  loadCheckpoint(): Promise<Checkpoint | null>;
  loadDayCheckpoint(day: string): Promise<Checkpoint | null>;
  /** Forgets the states saved at the start of business days after `day`: a recount begins earlier then. */
  dropDayCheckpoints(day: string): Promise<void>;
  /**
   * Replaces the rows of a business day by recounted ones, revision + 1, in one transaction.
   * @returns the instant up to which times of agents changed behind the day: their interval rows are for a recount of those days. null: none did.
   */
  swapDay(day: string, span: { from: number; to: number }, rows: FlushRows): Promise<number | null>;
  readEntityIds(): Promise<readonly EntityId[]>;
  writeEntityIds(ids: readonly EntityId[]): Promise<void>;
  readMarkedDays(): Promise<readonly string[]>;
  /** The instant by the clock that marks are made with. */
  markingClock(): Promise<number>;
  clearMarkedDay(day: string, before: number): Promise<void>;
  writeShifts(day: string, shifts: readonly Shift[]): Promise<void>;
  writeCompleteUntil(source: string, at: number): Promise<void>;
  quarantined(): Promise<ReadonlySet<number>>;
  quarantine(position: number, reason: string): Promise<void>;
  /** How often the fold has died of the fact at this position, this time included. */
  noteCrash(position: number): Promise<number>;
  positionOf(source: string, eventId: string): Promise<number | null>;
  /** True where an error means that the database is away and trying again helps. */
  isAway(error: unknown): boolean;
};
