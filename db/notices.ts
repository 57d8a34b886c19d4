/** What supervisors tell the floor. Every change is a row of its own, and one that was made on an older version is refused. */
import { toJsonb } from './json.ts';
import type { Database, Sql } from './open.ts';

/** What a notice says. Instants are milliseconds since 1970; `endsAt` null: until it is taken down. `words` is what the database holds: the caller parses it. */
export type NoticeState = {
  readonly words: unknown;
  readonly urgent: boolean;
  readonly startsAt: number;
  readonly endsAt: number | null;
  readonly savedAt: number;
  readonly savedBy: string;
};
export type StoredNoticeVersion = NoticeState & { readonly version: number };
export type StoredNotice = StoredNoticeVersion & { readonly id: string };

const MS = (sql: Sql, column: string) => sql`round(date_part('epoch', ${sql.unsafe(column)}) * 1000)`;
const AT = (sql: Sql, ms: number | null) => sql`to_timestamp(${ms}::float8 / 1000)`;

const columns = (sql: Sql) => sql`version, words, urgent, ${MS(sql, 'starts_at')} as "startsAt", ${MS(sql, 'ends_at')} as "endsAt",
    ${MS(sql, 'saved_at')} as "savedAt", saved_by as "savedBy"`;

/** Those that are not over at an instant: they hold, or are still to come. In the order in which they begin. */
export async function readOpenNotices(sql: Sql, now: number): Promise<StoredNotice[]> {
  return await sql<StoredNotice[]>`select id, ${columns(sql)} from notice
    where ends_at is null or (ends_at > ${AT(sql, now)} and ends_at > starts_at) order by starts_at, id`;
}

export type NoticesAsked = {
  /** Those that held at some time of a span; `to` null: without an end. */
  readonly from: number;
  readonly to: number | null;
  /** The last one of the page before. */
  readonly after: { readonly startsAt: number; readonly id: string } | null;
  readonly most: number;
};

/** The newest first, at most `most` of them; `total` says how many there are on all pages. */
export async function readNotices(sql: Sql, { from, to, after, most }: NoticesAsked): Promise<{ notices: StoredNotice[]; total: number }> {
  const isAsked = sql`(${to}::float8 is null or starts_at < ${AT(sql, to)}) and (ends_at is null or (ends_at > ${AT(sql, from)} and ends_at > starts_at))`;
  const startsAt = after === null ? null : sql`${AT(sql, after.startsAt)}::timestamptz(3)`;
  const isAfter = after === null ? sql`true` : sql`(starts_at < ${startsAt} or (starts_at = ${startsAt} and id > ${after.id}))`;
  const notices = await sql<
    StoredNotice[]
  >`select id, ${columns(sql)} from notice where ${isAsked} and ${isAfter} order by starts_at desc, id limit ${most}`;
  const [counted] = await sql<{ total: number }[]>`select count(*)::int as total from notice where ${isAsked}`;
  return { notices, total: counted?.total ?? 0 };
}

/** A notice as it is now; null where there is none with this id. */
export async function findNotice(sql: Sql, id: string): Promise<StoredNotice | null> {
  const [row] = await sql<StoredNotice[]>`select id, ${columns(sql)} from notice where id = ${id}`;
  return row ?? null;
}

/** Every version of some notices, by id, the first one first. */
export async function readNoticeVersions(sql: Sql, ids: readonly string[]): Promise<Map<string, StoredNoticeVersion[]>> {
  const rows = await sql<(StoredNoticeVersion & { id: string })[]>`select notice_id as id, ${columns(sql)} from notice_version
    where notice_id = any(${[...ids]}) order by notice_id, version`;
  const byId = new Map<string, StoredNoticeVersion[]>(ids.map((id) => [id, []]));
  for (const { id, ...version } of rows) byId.get(id)?.push(version);
  return byId;
}

/** A new notice, at the instant `savedAt`. `full`: `most` are not over already. */
export function addNotice(db: Database, id: string, state: NoticeState, most: number): Promise<'added' | 'taken' | 'full'> {
  return db.transaction(async (sql) => {
    // One after the other: those that are written at the same moment do not see each other.
    await sql`lock table notice in share row exclusive mode`;
    if ((await readOpenNotices(sql, state.savedAt)).length >= most) return 'full';
    const made = await sql`insert into notice (id, version, words, urgent, starts_at, ends_at, saved_at, saved_by)
      values (${id}, 1, ${values(sql, state)}) on conflict (id) do nothing`;
    if (made.count === 0) return 'taken';
    await addVersion(sql, id, 1, state);
    return 'added';
  });
}

/** Says something else from now on. @returns the number of the new version; null where `base` is the present one no more. */
export function changeNotice(db: Database, id: string, base: number, state: NoticeState): Promise<number | null> {
  return db.transaction(async (sql) => {
    const changed =
      await sql`update notice set (version, words, urgent, starts_at, ends_at, saved_at, saved_by) = (${base + 1}, ${values(sql, state)})
      where id = ${id} and version = ${base}`;
    if (changed.count === 0) return null;
    await addVersion(sql, id, base + 1, state);
    return base + 1;
  });
}

async function addVersion(sql: Sql, id: string, version: number, state: NoticeState): Promise<void> {
  await sql`insert into notice_version (notice_id, version, words, urgent, starts_at, ends_at, saved_at, saved_by)
    values (${id}, ${version}, ${values(sql, state)})`;
}

function values(sql: Sql, { words, urgent, startsAt, endsAt, savedAt, savedBy }: NoticeState) {
  return sql`${toJsonb(words)}::jsonb, ${urgent}, ${AT(sql, startsAt)}, ${AT(sql, endsAt)}, ${AT(sql, savedAt)}, ${savedBy}`;
}
