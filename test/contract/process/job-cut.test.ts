/** Commands whose database, or whose server, goes away in the middle: one sentence and the exit code 1. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { startEmbedded } from '../../../db/embedded.ts';
import { answeredCall, postEvents, until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { createDatabase } from '../../support/postgres.ts';
import { ServerProcess } from '../../support/server-process.ts';

const today = () => new Date().toISOString().slice(0, 10);
const recount = () => ['recount', '--from', today(), '--to', today()];
const SENTENCE = /^moked: [^\n]+\n$/;

/** Keeps a table for itself, so that whoever needs it waits at that place for sure. */
async function hold(url: string, table: string): Promise<{ isWaitedFor(): Promise<boolean>; cutOthers(): Promise<void> }> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  onTestFinished(() => sql.end({ timeout: 1 }));
  const held = await sql.reserve();
  await held`begin`;
  await held`lock table ${held(table)} in access exclusive mode`;
  return {
    async isWaitedFor() {
      const waiting = await held`select from pg_locks where not granted and relation = ${table}::regclass`;
      return waiting.length > 0;
    },
    /** As a PostgreSQL that is shut down does it. */
    async cutOthers() {
      await held`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    },
  };
}

/** A log of today: a recount of it writes the day again. */
async function importedLog(env: Record<string, string>, folder: string): Promise<void> {
  const file = join(folder, 'queue_log');
  const at = Math.floor(Date.now() / 1000) - 120;
  const call = [`${at}|${at}.1|sales|NONE|ENTERQUEUE||0501234567|1`, `${at + 5}|${at}.1|sales|NONE|ABANDON|1|1|5`];
  writeFileSync(file, `${call.join('\n')}\n`);
  expect(await runCommand(['import', 'queue-log', file, '--source', 'pbx1'], env)).toMatchObject({ code: 0 });
}

for (const [when, table] of [
  ['as it begins', 'event_log'],
  ['as it writes', 'contact'],
] as const) {
  test(`a recount in its own process whose database goes away ${when} says so in one sentence`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moked-cut-'));
    const { url, drop } = await createDatabase();
    onTestFinished(async () => {
      await drop();
      rmSync(folder, { recursive: true, force: true });
    });
    const env = { DATABASE_URL: url, MOKED_DATA: join(folder, 'data'), MOKED_SOURCES: 'none' };
    await importedLog(env, folder);
    const held = await hold(url, table);
    const running = runCommand(recount(), env);
    await until(held.isWaitedFor, `it waits for ${table}`);
    await held.cutOthers();
    const { code, output } = await running;
    expect(output).toMatch(SENTENCE);
    expect(output).toContain('the database went away in the middle');
    expect(output).toContain('run the command again');
    expect(code).toBe(1);
  });
}

test('a recount that the server does says in one sentence that the server stopped', async () => {
  const server = new ServerProcess(await freePort(), {});
  onTestFinished(() => server.remove());
  await server.start();
  expect((await postEvents(server.url, answeredCall('c1', 'sales', 'a1', Date.now() - 60_000, 3000, 20_000))).status).toBe(200);
  const embedded = await startEmbedded({ dataDir: server.dataDir, database: 'moked' });
  // Nobody but the recount reads the log of a server that stands still.
  const table = await hold(embedded.url, 'event_log');
  const running = runCommand(recount(), { MOKED_SOURCES: 'none', MOKED_DATA: server.dataDir });
  await until(table.isWaitedFor, 'the server counts');
  await server.stop();
  const { code, output } = await running;
  expect(output).toMatch(SENTENCE);
  expect(output).toContain('the server stopped');
  expect(output).toContain('run the command again');
  expect(code).toBe(1);
});
