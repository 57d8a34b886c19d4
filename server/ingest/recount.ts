/**
 * Folds business days again from the log, in the order of time, and swaps their rows. For days to which a fact came too late, after an
 * import, or by command. Where the live engine would write something else into them, which it always may into today, it is replaced too: from
 * that day on all rows are those of the new engine, which takes its place at a position both have reached.
 */
import { setImmediate } from 'node:timers/promises';
import { addDays, dayBounds } from '../../shared/calendar.ts';
import { compoundKey } from '../../shared/ids.ts';
import type { Clock } from '../clock.ts';
import { refresh } from '../engine/contacts.ts';
import { type Engine, HORIZON_MS } from '../engine/engine.ts';
import { keepUnflushed, takeFlush } from '../engine/flush.ts';
import type { FlushRows } from '../engine/rows.ts';
import type { State } from '../engine/state.ts';
import type { Logger } from '../log.ts';
import type { Flusher } from './flusher.ts';
import { inOrder } from './in-order.ts';
import { disagreements, intervalsHeld, type Reach, reachOf } from './reach.ts';
import { restore } from './restore.ts';
import { keptOnly, onlyFrom, within } from './row-spans.ts';
import type { Store } from './store.ts';

export type RecountOptions = {
  clock: Clock;
  store: Store;
  log: Logger;
  flusher: Flusher;
  engine: () => Engine;
  /** Puts the recounted engine in the place of the live one. */
  swap: (engine: Engine) => void;
  /** Gives it up between one step and the next: what was swapped is whole, and a day that was not is still marked, or asked for again. */
  signal: AbortSignal;
};

/**
 * Recounts the days.
 * @param progress is told each day when it is done: those asked for, and those that had to be counted with them.
 * @throws the reason of the signal.
 */
export async function recount(options: RecountOptions, days: readonly string[], progress: (day: string) => void = () => undefined): Promise<void> {
  const { clock, store, flusher, engine, log } = options;
  const started = clock.now();
  const before = await store.markingClock();
  const keptFrom = await store.readKeptFrom();
  const plan = planOf(engine().state, days, keptFrom);
  for (const day of plan.gone) {
    await store.clearMarkedDay(day, before);
    log.warn('not counted again: its facts are no longer kept', { day });
    progress(day);
  }
  if (plan.asked.length === 0) return;
  const held = intervalsHeld(engine().state);
  // Known before the fold: its rows are kept. What shows only afterwards takes another fold.
  let from = plan.asked.find((day) => day === plan.today || held.some((at) => plan.holds(day, at))) ?? null;
  let outcome = await count(options, plan, from, keptFrom);
  while ('from' in outcome) {
    from = outcome.from;
    outcome = await count(options, plan, from, keptFrom);
  }
  // A start from an older checkpoint would bring back what the old engine knew.
  if (outcome.isSwapped) await flusher.flush({ checkpoint: true });
  // Days marked by the count itself: whoever counts all that are marked has to find them.
  else if (engine().state.unflushed.markedDays.size > 0) await flusher.flush();
  for (const day of [...outcome.written, ...days.filter((day) => day > plan.today)]) {
    await store.clearMarkedDay(day, before);
    log.info('recounted', { day, ms: clock.now() - started });
    progress(day);
  }
}

type Plan = {
  readonly today: string;
  /** In order; none after today, and none that is gone. */
  readonly asked: readonly string[];
  /** Those that cannot be counted: rows would be replaced by nothing. */
  readonly gone: readonly string[];
  span(day: string): { from: number; to: number };
  holds(day: string, at: number): boolean;
};

function planOf(state: State, days: readonly string[], keptFrom: number | null): Plan {
  const { day: today } = state.period();
  const calendar = state.calendar(state.now);
  const spans = new Map<string, { from: number; to: number }>();
  const span = (day: string) => {
    const known = spans.get(day);
    if (known !== undefined) return known;
    const { startsAt, endsAt } = dayBounds(day, calendar);
    const bounds = { from: startsAt, to: endsAt };
    spans.set(day, bounds);
    return bounds;
  };
  const all = [...new Set(days.map((day) => (day < today ? day : today)))].sort();
  const isGone = (day: string) => keptFrom !== null && span(day).from < keptFrom;
  return {
    today,
    asked: all.filter((day) => !isGone(day)),
    gone: all.filter(isGone),
    span,
    holds: (day, at) => at >= span(day).from && at < span(day).to,
  };
}

/** What was written, or the day from which on the live engine has to be replaced and rows were not kept. */
type Outcome = { readonly written: readonly string[]; readonly isSwapped: boolean } | { readonly from: string };

/** One fold for all of them, up to the present: a contact of an old day may have ended an hour ago. */
async function count(options: RecountOptions, plan: Plan, from: string | null, keptFrom: number | null): Promise<Outcome> {
  const { store, engine, flusher, signal } = options;
  const { asked, today } = plan;
  const fresh = await foldFrom(options, asked[0] as string, engine().state.position, wantedBy(plan, from, reachOf(engine().state)));
  inherit(engine().state, fresh.state);
  let outcome: Outcome = { written: asked, isSwapped: false };
  await flusher.exclusive(async () => {
    signal.throwIfAborted();
    await catchUp(options, fresh);
    const live = engine().state;
    const taken = takeFlush(fresh.state);
    const odd = disagreements(live, fresh.state, taken);
    const rows = keptOnly(taken, keptFrom);
    const first = asked.find((day) => day === today || odd.some((at) => plan.holds(day, at)));
    if (first !== undefined && (from === null || first < from)) {
      outcome = { from: first };
      return;
    }
    const past = asked.filter((day) => first === undefined || day < first);
    for (const day of past) {
      signal.throwIfAborted();
      const changedTo = await store.swapDay(day, plan.span(day), within(rows, plan.span(day)));
      if (changedTo === null) continue;
      // They hold what she was before.
      await store.dropDayCheckpoints(day);
      markBehind(live, plan, day, changedTo, (other) => past.includes(other) || (first !== undefined && other >= first));
    }
    if (first === undefined) return;
    signal.throwIfAborted();
    outcome = { written: [...past, ...(await replace(options, plan, first, fresh, rows))], isSwapped: true };
  });
  return outcome;
}

/** The days behind one that was counted, up to the instant: a span of an agent that begins in it reaches into them, and has changed. */
function markBehind(live: State, plan: Plan, counted: string, changedTo: number, isWritten: (day: string) => boolean): void {
  for (let day = addDays(counted, 1); day <= plan.today && plan.span(day).from < changedTo; day = addDays(day, 1))
    if (!isWritten(day)) live.unflushed.markedDays.add(day);
}

/** Writes all days from `first` on and puts the recounted engine in the place of the live one. @returns the days. */
async function replace(options: RecountOptions, plan: Plan, first: string, fresh: Engine, rows: FlushRows): Promise<string[]> {
  const { store, engine, swap } = options;
  const days: string[] = [];
  for (let day = first; day < plan.today; day = addDays(day, 1)) days.push(day);
  const reach = reachOf(engine().state);
  const rest = onlyFrom(rows, { before: plan.span(first).from, from: plan.span(plan.today).from, reach });
  again(rows, fresh.state);
  // Those hold the old counts of these days, and would bring them back with the next recount that begins there.
  if (days.length > 0) await store.dropDayCheckpoints(first);
  for (const day of days) await store.swapDay(day, plan.span(day), within(rows, plan.span(day)));
  await store.swapDay(plan.today, plan.span(plan.today), rest);
  // Written first and swapped then: where the database goes away in between, the live engine still has what it had.
  await catchUp(options, fresh);
  carryOver(engine().state, fresh.state);
  swap(fresh);
  return [...days, plan.today];
}

/** Brings the recounted engine to where the live one stands; nothing happens between the last look at the two and the return. */
async function catchUp({ store, engine, clock }: RecountOptions, fresh: Engine): Promise<void> {
  while (engine().state.position > fresh.state.position) await foldTail(store, fresh);
  const now = Math.max(clock.now(), engine().state.now);
  engine().advance(now);
  fresh.advance(now);
}

/** What the live engine has let go of is late for the recounted one too, from here on: it may never have had it. */
function inherit(from: State, to: State): void {
  refresh(to);
  to.floor.evictedBefore = Math.max(to.floor.evictedBefore, from.floor.evictedBefore);
  for (const [queueId, ledger] of to.queues)
    ledger.evictedBefore = Math.max(ledger.evictedBefore, (from.queues.get(queueId) ?? from.floor).evictedBefore);
  to.agentsEvictedBefore = Math.max(to.agentsEvictedBefore, from.agentsEvictedBefore);
}

/** What a swap of days does not write is left to the next flush. */
function again({ removedStays, markedDays }: FlushRows, state: State): void {
  for (const stay of removedStays) state.unflushed.removedStays.set(compoundKey(stay.source, stay.contactId, stay.segmentId), stay);
  for (const day of markedDays) state.unflushed.markedDays.add(day);
}

/** What the log does not hold, or the tables not yet, and a recount must not lose. */
function carryOver(from: State, to: State): void {
  for (const [source, kinds] of from.anomalies) to.anomalies.set(source, kinds);
  for (const queueId of from.unflushed.queueSettings) to.unflushed.queueSettings.add(queueId);
  for (const day of from.unflushed.markedDays) to.unflushed.markedDays.add(day);
}

type Wanted = Pick<Reach, 'contact' | 'stay'>;

function wantedBy(plan: Plan, from: string | null, reach: Reach): Wanted {
  const since = from === null ? Number.POSITIVE_INFINITY : plan.span(from).from;
  const asked = (at: number) => at >= since || plan.asked.some((day) => plan.holds(day, at));
  return {
    contact: (at) => asked(at) || (from !== null && reach.contact(at)),
    stay: (queueId, at) => asked(at) || (from !== null && reach.stay(queueId, at)),
  };
}

async function foldFrom({ store, signal }: RecountOptions, day: string, upTo: number, wanted: Wanted): Promise<Engine> {
  const { engine, position: after, now: savedAt } = restore(await store.loadDayCheckpoint(day));
  const skipped = await store.quarantined();
  for (const { event, position } of await store.readSettings()) if (!skipped.has(position)) engine.apply(event, Math.min(position, after));
  const pages = store.readSpan(savedAt === null ? 0 : savedAt - HORIZON_MS, Number.MAX_SAFE_INTEGER, upTo);
  for await (const facts of inOrder(pages, ({ position }) => position > after && !skipped.has(position))) {
    for (const { event, position } of facts) engine.apply(event, position);
    keepUnflushed(engine.state, wanted);
    await setImmediate();
    signal.throwIfAborted();
  }
  engine.state.position = Math.max(engine.state.position, upTo);
  // All of them are in this very count.
  engine.state.unflushed.markedDays.clear();
  return engine;
}

async function foldTail(store: Store, engine: Engine): Promise<void> {
  for await (const page of store.readTail(engine.state.position)) {
    for (const { event, position } of page.events) engine.apply(event, position);
    engine.state.position = Math.max(engine.state.position, page.lastPosition);
  }
}
