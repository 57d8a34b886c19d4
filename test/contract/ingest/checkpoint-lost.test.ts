/** A checkpoint goes with the flush that is due, with the next one where that fails, and with the first after a long start. */
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

async function setUp(replayed: number) {
  await db.empty();
  const time = { now: START };
  const engine = new Engine();
  const clock: Clock = { now: () => time.now, after: () => undefined, every: () => undefined };
  const common = { clock, store: createStore(db.database), log: silentLogger, engine: () => engine };
  const flusher = new Flusher({ ...common, signal: new AbortController().signal, onMarked: () => undefined, replayed });
  const onBroken = (error: unknown) => {
    throw error;
  };
  const ingest = new Ingest({ ...common, ids: new EntityIds([]), onFolded: () => undefined, onBroken });
  const queued = (contactId: string) => ingest.submit([fact('cc.contact.queued.v1', time.now, { contactId, queueId: 'q' })]);
  const written = async () => (await db.sql<{ position: number }[]>`select position::int from checkpoint`).map(({ position }) => position);
  return { time, flusher, queued, written };
}

test('a checkpoint lost with a flush that failed is written with the next one, and then again in a minute', async () => {
  const { time, flusher, queued, written } = await setUp(0);
  await queued('first');
  time.now = START + MINUTE_MS;
  await db.sql`alter table checkpoint rename to checkpoint_away`;
  await expect(flusher.flush()).rejects.toThrow('checkpoint');
  await db.sql`alter table checkpoint_away rename to checkpoint`;
  expect(await written()).toEqual([]);

  time.now += SECOND_MS;
  await flusher.flush();
  expect(await written()).toEqual([1]);

  await queued('second');
  time.now += SECOND_MS;
  await flusher.flush();
  expect(await written()).toEqual([1]);
});

test.each([
  [9999, []],
  [10_000, [1]],
])('after a start that read %i facts the first flush has a checkpoint of %j', async (replayed, checkpoints) => {
  const { flusher, queued, written } = await setUp(replayed);
  await queued('first');
  await flusher.flush();
  expect(await written()).toEqual(checkpoints);
});
