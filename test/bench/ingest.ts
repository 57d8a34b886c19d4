/** Facts a second from HTTP to the commit, in batches of 500, against a bare loop of inserts into the same table. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toJsonb } from '../../db/json.ts';
import type { Sql } from '../../db/open.ts';
import type { Event } from '../../shared/events/event.ts';
import { HOUR_MS, INTERVAL_MS, toIso } from '../../shared/time.ts';
import { SENDER, startApp, TOKEN } from '../support/app.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import type { BenchDatabase } from './database.ts';
import { type Bench, count, median, timed } from './figure.ts';

const BATCH = 500;
const BATCHES = 60;
const ROUNDS = 5;
/** So much that the requests under way together span less than the horizon, whatever order they come in. */
const SPAN_MS = 3 * HOUR_MS;
/** Requests under way: as one platform with one connector for each of its sites would have. */
const CONNECTIONS = 4;

/** A site whose business day began ten hours ago, so that a shift of facts fits into what is held in memory. */
function longDay(): Record<string, string> {
  const start = toIso(Math.floor((Date.now() - 10 * HOUR_MS) / INTERVAL_MS) * INTERVAL_MS).slice(11, 16);
  return { MOKED_TIMEZONE: 'UTC', MOKED_DAY_START: start, MOKED_SHIFTS: `day ${start}-${start.slice(0, 3)}${start.endsWith('45') ? '30' : '45'}` };
}

/** The facts of the last three hours of a floor of 200. */
function facts(): Event[] {
  const shift = Date.now() - SPAN_MS - T0;
  const all = floorFacts({ seed: 5, contacts: 6500, agents: 200, queues: 20, spanMs: SPAN_MS * 0.9, source: SENDER }).slice(0, BATCH * BATCHES);
  if (all.length < BATCH * BATCHES) throw new Error(`only ${all.length} facts`);
  return all.map((event) => {
    const data: Record<string, unknown> = { ...event.data };
    if (typeof data['contactStartedAt'] === 'number') data['contactStartedAt'] += shift;
    return { ...event, at: event.at + shift, sourceTime: event.sourceTime + shift, data } as Event;
  });
}

function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: BATCHES }, (_, i) => items.slice(i * BATCH, (i + 1) * BATCH));
}

function bodyOf(events: readonly Event[]): string {
  return JSON.stringify(
    events.map(({ id, type, at, sequence, data }) => ({ specversion: '1.0', id, source: 'urn:bench', type, time: toIso(at), sequence, data })),
  );
}

/** The parameters of a bare loop, ready: nothing but the database is left to do. */
function rowsOf(events: readonly Event[], source: string): string {
  return toJsonb(
    events.map((event) => ({
      s: source,
      i: event.id,
      t: event.type,
      a: event.at,
      p: event.sourceTime,
      q: event.sequence,
      b: { data: event.data, timequality: event.timequality },
    })),
  );
}

async function insert(sql: Sql, rows: string): Promise<void> {
  await sql`insert into event_log (source, event_id, type, at, source_time, received_at, sequence, body)
    select r.s, r.i, r.t, to_timestamp(r.a / 1000), to_timestamp(r.p / 1000), now(), r.q, r.b
    from jsonb_to_recordset(${rows}::jsonb) as r(s text, i text, t text, a float8, p float8, q text, b jsonb)`;
}

/** One round: a server of its own, so that each starts with empty books; who goes first changes. */
async function round(database: BenchDatabase, isOursFirst: boolean): Promise<{ ours: number; reference: number }> {
  const { db, close } = database;
  const all = facts();
  const app = await startApp({ db, env: longDay() });
  const sender = startSender(`${app.url}/api/v1/events`);
  await sender.load(batches(all).map(bodyOf));
  const rows = batches(all).map((events) => rowsOf(events, 'bare'));
  const bare = () =>
    timed(async () => {
      for (const text of rows) await insert(db.sql, text);
    });
  const first = isOursFirst ? null : await bare();
  const ours = await sender.send();
  const reference = first ?? (await bare());
  sender.stop();
  const late = app.core.engine().state.anomalies.get(SENDER)?.get('late')?.count ?? 0;
  if (late > 0) throw new Error(`${late} facts came late`);
  await app.stop();
  await close();
  return { ours, reference };
}

export const ingest: Bench = {
  name: 'ingest',
  async run(database) {
    const posted: number[] = [];
    const inserted: number[] = [];
    for (let n = -1; n < ROUNDS; n++) {
      const { ours, reference } = await round(await database(), n % 2 === 0);
      if (n < 0) continue;
      posted.push(ours);
      inserted.push(reference);
    }
    const rate = (ms: readonly number[]) => ((BATCH * BATCHES) / median(ms)) * 1000;
    return [
      {
        what: 'HTTP to committed, batches of 500',
        ours: `${count(rate(posted))} facts/s`,
        reference: `bare insert ${count(rate(inserted))}/s`,
        value: median(inserted) / median(posted),
        bar: { atLeast: 0.5 },
        unit: '×',
        note: 'fold, flush and walls run beside it, as they do in life',
      },
    ];
  },
};

/** A client in a process of its own: what sending costs is not the server's. */
function startSender(url: string) {
  const child = fork(fileURLToPath(new URL('sender-process.ts', import.meta.url)), [url, TOKEN, String(CONNECTIONS)]);
  const ask = (message: unknown) =>
    new Promise<{ ms: number }>((resolve, reject) => {
      child.once('message', (answer: { ms: number; error?: string }) =>
        answer.error === undefined ? resolve(answer) : reject(new Error(answer.error)),
      );
      child.send(message as object);
    });
  return {
    load: (bodies: readonly string[]) => ask({ load: bodies }),
    send: async () => (await ask({ send: true })).ms,
    stop: () => child.disconnect(),
  };
}
