/** Business days to which a fact came too late: they wait for a recount. */
import type { Sql } from './open.ts';

export async function readMarkedDays(sql: Sql): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`select day::text from marked_day order by day`;
  return rows.map(({ day }) => day);
}

/** @param before marks made later stay: their fact was not in the recount. */
export async function clearMarkedDay(sql: Sql, day: string, before: number): Promise<void> {
  await sql`delete from marked_day where day = ${day}::date and marked_at <= to_timestamp(${before}::float8 / 1000)`;
}
