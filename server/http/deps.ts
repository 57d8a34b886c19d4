/** What the routes need; `app.ts` gives it. */
import type { StoredNotice } from '../../db/notices.ts';
import type { Database } from '../../db/open.ts';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { SourceRow } from '../../shared/board.ts';
import type { Event } from '../../shared/events/event.ts';
import type { Import, ImportFailure, Imports } from '../../shared/imports.ts';
import type { AlarmRefusal, Refusal } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import type { Connection, SourceDetail, Tested } from '../../shared/sources.ts';
import type { Clock } from '../clock.ts';
import type { View } from '../engine/view.ts';
import type { Publisher } from '../live/publisher.ts';
import type { Logger } from '../log.ts';
import type { AccessOptions } from './access.ts';
import type { EventsOptions } from './events.ts';

export type Keeping = Readonly<Record<'log' | 'details' | 'intervals', { readonly days: number | null; readonly from: number | null }>>;

export type RefusedAlarm = {
  readonly status: 404 | 409;
  readonly reason: string;
  readonly code: AlarmRefusal;
  readonly with: Readonly<Record<string, string>>;
};

export type RefusedSource = {
  readonly status: 400 | 404 | 409;
  readonly reason: string;
  readonly code: Refusal;
  readonly with?: Readonly<Record<string, string>>;
};

export type HttpDeps = {
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly view: () => View;
  readonly publisher: Publisher;
  readonly sources: () => SourceRow[];
  readonly sourceDetails: () => SourceDetail[];
  readonly sourceDesk: {
    readonly problem: { readonly code: Refusal; readonly text: string } | null;
    /** What was saved under a name, its secret included; null where nothing was. */
    savedOf(name: string): Connection | null;
    put(name: string, connection: Connection): Promise<Result<{ restarts: boolean }, RefusedSource>>;
    remove(name: string): Promise<Result<null, RefusedSource>>;
  };
  /** What walls are told of notices: says that one was written, or that it may have been. */
  readonly notices: { saved(notice: StoredNotice): void; doubt(): void };
  /** Logs that a browser sends: `receive` resolves when the import has begun, or with why there is none. */
  readonly imports: {
    status(): Promise<Omit<Imports, 'mayWrite'>>;
    receive(upload: {
      readonly body: AsyncIterable<Uint8Array>;
      readonly length: number | null;
      readonly file: string;
      readonly source: string;
      readonly newSource: boolean;
    }): Promise<Result<Import, ImportFailure>>;
  };
  /** Tries a connection; what is wrong with what was sent comes back in words without it. Takes 20 s at most. */
  readonly testConnection: (connection: Connection) => Promise<Result<Tested, string>>;
  readonly alarms: {
    /** Why the rules in force are none; null where they are as they were saved. */
    readonly problem: string | null;
    /** Rules for whose subjects there was no room at the last look. */
    readonly passedOver: readonly string[];
    /** Takes the rules as they were saved last. */
    readRules(): Promise<void>;
    /** Says that rules may have been saved. */
    doubt(): void;
    /** Resolves when it is stored and on its way to the walls. */
    acknowledge(id: string, by: string, note: string): Promise<Result<AlarmRow, RefusedAlarm>>;
  };
  readonly access: AccessOptions;
  readonly ingest: EventsOptions;
  /** Resolves when everything committed so far is in the tables. */
  readonly flushed: () => Promise<void>;
  /** Appends facts of Moked itself: settings. */
  readonly submitOwn: (events: readonly Event[]) => Promise<void>;
  readonly newId: () => string;
  readonly site: { readonly locale: string; readonly demo: boolean; readonly staticDir: string };
  /** Numbers for the metrics page, beside what the view shows. */
  readonly gauges: () => Readonly<Record<string, number>>;
  readonly quarantine: () => Promise<readonly { source: string; eventId: string; reason: string }[]>;
  /** For how many days what is kept (null: for ever), and from when on the database has it (milliseconds since 1970; null: nothing was let go of). */
  readonly keeping: () => Promise<Keeping>;
  /** The nightly backup: when the last good one was finished (milliseconds since 1970), its name, and why the last try failed. null: there is none to be made. */
  readonly backup: () => { readonly lastAt: number | null; readonly file: string | null; readonly problem: string | null } | null;
  /** What Moked itself could not do as asked, by kind, with the latest example of each. */
  readonly ownAnomalies: () => Readonly<Record<string, { readonly count: number; readonly example: string }>>;
  /** Why facts could not be stored when it was last tried; null where they could. */
  readonly appendProblem: () => { readonly reason: string; readonly isPending: boolean } | null;
  /** A write to the log that is taken back; one that succeeds ends the problem. */
  readonly tryAppend: () => Promise<void>;
  readonly isAway: (error: unknown) => boolean;
  /** Reads again where a connection of the pool turns out to be dead. */
  readonly patiently: <T>(work: () => Promise<T>) => Promise<T>;
};
