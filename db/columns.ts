/** Rows as columns of JSON: the native parser reads a few long texts several times as fast as the driver reads many short values. */
import type { Fragment, Sql } from './open.ts';

/** A column of rows that came as one JSON array; empty where there was no row. */
export function column<T>(text: string | null): readonly T[] {
  return JSON.parse(text ?? '[]') as readonly T[];
}

/** The columns of some rows, each in the order of the rows. */
export type Columns<R> = { readonly [K in keyof R]: readonly R[K][] };

/**
 * Reads the named columns of a query. Sums of whole numbers below 2^53 come as they are; instants have to be made numbers by the query.
 * @param names go into the text of the statement: names of ours alone, and `rows` has them.
 */
export async function readColumns<R extends object>(sql: Sql, names: readonly (keyof R & string)[], rows: Fragment): Promise<Columns<R>> {
  const lists = names.map((name) => `json_agg(r."${name}")::text as "${name}"`).join(', ');
  const [texts] = await sql<[Record<string, string | null>]>`select ${sql.unsafe(lists)} from (${rows}) r`;
  return Object.fromEntries(names.map((name) => [name, column(texts[name] ?? null)])) as Columns<R>;
}
