import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { createDatabase } from '../../support/postgres.ts';
import { ServerProcess } from '../../support/server-process.ts';

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'moked-check-'));
  // PostgreSQL runs as another user, who must come through.
  chmodSync(folder, 0o711);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('nothing is made, neither folder nor secret nor database', async () => {
  const folder = emptyFolder();
  const env = { MOKED_DATA: join(folder, 'data'), MOKED_PORT: String(await freePort()), MOKED_SOURCES: 'none' };
  const { code, output } = await runCommand(['check'], env);
  expect(output).toContain('the first start makes');
  expect(code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('an empty database stays empty', async () => {
  const { url, drop } = await createDatabase({ isEmpty: true });
  const folder = emptyFolder();
  const env = { DATABASE_URL: url, MOKED_DATA: join(folder, 'data'), MOKED_PORT: String(await freePort()), MOKED_SOURCES: 'none' };
  expect(await runCommand(['check'], env)).toMatchObject({ code: 0, output: expect.stringContaining('empty; the first start makes the tables') });
  const sql = postgres(url, { max: 1 });
  expect(await sql`select 1 from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`).toEqual([]);
  await sql.end();
  await drop();
  expect(existsSync(join(folder, 'data'))).toBe(false);
});

test('what is wrong is told all at once: settings, folder, database, sources, and no secret', async () => {
  const closedPort = await freePort();
  const file = join(emptyFolder(), 'a-file');
  writeFileSync(file, '');
  const { code, output } = await runCommand(['check'], {
    MOKED_TIMEZONE: 'Asia/Yerushalayim',
    MOKED_DATA: join(file, 'data'),
    DATABASE_URL: `postgres://u:hush@127.0.0.1:${closedPort}/moked`,
    MOKED_SOURCES: `asterisk://u:hush@127.0.0.1:${closedPort}?name=one&queueLog=/nowhere/queue_log asterisk://u:hush@h?name=two&wrapup=sales asterisk://u:hu#sh@h?name=three`,
  });
  expect(code).toBe(2);
  expect(output).not.toMatch(/hush|hu#sh|sh@/);
  for (const told of [
    /configuration: FAILED: MOKED_TIMEZONE: "Asia\/Yerushalayim"/,
    /configuration: FAILED: MOKED_SOURCES: "asterisk:\/\/\*\*\*@h\?name=three": a # in the user or secret.*%23/,
    /configuration: FAILED: MOKED_SOURCES: source "two": wrapup "sales" must be queue:seconds/,
    /data folder: FAILED: .*a-file is a file, not a folder.*MOKED_DATA/,
    /database: FAILED: .*nothing listens there/,
    /source one \(asterisk\): FAILED: .*cannot be reached: nothing listens there/,
    /source one \(asterisk\): FAILED: queueLog=\/nowhere\/queue_log cannot be read \(ENOENT\)/,
  ])
    expect(output).toMatch(told);
});

test('beside a server that runs, it is seen and left alone', async () => {
  const server = new ServerProcess(await freePort());
  try {
    await server.start();
    const env = { MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port), MOKED_SOURCES: 'none' };
    const { code, output } = await runCommand(['check'], env);
    expect(output).toMatch(/tables up to date; in use by moked, process \d+/);
    expect(output).toMatch(new RegExp(`port: in use: the server runs \\(process ${server.pid}\\)`));
    expect(code).toBe(0);
    // The same folder for the other floor, whose database no start has made yet.
    const { MOKED_SOURCES: _, ...demo } = env;
    expect(await runCommand(['check'], demo)).toMatchObject({ code: 0, output: expect.stringContaining('the first start makes "moked_demo"') });
    expect(await server.isUp()).toBe(true);
  } finally {
    await server.remove();
  }
});

test('the folder of the backups is looked at: its place, its newest one, and whether the next one fits', async () => {
  const folder = emptyFolder();
  const env = {
    MOKED_DATA: join(folder, 'data'),
    MOKED_PORT: String(await freePort()),
    MOKED_SOURCES: 'none',
    MOKED_BACKUP: join(folder, 'backups'),
  };
  expect(await runCommand(['check'], env)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^backups: .*backups, which the first backup makes$/m),
  });
  mkdirSync(env.MOKED_BACKUP);
  const file = join(env.MOKED_BACKUP, 'moked-2026-11-17.backup');
  writeFileSync(file, 'x'.repeat(3_000_000));
  const aged = (hours: number) => utimesSync(file, new Date(), new Date(Date.now() - hours * 3_600_000));
  aged(100);
  const told = /^backups: .*backups: 1, the newest moked-2026-11-17.backup of 100 hours ago, 2\.9 MB$/m;
  expect(await runCommand(['check'], env)).toMatchObject({ code: 0, output: expect.stringMatching(told) });
  // More than any disk has, and nothing on this one.
  truncateSync(file, 8 * 2 ** 40);
  expect(await runCommand(['check'], env)).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^backups: FAILED: .* bytes left, and the last backup has 8796093022208$/m),
  });
  rmSync(env.MOKED_BACKUP, { recursive: true });
  writeFileSync(env.MOKED_BACKUP, 'a file');
  expect(await runCommand(['check'], env)).toMatchObject({ code: 1, output: expect.stringMatching(/^backups: FAILED: .*MOKED_BACKUP/m) });
  expect(await runCommand(['check'], { ...env, MOKED_BACKUP: 'none' })).toMatchObject({
    code: 0,
    output: expect.stringContaining('backups: none at night'),
  });
});

test('a server that runs and has made no backup for days is found', async () => {
  const server = new ServerProcess(await freePort());
  try {
    await server.start();
    const folder = join(server.dataDir, 'backups');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'moked-2026-11-17.backup');
    writeFileSync(file, '');
    utimesSync(file, new Date(), new Date(Date.now() - 3 * 86_400_000));
    const env = { MOKED_DATA: server.dataDir, MOKED_PORT: String(server.port), MOKED_SOURCES: 'none' };
    expect(await runCommand(['check'], env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/^backups: FAILED: .* of 72 hours ago.*makes none/m),
    });
  } finally {
    await server.remove();
  }
});
