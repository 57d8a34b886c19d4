/** Where imports of a source's log have ended: each left a fact of a known origin. */
import type { Sql } from './open.ts';

/** Instants of the facts of a source with this origin, in order. */
export async function readImportEnds(sql: Sql, source: string, origin: string): Promise<number[]> {
  const rows = await sql<{ at: number }[]>`select round(date_part('epoch', at) * 1000) as at from event_log
    where source = ${source} and body ->> 'origin' = ${origin} order by at`;
  return rows.map(({ at }) => at);
}
