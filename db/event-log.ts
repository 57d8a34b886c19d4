/**
 * The log of facts. Every append takes one lock first, so that the order of positions is the order of commits: whoever reads up to a
 * position has seen all there is before it. Holes in positions are normal.
 */

import { TIME_QUALITIES, type TimeQuality } from '../shared/events/envelope.ts';
import { type Event, type EventType, eventTypeOf, parseEventData } from '../shared/events/event.ts';
import { column } from './columns.ts';
import { toJsonb } from './json.ts';
import { oneRow } from './one-row.ts';
import type { Fragment, Sql } from './open.ts';

const APPEND_LOCK = 7_305_110_002;

/** For each fact of a batch, in its order: the position it got, or null if the log has it already (or earlier in the batch). */
export type Appended = { readonly positions: readonly (number | null)[]; readonly lastPosition: number | null };

const keyOf = (source: string, id: string) => `${source}\0${id}`;

/** Appends a batch and commits it. One statement, one round trip; the lock is held until the commit is visible. */
export async function append(sql: Sql, events: readonly Event[], receivedAt: number): Promise<Appended> {
  if (events.length === 0) return { positions: [], lastPosition: null };
  const rows = toJsonb(
    events.map((event) => ({
      s: event.source,
      i: event.id,
      t: event.type,
      a: event.at,
      p: event.sourceTime,
      q: event.sequence,
      b: { data: event.data, timequality: event.timequality, origin: event.origin },
    })),
  );
  // Texts instead of a row for each fact: the native parser reads them several times as fast as the driver its rows. Who is missing matters
  // only where somebody is.
  const [stored] = await sql<[Record<'positions' | 'sources' | 'ids', string | null>]>`
    with locked as materialized (select pg_advisory_xact_lock(${APPEND_LOCK})), added as (
    insert into event_log (source, event_id, type, at, source_time, received_at, sequence, body)
    select r.s, r.i, r.t, to_timestamp(r.a / 1000), to_timestamp(r.p / 1000), to_timestamp(${receivedAt}::float8 / 1000), r.q, r.b
    from locked, rows from (jsonb_to_recordset(${rows}::jsonb) as (s text, i text, t text, a float8, p float8, q text, b jsonb))
      with ordinality as r(s, i, t, a, p, q, b, place)
    order by r.place
    on conflict (source, event_id) do nothing
    returning position, source, event_id)
    select json_agg(position order by position)::text as positions,
      case when count(*) < ${events.length}::int then (select json_agg(source order by position)::text from added) end as sources,
      case when count(*) < ${events.length}::int then (select json_agg(event_id order by position)::text from added) end as ids from added`;
  const added = column<number>(stored.positions);
  const lastPosition = added.at(-1) ?? null;
  if (added.length === events.length) return { positions: added, lastPosition };
  const sources = column<string>(stored.sources);
  const byKey = new Map(column<string>(stored.ids).map((id, index) => [keyOf(sources[index] as string, id), added[index] as number]));
  const positions = events.map(({ source, id }) => {
    const key = toJsonbKey(source, id);
    const position = byKey.get(key) ?? null;
    byKey.delete(key);
    return position;
  });
  return { positions, lastPosition };
}

/** What `toJsonb` might replace: hardly any id holds it, and the way through JSON costs more than the rest of the key. */
const UNCLEAN = /[\0\ud800-\udfff]/;

/** The key as the database gives it back: see `toJsonb`. */
function toJsonbKey(source: string, id: string): string {
  if (!UNCLEAN.test(source) && !UNCLEAN.test(id)) return keyOf(source, id);
  const [cleanSource, cleanId]: [string, string] = JSON.parse(toJsonb([source, id]));
  return keyOf(cleanSource, cleanId);
}

export type Logged = { readonly position: number; readonly event: Event };
/** A row that this version cannot read: a type of a newer version, or data that do not fit their type. */
export type Unreadable = { readonly position: number; readonly source: string; readonly id: string; readonly type: string; readonly problem: string };
export type LogPage = { readonly events: readonly Logged[]; readonly unreadable: readonly Unreadable[]; readonly lastPosition: number };

/** A page of rows by columns, each a JSON array. `otherData`: of the positions `other`, which do not tell of contacts. */
type Columns = Record<
  'position' | 'source' | 'eventId' | 'type' | 'sequence' | 'at' | 'sourceTime' | 'quality' | 'origin' | 'data' | 'other' | 'otherData',
  string | null
>;

/** Where the next page goes on. */
type Place = { readonly position: number; readonly at: number };
type Page = { readonly page: LogPage; readonly count: number; readonly last: Place };

/**
 * Reads a page as a few texts: the native parser reads them several times as fast as the driver its rows of columns, and a start with a long
 * tail waits for nothing else. One letter beyond ASCII makes a whole text take twice the room and half as long again: what tells of agents and
 * settings, with their names and reasons, comes apart.
 * @param rows a query of the log, ordered and limited; aggregates take their input in its order.
 */
async function pageOf(sql: Sql, rows: Fragment): Promise<Page> {
  const [columns] = await sql<[Columns]>`select json_agg(position)::text as position, json_agg(source)::text as source,
    json_agg(event_id)::text as "eventId", json_agg(type)::text as type, json_agg(sequence)::text as sequence,
    json_agg(round(date_part('epoch', at) * 1000))::text as at, json_agg(round(date_part('epoch', source_time) * 1000))::text as "sourceTime",
    json_agg(body ->> 'timequality')::text as quality, json_agg(body ->> 'origin')::text as origin,
    '[' || string_agg(case when is_other then 'null' else coalesce(data, 'null') end, ',') || ']' as data,
    json_agg(position) filter (where is_other)::text as other, '[' || string_agg(coalesce(data, 'null'), ',') filter (where is_other) || ']' as "otherData"
    from (select *, (body -> 'data')::text as data, not starts_with(type, 'cc.contact.') as is_other from (${rows}) found offset 0) page`;
  const positions = column<number>(columns.position);
  const sources = column<string>(columns.source);
  const ids = column<string>(columns.eventId);
  const types = column<string>(columns.type);
  const sequences = column<string>(columns.sequence);
  const ats = column<number>(columns.at);
  const sourceTimes = column<number>(columns.sourceTime);
  const qualities = column<string | null>(columns.quality);
  const origins = column<string | null>(columns.origin);
  const data = [...column<unknown>(columns.data)];
  const otherData = column<unknown>(columns.otherData);
  let place = 0;
  for (const [index, position] of column<number>(columns.other).entries()) {
    while (positions[place] !== position) place++;
    data[place] = otherData[index];
  }
  // One object for each name: what is kept for hours is smaller, and compared by its address.
  const same = new Map(sources.map((source) => [source, source]));
  const events: Logged[] = [];
  const unreadable: Unreadable[] = [];
  for (let index = 0; index < positions.length; index++) {
    const position = positions[index] as number;
    const source = same.get(sources[index] as string) as string;
    const id = ids[index] as string;
    const name = types[index] as string;
    const type = eventTypeOf(name);
    const parsed = type === undefined ? failed(`no event type "${name}" in this version`) : dataOf(type, data[index]);
    if (!parsed.ok) {
      unreadable.push({ position, source, id, type: name, problem: parsed.error });
      continue;
    }
    // The pair (type, data) has just been checked against the union.
    const event = {
      source,
      id,
      type,
      at: ats[index],
      sourceTime: sourceTimes[index],
      sequence: sequences[index],
      timequality: qualityOf(qualities[index]),
      origin: origins[index] ?? undefined,
      data: parsed.value,
    } as Event;
    events.push({ position, event });
  }
  const last = { position: positions.at(-1) ?? 0, at: ats.at(-1) ?? 0 };
  return { page: { events, unreadable, lastPosition: last.position }, count: positions.length, last };
}

const failed = (error: string) => ({ ok: false, error }) as const;

/** The data of a row, or what is wrong with them. */
function dataOf(type: EventType, data: unknown) {
  return data === null ? failed('body without data') : parseEventData(type, data);
}

function qualityOf(name: string | null | undefined): TimeQuality {
  return TIME_QUALITIES.find((quality) => quality === name) ?? 'received';
}

/** A page, or the half of it where its facts do not fit into one text. */
async function fitting<P>(fetch: (last: P, size: number) => Promise<Page>, last: P, size: number): Promise<Page & { readonly size: number }> {
  try {
    return { ...(await fetch(last, size)), size };
  } catch (error) {
    if (!isTooLarge(error) || size <= 1) throw error;
    return fitting(fetch, last, Math.ceil(size / 2));
  }
}

/** Pages by key, and asks for the next while the caller works on the one before. */
async function* paged(fetch: (last: Place | undefined, size: number) => Promise<Page>, pageSize: number): AsyncGenerator<LogPage> {
  let next = fitting(fetch, undefined, pageSize);
  for (;;) {
    const { page, count, last, size } = await next;
    if (count === 0) return;
    const isLast = count < size;
    if (!isLast) {
      next = fitting(fetch, last, pageSize);
      // Whoever stops in the middle never awaits it; its failure would end the process.
      next.catch(() => 'read again on the next turn');
    }
    yield page;
    if (isLast) return;
  }
}

/** Pages of a tail that are asked for before they are needed, so that the database works while the caller does. */
const PAGES_AHEAD = 4;

/** A range of positions; in halves where its facts do not fit into one text. */
async function pagesOf(sql: Sql, from: number, to: number): Promise<Page[]> {
  try {
    return [await pageOf(sql, sql`select * from event_log where position > ${from} and position <= ${to} order by position`)];
  } catch (error) {
    if (!isTooLarge(error) || to - from <= 1) throw error;
    const middle = Math.floor((from + to) / 2);
    return [...(await pagesOf(sql, from, middle)), ...(await pagesOf(sql, middle, to))];
  }
}

/** PostgreSQL has no text of more than 1 GB, and this process none of more than half of that. */
function isTooLarge(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : '';
  return (
    code === '54000' || code === 'ERR_STRING_TOO_LONG' || /invalid memory alloc request size|invalid string length|string longer than/i.test(text)
  );
}

/** The facts after a position that are in the log now, in its order. A page is a range of positions; with holes in it, it holds fewer facts. */
export async function* readTail(sql: Sql, afterPosition: number, pageSize = 2000): AsyncGenerator<LogPage> {
  const end = await lastPosition(sql);
  const ahead: Promise<Page[]>[] = [];
  let from = afterPosition;
  while (from < end || ahead.length > 0) {
    while (from < end && ahead.length < PAGES_AHEAD) {
      const to = Math.min(from + pageSize, end);
      const pages = pagesOf(sql, from, to);
      pages.catch(() => 'thrown where it is awaited; whoever stops in the middle never awaits it');
      ahead.push(pages);
      from = to;
    }
    for (const { page, count } of await (ahead.shift() as Promise<Page[]>)) if (count > 0) yield page;
  }
}

/**
 * The facts of a span of instants [from, to), for a recount: in the order of (`at`, `position`), up to a position (all there is by default).
 * Facts of one instant still have to be put in the order of the fold.
 */
export function readDay(sql: Sql, span: { from: number; to: number; upTo?: number }, pageSize = 2000): AsyncGenerator<LogPage> {
  const { from, to, upTo = Number.MAX_SAFE_INTEGER } = span;
  return paged(
    (last, size) =>
      pageOf(
        sql,
        sql`select * from event_log
          where (at, position) > (to_timestamp(${last?.at ?? from}::float8 / 1000)::timestamptz(3), ${last?.position ?? -1}::bigint)
            and at < to_timestamp(${to}::float8 / 1000)::timestamptz(3) and position <= ${upTo}
          order by at, position limit ${size}`,
      ),
    pageSize,
  );
}

/** How many facts there are of a span of instants [from, to). */
export async function countFacts(sql: Sql, from: number, to: number): Promise<number> {
  const rows = await sql<{ facts: number }[]>`select count(*)::int as facts from event_log
    where at >= to_timestamp(${from}::float8 / 1000)::timestamptz(3) and at < to_timestamp(${to}::float8 / 1000)::timestamptz(3)`;
  return oneRow(rows).facts;
}

export async function lastPosition(sql: Sql): Promise<number> {
  return Number(oneRow(await sql<{ position: string }[]>`select coalesce(max(position), 0) as position from event_log`).position);
}

/** The latest `at` of a source's facts: null if it has none. */
export async function lastEventAt(sql: Sql, source: string): Promise<number | null> {
  const rows = await sql<{ at: number | null }[]>`
    select round(date_part('epoch', max(at)) * 1000) as at from event_log where source = ${source}`;
  return oneRow(rows).at;
}

/** The latest `at` of all facts; 0 if there is none. Milliseconds since 1970. */
export async function readLastAt(sql: Sql): Promise<number> {
  return oneRow(await sql<{ at: number }[]>`select coalesce(round(date_part('epoch', max(at)) * 1000), 0) as at from event_log`).at;
}

/** All facts that change settings, in the order of the log: they may reach back to any day. */
export async function readSettings(sql: Sql): Promise<readonly Logged[]> {
  const settings = sql`select * from event_log where type in ('cc.queue.config.v1', 'cc.agent.config.v1', 'cc.site.config.v1') order by position`;
  return (await pageOf(sql, settings)).page.events;
}

/** When the first fact of a live connection of the source happened: facts read from a log file have times of whole seconds. Null: there is none. */
export async function readFirstLiveAt(sql: Sql, source: string): Promise<number | null> {
  const rows = await sql<{ at: number | null }[]>`select round(date_part('epoch', min(at)) * 1000) as at from event_log
    where source = ${source} and body ->> 'timequality' in ('platform-ms', 'received')`;
  return oneRow(rows).at;
}

/** Where a fact stands in the log; null if it is not there. */
export async function positionOf(sql: Sql, source: string, eventId: string): Promise<number | null> {
  const [row] = await sql<{ position: string }[]>`select position from event_log where source = ${source} and event_id = ${eventId}`;
  return row === undefined ? null : Number(row.position);
}
