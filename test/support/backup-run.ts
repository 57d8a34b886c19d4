/** Backs a database up, restores it elsewhere, and asks a server on it for everything it says of some days. */
import { Readable, Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { writeBackup } from '../../db/backup/write.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { restoreBackup } from '../../server/backup/restore.ts';
import type { Clock } from '../../server/clock.ts';
import { addDays, businessDayOf, dayBounds } from '../../shared/calendar.ts';
import { MINUTE_MS, toIso } from '../../shared/time.ts';
import { startApp } from './app.ts';
import { createDatabase } from './postgres.ts';

const CALENDAR = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [] };
export const OPTIONS = { version: '0.1.0', timezone: CALENDAR.timezone, at: Date.parse('2026-11-18T00:00:00Z') };

/** The bytes of a backup. */
export async function backupOf(db: Database): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await writeBackup(
    db,
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    }),
    OPTIONS,
  );
  return Buffer.concat(chunks);
}

/** A new database with what the backup holds; gone when the test is over. */
export async function restored(backup: Buffer): Promise<Database> {
  const db = await emptyDatabase();
  await restoreBackup(db, Readable.from([backup]), () => undefined);
  return db;
}

/** A migrated database without facts; gone when the test is over. */
export async function emptyDatabase(): Promise<Database> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  onTestFinished(async () => {
    await db.close();
    await drop();
  });
  return db;
}

/** Everything that a server on the database says of the business days, and the views; its clock stands still. */
export async function saidOf(db: Database, now: number, from: number, env: Record<string, string> = {}): Promise<Record<string, unknown>> {
  const clock: Clock = { now: () => now, after: () => undefined, every: () => undefined };
  const app = await startApp({ db, clock, env });
  const said: Record<string, unknown> = {};
  try {
    await app.core.flusher.flush();
    const agents = await db.sql<{ agent_id: string }[]>`select distinct agent_id from agent_span order by 1`;
    for (let day = businessDayOf(from, CALENDAR); day <= businessDayOf(now, CALENDAR); day = addDays(day, 1)) {
      const { startsAt, endsAt } = dayBounds(day, CALENDAR);
      const whole = spanOf(startsAt, endsAt);
      const paths = [`reviews?${whole}`, `reviews?${spanOf(startsAt + 7 * MINUTE_MS, endsAt - 8 * MINUTE_MS)}`, `shifts?day=${day}`];
      paths.push(...agents.map((row) => `agents/${encodeURIComponent(row.agent_id)}/spans?${whole}`));
      for (const path of paths) said[path] = await app.get(`/api/v1/${path}`);
      let cursor: string | null = '';
      for (let page = 0; cursor !== null; page++) {
        const path: string = `contacts?${whole}${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const answer: { contacts: unknown[]; nextCursor: string | null } = await app.get(`/api/v1/${path}`);
        said[`contacts of ${day}, page ${page}`] = answer.contacts;
        cursor = answer.nextCursor;
      }
    }
    // They have no order of their own.
    for (const path of ['queues', 'agents'] as const)
      said[path] = (await app.get<Record<string, { id: string }[]>>(`/api/v1/${path}`))[path]?.sort((a, b) => (a.id < b.id ? -1 : 1));
    const running = toIso(now);
    said['v_shift'] = await texts(db, 'v_shift', running);
    for (const view of ['v_queue_interval', 'v_agent_interval']) said[view] = await texts(db, view, running);
    for (const table of ['gap', 'queue_setting', 'quarantine', 'entity_id', 'source_note', 'shift_span', 'event_log'])
      said[table] = await texts(db, table, running);
  } finally {
    await app.stop();
  }
  return said;
}

function spanOf(from: number, to: number): string {
  return `from=${encodeURIComponent(toIso(from))}&to=${encodeURIComponent(toIso(to))}`;
}

/** Rows as sorted text, without how often they were counted. A quarter that still runs is left out, and one of an agent in which there is nothing: whether it has a row nobody can see. */
async function texts({ sql }: Database, name: string, now: string): Promise<string[]> {
  const isInterval = name.endsWith('_interval');
  const isEmpty = name === 'v_agent_interval' ? sql`signed_in_ms = 0 and answered = 0 and handled = 0 and ring_no_answer = 0` : sql`false`;
  const rows = await sql<{ row: string }[]>`select (to_jsonb(t) - 'revision')::text as row from ${sql(name)} t
    where not (${isEmpty}) and ${isInterval ? sql`start_at + interval '15 minutes' <= ${now}` : sql`true`} order by 1`;
  return rows.map(({ row }) => row);
}
