/** A file that is no whole backup restores nothing, wherever it is broken. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { writeBackupFile } from '../../../db/backup/file.ts';
import { BackupError } from '../../../db/backup/format.ts';
import { countAllFacts } from '../../../db/backup/restore.ts';
import { heldOf } from '../../../db/backup/tables.ts';
import { restoreBackup } from '../../../server/backup/restore.ts';
import { createStore } from '../../../server/store.ts';
import { DAY_MS } from '../../../shared/time.ts';
import { backupOf, emptyDatabase } from '../../support/backup-run.ts';
import { callAt, T0 } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
let backup: Buffer;

beforeAll(async () => {
  const store = createStore(db.database);
  for (let n = 0; n < 300; n++) await store.append(callAt(T0 + n * 60_000), T0 + DAY_MS);
  backup = await backupOf(db.database);
});

/** The backup with its text changed, and its checksum made to fit again. */
function forged(change: (text: string) => string): Buffer {
  const text = change(gunzipSync(backup).toString('utf8'));
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const told = JSON.parse(text.slice(end)) as [string, { sha256: string }];
  told[1].sha256 = createHash('sha256').update(text.slice(0, end)).digest('hex');
  return gzipSync(`${text.slice(0, end)}${JSON.stringify(told)}\n`);
}

const flipped = (at: number) => {
  const bytes = Buffer.from(backup);
  bytes[at] = (bytes[at] as number) ^ 4;
  return bytes;
};

/** The same text with one figure changed, packed well: only the checksum can tell. */
const altered = () => gzipSync(gunzipSync(backup).toString('utf8').replace('platform-ms', 'platform-xs'));

const broken: readonly [string, () => Buffer, RegExp][] = [
  ['it is empty', () => Buffer.alloc(0), /not (a backup|whole)|breaks off/],
  ['it is something else', () => Buffer.from('dear sir\nyours\n'), /not a backup of Moked/],
  ['it is something else, packed', () => gzipSync('{"a":1}\n'), /not a backup of Moked/],
  ['it is one line without an end', () => gzipSync(Buffer.alloc(100 * 1024 * 1024, 'x'), { level: 1 }), /not a backup of Moked/],
  ['the first half of it', () => backup.subarray(0, backup.length / 2), /damaged or not whole/],
  ['its last byte is missing', () => backup.subarray(0, -1), /damaged or not whole/],
  ['packed well, but without its end', () => gzipSync(gunzipSync(backup).subarray(0, -90)), /damaged or not whole/],
  ['one bit near its beginning', () => flipped(60), /damaged|not a backup/],
  ['one bit in the middle', () => flipped(Math.floor(backup.length / 2)), /damaged/],
  ['one bit at its end', () => flipped(backup.length - 6), /damaged/],
  ['one value is another', altered, /checksum/],
  ['something follows', () => gzipSync(Buffer.concat([gunzipSync(backup), Buffer.from('{}\n')])), /follows its end/],
  ['a format of the future', () => forged((text) => text.replace('"format":1', '"format":2')), /format 2, written by Moked 0\.1\.0/],
  [
    'a table of the future',
    () => forged((text) => text.replace('["table","meta"', '["table","plan"')),
    /a table plan, which this Moked does not know/,
  ],
  ['a column of the future', () => forged((text) => text.replace('["table","meta",["key"', '["table","meta",["keys"')), /a column meta\.keys/],
  ['a row that is none', () => forged((text) => text.replace('"position":7,', '"position":"x",')), /damaged/],
];

for (const [what, make, why] of broken) {
  test(`nothing is restored where ${what}`, async () => {
    const empty = await emptyDatabase();
    const refused = await restoreBackup(empty, Readable.from([make()]), () => undefined).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BackupError);
    expect((refused as Error).message).toMatch(why);
    expect(await countAllFacts(empty.sql)).toBe(0);
    expect(await empty.sql`select 1 from floor_interval`).toHaveLength(0);
  });
}

test('what is whole is restored, and positions go on behind the last', async () => {
  const empty = await emptyDatabase();
  expect(await restoreBackup(empty, Readable.from([backup]), () => undefined)).toMatchObject({ facts: 900, version: '0.1.0' });
  expect(await countAllFacts(empty.sql)).toBe(900);
  const next = await createStore(empty).append(callAt(T0 + DAY_MS), T0 + DAY_MS);
  expect(next).toEqual([901, 902, 903]);
});

test('a file that cannot be begun fails the backup and not the process', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'moked-backup-')), 'b');
  mkdirSync(`${path}.part`);
  const options = { version: '0.1.0', timezone: 'UTC', at: T0 };
  await expect(writeBackupFile(db.database, path, options)).rejects.toThrow('EISDIR');
});

test('every table has been decided on', async () => {
  const tables = await db.sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public' order by 1`;
  expect(Object.keys(heldOf).sort()).toEqual(tables.map(({ name }) => name));
});
