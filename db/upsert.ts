/**
 * Bulk upserts made from the schema: rows travel as one JSON parameter and are written as absolute values, so that writing them twice
 * changes nothing. Instants travel as milliseconds.
 */
import { getTableColumns, getTableName } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { toJsonb } from './json.ts';
import type { Sql } from './open.ts';

type Column = { readonly property: string; readonly name: string; readonly type: string };

export type Upsert = { readonly text: string; readonly keys: readonly string[] };

const isInstant = ({ type }: Column) => type.startsWith('timestamp');
const quoted = (name: string) => `"${name}"`;

/** How a column leaves JSON: instants come as milliseconds. */
export const fromJson = (column: Column) =>
  isInstant(column) ? `to_timestamp(r.${quoted(column.property)} / 1000)` : `r.${quoted(column.property)}`;
const inJson = (column: Column) => `${quoted(column.property)} ${isInstant(column) ? 'float8' : column.type}`;

/** The statement for a table. Columns left out keep what they hold, or their default. */
export function upsertInto(table: PgTable, leftOut: readonly string[] = []): Upsert {
  const columns = Object.entries(getTableColumns(table))
    .map(([property, column]): Column => ({ property, name: column.name, type: column.getSQLType() }))
    .filter(({ property }) => !leftOut.includes(property));
  const { primaryKeys, columns: all } = getTableConfig(table);
  const keyNames = primaryKeys[0]?.columns.map(({ name }) => name) ?? all.filter(({ primary }) => primary).map(({ name }) => name);
  const values = columns.filter(({ name }) => !keyNames.includes(name));
  const text = `insert into ${getTableName(table)} (${columns.map(({ name }) => quoted(name)).join(', ')})
    select ${columns.map(fromJson).join(', ')} from jsonb_to_recordset($1::jsonb) as r(${columns.map(inJson).join(', ')})
    on conflict (${keyNames.map(quoted).join(', ')}) do update set ${values.map(({ name }) => `${quoted(name)} = excluded.${quoted(name)}`).join(', ')}`;
  return { text, keys: columns.filter(({ name }) => keyNames.includes(name)).map(({ property }) => property) };
}

/** One statement cannot write a row twice: of rows with one key the last stands. */
function lastOfEach(rows: readonly Record<string, unknown>[], keys: readonly string[]): unknown[] {
  return [...new Map(rows.map((row) => [JSON.stringify(keys.map((key) => row[key])), row])).values()];
}

/** A jsonb array holds 256 MB: a long log that is counted for the first time makes more rows than fit in one. */
const ROWS_AT_ONCE = 20_000;

/** Writes rows, however many. @param sql a transaction where all or none are to be written. */
export async function writeRows(sql: Sql, { text, keys }: Upsert, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const all = lastOfEach(rows, keys);
  for (let from = 0; from < all.length; from += ROWS_AT_ONCE)
    await sql.unsafe(text, [toJsonb(all.slice(from, from + ROWS_AT_ONCE))], { prepare: true });
}
