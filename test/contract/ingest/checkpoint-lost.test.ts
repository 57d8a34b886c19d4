/** A checkpoint goes with the flush that is due, and with the next one where that fails. */
import { expect, test } from 'vitest';
import type { Clock } from '../../../server/clock.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { EntityIds } from '../../../server/ingest/entity-ids.ts';
import { Flusher } from '../../../server/ingest/flusher.ts';
import { Ingest } from '../../../server/ingest/ingest.ts';
import { silentLogger } from '../../../server/log.ts';
import { createStore } from '../../../server/store.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

const START = Date.parse('2026-11-17T10:00:00.000Z');

test('a checkpoint lost with a flush that failed is written with the next one, and then again in a minute', async () => {
  await db.empty();
  let now = START;
  const engine = new Engine();
  const clock: Clock = { now: () => now, after: () => undefined, every: () => undefined };
  const common = { clock, store: createStore(db.database), log: silentLogger, engine: () => engine };
  const flusher = new Flusher({ ...common, signal: new AbortController().signal, onMarked: () => undefined });
  const onBroken = (error: unknown) => {
    throw error;
  };
  const ingest = new Ingest({ ...common, ids: new EntityIds([]), onFolded: () => undefined, onBroken });
  const queued = (contactId: string) => fact('cc.contact.queued.v1', now, { contactId, queueId: 'q' });
  const written = async () => (await db.sql<{ position: number }[]>`select position::int from checkpoint`).map(({ position }) => position);

  await ingest.submit([queued('first')]);
  now = START + MINUTE_MS;
  await db.sql`alter table checkpoint rename to checkpoint_away`;
  await expect(flusher.flush()).rejects.toThrow('checkpoint');
  await db.sql`alter table checkpoint_away rename to checkpoint`;
  expect(await written()).toEqual([]);

  now += SECOND_MS;
  await flusher.flush();
  expect(await written()).toEqual([1]);

  await ingest.submit([queued('second')]);
  now += SECOND_MS;
  await flusher.flush();
  expect(await written()).toEqual([1]);
});
