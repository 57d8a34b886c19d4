/**
 * Folds business days again from the log, in the order of time, and swaps their rows. For days to which a fact came too late, after an
 * import, or by command. Today is swapped together with the live engine, at a position both have reached.
 */
import { setImmediate } from 'node:timers/promises';
import { dayBounds } from '../../shared/calendar.ts';
import type { Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import type { Clock } from '../clock.ts';
import { type Engine, HORIZON_MS } from '../engine/engine.ts';
import { takeFlush } from '../engine/flush.ts';
import type { FlushRows } from '../engine/rows.ts';
import type { Logger } from '../log.ts';
import type { Flusher } from './flusher.ts';
import { restore } from './restore.ts';
import type { Store } from './store.ts';

export type RecountOptions = {
  clock: Clock;
  store: Store;
  log: Logger;
  flusher: Flusher;
  engine: () => Engine;
  /** Puts the recounted engine in the place of the live one. */
  swap: (engine: Engine) => void;
};

/** Recounts the days. @param progress is told each day when it is done. */
export async function recount(options: RecountOptions, days: readonly string[], progress: (day: string) => void = () => undefined): Promise<void> {
  const started = options.clock.now();
  const before = await options.store.markingClock();
  const today = options.engine().state.period().day;
  const done = async (day: string) => {
    await options.store.clearMarkedDay(day, before);
    options.log.info('recounted', { day, ms: options.clock.now() - started });
    progress(day);
  };
  const past = [...new Set(days.filter((day) => day < today))].sort();
  if (past.length > 0) await recountPast(options, past, done);
  if (days.some((day) => day >= today)) {
    await recountToday(options, today);
    for (const day of days.filter((known) => known >= today)) await done(day);
  }
}

/** One fold for all of them, up to the present: a contact of an old day may have ended an hour ago. */
async function recountPast(options: RecountOptions, days: readonly string[], done: (day: string) => Promise<void>): Promise<void> {
  const { store, engine, clock, flusher } = options;
  const spans = days.map((day) => {
    const { startsAt, endsAt } = dayBounds(day, engine().state.calendar(engine().state.now));
    return { day, from: startsAt, to: endsAt };
  });
  const wanted = (at: number) => spans.some(({ from, to }) => at >= from && at < to);
  const fresh = await foldFrom(store, days[0] as string, Number.MAX_SAFE_INTEGER, await store.lastPosition(), wanted);
  fresh.advance(clock.now());
  const rows = takeFlush(fresh.state);
  for (const span of spans) {
    await flusher.exclusive(() => store.swapDay(span.day, span, within(rows, span)));
    await done(span.day);
  }
}

async function recountToday(options: RecountOptions, day: string): Promise<void> {
  const { store, engine, clock, flusher } = options;
  const bounds = dayBounds(day, engine().state.calendar(engine().state.now));
  const fresh = await foldFrom(store, day, Number.MAX_SAFE_INTEGER, engine().state.position, () => true);
  const span = { from: bounds.startsAt, to: bounds.endsAt };
  await flusher.exclusive(async () => {
    while (engine().state.position > fresh.state.position) await foldTail(store, fresh);
    fresh.advance(clock.now());
    const rows = takeFlush(fresh.state);
    carryOver(engine(), fresh);
    options.swap(fresh);
    // Rows of earlier cohorts that changed meanwhile are written with them: the engine that held them is gone.
    await store.swapDay(day, span, { ...rows, markedDays: [] });
  });
}

/** What the log does not hold and a recount must not lose. */
function carryOver(from: Engine, to: Engine): void {
  for (const [source, kinds] of from.state.anomalies) to.state.anomalies.set(source, kinds);
}

async function foldFrom(store: Store, day: string, until: number, upTo: number, wanted: (at: number) => boolean): Promise<Engine> {
  const { engine, position: after, now: savedAt } = restore(await store.loadDayCheckpoint(day));
  const skipped = await store.quarantined();
  for (const { event, position } of await store.readSettings()) if (!skipped.has(position)) engine.apply(event, Math.min(position, after));
  let held: { event: Event; position: number }[] = [];
  // Facts of one instant may stand on two pages: the last instant of a page is folded with the next.
  for await (const page of store.readSpan(savedAt === null ? 0 : savedAt - HORIZON_MS, until, upTo)) {
    const facts = [...held, ...page.events.filter(({ position }) => position > after && !skipped.has(position))].sort((a, b) =>
      compareEvents(a.event, b.event),
    );
    const last = facts.at(-1)?.event.at;
    held = facts.filter((fact) => fact.event.at === last);
    for (const { event, position } of facts) if (event.at !== last) engine.apply(event, position);
    forget(engine, wanted);
    await setImmediate();
  }
  for (const { event, position } of held) engine.apply(event, position);
  engine.state.position = Math.max(engine.state.position, upTo);
  return engine;
}

/** Rows of days that are not asked for would only fill the memory. */
function forget(engine: Engine, wanted: (at: number) => boolean): void {
  const { contacts, stays } = engine.state.unflushed;
  for (const [key, row] of contacts) if (!wanted(row.offeredAt)) contacts.delete(key);
  for (const [key, row] of stays) if (!wanted(row.offeredAt)) stays.delete(key);
}

async function foldTail(store: Store, engine: Engine): Promise<void> {
  for await (const page of store.readTail(engine.state.position)) {
    for (const { event, position } of page.events) engine.apply(event, position);
    engine.state.position = Math.max(engine.state.position, page.lastPosition);
  }
}

/** Only the rows whose cohort (spans: whose start) lies in the span. */
function within(rows: FlushRows, span: { from: number; to: number }): FlushRows {
  const inside = (at: number) => at >= span.from && at < span.to;
  return {
    ...rows,
    contacts: rows.contacts.filter((row) => inside(row.offeredAt)),
    stays: rows.stays.filter((row) => inside(row.offeredAt)),
    removedStays: [],
    timelines: rows.timelines.map((timeline) => ({
      agentId: timeline.agentId,
      from: span.from,
      spans: timeline.spans.filter((row) => inside(row.startedAt)),
      pauses: timeline.pauses.filter((row) => inside(row.startedAt)),
    })),
    queueIntervals: rows.queueIntervals.filter((row) => inside(row.startAt)),
    floorIntervals: rows.floorIntervals.filter((row) => inside(row.startAt)),
    agentIntervals: rows.agentIntervals.filter((row) => inside(row.startAt)),
    gaps: [],
    markedDays: [],
  };
}
