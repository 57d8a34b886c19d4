/** A backup back into a database: all of it in the transaction of the caller, positions as they were. */
import type { Readable } from 'node:stream';
import { oneRow } from '../one-row.ts';
import type { Sql } from '../open.ts';
import { BackupError, type Head } from './format.ts';
import { readBackup } from './read.ts';
import { heldOf } from './tables.ts';
import { columnsOf } from './write.ts';

/** PostgreSQL says so of values that are none. */
const BAD_VALUES = /^(22|23)/;

/** How many facts a database has. */
export async function countAllFacts(sql: Sql): Promise<number> {
  return Number(oneRow(await sql<{ facts: string }[]>`select count(*) as facts from event_log`).facts);
}

/**
 * Fills the tables of a database without facts; what else is in it goes. Projections are left to the caller.
 * @param sql a transaction, to be rolled back if this throws. @param progress facts restored, of how many.
 * @throws BackupError where it is no backup, not whole, changed, or of a newer Moked.
 */
export async function restoreRows(sql: Sql, input: Readable, progress: (facts: number, of: number) => void): Promise<Head> {
  await sql.unsafe(`truncate ${Object.keys(heldOf).join(', ')} restart identity`);
  let head: Head | undefined;
  let insert = '';
  let isLog = false;
  let facts = 0;
  const read = await readBackup(input, {
    head(told) {
      head = told;
    },
    async table(name, columns) {
      insert = await insertInto(sql, name, columns, head);
      isLog = name === 'event_log';
    },
    async rows(lines) {
      await putRows(sql, insert, lines);
      if (!isLog) return;
      facts += lines.length;
      progress(facts, head?.facts ?? facts);
    },
  });
  await sql`select setval(pg_get_serial_sequence('event_log', 'position'), greatest(${read.head.lastPosition}::bigint, 1), ${read.head.lastPosition > 0})`;
  await sql`analyze event_log`;
  return read.head;
}

async function insertInto(sql: Sql, name: string, columns: readonly string[], head: Head | undefined): Promise<string> {
  const known = Object.hasOwn(heldOf, name) ? await columnsOf(sql, name) : [];
  const unknown = columns.find((column) => !known.includes(column));
  if (known.length === 0 || unknown !== undefined) {
    const what = known.length === 0 ? `a table ${name}` : `a column ${name}.${unknown}`;
    throw new BackupError(
      `the backup has ${what}, which this Moked does not know: it is of Moked ${head?.version ?? ''}; restore it with that version or a later one`,
    );
  }
  const list = columns.map((column) => `"${column}"`).join(', ');
  return `insert into ${name} (${list}) overriding system value select ${list} from json_populate_recordset(null::${name}, $1::text::json)`;
}

async function putRows(sql: Sql, insert: string, lines: readonly Buffer[]): Promise<void> {
  try {
    await sql.unsafe(insert, [`[${lines.map((line) => line.toString('utf8')).join(',')}]`], { prepare: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!BAD_VALUES.test(code)) throw error;
    throw new BackupError(`the backup is damaged: ${error instanceof Error ? error.message : code}`);
  }
}
