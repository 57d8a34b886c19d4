/** Quarters of an hour of the floor or of some queues, as the fold keeps their sums. */

import { getTableColumns } from 'drizzle-orm';
import { addStayComponents, emptyStayComponents, STAY_SUM_FIELDS, type StayComponents } from '../shared/metrics/components.ts';
import { readColumns } from './columns.ts';
import type { Sql } from './open.ts';
import { instantOf } from './reviews.ts';
import { queueInterval } from './schema.ts';

type Row = Record<(typeof STAY_SUM_FIELDS)[number] | 'waitMsMax' | 'startsAt', number> & { waitHistogram: number[] };

const columns = getTableColumns(queueInterval);
const SUMS = STAY_SUM_FIELDS.map((field) => `i.${columns[field].name} as "${field}"`).join(', ');

/**
 * The quarters from `from` on, before `to`, by their starts; one in which nobody came is not among them. Of several queues the sums of their stays.
 * @param queues ids; null is the floor, on which each contact counts once.
 */
export async function readQuarters(
  sql: Sql,
  { from, to, queues }: { from: number; to: number; queues: readonly string[] | null },
): Promise<Map<number, StayComponents>> {
  const ofQueues = queues === null ? sql`true` : sql`i.queue_id = any(${[...queues]}::text[])`;
  const rows = await readColumns<Row>(
    sql,
    ['startsAt', ...STAY_SUM_FIELDS, 'waitMsMax', 'waitHistogram'],
    sql`select round(date_part('epoch', i.start_at) * 1000) as "startsAt", ${sql.unsafe(SUMS)}, i.wait_ms_max as "waitMsMax", i.wait_histogram as "waitHistogram"
      from ${sql(queues === null ? 'floor_interval' : 'queue_interval')} i
      where i.start_at >= ${instantOf(sql, from)} and i.start_at < ${instantOf(sql, to)} and i.offered > 0 and ${ofQueues} order by i.start_at`,
  );
  const quarters = new Map<number, StayComponents>();
  for (const [index, startsAt] of rows.startsAt.entries()) {
    const own = emptyStayComponents();
    for (const field of STAY_SUM_FIELDS) own[field] = rows[field][index] as number;
    own.waitMsMax = rows.waitMsMax[index] as number;
    own.waitHistogram = rows.waitHistogram[index] as number[];
    const sum = quarters.get(startsAt) ?? emptyStayComponents();
    addStayComponents(sum, own);
    quarters.set(startsAt, sum);
  }
  return quarters;
}

/** Where the quarters begin of which anything is known, in milliseconds since 1970; null where there is none. */
export async function firstQuarter(sql: Sql): Promise<number | null> {
  const [row] = await sql<
    { at: number | null }[]
  >`select round(date_part('epoch', min(start_at)) * 1000) as at from floor_interval where offered > 0`;
  return row?.at == null ? null : Number(row.at);
}
