import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';

export type TestDatabase = {
  readonly url: string;
  readonly database: Database;
  readonly sql: Database['sql'];
  /** Empties every table, and begins positions again. */
  empty(): Promise<void>;
};

/** A database like the template, with or without its tables; gone with `drop`. */
export async function createDatabase(options: { isEmpty?: boolean } = {}): Promise<{ url: string; drop: () => Promise<void> }> {
  const template = new URL(inject('templateUrl'));
  const name = `moked_test_${randomBytes(6).toString('hex')}`;
  const admin = new URL(template);
  admin.pathname = '/postgres';
  const sql = postgres(admin.href, { max: 1, onnotice: () => undefined });
  if (options.isEmpty) await sql`create database ${sql(name)}`;
  else await sql`create database ${sql(name)} template ${sql(template.pathname.slice(1))}`;
  const url = new URL(template);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await sql`drop database ${sql(name)} with (force)`;
      await sql.end();
    },
  };
}

/** A migrated database of the test file's own. */
export function useDatabase(): TestDatabase {
  let opened: { url: string; database: Database; drop: () => Promise<void> } | undefined;
  const get = () => {
    if (opened === undefined) throw new Error('the database is there within tests only');
    return opened;
  };
  beforeAll(async () => {
    const { url, drop } = await createDatabase();
    opened = { url, drop, database: openDatabase(url) };
  });
  afterAll(async () => {
    await opened?.database.close();
    await opened?.drop();
  });
  return {
    get url() {
      return get().url;
    },
    get database() {
      return get().database;
    },
    get sql() {
      return get().database.sql;
    },
    async empty() {
      const { sql } = get().database;
      const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
      await sql.unsafe(`truncate ${tables.map(({ name }) => name).join(', ')} restart identity`);
    },
  };
}
