import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

function importFile(name: string, content: Uint8Array | string) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const env = { DATABASE_URL: database.url, MOKED_DATA: join(folder, 'data'), MOKED_SOURCES: 'none' };
  return runCommand(['import', 'queue-log', path, '--source', 'pbx1'], env);
}

test('a rotated log that is packed is the log; into a pipe the progress is plain lines', { timeout: 60_000 }, async () => {
  const { queueLog } = loadRecording('small');
  const packed = await importFile('queue_log.1.gz', gzipSync(queueLog));
  expect(packed).toEqual({ code: 0, output: expect.stringMatching(/^100% \d+ lines\n\d+ lines, [1-9]\d* new facts, 0 known before\n$/) });
  expect(await importFile('queue_log', queueLog)).toMatchObject({ code: 0, output: expect.stringMatching(/ 0 new facts/) });
});

test('what is no queue_log ends with 1 and says why; a folder is bad usage', { timeout: 60_000 }, async () => {
  expect(await importFile('rubbish', Buffer.alloc(4000))).toMatchObject({ code: 1, output: expect.stringContaining('is no text') });
  expect(await importFile('letter', 'dear sir\nyours\n')).toMatchObject({ code: 1, output: expect.stringContaining('none of the 2 lines') });
  expect(await runCommand(['import', 'queue-log', folder, '--source', 'pbx1'], {})).toMatchObject({
    code: 2,
    output: expect.stringContaining('is a folder'),
  });
});
