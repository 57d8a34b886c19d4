/** Brings a database to the tables of this version. Several starts at once are fine: the first does it, the others wait and find it done. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { oneRow } from './one-row.ts';

/** Beside this file in the sources, beside the bundle in dist. */
const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Any number that nobody else uses on the database: the lock under which migrations run. */
const MIGRATION_LOCK = 7_305_110_001;

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** How many migrations this Moked has. */
export function knownMigrations(): number {
  const journal: unknown = JSON.parse(readFileSync(`${migrationsFolder}/meta/_journal.json`, 'utf8'));
  if (typeof journal === 'object' && journal !== null && 'entries' in journal && Array.isArray(journal.entries)) return journal.entries.length;
  throw new MigrationError(`${migrationsFolder} is not whole: install Moked again`);
}

/** @throws MigrationError where a newer Moked has been at work on the database. */
export async function migrate(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connection: { application_name: 'moked migrations' } });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(sql), { migrationsFolder });
    const { applied } = oneRow(await sql<{ applied: number }[]>`select count(*)::int as applied from drizzle.__drizzle_migrations`);
    if (applied > knownMigrations()) {
      throw new MigrationError('The database was changed by a newer Moked: run that one, or restore a backup into an empty database.');
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}
