/** The boards that people compose: a new version is saved only on the one that its author has seen, and the newest versions are kept. */
import { toJsonb } from './json.ts';
import type { Database, Sql } from './open.ts';

export type VersionInfo = {
  readonly version: number;
  readonly savedAt: number;
  readonly savedBy: string;
  /** The earlier version that was brought back. */
  readonly restoredFrom: number | null;
};
/** `layout` is what the database holds: the caller parses it. */
export type StoredVersion = VersionInfo & { readonly layout: unknown };
export type StoredBoard = StoredVersion & { readonly id: string; readonly archivedAt: number | null };

/** How many versions of a document are kept, the newest ones; the first one is too. A hand that saves all day long makes some dozens. */
export const VERSIONS_KEPT = 200;

type Author = { readonly at: number; readonly by: string };

const MS = (sql: Sql, column: string) => sql`round(date_part('epoch', ${sql.unsafe(column)}) * 1000)`;

function boardRows(sql: Sql) {
  return sql`select b.id, v.version, v.layout, ${MS(sql, 'v.saved_at')} as "savedAt", v.saved_by as "savedBy", v.restored_from as "restoredFrom",
      ${MS(sql, 'b.archived_at')} as "archivedAt"
    from board b join board_version v on v.board_id = b.id and v.version = b.version`;
}

/** The boards in use, in the order in which they were made; with `all`, also those that were put away. */
export async function readBoards(sql: Sql, { all = false } = {}): Promise<StoredBoard[]> {
  return await sql<StoredBoard[]>`${boardRows(sql)} where ${all} or b.archived_at is null
    order by (select saved_at from board_version f where f.board_id = b.id and f.version = 1), b.id`;
}

/** The board as it is now, put away or not; null where there is none with this id. */
export async function findBoard(sql: Sql, id: string): Promise<StoredBoard | null> {
  const [row] = await sql<StoredBoard[]>`${boardRows(sql)} where b.id = ${id}`;
  return row ?? null;
}

/** The versions of a board that are kept, the newest first, without what is in them. */
export async function readVersions(sql: Sql, id: string): Promise<VersionInfo[]> {
  return await sql<VersionInfo[]>`select version, ${MS(sql, 'saved_at')} as "savedAt", saved_by as "savedBy", restored_from as "restoredFrom"
    from board_version where board_id = ${id} order by version desc`;
}

/** One version of a board; null where there is none. */
export async function readVersion(sql: Sql, id: string, version: number): Promise<StoredVersion | null> {
  const [row] = await sql<StoredVersion[]>`
    select version, layout, ${MS(sql, 'saved_at')} as "savedAt", saved_by as "savedBy", restored_from as "restoredFrom"
    from board_version where board_id = ${id} and version = ${version}`;
  return row ?? null;
}

/** A new board with its first version. `taken`: the id is, also by a board that was put away. `full`: there are `most` already, those put away too. */
export function addBoard(
  db: Database,
  id: string,
  layout: unknown,
  author: Author,
  most = Number.POSITIVE_INFINITY,
): Promise<'added' | 'taken' | 'full'> {
  return db.transaction(async (sql) => {
    // One after the other: those that are made at the same moment do not see each other.
    await sql`lock table board in share row exclusive mode`;
    const [there] = await sql<{ boards: number }[]>`select count(*)::int as boards from board`;
    if ((there?.boards ?? 0) >= most) return 'full';
    const made = await sql`insert into board (id, version) values (${id}, 1) on conflict (id) do nothing`;
    if (made.count === 0) return 'taken';
    await writeVersion(sql, id, 1, layout, author, null);
    return 'added';
  });
}

/**
 * Saves the next version if `base` is still the present one, and takes a board that was put away back into use.
 * @returns the number of the new version, or null if someone else was faster (or there is no such board).
 */
export function saveVersion(
  db: Database,
  id: string,
  base: number,
  layout: unknown,
  { restoredFrom = null, ...author }: Author & { readonly restoredFrom?: number | null },
): Promise<number | null> {
  return db.transaction(async (sql) => {
    const moved = await sql`update board set version = version + 1, archived_at = null where id = ${id} and version = ${base}`;
    if (moved.count === 0) return null;
    await writeVersion(sql, id, base + 1, layout, author, restoredFrom);
    return base + 1;
  });
}

async function writeVersion(sql: Sql, id: string, version: number, layout: unknown, { at, by }: Author, restoredFrom: number | null): Promise<void> {
  await sql`insert into board_version (board_id, version, layout, saved_at, saved_by, restored_from)
    values (${id}, ${version}, ${toJsonb(layout)}::jsonb, to_timestamp(${at}::float8 / 1000), ${by}, ${restoredFrom})`;
  await sql`delete from board_version where board_id = ${id} and version > 1 and version <= ${version - VERSIONS_KEPT}`;
}

/** Puts a board away; its versions stay. False if `base` is no longer its version, or it is put away already. */
export async function archiveBoard(sql: Sql, id: string, base: number, at: number): Promise<boolean> {
  const done = await sql`update board set archived_at = to_timestamp(${at}::float8 / 1000)
    where id = ${id} and version = ${base} and archived_at is null`;
  return done.count > 0;
}
