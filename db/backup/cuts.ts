/** Where the order of the log and the order of time agree. */
import { INTERVAL_MS, intervalStart } from '../../shared/time.ts';
import type { Sql } from '../open.ts';

/** For each quarter of an hour that begins at an instant: whether every fact from before it has a lower position than every one from then on. */
export async function readCleanCuts(sql: Sql): Promise<(at: number) => boolean> {
  const rows = await sql<{ start: string; first: string; last: string }[]>`
    select floor(date_part('epoch', at) * 1000 / ${INTERVAL_MS}::float8)::bigint * ${INTERVAL_MS}::bigint as start, min(position) as first, max(position) as last
    from event_log where type not like 'cc.%.config.v1' group by 1 order by 1`;
  const quarters = rows.map(({ start, first, last }) => ({ start: Number(start), first: Number(first), last: Number(last) }));
  const firstFrom: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const quarter of quarters.toReversed()) {
    first = Math.min(first, quarter.first);
    firstFrom.unshift(first);
  }
  const clean = new Map<number, boolean>();
  let last = 0;
  for (const [index, quarter] of quarters.entries()) {
    clean.set(quarter.start, last < (firstFrom[index] ?? 0));
    last = Math.max(last, quarter.last);
  }
  // A quarter without facts is cut as the next one that has some.
  const starts = quarters.map(({ start }) => start);
  return (at) => {
    const next = starts.find((start) => start >= intervalStart(at));
    return next === undefined || clean.get(next) === true;
  };
}
