/** A whole server whose time is set by hand and may also go back: nothing happens by the clock, each step is the test's own. */
import { onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Clock } from '../../server/clock.ts';
import type { Event } from '../../shared/events/event.ts';
import { type RunningApp, startApp } from './app.ts';
import { createDatabase } from './postgres.ts';

export type SteppedFloor = {
  readonly app: RunningApp;
  readonly database: Database;
  readonly sql: Database['sql'];
  readonly clock: Clock;
  /** Sets the clock, and looks at the floor and flushes it as the timers would. */
  at(now: number): Promise<void>;
  /** Stores and folds the facts in this order, each at its own instant; every few of them time passes. */
  live(events: readonly Event[]): Promise<void>;
  /** Ends the server and starts it again on the same database; `after` may change the tables in between. */
  restart(after?: () => Promise<unknown>): Promise<void>;
};

const LOOK_EVERY = 3;

/** Gone when the test is over. */
export async function steppedFloor(startAt: number, env: Record<string, string> = {}): Promise<SteppedFloor> {
  const { url, drop } = await createDatabase();
  const db = openDatabase(url);
  let now = startAt;
  const clock: Clock = { now: () => now, after: () => undefined, every: () => undefined };
  let app = await startApp({ db, clock, env });
  onTestFinished(async () => {
    await app.stop();
    await db.close();
    await drop();
  });
  const at = async (to: number) => {
    now = to;
    await app.core.flusher.flush();
  };
  return {
    get app() {
      return app;
    },
    database: db,
    sql: db.sql,
    clock,
    at,
    async live(events) {
      for (const [index, event] of events.entries()) {
        now = Math.max(now, event.at);
        await app.core.ingest.submit([event]);
        if (index % LOOK_EVERY === 0) await at(now);
      }
      await at(now);
    },
    async restart(after) {
      await app.stop();
      await after?.();
      app = await startApp({ db, clock, env });
    },
  };
}
