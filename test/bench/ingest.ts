/** Facts a second from HTTP to the commit, in batches of 500, against a bare loop of inserts into the same table. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toJsonb } from '../../db/json.ts';
import type { Sql } from '../../db/open.ts';
import type { Event } from '../../shared/events/event.ts';
import { MINUTE_MS, toIso } from '../../shared/time.ts';
import { SENDER, startApp, TOKEN } from '../support/app.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import { alternate, type Bench, count, median, timed } from './figure.ts';

const BATCH = 500;
const BATCHES = 60;
const ROUNDS = 5;
const SPAN_MS = 12 * MINUTE_MS;
/** Requests under way: as one platform with one connector for each of its sites would have. */
const CONNECTIONS = 4;

/** Facts of the last minutes, those of each round of other contacts. */
function facts(round: number): Event[] {
  const shift = Date.now() - SPAN_MS - 2 * MINUTE_MS - T0;
  return floorFacts({ seed: round, contacts: 5000, agents: 200, queues: 20, spanMs: SPAN_MS, source: SENDER })
    .slice(0, BATCH * BATCHES)
    .map((event) => {
      const data: Record<string, unknown> = { ...event.data };
      if (typeof data['contactId'] === 'string') data['contactId'] = `${round}-${data['contactId']}`;
      if (typeof data['segmentId'] === 'string') data['segmentId'] = `${round}-${data['segmentId']}`;
      if (typeof data['contactStartedAt'] === 'number') data['contactStartedAt'] += shift;
      const at = Math.min(event.at + shift, Date.now());
      return { ...event, id: `${round}-${event.id}`, at, sourceTime: at, data } as Event;
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

export const ingest: Bench = {
  name: 'ingest',
  async run(database) {
    const { db, close } = await database();
    const app = await startApp({ db });
    const sender = startSender(`${app.url}/api/v1/events`);
    let round = 0;
    const ours = async () => {
      await sender.load(batches(facts(++round)).map(bodyOf));
      return sender.send();
    };
    const reference = async () => {
      const rows = batches(facts(++round)).map((events) => rowsOf(events, 'bare'));
      return timed(async () => {
        for (const text of rows) await insert(db.sql, text);
      });
    };
    const [posted, inserted] = await alternate(ROUNDS, ours, reference);
    sender.stop();
    await app.stop();
    await close();
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
