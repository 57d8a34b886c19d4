/** Which id stands for which id of a platform. An id never changes its meaning: what is written stays. */
import { toJsonb } from './json.ts';
import type { Sql } from './open.ts';

export type EntityId = { readonly kind: 'queue' | 'agent'; readonly source: string; readonly platformId: string; readonly id: string };

export async function readEntityIds(sql: Sql): Promise<EntityId[]> {
  return sql<EntityId[]>`select kind, source, platform_id as "platformId", id from entity_id order by kind, source, platform_id`;
}

export async function writeEntityIds(sql: Sql, ids: readonly EntityId[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`insert into entity_id (kind, source, platform_id, id)
    select * from jsonb_to_recordset(${toJsonb(ids)}::jsonb) as r("kind" text, "source" text, "platformId" text, "id" text)
    on conflict (kind, source, platform_id) do nothing`;
}
