/** Business days that wait to be counted again: a fact came too late to them, or a setting reaches back to them. */
import { oneRow } from './one-row.ts';
import type { Sql } from './open.ts';

export async function readMarkedDays(sql: Sql): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`select day::text from marked_day order by day`;
  return rows.map(({ day }) => day);
}

/** The clock by which marks are made: that of the database may differ from ours. Milliseconds since 1970. */
export async function markingClock(sql: Sql): Promise<number> {
  return oneRow(await sql<{ now: number }[]>`select floor(date_part('epoch', clock_timestamp()) * 1000) as now`).now;
}

/** @param before by `markingClock`: marks made later stay: their fact was not in the recount. */
export async function clearMarkedDay(sql: Sql, day: string, before: number): Promise<void> {
  await sql`delete from marked_day where day = ${day}::date and marked_at <= to_timestamp(${before}::float8 / 1000)`;
}
