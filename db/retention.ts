/**
 * What is let go of when it is old, in steps of a moment each, and from when on what is left can be counted again. Of the log only facts of contacts go:
 * they are most of it, and everything later stands on the others (who is in which queue, settings, gaps).
 */
import { toIso } from '../shared/time.ts';
import { toJsonb } from './json.ts';
import { readMeta, writeMeta } from './meta.ts';
import { oneRow } from './one-row.ts';
import type { Database, Sql } from './open.ts';

const KEYS = { log: 'log_kept_from', details: 'details_kept_from', intervals: 'intervals_kept_from' } as const;
export type Kept = keyof typeof KEYS;

/** The instant from which on the log has every fact; null while it has all that ever came. Rows from before it are never written again. */
export async function readKeptFrom(sql: Sql, what: Kept = 'log'): Promise<number | null> {
  const value = await readMeta(sql, KEYS[what]);
  return value === undefined ? null : Number(value);
}

/** The same of all of them. */
export async function readAllKept(sql: Sql): Promise<Record<Kept, number | null>> {
  const rows = await sql<{ key: string; value: unknown }[]>`select key, value from meta where key in ${sql(Object.values(KEYS))}`;
  const found = new Map(rows.map(({ key, value }) => [key, Number(value)]));
  return { log: found.get(KEYS.log) ?? null, details: found.get(KEYS.details) ?? null, intervals: found.get(KEYS.intervals) ?? null };
}

const REPLACED_AT = '(select next.saved_at from alarm_rules next where next.version > alarm_rules.version order by next.version limit 1)';

/** Rows of these tables go with what they are part of, by these columns or instants: what goes on is kept. */
const TABLES: Readonly<Record<Exclude<Kept, 'log'>, readonly (readonly [table: string, endedAt: string])[]>> = {
  details: [
    ['contact', 'offered_at'],
    ['queue_stay', 'offered_at'],
    ['agent_span', 'ended_at'],
    ['agent_pause', 'ended_at'],
    // With its history; one that is open stays.
    ['alarm', 'cleared_at'],
    // With what it said before; one without an end stays.
    ['notice', 'ends_at'],
    // A version is as old as the one that took its place; the one that holds stays.
    ['alarm_rules', REPLACED_AT],
  ],
  intervals: [
    ['queue_interval', 'start_at'],
    ['floor_interval', 'start_at'],
    ['agent_interval', 'start_at'],
    ['shift_span', 'end_at'],
  ],
};

/** True where there is something older than the instant (milliseconds since 1970) to let go of. */
export async function hasOlder(sql: Sql, what: Kept, at: number): Promise<boolean> {
  const [row] = what === 'log' ? await sql`select 1 from event_log where at < ${instant(sql, at)} and starts_with(type, 'cc.contact.') limit 1` : [];
  if (row !== undefined) return true;
  for (const [table, endedAt] of what === 'log' ? [] : TABLES[what])
    if ((await sql`select 1 from ${sql(table)} where ${sql.unsafe(endedAt)} < ${instant(sql, at)} limit 1`).length > 0) return true;
  return false;
}

/**
 * From now on nothing from before the instant is counted again. Spans and pauses that go on over it are cut there, so that what is written later begins
 * there. @param sql a transaction; no flush may be under way. It never goes back.
 */
export async function moveLogKeptFrom(sql: Sql, at: number): Promise<void> {
  const before = await readKeptFrom(sql);
  if (before !== null && before >= at) return;
  for (const [table, keys] of [
    ['agent_span', 'agent_id, state, reason, source, contact_id, queue_id'],
    ['agent_pause', 'agent_id, queue_id, reason'],
  ] as const) {
    await sql.unsafe(
      `with cut as (select ${keys}, started_at, ended_at from ${table} where started_at < $1::timestamptz and (ended_at is null or ended_at > $1::timestamptz)),
        ended as (update ${table} t set ended_at = $1::timestamptz from cut where t.agent_id = cut.agent_id and t.started_at = cut.started_at
          ${table === 'agent_pause' ? 'and t.queue_id = cut.queue_id' : ''})
      insert into ${table} (${keys}, started_at, ended_at) select ${keys}, $1::timestamptz, ended_at from cut on conflict do nothing`,
      [toIso(at)],
    );
  }
  await writeMeta(sql, KEYS.log, at);
}

/** Tells what is about to go; it never goes back. */
export async function writeKept(sql: Sql, what: Exclude<Kept, 'log'>, at: number): Promise<void> {
  await writeMeta(sql, KEYS[what], Math.max(at, (await readKeptFrom(sql, what)) ?? 0));
}

/**
 * Lets go of rows, so many at a time. @param rest awaited after each step. @returns how many there were.
 */
export async function dropRows(sql: Sql, what: Exclude<Kept, 'log'>, at: number, step: number, rest: () => Promise<void>): Promise<number> {
  let total = 0;
  for (const [table, endedAt] of TABLES[what]) {
    for (let count = step; count === step; ) {
      const gone = await sql`delete from ${sql(table)} where ctid = any(array(
        select ctid from ${sql(table)} where ${sql.unsafe(endedAt)} < ${instant(sql, at)} limit ${step}))`;
      count = gone.count;
      total += count;
      await rest();
    }
  }
  return total;
}

/** The offering of the oldest contact that goes on; null: there is none. */
export async function oldestOpen(sql: Sql, since: number): Promise<number | null> {
  return oneRow(
    await sql<{ at: number | null }[]>`select round(date_part('epoch', min(offered_at)) * 1000) as at from contact
      where ended_at is null and outcome in ('open', 'answered') and offered_at >= ${instant(sql, since)}`,
  ).at;
}

/**
 * Lets go of the facts of contacts that were over before the instant. A source that shows snapshots keeps them from its last one on: what that one shows
 * would else never end. @param rest awaited after each step. @returns how many there were.
 */
export async function dropFacts({ slow: sql }: Pick<Database, 'slow'>, at: number, step: number, rest: () => Promise<void>): Promise<number> {
  const until = await sql<{ source: string; until: number }[]>`select source,
      round(date_part('epoch', least(${instant(sql, at)}, max(at) filter (where type = 'cc.snapshot.v1'))) * 1000) as until
    from event_log where at < ${instant(sql, at)} group by source`;
  const kept = await sql<{ source: string; id: string }[]>`select source, contact_id as id from contact
    where offered_at < ${instant(sql, at)} and ((ended_at is null and outcome in ('open', 'answered'))
      or greatest(ended_at, exit_at) >= ${instant(sql, Math.min(at, ...until.map((one) => one.until)))})`;
  let total = 0;
  let after: Place | undefined = { at: '-infinity', position: '0' };
  while (after !== undefined) {
    const [row]: (Place & { gone: number })[] = await sql<(Place & { gone: number })[]>`
      with seen as materialized (select at, position, source, type, body -> 'data' ->> 'contactId' as id from event_log
        where (at, position) > (${after.at}::timestamptz, ${after.position}::bigint) and at < ${instant(sql, at)} order by at, position limit ${step}),
      gone as (delete from event_log where position in (select position from seen
        join jsonb_to_recordset(${toJsonb(until)}::jsonb) as u(source text, until float8) on u.source = seen.source and seen.at < to_timestamp(u.until / 1000)
        where starts_with(type, 'cc.contact.') and not exists (
          select from jsonb_to_recordset(${toJsonb(kept)}::jsonb) as k(source text, id text) where k.source = seen.source and k.id = seen.id)) returning 1)
      select (array_agg(at::text order by at, position))[count(*)] as at, (array_agg(position::text order by at, position))[count(*)] as position,
        (select count(*)::int from gone) as gone from seen having count(*) > 0`;
    after = row;
    total += row?.gone ?? 0;
    await rest();
  }
  return total;
}

type Place = { readonly at: string; readonly position: string };

function instant(sql: Sql, at: number) {
  return sql`to_timestamp(${at}::float8 / 1000)::timestamptz(3)`;
}
