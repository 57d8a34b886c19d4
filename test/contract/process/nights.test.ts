/** Nights that are cut short: the server is killed in the middle of its backup, and of letting go of what is old. The next night goes on. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { expect, onTestFinished, test } from 'vitest';
import { readBackup } from '../../../db/backup/read.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { SoakServer } from '../../bench/soak-server.ts';
import { answeredCall, postEvents, SENDER, TOKEN, until } from '../../support/app.ts';
import { runCommand } from '../../support/command.ts';
import { freePort } from '../../support/free-port.ts';

/** Minutes of the night are seconds of the test. */
const SPEED = 60;
/** The business day has turned an hour ago. */
const NIGHT = Date.parse('2026-03-02T04:05:00+02:00');
const CALLS = 4000;
const BATCH = 150;

async function serverAt(at: number, env: Record<string, string>): Promise<SoakServer> {
  const server = new SoakServer(await freePort(), at, SPEED, { MOKED_SOURCES: 'none', MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN}`, ...env });
  onTestFinished(() => server.remove());
  await server.start();
  return server;
}

/** Calls of the twelve hours before, told at once. @returns how many facts. */
async function tell(server: SoakServer, prefix: string, until: number, calls = CALLS): Promise<number> {
  for (let first = 0; first < calls; first += BATCH) {
    const events = Array.from({ length: Math.min(BATCH, calls - first) }, (_, n) => {
      const call = first + n;
      return answeredCall(
        `${prefix}${call}`,
        `q${call % 3}`,
        `a${call % 40}`,
        until - 12 * HOUR_MS + Math.floor((call * 11 * HOUR_MS) / calls),
        5000,
        60_000,
      );
    }).flat();
    const response = await postEvents(server.url, events);
    expect([response.status, await response.json()]).toMatchObject([200, { rejected: [] }]);
  }
  return calls * 3;
}

test('killed in the middle of a backup it leaves half a file, which the next one takes away', async () => {
  const server = await serverAt(NIGHT, { MOKED_BACKUP: 'none' });
  const facts = await tell(server, 'c', NIGHT);
  const folder = join(server.dataDir, 'backups');
  const files = () => (existsSync(folder) ? readdirSync(folder) : []);
  await server.end('SIGTERM');
  delete server.env['MOKED_BACKUP'];
  await server.start();
  await until(async () => files().some((name) => name.endsWith('.part')), 'a backup is under way', 180_000);
  await server.end('SIGKILL');
  expect(files()).toEqual(['moked-2026-03-02.backup.part']);
  await server.start();
  await until(async () => files().includes('moked-2026-03-02.backup'), 'the backup is made', 180_000);
  expect(files()).toEqual(['moked-2026-03-02.backup']);
  const { end } = await readBackup(createReadStream(join(folder, 'moked-2026-03-02.backup')));
  expect(end.counts['event_log']).toBeGreaterThanOrEqual(facts);
});

test('killed while it lets go of old facts, and counting days again meanwhile, it loses nothing that is kept', async () => {
  const old = NIGHT;
  const server = await serverAt(old, { MOKED_KEEP_LOG: 'none', MOKED_KEEP_DETAILS: 'none', MOKED_BACKUP: 'none' });
  await tell(server, 'old', old);
  const now = old + 60 * DAY_MS;
  server.leap(now - old);
  const dayBefore = now - 2 * HOUR_MS;
  await tell(server, 'new', dayBefore, 900);
  const span = (at: number) => `from=${toIso(at - 13 * HOUR_MS)}&to=${toIso(at)}`;
  // From when on what is kept is said too, and changes in this night.
  const review = async (at: number) => ({ ...(await server.get<object>(`/api/v1/reviews?${span(at)}`)), kept: null });
  const said = async () => ({
    old: await review(old),
    new: await review(dayBefore),
    calls: await server.get(`/api/v1/contacts?${span(old)}&queue=q1`),
  });
  await until(async () => (await server.get<{ recounting: unknown }>('/readyz')).recounting === null, 'everything is counted', 180_000);
  const before = await said();
  expect(before).toMatchObject({ old: { floor: { components: { offered: CALLS } } }, new: { floor: { components: { offered: 900 } } } });

  await server.end('SIGTERM');
  server.env['MOKED_KEEP_LOG'] = '40';
  await server.start();
  const sql = postgres(await server.databaseUrl(), { max: 1, onnotice: () => undefined });
  onTestFinished(() => sql.end());
  const kept = async () =>
    (await sql<{ n: number }[]>`select count(*)::int as n from event_log where body -> 'data' ->> 'contactId' like 'old%'`)[0]?.n;
  await until(async () => (await kept()) !== CALLS * 3, 'facts go', 180_000);
  await server.end('SIGKILL');
  expect(await kept()).toBeGreaterThan(0);
  await server.start();
  expect(await said()).toEqual(before);

  const day = toIso(now - 6 * HOUR_MS).slice(0, 10);
  server.leap(10 * MINUTE_MS);
  const recount = () => runCommand(['recount', '--from', day, '--to', day], server.env);
  while ((await kept()) !== 0) expect(await recount()).toMatchObject({ code: 0 });
  await until(async () => server.output.includes('let go of what is old'), 'it is over', 180_000);
  expect(await recount()).toMatchObject({ code: 0 });
  expect(await said()).toEqual(before);
  expect(await runCommand(['recount', '--from', '2026-03-01', '--to', '2026-03-01'], server.env)).toMatchObject({
    code: 1,
    output: expect.stringContaining('no longer kept'),
  });
});
