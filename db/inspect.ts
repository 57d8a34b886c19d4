/** Looks at a database and changes nothing: what a start would find. */
import type { Result } from '../shared/result.ts';
import { foldLockHolder } from './fold-lock.ts';
import { knownMigrations } from './migrate.ts';
import { oneRow } from './one-row.ts';
import { describeFailure, openDatabase, placeOf, reach } from './open.ts';

/** Tables that a server writes to all the time: who may write to one of them made them all. */
const WRITTEN = 'event_log';

/** Whether a start could use the database. @returns what is there, or what is wrong, in words. */
export async function inspectDatabase(url: string): Promise<Result<string>> {
  const database = openDatabase(url, { connections: 1, name: 'moked check' });
  try {
    const reached = await reach(database, url);
    if (!reached.ok) return { ok: false, error: reached.error.text };
    const told = `PostgreSQL ${reached.value.version} at ${placeOf(url)}`;
    const { sql } = database;
    const there = oneRow(
      await sql<{ migrations: boolean; tables: boolean; may_create: boolean }[]>`
        select to_regclass('drizzle.__drizzle_migrations') is not null as migrations, to_regclass(${WRITTEN}) is not null as tables,
          has_database_privilege(current_database(), 'CREATE') as may_create`,
    );
    if (!there.migrations || !there.tables) {
      if (there.may_create) return { ok: true, value: `${told}, empty; the first start makes the tables` };
      return { ok: false, error: `${told}: the user may not create tables there; give it a database of its own (create database moked owner …)` };
    }
    const tables = await inspectTables(sql);
    return tables.ok ? { ok: true, value: `${told}, ${tables.value}` } : { ok: false, error: `${told}: ${tables.error}` };
  } catch (error) {
    const why = describeFailure(error);
    if (why === undefined) throw error;
    return { ok: false, error: `PostgreSQL at ${placeOf(url)}: ${why}` };
  } finally {
    await database.close();
  }
}

async function inspectTables(sql: ReturnType<typeof openDatabase>['sql']): Promise<Result<string>> {
  const row = oneRow(
    await sql<{ applied: number; may_write: boolean }[]>`
      select count(*)::int as applied, has_table_privilege(${WRITTEN}, 'INSERT') as may_write from drizzle.__drizzle_migrations`,
  );
  const missing = knownMigrations() - row.applied;
  if (missing < 0) return { ok: false, error: 'it was changed by a newer Moked: run that one' };
  if (!row.may_write) return { ok: false, error: 'the user may not write to the tables there: give it the user who made them' };
  const state = missing === 0 ? 'tables up to date' : 'tables of an older Moked, which a start brings up to date';
  const holder = await foldLockHolder(sql);
  return { ok: true, value: `${state}; ${holder === undefined ? 'no server runs on it' : `in use by ${holder}`}` };
}

/** Whether the server of a database has another one, or its user may make it. @returns null if it is there; else what is to be said of it. */
export async function inspectOther(url: string, name: string): Promise<Result<string> | null> {
  const database = openDatabase(url, { connections: 1, name: 'moked check' });
  try {
    const reached = await reach(database, url);
    if (!reached.ok) return { ok: false, error: reached.error.text };
    const row = oneRow(
      await database.sql<{ there: boolean; may_create: boolean }[]>`select exists (select from pg_database where datname = ${name}) as there,
        (select rolcreatedb or rolsuper from pg_roles where rolname = current_user) as may_create`,
    );
    if (row.there) return null;
    if (row.may_create) return { ok: true, value: `${placeOf(url)} is reached; the first start makes "${name}" beside it` };
    return {
      ok: false,
      error: `the demo needs a database "${name}" beside ${placeOf(url)}, and the user may not create it; create it, or set MOKED_SOURCES`,
    };
  } finally {
    await database.close();
  }
}
