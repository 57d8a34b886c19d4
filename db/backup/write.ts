/** A database as a backup: one picture of it, streamed, so that neither its size nor a slow disk fills the memory. */
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { lastPosition } from '../event-log.ts';
import { oneRow } from '../one-row.ts';
import type { Database, Sql } from '../open.ts';
import { readKeptFrom } from '../retention.ts';
import { BACKUP_FORMAT, type End, type Head } from './format.ts';
import { heldOf, META_REBUILT } from './tables.ts';

/** Fast enough for the disk, and a tenth of the size. */
const GZIP_LEVEL = 4;
/** Some hundred kilobytes: whoever shares the process with a backup is not to notice. */
const PAGE_ROWS = 250;

export type BackupOptions = {
  readonly version: string;
  readonly timezone: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly signal?: AbortSignal;
  /** Told now and then: facts written, of how many. */
  readonly progress?: (facts: number, of: number) => void;
  /** Awaited after each piece of a few hundred kilobytes: whoever has something better to do takes his time. */
  readonly pace?: () => Promise<void>;
};

/**
 * Writes the whole database to a stream and ends it. It reads in one transaction that sees one moment and blocks nobody.
 * @returns what was written. @throws what the database or the stream said: then the stream holds no backup.
 */
export async function writeBackup(db: Database, out: NodeJS.WritableStream, options: BackupOptions): Promise<End> {
  let end: End | undefined;
  await db.slow.begin('isolation level repeatable read read only', async (sql) => {
    const lines = linesOf(sql, options, (told) => {
      end = told;
    });
    await pipeline(lines, createGzip({ level: GZIP_LEVEL }), out, options.signal === undefined ? {} : { signal: options.signal });
  });
  if (end === undefined) throw new Error('a backup has an end');
  return end;
}

async function* linesOf(sql: Sql, options: BackupOptions, onEnd: (end: End) => void): AsyncGenerator<Uint8Array> {
  const { version, timezone, at, progress, pace } = options;
  const facts = oneRow(await sql<{ facts: string }[]>`select count(*) as facts from event_log`).facts;
  const head: Head = {
    format: BACKUP_FORMAT,
    version,
    timezone,
    at: oneRow(await sql<{ at: string }[]>`select to_json(to_timestamp(${at}::float8 / 1000)) #>> '{}' as at`).at,
    lastPosition: await lastPosition(sql),
    facts: Number(facts),
  };
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  const line = (value: unknown) => {
    const bytes = Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
    hash.update(bytes);
    return bytes;
  };
  yield line(['moked backup', head]);
  const keptFrom = await readKeptFrom(sql);
  for (const name of Object.keys(heldOf)) {
    const columns = await columnsOf(sql, name);
    const rows = rowsOf(name, columns, keptFrom);
    if (rows === null) continue;
    yield line(['table', name, columns]);
    let count = 0;
    for await (const page of pagesOf(sql, rows)) {
      const bytes = Buffer.from(`${page.join('\n')}\n`, 'utf8');
      hash.update(bytes);
      count += page.length;
      yield bytes;
      if (name === 'event_log') progress?.(count, head.facts);
      await pace?.();
    }
    counts[name] = count;
  }
  const end: End = { counts, sha256: hash.digest('hex') };
  yield Buffer.from(`${JSON.stringify(['end', end])}\n`, 'utf8');
  onEnd(end);
}

/** Columns of a table, in its order. */
export async function columnsOf(sql: Sql, table: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`select attname as name from pg_attribute
    where attrelid = to_regclass(${`public.${table}`}) and attnum > 0 and not attisdropped order by attnum`;
  return rows.map(({ name }) => name);
}

/** The query of what a backup holds of a table; null: nothing. */
function rowsOf(table: string, columns: readonly string[], keptFrom: number | null): string | null {
  const held = heldOf[table] ?? 'rebuilt';
  const all = `select ${columns.map((name) => `"${name}"`).join(', ')} from ${table}`;
  if (held === 'rebuilt') return null;
  if (table === 'event_log') return `${all} order by position`;
  if (table === 'meta') return `${all} where key not in (${META_REBUILT.map((key) => `'${key}'`).join(', ')})`;
  if (held === 'truth') return all;
  return keptFrom === null ? null : `${all} where ${held.before} < to_timestamp(${keptFrom}::float8 / 1000)`;
}

/** Rows as JSON, as the database makes it: here it passes through as text. A cursor and not COPY, after which the driver leaves its socket paused. */
async function* pagesOf(sql: Sql, rows: string): AsyncGenerator<readonly string[]> {
  await sql.unsafe(`declare backed_up no scroll cursor for select row_to_json(r)::text as row from (${rows}) r`);
  for (;;) {
    const page = await sql.unsafe<{ row: string }[]>(`fetch ${PAGE_ROWS} from backed_up`);
    if (page.length > 0) yield page.map(({ row }) => row);
    if (page.length < PAGE_ROWS) break;
  }
  await sql`close backed_up`;
}
