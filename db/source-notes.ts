/** Each source's own durable note, and up to when its facts are known to be complete. */
import { toJsonb } from './json.ts';
import { oneRow } from './one-row.ts';
import type { Sql } from './open.ts';

export async function readNote(sql: Sql, source: string): Promise<unknown> {
  const [row] = await sql<{ note: unknown }[]>`select note from source_note where source = ${source}`;
  return row?.note ?? null;
}

export async function writeNote(sql: Sql, source: string, note: unknown): Promise<void> {
  await sql`insert into source_note (source, note) values (${source}, ${toJsonb(note ?? null)}::jsonb)
    on conflict (source) do update set note = excluded.note`;
}

export async function readCompleteUntil(sql: Sql, source: string): Promise<number | null> {
  const [row] = await sql<{ at: number | null }[]>`
    select round(date_part('epoch', complete_until) * 1000) as at from source_note where source = ${source}`;
  return row?.at ?? null;
}

/** It never goes back. */
export async function writeCompleteUntil(sql: Sql, source: string, at: number): Promise<void> {
  await sql`insert into source_note (source, complete_until) values (${source}, to_timestamp(${at}::float8 / 1000))
    on conflict (source) do update set complete_until = greatest(source_note.complete_until, excluded.complete_until)`;
}

/** Sources that have been connected to this database, in the order of their names; senders over HTTP have no connection. */
export async function readConnected(sql: Sql): Promise<string[]> {
  const rows = await sql<{ source: string }[]>`select source from source_note where complete_until is not null order by source`;
  return rows.map(({ source }) => source);
}

/** True if the log has a fact of the source. */
export async function hasFacts(sql: Sql, source: string): Promise<boolean> {
  return oneRow(await sql<{ has: boolean }[]>`select exists(select 1 from event_log where source = ${source}) as has`).has;
}
