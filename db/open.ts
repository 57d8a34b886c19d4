/** Opens a database: one driver, with drizzle on it for small queries and plain SQL for the bulk. */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { Result } from '../shared/result.ts';
import { oneRow } from './one-row.ts';

/** Plain SQL: the connection pool, or a transaction within it. */
export type Sql = postgres.ISql;

/** A part of a query, to be used within another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;

export type Database = {
  readonly sql: postgres.Sql;
  readonly orm: PostgresJsDatabase;
  /** A connection for appends to the log alone: facts never wait behind somebody's review. */
  readonly log: postgres.Sql;
  /** For what may take as long as it takes, and nobody waits for: backups, restores, letting go of what is old. */
  readonly slow: postgres.Sql;
  /** Runs `work` in one transaction. */
  transaction<T>(work: (sql: postgres.TransactionSql) => Promise<T>): Promise<T>;
  /** @param withinMs after which connections are cut that do not end by themselves. */
  close(withinMs?: number): Promise<void>;
};

export const OLDEST_VERSION = 14;

/** What waits longer for a lock than this waits for somebody who does not let go. Milliseconds, as the others. */
const LOCK_MS = 10_000;
/** A transaction whose process stands still (a machine that was put to sleep) must not keep its locks. */
const IDLE_IN_TRANSACTION_MS = 60_000;
/** The longest review of the longest span takes a fraction of it. */
const STATEMENT_MS = 300_000;
/** An append takes milliseconds, a table of settings seconds. */
const APPEND_MS = 30_000;
const CLOSE_MS = 2000;
/** Nobody needs a connection for slow work between one night and the next. */
const SLOW_IDLE_S = 60;

/** Makes a pool; nothing is reached yet. */
export function openDatabase(url: string, options: { readonly connections?: number; readonly name?: string } = {}): Database {
  const connect = (max: number, limits: Readonly<Record<string, number>>, more: { idle_timeout?: number } = {}) =>
    postgres(url, {
      max,
      ...more,
      connect_timeout: 10,
      // Reconnects are ours to time: one short pause, so that a database that comes back is found at once.
      backoff: () => 0.25,
      onnotice: () => undefined,
      connection: { application_name: options.name ?? 'moked', TimeZone: 'UTC', lock_timeout: LOCK_MS, ...limits },
    });
  const sql = connect(options.connections ?? 8, { statement_timeout: STATEMENT_MS, idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS });
  const log = connect(1, { statement_timeout: APPEND_MS, idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS });
  const slow = connect(2, {}, { idle_timeout: SLOW_IDLE_S });
  // @NOTE drizzle switches the driver's own JSON and date conversion off on a pool: bulk SQL passes JSON as text and takes instants as numbers.
  const orm = drizzle(sql);
  drizzle(log);
  drizzle(slow);
  return {
    sql,
    orm,
    log,
    slow,
    transaction: async <T>(work: (tx: postgres.TransactionSql) => Promise<T>) => (await sql.begin((tx) => work(tx))) as T,
    // The driver waits in vain for a connection that the server has cut: a bound on it.
    close: async (withinMs = CLOSE_MS) => {
      await Promise.all([sql, log, slow].map((pool) => pool.end({ timeout: withinMs / 1000 })));
    },
  };
}

/** The place of a database without its password, for messages. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'the database';
  const { hostname, port, pathname } = new URL(url);
  return `${hostname}:${port || '5432'}${pathname}`;
}

const HINTS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be looked up at the moment',
  CONNECT_TIMEOUT: 'it does not answer',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  '28P01': 'user or password is wrong; in DATABASE_URL a # in a password is written %23, a / %2F, an @ %40',
  '28000': 'the user may not connect; look at the role and at pg_hba.conf of the server',
  '3D000': 'there is no such database; create it (createdb), or name another one in DATABASE_URL',
  '42501': 'the user may not create or use tables there; give it a database of its own (create database moked owner …)',
  '42P07': 'there are tables of somebody else in it; give Moked a database of its own',
  '53300': 'it has no connection left for us',
  '55P03': 'somebody holds a lock on its tables and does not let go',
  '57014': 'it took too long',
  '57P03': 'it is starting up',
  ...Object.fromEntries(
    ['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'ECONNRESET', 'EPIPE', '57P01', '57P02'].map((code) => [
      code,
      'the connection to it broke',
    ]),
  ),
};

/** True for a failure that an operator can do something about; the others are ours. */
export function isKnownFailure(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code in HINTS || isAway(error);
}

/** Why the database cannot be used, in words; for errors of ours, undefined. */
export function describeFailure(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  // The query builder wraps what the driver said.
  if (code === undefined) return error instanceof Error && error.cause !== undefined ? describeFailure(error.cause) : undefined;
  return HINTS[code] ?? (error instanceof Error ? error.message : undefined);
}

/** True where trying again later may help: the server or the way to it is gone. False for a mistake in what we asked. */
export function isAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Classes 08 connection, 53 resources, 57 operator intervention, a lock that was waited for in vain and a transaction that stood still;
  // the others are the driver's and the system's own names.
  return /^(08|53|57|55P03|25P03)/.test(code) || /^(E[A-Z]+|EAI_[A-Z]+|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))$/.test(code);
}

/** True where a connection that was there broke: the database was stopped, has died, or the way to it was cut. */
export function isCut(error: unknown): boolean {
  // The query builder wraps what the driver said.
  if (error instanceof Error && !('code' in error) && error.cause !== undefined) return isCut(error.cause);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(08|57P0[12])/.test(code) || /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|ECONNRESET|EPIPE)$/.test(code);
}

/** True where the database itself ended what took too long, or waited too long for a lock: the same once more would take as long again. */
export function isOutOfTime(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code === '57014' || code === '55P03';
}

export type Unreachable = {
  /** What is wrong, and what to do. */
  readonly text: string;
  /** True where it may come by itself: the server is away. False where somebody has to put something right. */
  readonly mayPass: boolean;
};

/** Reaches the database once and checks its version and encoding. */
export async function reach(database: Database, url: string): Promise<Result<{ readonly version: number }, Unreachable>> {
  try {
    const row = oneRow(
      await database.sql<{ version: number; encoding: string }[]>`
        select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
    );
    const version = Math.floor(row.version / 10_000);
    const never = (text: string) => ({ ok: false, error: { text: `PostgreSQL at ${placeOf(url)} ${text}`, mayPass: false } }) as const;
    if (version < OLDEST_VERSION) return never(`is version ${version}; ${OLDEST_VERSION} or later is needed`);
    // Names and reasons are Hebrew as often as not.
    if (row.encoding !== 'UTF8') return never(`has the encoding ${row.encoding}; create the database with encoding 'UTF8' template template0`);
    return { ok: true, value: { version } };
  } catch (error) {
    const why = describeFailure(error);
    if (why === undefined) throw error;
    return { ok: false, error: { text: `cannot use PostgreSQL at ${placeOf(url)}: ${why}`, mayPass: isAway(error) } };
  }
}
