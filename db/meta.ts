/** Small durable values of the server. What is read is `unknown`: the caller parses it. */
import { toJsonb } from './json.ts';
import type { Sql } from './open.ts';

export async function readMeta(sql: Sql, key: string): Promise<unknown> {
  const [row] = await sql<{ value: unknown }[]>`select value from meta where key = ${key}`;
  return row?.value;
}

export async function writeMeta(sql: Sql, key: string, value: unknown): Promise<void> {
  await sql`insert into meta (key, value) values (${key}, ${toJsonb(value)}::jsonb) on conflict (key) do update set value = excluded.value`;
}

export async function deleteMeta(sql: Sql, key: string): Promise<void> {
  await sql`delete from meta where key = ${key}`;
}
