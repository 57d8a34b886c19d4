/** What comes while days are being counted again: nothing is lost to an older row, and nothing is folded twice. */
import { expect, test } from 'vitest';
import { countStays, reviewStays } from '../../../db/reviews.ts';
import type { Clock } from '../../../server/clock.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { EntityIds } from '../../../server/ingest/entity-ids.ts';
import { Flusher } from '../../../server/ingest/flusher.ts';
import { Ingest } from '../../../server/ingest/ingest.ts';
import { recount } from '../../../server/ingest/recount.ts';
import type { Store } from '../../../server/ingest/store.ts';
import { silentLogger } from '../../../server/log.ts';
import { createStore } from '../../../server/store.ts';
import type { Event, EventType } from '../../../shared/events/event.ts';
import { until } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

/** The business day turns at 03:00 in Jerusalem: 01:00 UTC. */
const at = (time: string) => Date.parse(`2026-11-${time}:00.000Z`);
const YESTERDAY = '2026-11-16';
const TODAY = '2026-11-17';

const of =
  (contactId: string) =>
  (what: string, time: number, more: object = {}) =>
    fact(`cc.contact.${what}.v1` as EventType, time, { contactId, segmentId: `${contactId}:1`, queueId: 'q', ...more });

/** Ingest, flusher and recount on a store that the test may slow down. */
async function parts(startAt: number, slowed: (store: Store) => Partial<Store> = () => ({})) {
  await db.empty();
  let now = startAt;
  let engine = new Engine();
  const clock: Clock = { now: () => now, after: () => undefined, every: () => undefined };
  const real = createStore(db.database);
  const store: Store = { ...real, ...slowed(real) };
  const common = { clock, store, log: silentLogger, engine: () => engine };
  const flusher = new Flusher({ ...common, signal: new AbortController().signal, onMarked: () => undefined, replayed: 0 });
  const ingest = new Ingest({
    ...common,
    ids: new EntityIds([]),
    onFolded: () => undefined,
    onBroken: (error) => {
      throw error;
    },
  });
  const swap = (fresh: Engine) => {
    engine = fresh;
  };
  return {
    ingest,
    flusher,
    engine: () => engine,
    async live(events: readonly Event[]) {
      for (const event of events) {
        now = Math.max(now, event.at);
        await ingest.submit([event]);
      }
      await flusher.flush();
    },
    async at(to: number) {
      now = to;
      await flusher.flush();
    },
    recount: (days: readonly string[], signal = new AbortController().signal) => recount({ ...common, flusher, swap, signal }, days),
    waiting: () => engine.state.queue('q').waiting.size,
  };
}

const stays = () => db.sql<{ contact_id: string; outcome: string }[]>`select contact_id, outcome from queue_stay order by contact_id`;

const marked = async () => (await db.sql<{ day: string }[]>`select day::text from marked_day`).map(({ day }) => day);

async function sumsAreThoseOfTheStays(now: number): Promise<void> {
  const span = { from: at('16T01:00'), to: at('18T01:00'), now };
  const [queues, intervals] = await countStays(db.sql, span);
  const review = await reviewStays(db.sql, span);
  expect(review.queues).toEqual(queues);
  expect(review.intervals).toEqual(intervals);
}

test('a caller who gives up while the past is being folded does not stay open', async () => {
  const still = of('still');
  const gate: { during?: () => Promise<void> } = {};
  const floor = await parts(at('17T00:50'), (store) => ({
    async *readSpan(...span) {
      yield* store.readSpan(...span);
      await gate.during?.();
    },
  }));
  await floor.live([still('queued', at('17T00:50'))]);
  await floor.at(at('17T01:10'));
  gate.during = async () => {
    gate.during = async () => undefined;
    await floor.ingest.submit([still('abandoned', at('17T01:10'))]);
  };
  await floor.recount([YESTERDAY]);
  await floor.at(at('17T04:00'));
  expect(floor.waiting()).toBe(0);
  expect(await stays()).toEqual([{ contact_id: 'still', outcome: 'abandoned' }]);
  await sumsAreThoseOfTheStays(at('17T04:00'));
});

test('a stop gives a recount up while it folds, and the last flush does not wait for it', async () => {
  const call = of('call');
  const stop = new AbortController();
  const hooks = { stops: false };
  const floor = await parts(at('17T10:00'), (store) => ({
    async *readSpan(...span) {
      yield* store.readSpan(...span);
      if (hooks.stops) stop.abort();
    },
  }));
  await floor.live([call('queued', at('17T10:00'))]);
  hooks.stops = true;
  await expect(floor.recount([TODAY], stop.signal)).rejects.toThrow(stop.signal.reason as Error);
  const before = floor.engine();
  await floor.live([call('abandoned', at('17T10:05'))]);
  expect(floor.engine()).toBe(before);
  expect(await stays()).toEqual([{ contact_id: 'call', outcome: 'abandoned' }]);
  // The same once more, and nobody stops it.
  hooks.stops = false;
  await floor.recount([TODAY]);
  expect(floor.engine()).not.toBe(before);
  await sumsAreThoseOfTheStays(at('17T10:05'));
});

test('a fact that is committed and not yet answered is not folded twice when the engine is swapped', async () => {
  const hooks: { answer?: Promise<void>; during?: () => Promise<void> } = {};
  const floor = await parts(at('17T10:00'), (store) => ({
    async append(events, receivedAt) {
      const positions = await store.append(events, receivedAt);
      await hooks.answer;
      return positions;
    },
    async *readSpan(...span) {
      yield* store.readSpan(...span);
      await hooks.during?.();
    },
  }));
  await floor.live([of('a')('queued', at('17T10:00'))]);
  let answer: () => void = () => undefined;
  let answered: Promise<readonly string[]> | undefined;
  hooks.during = async () => {
    // One that the live engine has and the fold has not, so that the tail is read; and behind it the one without an answer.
    await floor.ingest.submit([of('b')('queued', at('17T10:01'))]);
    hooks.answer = new Promise((resolve) => {
      answer = resolve;
    });
    answered = floor.ingest.submit([of('c')('queued', at('17T10:02')), of('late')('queued', at('17T09:00'))]);
    await until(async () => (await db.sql`select from event_log`).length === 4, 'committed');
  };
  const before = floor.engine();
  await floor.recount([TODAY]);
  expect(floor.engine()).not.toBe(before);
  expect(floor.waiting()).toBe(3);
  answer();
  expect(await answered).toEqual(['accepted', 'accepted']);
  // The one that came too late waits for the next count.
  await floor.live([]);
  expect(await marked()).toEqual([TODAY]);
  expect([...floor.engine().state.contacts.values()].map(({ facts }) => facts.length)).toEqual([1, 1, 1]);
});

test('what comes while the counted rows are being written is known to the engine that takes over', async () => {
  const hooks: { before?: () => Promise<void> } = {};
  const floor = await parts(at('17T10:00'), (store) => ({
    async swapDay(...swapped) {
      await hooks.before?.();
      return store.swapDay(...swapped);
    },
  }));
  await floor.live([of('a')('queued', at('17T10:00'))]);
  hooks.before = async () => {
    await floor.ingest.submit([of('a')('abandoned', at('17T10:01')), of('b')('queued', at('17T10:02')), of('late')('queued', at('17T09:00'))]);
    await floor.ingest.submit([fact('cc.queue.config.v1', at('17T10:03'), { queueId: 'q', effectiveAt: '2026-11-17T10:03:00.000Z', name: 'Sales' })]);
  };
  const before = floor.engine();
  await floor.recount([TODAY]);
  expect(floor.engine()).not.toBe(before);
  await floor.live([]);
  expect(floor.waiting()).toBe(1);
  expect(await stays()).toEqual([
    { contact_id: 'a', outcome: 'abandoned' },
    { contact_id: 'b', outcome: 'open' },
  ]);
  expect(await marked()).toEqual([TODAY]);
  expect(await db.sql`select name from queue_setting where queue_id = 'q' and name is not null`).toEqual([{ name: 'Sales' }]);
  await sumsAreThoseOfTheStays(at('17T10:03'));
});
