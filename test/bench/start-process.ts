/** A start as a server makes it: in a process of its own that holds nothing yet. Tells its parent how long the fold took to be there. */
import { openDatabase } from '../../db/open.ts';
import { realClock } from '../../server/clock.ts';
import { boot } from '../../server/ingest/boot.ts';
import { createStore } from '../../server/store.ts';

export type Started = { ms: number; replayed: number };

const [url = '', now = '0'] = process.argv.slice(2);
const db = openDatabase(url, { name: 'moked bench, a start' });
await db.sql`select 1`;
const from = performance.now();
const { replayed } = await boot(createStore(db), { ...realClock, now: () => Number(now) });
process.send?.({ ms: performance.now() - from, replayed } satisfies Started);
await db.close();
process.disconnect();
