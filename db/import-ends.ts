/** Where imports of a source's log have ended: each left a fact of a known origin. */
import { readMeta, writeMeta } from './meta.ts';
import type { Sql } from './open.ts';

/** Instants of the facts of a source with this origin, in order. */
export async function readImportEnds(sql: Sql, source: string, origin: string): Promise<number[]> {
  const rows = await sql<{ at: number }[]>`select round(date_part('epoch', at) * 1000) as at from event_log
    where source = ${source} and body ->> 'origin' = ${origin} order by at`;
  return rows.map(({ at }) => at);
}

const IMPORTED = 'queue_log_imported';

/** Whether a log was ever imported to its end. */
export async function hasImports(sql: Sql): Promise<boolean> {
  return (await readMeta(sql, IMPORTED)) !== undefined;
}

/** Notes that one was. @param at the latest instant that it told of, RFC 3339. */
export function noteImport(sql: Sql, at: string): Promise<void> {
  return writeMeta(sql, IMPORTED, { at });
}

/** Names of all sources with facts in the log, in their order: a step of the index for each, however many facts there are. */
export async function readSourceNames(sql: Sql): Promise<string[]> {
  const rows = await sql<{ source: string }[]>`
    with recursive name as (
      (select source from event_log order by source limit 1)
      union all
      select (select next.source from event_log next where next.source > name.source order by next.source limit 1) from name where name.source is not null
    )
    select source from name where source is not null`;
  return rows.map(({ source }) => source);
}
