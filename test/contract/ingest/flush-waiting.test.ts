/** A flush that takes long, in a flood: who waits for the tables is served by the next one, and the clock asks for none meanwhile. */
import { expect, test } from 'vitest';
import type { Clock } from '../../../server/clock.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { EntityIds } from '../../../server/ingest/entity-ids.ts';
import { Flusher } from '../../../server/ingest/flusher.ts';
import { Ingest } from '../../../server/ingest/ingest.ts';
import { silentLogger } from '../../../server/log.ts';
import { createStore } from '../../../server/store.ts';
import { fact } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

const START = Date.parse('2026-11-17T10:00:00.000Z');
const TICKS = 10;
const ASKED = 5;

test('however many ask while one is under way, and however often the clock does, one more is written', async () => {
  await db.empty();
  const engine = new Engine();
  const ticks: (() => void)[] = [];
  const clock: Clock = { now: () => START, after: () => undefined, every: (_ms, tick) => void ticks.push(tick) };
  const store = createStore(db.database);
  const common = { clock, log: silentLogger, engine: () => engine };
  const onBroken = (error: unknown) => {
    throw error;
  };
  const ingest = new Ingest({ ...common, store, ids: new EntityIds([]), onFolded: () => undefined, onBroken });
  const queued = (contactId: string) => ingest.submit([fact('cc.contact.queued.v1', START, { contactId, queueId: 'q' })]);
  let flushes = 0;
  let goOn: () => void = () => undefined;
  const hangs = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const flush: typeof store.flush = async (rows, checkpoints) => {
    flushes++;
    if (flushes === 1) await hangs;
    // The flood: whenever one has been written, there is more.
    else await queued(`meanwhile ${flushes}`);
    return store.flush(rows, checkpoints);
  };
  const signal = new AbortController().signal;
  const flusher = new Flusher({ ...common, store: { ...store, flush }, signal, onMarked: () => undefined, replayed: 0 });
  flusher.start();
  await queued('first');
  const first = flusher.flush();
  await queued('second');
  for (let n = 0; n < TICKS; n++) for (const tick of ticks) tick();
  const asked = Array.from({ length: ASKED }, () => flusher.flush());
  goOn();
  await Promise.all([first, ...asked]);
  expect(await db.sql`select contact_id from contact order by 1`).toMatchObject([{ contact_id: 'first' }, { contact_id: 'second' }]);
  expect(flushes).toBe(2);
});
