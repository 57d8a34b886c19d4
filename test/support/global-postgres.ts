/**
 * One PostgreSQL a run, with one migrated template database: each test file copies it (test/support/postgres.ts).
 * TEST_DATABASE_URL names another server to run the same tests on; its user must be allowed to create databases.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

const PREFIX = 'moked-test-';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the template database. */
    templateUrl: string;
  }
}

type Server = { templateUrl: string; stop: () => Promise<void> };

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs that were killed leave their server behind; the next run ends it. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    if (isAlive(Number(name.slice(PREFIX.length)))) continue;
    try {
      const folder = join(tmpdir(), name, 'pg');
      const pid = Number.parseInt(readFileSync(join(folder, 'postmaster.pid'), 'utf8'), 10);
      // Its number may be somebody else's by now.
      if (isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${name}/pg`)) process.kill(pid, 'SIGQUIT');
    } catch (error) {
      // Gone meanwhile, or never there; where there is no /proc it is left alone.
      if (!(error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))) throw error;
    }
    rmSync(join(tmpdir(), name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function onOwnServer(): Promise<Server> {
  sweep();
  const dataDir = join(tmpdir(), `${PREFIX}${process.pid}`);
  const embedded = await startEmbedded({ dataDir, database: 'moked_template' });
  await migrate(embedded.url);
  return {
    templateUrl: embedded.url,
    stop: async () => {
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string): Promise<Server> {
  const name = `moked_template_${process.pid}`;
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`create database ${sql(name)}`;
  const template = new URL(url);
  template.pathname = `/${name}`;
  await migrate(template.href);
  return {
    templateUrl: template.href,
    stop: async () => {
      await sql`drop database ${sql(name)} with (force)`;
      await sql.end();
    },
  };
}

/** Several projects of one run share the server, though each loads this file for itself. */
const globals = globalThis as typeof globalThis & { mokedTestPostgres?: { server?: Promise<Server>; users: number } };
globals.mokedTestPostgres ??= { users: 0 };
const shared = globals.mokedTestPostgres;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL'];
  shared.users++;
  shared.server ??= given === undefined ? onOwnServer() : onServer(given);
  const { templateUrl, stop } = await shared.server;
  project.provide('templateUrl', templateUrl);
  return async () => {
    shared.users--;
    if (shared.users > 0) return;
    delete shared.server;
    await stop();
  };
}
