/** `moked backup` and `moked restore` as an operator runs them: beside a server, from the embedded PostgreSQL to another and back. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../db/open.ts';
import { answeredCall, postEvents, until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';
import { createDatabase } from '../../support/postgres.ts';
import { ServerProcess } from '../../support/server-process.ts';

let folder: string;
let server: ServerProcess;
let outside: Awaited<ReturnType<typeof createDatabase>>;
const NOW = Date.now();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moked-backups-'));
  outside = await createDatabase();
  server = new ServerProcess(await freePort(), { MOKED_BACKUP: 'none' });
  await server.start();
  const calls = Array.from({ length: 100 }, (_, n) => answeredCall(`c${n}`, `q${n % 3}`, `a${n % 5}`, NOW - 3_600_000 + n * 30_000, 5000, 20_000));
  expect((await postEvents(server.url, calls.flat())).status).toBe(200);
});
afterAll(async () => {
  await server.remove();
  await outside.drop();
  rmSync(folder, { recursive: true, force: true });
});

const embedded = (dataDir: string) => ({ MOKED_SOURCES: 'none', MOKED_DATA: dataDir });
const external = () => ({ MOKED_SOURCES: 'none', MOKED_DATA: join(folder, 'outside'), DATABASE_URL: outside.url });

/** The rows of a backup, without what it says of itself. */
const rowsOf = (file: string) =>
  gunzipSync(readFileSync(join(folder, file)))
    .toString('utf8')
    .split('\n')
    .slice(1, -2);

async function review(url: string): Promise<unknown> {
  const [from, to] = [NOW - 6 * 3_600_000, NOW - 60_000].map((at) => encodeURIComponent(new Date(at).toISOString()));
  const answer = (await (await fetch(`${url}/api/v1/reviews?from=${from}&to=${to}`)).json()) as Record<string, unknown>;
  return answer;
}

test('beside a running server; restored elsewhere and back, each row and the review are the same', async () => {
  const before = await review(server.url);
  expect(before).toMatchObject({ floor: { metrics: { offered: 100, answered: 100 } } });
  const taken = await runCommand(['backup', join(folder, 'one')], embedded(server.dataDir));
  expect(taken).toMatchObject({ code: 0, output: expect.stringMatching(/30\d facts in .*one, \d+ bytes\n$/) });
  expect(readdirSync(folder)).not.toContain('one.part');
  expect(await server.isUp()).toBe(true);
  expect(await runCommand(['backup', join(folder, 'one')], embedded(server.dataDir))).toMatchObject({
    code: 2,
    output: expect.stringContaining('is there already'),
  });

  const inUse = await runCommand(['restore', join(folder, 'one')], embedded(server.dataDir));
  expect(inUse).toMatchObject({ code: 2, output: expect.stringContaining('is in use by moked, process') });
  expect(await runCommand(['restore', join(folder, 'one')], external())).toMatchObject({
    code: 0,
    output: expect.stringMatching(/30\d facts of .* restored to PostgreSQL at/),
  });
  const again = await runCommand(['restore', join(folder, 'one')], external());
  expect(again).toMatchObject({ code: 2, output: expect.stringMatching(/has 30\d facts, .* set MOKED_DATA to a new folder/) });

  expect(await runCommand(['backup', join(folder, 'two')], external())).toMatchObject({ code: 0 });
  const home = new ServerProcess(await freePort(), { MOKED_BACKUP: 'none' });
  try {
    expect(await runCommand(['restore', join(folder, 'two')], embedded(home.dataDir))).toMatchObject({ code: 0 });
    expect(await runCommand(['backup', join(folder, 'three')], embedded(home.dataDir))).toMatchObject({ code: 0 });
    expect(rowsOf('two')).toEqual(rowsOf('one'));
    expect(rowsOf('three')).toEqual(rowsOf('one'));
    await home.start();
    await until(async () => JSON.stringify(await review(home.url)) === JSON.stringify(before), 'the review of the restored server');
  } finally {
    await home.remove();
  }
});

test('what cannot be read or written is told in a sentence, and nothing is left', async () => {
  expect(await runCommand(['backup', join(folder, 'no/such/place')], external())).toMatchObject({
    code: 2,
    output: expect.stringContaining('there is no folder'),
  });
  expect(await runCommand(['restore', join(folder, 'nothing')], external())).toMatchObject({
    code: 2,
    output: expect.stringContaining('there is no file'),
  });
  expect(await runCommand(['restore'], external())).toMatchObject({ code: 2, output: expect.stringContaining('usage: moked restore FILE') });
  expect(await runCommand(['restore', join(folder, 'one')], { MOKED_DATA: join(folder, 'demo') })).toMatchObject({
    code: 2,
    output: expect.stringContaining('this would go into the demo'),
  });
  expect(existsSync(join(folder, 'demo'))).toBe(false);
  const empty = await createDatabase();
  const db = openDatabase(empty.url);
  try {
    const refused = await runCommand(['restore', join(process.cwd(), 'package.json')], { ...external(), DATABASE_URL: empty.url });
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('this is not a backup of Moked; nothing was restored') });
    expect(await db.sql`select count(*)::int as n from event_log`).toEqual([{ n: 0 }]);
  } finally {
    await db.close();
    await empty.drop();
  }
});
