/** The backup of every night, on a clock of the test's own. */
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readBackup } from '../../../db/backup/read.ts';
import { Nightly } from '../../../server/backup/nightly.ts';
import { createLogger } from '../../../server/log.ts';
import { createStore } from '../../../server/store.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { startApp } from '../../support/app.ts';
import { callAt, T0 } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
/** Half past two at night in Jerusalem: the day turns in half an hour. */
const NIGHT = Date.parse('2026-11-17T02:30:00+02:00');

type Room = { folder: string; said: string[]; at(now: number): Promise<Nightly>; restart(): void; end(): void };

function room(keep = 2): Room {
  const parent = mkdtempSync(join(tmpdir(), 'moked-nightly-'));
  const folder = join(parent, 'backups');
  const said: string[] = [];
  let now = NIGHT;
  const ending = new AbortController();
  const clock = { now: () => now, after: () => undefined, every: () => undefined };
  const make = () =>
    new Nightly({
      clock,
      log: createLogger(clock, (line) => said.push(line)),
      db: db.database,
      folder,
      keep,
      version: '0.1.0',
      calendar: () => ({ timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] }),
      signal: ending.signal,
    });
  let nightly = make();
  onTestFinished(() => {
    ending.abort();
    rmSync(parent, { recursive: true, force: true });
  });
  return {
    folder,
    said,
    end: () => ending.abort(),
    restart() {
      nightly = make();
    },
    async at(to) {
      now = to;
      await nightly.ifDue();
      return nightly;
    },
  };
}

const files = (folder: string) => (existsSync(folder) ? readdirSync(folder).sort() : []);

test('each day has one, half an hour after it has turned; the oldest goes when a new one is whole', async () => {
  await createStore(db.database).append(callAt(T0), T0);
  const { folder, at } = room(2);
  await at(NIGHT + 5 * MINUTE_MS);
  // A day that turned yesterday and has none: the machine was off.
  expect(files(folder)).toEqual(['moked-2026-11-16.backup']);
  await at(NIGHT + 45 * MINUTE_MS);
  expect(files(folder)).toEqual(['moked-2026-11-16.backup']);
  const nightly = await at(NIGHT + 61 * MINUTE_MS);
  expect(files(folder)).toEqual(['moked-2026-11-16.backup', 'moked-2026-11-17.backup']);
  expect(nightly.status).toMatchObject({ file: 'moked-2026-11-17.backup', problem: null, lastAt: expect.any(Number) });
  await at(NIGHT + 12 * HOUR_MS);
  await at(NIGHT + DAY_MS + HOUR_MS);
  expect(files(folder)).toEqual(['moked-2026-11-17.backup', 'moked-2026-11-18.backup']);
  const { end } = await readBackup(createReadStream(join(folder, 'moked-2026-11-18.backup')));
  expect(end.counts['event_log']).toBeGreaterThanOrEqual(3);
});

test('one that fails is told and tried again, and takes nothing away', async () => {
  const { folder, said, at } = room(1);
  await at(NIGHT + 5 * MINUTE_MS);
  expect(files(folder)).toHaveLength(1);
  // What a process that was killed left is in the way of nothing; a folder of that name is.
  const [part] = [join(folder, 'moked-2026-11-17.backup.part')];
  mkdirSync(part as string);
  writeFileSync(join(part as string, 'x'), '');
  const failed = await at(NIGHT + HOUR_MS);
  expect(failed.status).toMatchObject({ file: 'moked-2026-11-16.backup', problem: expect.stringContaining('2026-11-17T01:30:00.000Z: ') });
  expect(said.some((line) => line.includes('error') && line.includes('the nightly backup failed'))).toBe(true);
  rmSync(part as string, { recursive: true });
  writeFileSync(part as string, 'half of one');
  await at(NIGHT + HOUR_MS + 14 * MINUTE_MS);
  expect(files(folder)).toContain('moked-2026-11-16.backup');
  const { status } = await at(NIGHT + HOUR_MS + 15 * MINUTE_MS);
  expect(status).toMatchObject({ file: 'moked-2026-11-17.backup', problem: null });
  expect(files(folder)).toEqual(['moked-2026-11-17.backup']);
});

test('a start waits two minutes, and makes none that is there', async () => {
  const { folder, at, restart } = room();
  await at(NIGHT + MINUTE_MS);
  expect(files(folder)).toEqual([]);
  await at(NIGHT + 2 * MINUTE_MS);
  chmodSync(join(folder, 'moked-2026-11-16.backup'), 0o400);
  restart();
  const { status } = await at(NIGHT + 10 * MINUTE_MS);
  expect(status.file).toBe('moked-2026-11-16.backup');
  expect(files(folder)).toEqual(['moked-2026-11-16.backup']);
});

test('a server that ends in the middle of one leaves nothing of it, and complains of nothing', async () => {
  const { folder, said, at, end } = room();
  const underWay = at(NIGHT + 5 * MINUTE_MS);
  end();
  const nightly = await underWay;
  await nightly.ended();
  expect(files(folder)).toEqual([]);
  expect(said).toEqual([]);
});

test('a server tells of it at /readyz and /metrics; the demo has none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'moked-nightly-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const app = await startApp({ db: db.database, env: { MOKED_BACKUP: folder } });
  onTestFinished(() => app.stop());
  expect(await app.get('/readyz')).toMatchObject({ status: 'ready', backup: { lastAt: null, file: null, problem: null } });
  expect(await (await fetch(`${app.url}/metrics`)).text()).toContain('\nmoked_backup_last_success_timestamp_seconds 0\n');
  await app.stop();
  const demo = await startApp({ db: db.database, env: { MOKED_BACKUP: folder, MOKED_SOURCES: 'simulator://demo' } });
  onTestFinished(() => demo.stop());
  expect(await demo.get('/readyz')).toMatchObject({ backup: null });
});
