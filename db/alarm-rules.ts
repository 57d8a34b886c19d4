/** The rules of alarms: a new version is saved only on the one that its author has seen, and as many are kept as of a board. */
import { VERSIONS_KEPT, type VersionInfo } from './boards.ts';
import { toJsonb } from './json.ts';
import type { Sql } from './open.ts';

/** `rules` is what the database holds: the caller parses it. */
export type StoredRules = VersionInfo & { readonly rules: unknown };

const ABOUT = `version, round(date_part('epoch', saved_at) * 1000) as "savedAt", saved_by as "savedBy", restored_from as "restoredFrom"`;

/** The rules as they were saved last, or in one version; null where there is none. */
export async function readRules(sql: Sql, version: number | null = null): Promise<StoredRules | null> {
  const [row] = await sql<StoredRules[]>`select ${sql.unsafe(ABOUT)}, rules from alarm_rules
    where ${version}::int is null or version = ${version}::int order by version desc limit 1`;
  return row ?? null;
}

/** The versions that are kept, the newest first, without what is in them. */
export async function readRulesVersions(sql: Sql): Promise<VersionInfo[]> {
  return await sql<VersionInfo[]>`select ${sql.unsafe(ABOUT)} from alarm_rules order by version desc`;
}

/**
 * Saves the next version if `base` is still the present one; 0 before the first. @param at milliseconds since 1970
 * @returns the number of the new version, or null if someone else was faster.
 */
export async function saveRules(
  sql: Sql,
  base: number,
  rules: unknown,
  { at, by, restoredFrom = null }: { readonly at: number; readonly by: string; readonly restoredFrom?: number | null },
): Promise<number | null> {
  const saved = await sql`insert into alarm_rules (version, rules, saved_at, saved_by, restored_from)
    select ${base}::int + 1, ${toJsonb(rules)}::jsonb, to_timestamp(${at}::float8 / 1000), ${by}, ${restoredFrom}::int
    where (select coalesce(max(version), 0) from alarm_rules) = ${base} on conflict do nothing`;
  if (saved.count === 0) return null;
  await sql`delete from alarm_rules where version > 1 and version <= ${base + 1 - VERSIONS_KEPT}`;
  return base + 1;
}
