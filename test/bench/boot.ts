/** A start with a tail of 300,000 facts, against the bare read of the same rows. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { append } from '../../db/event-log.ts';
import type { Database, Sql } from '../../db/open.ts';
import { realClock } from '../../server/clock.ts';
import { dump } from '../../server/engine/checkpoint.ts';
import type { Engine } from '../../server/engine/engine.ts';
import { takeFlush } from '../../server/engine/flush.ts';
import { boot as bootEngine } from '../../server/ingest/boot.ts';
import type { Store } from '../../server/ingest/store.ts';
import { createStore } from '../../server/store.ts';
import type { Event } from '../../shared/events/event.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { floorFacts, T0 } from '../support/facts.ts';
import { alternate, type Bench, median, timed } from './figure.ts';
import type { Started } from './start-process.ts';

const FACTS = 300_000;
const DAY_FACTS = 1_000_000;
/** What comes within a minute of a day of a million. */
const MINUTE_FACTS = 1000;
const PAGE = 2000;
const ROUNDS = 7;
const DAY_ROUNDS = 3;
const DAY_MS = 20 * HOUR_MS;

function dayOf(count: number): Event[] {
  const facts = floorFacts({ seed: 3, contacts: Math.ceil(count * 0.24), agents: 500, queues: 40, spanMs: DAY_MS }).slice(0, count);
  if (facts.length < count) throw new Error(`only ${facts.length} facts`);
  return facts;
}

async function fill({ sql }: Database, facts: readonly Event[]): Promise<void> {
  for (let start = 0; start < facts.length; start += 5000) await append(sql, facts.slice(start, start + 5000), Date.now());
  await sql`analyze event_log`;
}

/** Page by page, the next one asked for while this one is looked at; rows are taken as the driver gives them. */
async function read(sql: Sql): Promise<number> {
  const page = (after: number) => sql<{ position: string }[]>`
    select position, source, event_id, type, sequence, body, date_part('epoch', at) * 1000 as at, date_part('epoch', source_time) * 1000 as source_time
    from event_log where position > ${after} order by position limit ${PAGE}`;
  let total = 0;
  let next = page(0).execute();
  for (;;) {
    const rows = await next;
    total += rows.length;
    if (rows.length < PAGE) return total;
    next = page(Number(rows.at(-1)?.position)).execute();
  }
}

export const boot: Bench = {
  name: 'boot',
  async run(database) {
    const { db, close } = await database();
    await fill(db, dayOf(FACTS));
    const store = createStore(db);
    const ours = () =>
      timed(async () => {
        const { replayed } = await bootEngine(store, realClock);
        if (replayed !== FACTS) throw new Error(`replayed ${replayed}`);
      });
    const reference = () =>
      timed(async () => {
        const rows = await read(db.sql);
        if (rows !== FACTS) throw new Error(`read ${rows}`);
      });
    const [booted, bare] = await alternate(ROUNDS, ours, reference);
    await close();
    return [
      {
        what: 'boot, tail of 300,000 facts',
        ours: `${(median(booted) / 1000).toFixed(2)} s`,
        reference: `bare read ${(median(bare) / 1000).toFixed(2)} s`,
        value: median(bare) / median(booted),
        bar: { atLeast: 0.5 },
        unit: '×',
      },
    ];
  },
};

/** Milliseconds of a start in a process of its own. */
async function startedAlone(url: string, now: number, expected: number): Promise<number> {
  const child = fork(fileURLToPath(new URL('start-process.ts', import.meta.url)), [url, String(now)]);
  const [{ ms, replayed }] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [Started];
  if (replayed !== expected) throw new Error(`replayed ${replayed}`);
  return ms;
}

/** As the server does each minute. */
async function checkpoint(store: Store, engine: Engine): Promise<void> {
  const rows = takeFlush(engine.state, { running: true });
  engine.settle();
  await store.flush(rows, [{ kind: 'minute', day: null, state: dump(engine.state) }]);
}

export const day: Bench = {
  name: 'day',
  async run(database) {
    const { url, db, close } = await database();
    const facts = dayOf(DAY_FACTS);
    const [before, last] = [facts.slice(0, -MINUTE_FACTS), facts.slice(-MINUTE_FACTS)];
    await fill(db, before);
    const store = createStore(db);
    const clock = { ...realClock, now: () => T0 + DAY_MS };
    const replayed = (expected: number) =>
      timed(async () => {
        const booted = await bootEngine(store, clock);
        if (booted.replayed !== expected) throw new Error(`replayed ${booted.replayed}`);
      });
    const reference = () => timed(() => read(db.sql));
    const [full, bare] = await alternate(DAY_ROUNDS, () => replayed(before.length), reference);
    const { engine } = await bootEngine(store, clock);
    const flushed = await timed(() => checkpoint(store, engine));
    await fill(db, last);
    const started: number[] = [];
    for (let round = 0; round < DAY_ROUNDS; round++) started.push(await startedAlone(url, clock.now(), last.length));
    await close();
    const s = (values: readonly number[]) => `${(median(values) / 1000).toFixed(2)} s`;
    return [
      {
        what: `full replay of a day of ${DAY_FACTS.toLocaleString('en')} facts`,
        ours: s(full),
        reference: `bare read ${s(bare)}`,
        value: median(bare) / median(full),
        bar: { atLeast: 0.5 },
        unit: '×',
      },
      {
        what: 'boot of that day from a checkpoint a minute old, in a process of its own',
        ours: s(started),
        reference: `bare read of the day ${s(bare)}`,
        value: median(started) / 1000,
        bar: { atMost: 3 },
        unit: 's',
        note: `the flush after the full replay took ${(flushed / 1000).toFixed(1)} s, beside the live wall`,
      },
    ];
  },
};
