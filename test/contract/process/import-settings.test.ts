/** Which settings count what is imported before any server has run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase } from '../../../db/open.ts';
import { loadRecording } from '../../golden/recording.ts';
import { startApp, until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { createDatabase } from '../../support/postgres.ts';

/** A database, and imports into it by a shell of its own. */
async function setUp(): Promise<{ db: Database; importLog: (log: string, env?: Record<string, string>) => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'moked-import-'));
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  onTestFinished(async () => {
    await db.close();
    await drop();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    db,
    async importLog(log, more = {}) {
      const path = join(folder, 'queue_log');
      writeFileSync(path, log);
      const env = { DATABASE_URL: url, MOKED_DATA: join(folder, 'data'), MOKED_SOURCES: 'none', ...more };
      expect(await runCommand(['import', 'queue-log', path, '--source', 'pbx1'], env)).toMatchObject({ code: 0 });
    },
  };
}

const answered = ({ sql }: Database) => sql<{ wait: number; kept: boolean }[]>`
  select wait_ms::float8 as wait, in_target as kept from queue_stay where outcome = 'answered' and source = 'pbx1'`;
const siteFacts = ({ sql }: Database) => sql<{ id: string; since: string }[]>`
  select event_id as id, body #>> '{data,effectiveAt}' as since from event_log where type = 'cc.site.config.v1' order by position`;
const { queueLog } = loadRecording('small');

/** The calls of the recording, so many days before. */
const earlier = (days: number) =>
  queueLog
    .split('\n')
    .map((line) => line.replace(/^(\d+)\|(\d)/, (_, epoch, callid) => `${Number(epoch) - days * 86_400}|9${callid}`))
    .join('\n');

test('a command changes no settings of the site; the first server counts by its own what was imported before it', async () => {
  const { db, importLog } = await setUp();
  // Two days of calls: those of the first have long been let go of when the server comes.
  await importLog(earlier(2) + queueLog);
  expect(await siteFacts(db)).toMatchObject([{ id: expect.stringContaining('of a command'), since: '1970-01-01T00:00:00.000Z' }]);
  expect((await answered(db)).filter(({ wait, kept }) => wait > 1000 && kept).length).toBeGreaterThan(10);
  const app = await startApp({ db, env: { MOKED_SERVICE_LEVEL: '80/1' } });
  await until(async () => (await answered(db)).every(({ wait, kept }) => kept === wait <= 1000), 'counted again by the target of the server', 30_000);
  await app.stop();
  expect(await siteFacts(db)).toHaveLength(2);
  // A shell that knows nothing of the server's settings changes none.
  await importLog(queueLog);
  expect(await siteFacts(db)).toHaveLength(2);
});

test('an import before the first start counts by its own environment', async () => {
  const { db, importLog } = await setUp();
  await importLog(earlier(2), { MOKED_SERVICE_LEVEL: '80/1' });
  const counted = await answered(db);
  expect(counted.filter(({ wait }) => wait > 1000).length).toBeGreaterThan(10);
  expect(counted.filter(({ wait, kept }) => kept !== wait <= 1000)).toEqual([]);
  // A server with the same settings has nothing to count again, and from now on they are the server's.
  for (const [level, facts] of [
    ['80/1', 2],
    ['80/2', 3],
  ] as const) {
    const app = await startApp({ db, env: { MOKED_SERVICE_LEVEL: level } });
    expect(await app.get('/readyz')).toMatchObject({ anomalies: {} });
    await app.stop();
    const known = await siteFacts(db);
    expect(known).toHaveLength(facts);
    expect(Date.now() - Date.parse(known.at(-1)?.since ?? '')).toBeLessThan(90_000);
    expect(await db.sql`select 1 from marked_day`).toHaveLength(0);
  }
});
