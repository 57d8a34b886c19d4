import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MigrationError, migrate } from '../../../db/migrate.ts';
import { openDatabase } from '../../../db/open.ts';
import { createDatabase, useDatabase } from '../../support/postgres.ts';
import { root } from '../../support/sources.ts';

const db = useDatabase();

test('every table, view and column says what it is', async () => {
  const silent = await db.sql<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and obj_description(c.oid, 'pg_class') is null
    union all
    select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
      and col_description(c.oid, a.attnum) is null`;
  expect(silent.map(({ name }) => name)).toEqual([]);
});

test('the migrations are what the schema says', () => {
  // drizzle-kit writes a migration only where there is something to change.
  const copy = mkdtempSync(join(tmpdir(), 'moked-migrations-'));
  try {
    cpSync(`${root}db/migrations`, copy, { recursive: true });
    const before = readdirSync(copy).length;
    execFileSync('npx', ['drizzle-kit', 'generate', '--dialect=postgresql', `--schema=${root}db/schema.ts`, `--out=${copy}`], {
      cwd: root,
      stdio: 'pipe',
    });
    expect(readdirSync(copy).length).toBe(before);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

test('several starts may migrate at once', async () => {
  const { url, drop } = await createDatabase({ isEmpty: true });
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  await migrate(url);
  const database = openDatabase(url);
  expect(await database.sql`select count(*)::int as n from event_log`).toEqual([{ n: 0 }]);
  await database.close();
  await drop();
});

test('a database of a newer version is refused', async () => {
  const { url, drop } = await createDatabase();
  const database = openDatabase(url);
  await database.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', 9999999999999)`;
  await database.close();
  await expect(migrate(url)).rejects.toThrow(MigrationError);
  await drop();
});
