import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../db/open.ts';
import { writeCompleteUntil } from '../../../db/source-notes.ts';
import { loadRecording } from '../../golden/recording.ts';
import { runCommand } from '../../support/command.ts';
import { createDatabase } from '../../support/postgres.ts';

let folder: string;
let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'moked-import-'));
  database = await createDatabase();
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

function importFile(name: string, content: Uint8Array | string, ...more: string[]) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const env = { DATABASE_URL: database.url, MOKED_DATA: join(folder, 'data'), MOKED_SOURCES: 'none' };
  return runCommand(['import', 'queue-log', path, ...(more.length === 0 ? ['--source', 'pbx1'] : more)], env);
}

test('a rotated log that is packed is the log; into a pipe the progress is plain lines', async () => {
  const { queueLog } = loadRecording('small');
  const packed = await importFile('queue_log.1.gz', gzipSync(queueLog));
  const told = /^(?:\d\d% \d+ lines read\n)*100% (\d+) lines read\n\1 lines read, [1-9]\d* contacts: [1-9]\d* new facts, 0 known before\n$/;
  expect(packed).toEqual({ code: 0, output: expect.stringMatching(told) });
  expect(await importFile('queue_log', queueLog)).toMatchObject({ code: 0, output: expect.stringMatching(/ 0 new facts/) });
});

test('what is no queue_log ends with 1 and says why; a folder is bad usage', async () => {
  expect(await importFile('rubbish', Buffer.alloc(4000))).toMatchObject({ code: 1, output: expect.stringContaining('is no text') });
  expect(await importFile('letter', 'dear sir\nyours\n')).toMatchObject({ code: 1, output: expect.stringContaining('none of the 2 lines') });
  expect(await importFile('README.md', '# Queues\n\n| a | b |\n|---|---|\n\nAll about them.\n')).toMatchObject({
    code: 1,
    output: expect.stringContaining('nothing was imported'),
  });
  expect(await importFile('empty', '')).toMatchObject({ code: 1, output: expect.stringContaining('is empty') });
  expect(await runCommand(['import', 'queue-log', folder, '--source', 'pbx1'], {})).toMatchObject({
    code: 2,
    output: expect.stringContaining('is a folder'),
  });
});

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(database.url);
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

test('a name that is no source’s is refused beside one that has been live, until --new-source says that it is meant', async () => {
  const { queueLog } = loadRecording('small');
  expect(await importFile('queue_log', queueLog)).toMatchObject({ code: 0 });
  // Until now nothing was live, and every name would have done.
  await withDatabase(({ sql }) => writeCompleteUntil(sql, 'pbx1', Date.now()));
  const refused = await importFile('queue_log', queueLog, '--source', 'pbx11');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('no source is named "pbx11", and there are live facts of pbx1') });
  expect(refused.output).toContain('--new-source');
  const ofName = () => withDatabase(({ sql }) => sql<{ n: number }[]>`select count(*)::int as n from event_log where source = 'pbx11'`);
  expect((await ofName())[0]?.n).toBe(0);
  expect(await importFile('queue_log', queueLog)).toMatchObject({ code: 0, output: expect.stringContaining(' 0 new facts') });
  expect(await importFile('queue_log', queueLog, '--source', 'pbx11', '--new-source')).toMatchObject({ code: 0 });
  expect((await ofName())[0]?.n).toBeGreaterThan(0);
  expect(await importFile('queue_log', queueLog, '--source', 'moked', '--new-source')).toMatchObject({
    code: 1,
    output: expect.stringContaining('own facts'),
  });
});
