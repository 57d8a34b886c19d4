/** A start with a tail of 300,000 facts, against the bare read of the same rows. */

import { append } from '../../db/event-log.ts';
import type { Database, Sql } from '../../db/open.ts';
import { realClock } from '../../server/clock.ts';
import { boot as bootEngine } from '../../server/ingest/boot.ts';
import { createStore } from '../../server/store.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { floorFacts } from '../support/facts.ts';
import { alternate, type Bench, median, timed } from './figure.ts';

const FACTS = 300_000;
const PAGE = 2000;
const ROUNDS = 7;

async function fill({ sql }: Database): Promise<void> {
  const facts = floorFacts({ seed: 3, contacts: 72_000, agents: 500, queues: 40, spanMs: 20 * HOUR_MS }).slice(0, FACTS);
  if (facts.length < FACTS) throw new Error(`only ${facts.length} facts`);
  for (let start = 0; start < FACTS; start += 5000) await append(sql, facts.slice(start, start + 5000), Date.now());
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
    await fill(db);
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
