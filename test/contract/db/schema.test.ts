import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
  // It takes no absolute paths, and ends with 0 whatever happens: what it says counts.
  const copy = mkdtempSync(join(tmpdir(), 'moked-migrations-'));
  try {
    cpSync(`${root}db/migrations`, copy, { recursive: true });
    const asked = ['drizzle-kit', 'generate', '--dialect=postgresql', '--schema=./db/schema*.ts', `--out=${relative(root, copy)}`];
    expect(execFileSync('npx', asked, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })).toContain('No schema changes');
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
