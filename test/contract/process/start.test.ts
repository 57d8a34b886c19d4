import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { createDatabase } from '../../support/postgres.ts';

/** Starts that nobody can wait for end with 2, so that nobody starts them again in vain; those that may pass end with 1. */

let folder: string;
let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moked-start-'));
  chmodSync(folder, 0o711);
  database = await createDatabase({ isEmpty: true });
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const all = { MOKED_SOURCES: 'none', MOKED_PORT: String(await freePort()), MOKED_DATA: join(folder, 'data'), ...env };
  return runCommand(['start'], all);
}

function changed(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

test('a database that is not there, a wrong password, a user without rights', async () => {
  const absent = changed((url) => {
    url.pathname = '/not_there';
  });
  expect(await start({ DATABASE_URL: absent })).toMatchObject({
    code: 2,
    output: expect.stringMatching(/not_there: there is no such database; create it/),
  });
  const wrong = changed((url) => {
    url.password = 'wrong';
  });
  expect(await start({ DATABASE_URL: wrong })).toMatchObject({ code: 2, output: expect.stringContaining('user or password is wrong') });
});

test('a user without rights is told what to give it', async () => {
  const name = `poor_${process.pid}`;
  // Not at the template: no database can be made from it while somebody is connected to it.
  const sql = postgres(
    changed((url) => Object.assign(url, { pathname: '/postgres' })),
    { max: 1 },
  );
  await sql.unsafe(`create role ${name} login password 'poor'`);
  try {
    const poor = changed((url) => {
      url.username = name;
      url.password = 'poor';
    });
    expect(await start({ DATABASE_URL: poor })).toMatchObject({ code: 2, output: expect.stringContaining('create database moked owner') });
  } finally {
    await sql.unsafe(`drop role ${name}`);
    await sql.end();
  }
});

test('a database that is away may come back', async () => {
  const away = `postgres://u:p@127.0.0.1:${await freePort()}/moked`;
  expect(await start({ DATABASE_URL: away })).toMatchObject({
    code: 1,
    output: expect.stringMatching(/nothing listens there.*another start is worth a try/),
  });
});

test('a port in use', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = String(typeof address === 'object' && address !== null ? address.port : 0);
  try {
    const ended = await start({ MOKED_PORT: port, DATABASE_URL: database.url });
    expect(ended).toMatchObject({ code: 2, output: expect.stringMatching(new RegExp(`port ${port} of 127.0.0.1 is in use.*set MOKED_PORT`)) });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('a data folder that cannot be one, whoever runs the database', async () => {
  const file = join(folder, 'a-file');
  writeFileSync(file, '');
  for (const more of [{}, { DATABASE_URL: database.url }]) {
    expect(await start({ MOKED_DATA: file, ...more })).toMatchObject({
      code: 2,
      output: expect.stringMatching(/Cannot write to .*a-file.*Set MOKED_DATA/),
    });
  }
});

test('data of another major version', async () => {
  const data = join(folder, 'old');
  mkdirSync(join(data, 'pg'), { recursive: true });
  writeFileSync(join(data, 'pg/PG_VERSION'), '17\n');
  expect(await start({ MOKED_DATA: data })).toMatchObject({ code: 2, output: expect.stringContaining('are of PostgreSQL 17') });
});

test.runIf(process.getuid?.() === 0)('a folder on the way that is closed to the user of the database', async () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  expect(await start({ MOKED_DATA: join(closed, 'data') })).toMatchObject({ code: 2, output: expect.stringContaining(`chmod o+x ${closed}`) });
});
