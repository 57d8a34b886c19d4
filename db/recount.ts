/** Replaces the rows of a span of cohorts by recounted ones, all or nothing; interval rows carry how often they were counted again. */
import { type Flush, readFlushPosition, writeFlush } from './flush.ts';
import { oneRow } from './one-row.ts';
import type { Sql } from './open.ts';
import { instantOf } from './reviews.ts';

type Span = { readonly from: number; readonly to: number };

/**
 * @param sql a transaction. The log position of the tables stays what it was: other rows stand for it.
 * @returns the instant up to which times of agents changed behind the span, because one of their own that begins in it now ends elsewhere; null
 *   where none did. The interval rows of that time are not written here. What has no end yet is left out: the fold holds it.
 */
export async function swapSpan(sql: Sql, span: Span, rows: Flush): Promise<number | null> {
  const between = (column: string) =>
    sql`${sql(column)} >= to_timestamp(${span.from}::float8 / 1000)::timestamptz(3) and ${sql(column)} < to_timestamp(${span.to}::float8 / 1000)::timestamptz(3)`;
  const last = oneRow(
    await sql<{ revision: number }[]>`select coalesce(max(revision), 0)::int as revision from floor_interval where ${between('start_at')}`,
  );
  const before = await spansBeyond(sql, span);
  for (const table of ['contact', 'queue_stay']) await sql`delete from ${sql(table)} where ${between('offered_at')}`;
  for (const table of ['agent_span', 'agent_pause']) await sql`delete from ${sql(table)} where ${between('started_at')}`;
  for (const table of ['queue_interval', 'floor_interval', 'agent_interval']) await sql`delete from ${sql(table)} where ${between('start_at')}`;
  const timelines = rows.timelines.map((timeline) => ({ ...timeline, from: null }));
  await writeFlush(sql, { ...rows, timelines, removedStays: [], queueSettings: [], position: await readFlushPosition(sql) });
  const revision = last.revision + 1;
  for (const table of ['queue_interval', 'floor_interval', 'agent_interval'])
    await sql`update ${sql(table)} set revision = ${revision} where ${between('start_at')}`;
  const after = await spansBeyond(sql, span);
  const changed = [...before, ...after].filter(([key]) => before.has(key) !== after.has(key)).map(([, endedAt]) => endedAt);
  return changed.length === 0 ? null : Math.max(...changed);
}

/** When those that begin in the span ended behind it, by all that a sum of times would tell. */
async function spansBeyond(sql: Sql, { from, to }: Span): Promise<Map<string, number>> {
  const rows = await sql<{ key: string; endedAt: number }[]>`select json_build_array(agent_id, state, reason, ended_at)::text as key,
      round(date_part('epoch', ended_at) * 1000) as "endedAt" from agent_span
    where started_at >= ${instantOf(sql, from)} and started_at < ${instantOf(sql, to)} and ended_at > ${instantOf(sql, to)}`;
  return new Map(rows.map(({ key, endedAt }) => [key, endedAt]));
}
