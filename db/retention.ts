/** What is let go of when it is old, and from when on what is left can be counted again. */
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './open.ts';

const KEPT_FROM = 'log_kept_from';

/** The instant from which on the log has every fact; null while it has all that ever came. Rows from before it are never written again. */
export async function readKeptFrom(sql: Sql): Promise<number | null> {
  const value = await readMeta(sql, KEPT_FROM);
  return value === undefined ? null : Number(value);
}

export async function writeKeptFrom(sql: Sql, at: number): Promise<void> {
  await writeMeta(sql, KEPT_FROM, at);
}
