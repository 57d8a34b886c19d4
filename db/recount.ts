/** Replaces the rows of a span of cohorts by recounted ones, all or nothing; interval rows carry how often they were counted again. */
import { type Flush, readFlushPosition, writeFlush } from './flush.ts';
import { oneRow } from './one-row.ts';
import type { Sql } from './open.ts';

type Span = { readonly from: number; readonly to: number };

/** @param sql a transaction. The log position of the tables stays what it was: other rows stand for it. */
export async function swapSpan(sql: Sql, span: Span, rows: Flush): Promise<void> {
  const between = (column: string) =>
    sql`${sql(column)} >= to_timestamp(${span.from}::float8 / 1000)::timestamptz(3) and ${sql(column)} < to_timestamp(${span.to}::float8 / 1000)::timestamptz(3)`;
  const last = oneRow(
    await sql<{ revision: number }[]>`select coalesce(max(revision), 0)::int as revision from floor_interval where ${between('start_at')}`,
  );
  for (const table of ['contact', 'queue_stay']) await sql`delete from ${sql(table)} where ${between('offered_at')}`;
  for (const table of ['agent_span', 'agent_pause']) await sql`delete from ${sql(table)} where ${between('started_at')}`;
  for (const table of ['queue_interval', 'floor_interval', 'agent_interval']) await sql`delete from ${sql(table)} where ${between('start_at')}`;
  const timelines = rows.timelines.map((timeline) => ({ ...timeline, from: null }));
  await writeFlush(sql, { ...rows, timelines, removedStays: [], queueSettings: [], position: await readFlushPosition(sql) });
  const revision = last.revision + 1;
  for (const table of ['queue_interval', 'floor_interval', 'agent_interval'])
    await sql`update ${sql(table)} set revision = ${revision} where ${between('start_at')}`;
}
