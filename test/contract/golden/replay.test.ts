import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readTail } from '../../../db/event-log.ts';
import { type Progress, runJob } from '../../../server/control/jobs.ts';
import { boardRows } from '../../../server/engine/board.ts';
import type { Engine } from '../../../server/engine/engine.ts';
import { takeFlush } from '../../../server/engine/flush.ts';
import { boot } from '../../../server/ingest/boot.ts';
import { createStore } from '../../../server/store.ts';
import { businessDayOf } from '../../../shared/calendar.ts';
import { DAY_MS, INTERVAL_MS, intervalStart, toIso } from '../../../shared/time.ts';
import { loadRecording } from '../../golden/recording.ts';
import { startApp } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { patientClock } from '../../support/patient-clock.ts';
import { type Floor, importSettings, play, simulatedDay } from './played.ts';
import { tablesOf } from './tables.ts';

async function recount({ app, db }: Pick<Floor, 'app' | 'db'>, day: string): Promise<Progress | undefined> {
  const context = { core: app.core, db, isConfigured: () => false, importSettings: importSettings('shift'), customerRef: () => null };
  let last: Progress | undefined;
  for await (const progress of runJob(context, { job: 'recount', from: day, to: day })) last = progress;
  return last;
}

/** The board as it goes over the wire; its rows have no order of their own. */
function boardOf(engine: Engine): object {
  const { floor, queues, agents } = boardRows(engine.state, { components: true, demo: false });
  return JSON.parse(JSON.stringify({ floor, queues: queues.sort(byId), agents: agents.sort(byId) })) as object;
}

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

for (const [name, open] of [
  ['shift', () => play(loadRecording('shift'), { hasQueueLog: true })],
  ['reconnect', () => play(loadRecording('reconnect'), { hasQueueLog: true })],
  ['a simulated day', simulatedDay],
] as const) {
  describe(`${name}: the log says it all`, () => {
    let played: Floor;
    let day: string;
    beforeAll(async () => {
      played = await open();
      const now = played.clock.now();
      day = businessDayOf(now, played.app.core.engine().state.calendar(now));
    });
    afterAll(() => played?.close());

    test('a start from the checkpoint and the tail has the board of the one who was there', async () => {
      const { app, db, clock } = played;
      // One fact more, so that there is a tail however the last checkpoint fell.
      await app.core.ingest.submit([fact('cc.agent.config.v1', clock.now(), { agentId: 'nobody', effectiveAt: toIso(clock.now()), name: 'tail' })]);
      const { engine, fromCheckpoint, replayed } = await boot(createStore(db), clock);
      expect(fromCheckpoint).toBeGreaterThan(100);
      expect(replayed).toBeGreaterThan(0);
      expect(boardOf(engine)).toEqual(boardOf(app.core.engine()));
    });

    test('a start from the log alone has it too', async () => {
      const { app, db, clock } = played;
      const { engine, fromCheckpoint, replayed } = await boot({ ...createStore(db), loadCheckpoint: async () => null }, clock);
      expect(fromCheckpoint).toBe(0);
      expect(replayed).toBeGreaterThan(500);
      expect(boardOf(engine)).toEqual(boardOf(app.core.engine()));
    });

    test('a start from the log alone that writes as it goes has the board, and changes no row', async () => {
      const { app, db, clock } = played;
      await app.core.flusher.flush();
      const before = await tablesOf(played);
      let flushes = 0;
      const store = createStore(db);
      const counting: typeof store = {
        ...store,
        loadCheckpoint: async () => null,
        readTail: (after) => readTail(db.sql, after, 100),
        flush: (rows, checkpoints) => {
          flushes++;
          return store.flush(rows, checkpoints);
        },
      };
      const { engine } = await boot(counting, clock, Math.ceil(app.core.engine().state.position / 20));
      expect(flushes).toBeGreaterThan(4);
      expect(boardOf(engine)).toEqual(boardOf(app.core.engine()));
      await store.flush(takeFlush(engine.state, { running: true }), []);
      expect(await tablesOf(played)).toEqual(before);
    });

    test('counting today again changes no row', async () => {
      await played.clock.advanceTo(intervalStart(played.clock.now()) + INTERVAL_MS + 5000);
      await played.app.core.flusher.flush();
      const before = await tablesOf(played);
      const board = boardOf(played.app.core.engine());
      expect(await recount(played, day)).toEqual({ is: 'done', text: '1 day counted again' });
      expect(await tablesOf(played)).toEqual(before);
      expect(boardOf(played.app.core.engine())).toEqual(board);
      const [row] = await played.sql<{ revision: number }[]>`select min(revision)::int as revision from queue_interval`;
      expect(row?.revision).toBe(1);
    });

    test('counting it again days later changes no row', async () => {
      const { db } = played;
      const clock = patientClock(played.clock.now() + 2 * DAY_MS);
      const app = await startApp({ db, clock });
      onTestFinished(() => app.stop());
      await app.core.flusher.flush();
      const before = await tablesOf({ sql: db.sql, clock });
      expect(await recount({ app, db }, day)).toEqual({ is: 'done', text: '1 day counted again' });
      expect(await tablesOf({ sql: db.sql, clock })).toEqual(before);
    });
  });
}
