/**
 * The simulator source: a floor that nobody has to own a telephone system to see. It tells yesterday (or as many days as it is asked for)
 * and the day so far at once, so that no shift begins with a hole in it, then lives with the clock.
 */
import { addDays, dayBounds } from '../../../shared/calendar.ts';
import type { Result } from '../../../shared/result.ts';
import { DAY_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { sleep } from '../../clock.ts';
import type { Source, SourceContext, SourceEvent, SourceKind } from '../source.ts';
import { Days, floorCalendar, floorDayOf } from './days.ts';
import { LIMITS } from './limits.ts';
import { readOptions, type SimulatorOptions } from './options.ts';
import { Pace } from './pace.ts';
import { type FloorPlan, planFloor } from './plan.ts';
import { settingsFacts } from './settings.ts';

/** What is taken at a time: a step of the floor may add a few facts to it. */
const BATCH_EVENTS = 450;
const TICK_MS = SECOND_MS;
/** Days that were not told while the server was off are told again, at most so many. */
const MOST_DAYS = 7;

/** One line of the registry. */
export const simulatorKind: SourceKind = {
  schemes: ['simulator'],
  parse(url): Result<Source, string> {
    const options = readOptions(url);
    return options.ok ? { ok: true, value: simulatorSource(options.value) } : options;
  },
  limits: LIMITS,
  anomalies: {},
  explain: () => [],
};

/** A floor that is ready to run. */
export function simulatorSource(options: SimulatorOptions): Source {
  return {
    name: options.name,
    kind: 'simulator',
    run: (context) => run(context, options),
    check: async () => ({ ok: true, value: describe(options) }),
  };
}

function describe({ agents, queues, erlangA }: SimulatorOptions): string {
  return erlangA === null ? `a simulated floor of ${agents} agents and ${queues} queues` : `a queueing model, M/M/${agents}+M`;
}

async function run(context: SourceContext, options: SimulatorOptions): Promise<void> {
  const { clock, sink, signal, notes } = context;
  const plan = planFloor(options);
  const startAt = clock.now();
  const before = await notes.read();
  sink.status({ state: 'catching-up', reason: undefined });
  await sink.emit(settingsFacts(plan, startAt));
  const days = options.speed === 1 ? await tellSoFar(context, plan, startAt, before) : await tellFaster(context, plan, startAt, before);
  if (signal.aborted) return;
  await notes.write(plan.key);
  sink.status({ state: 'up', reason: undefined });
  await live(context, days, new Pace(startAt, options.speed));
}

/** The day so far, and before it yesterday (or more days) at the first start, later the end of the day that a stop cut short: nobody is left on the line. */
async function tellSoFar(context: SourceContext, plan: FloorPlan, now: number, before: unknown): Promise<Days> {
  const { completeUntil } = context.sink;
  const today = floorDayOf(plan, now);
  const first =
    completeUntil === null
      ? addDays(today, -plan.options.historyDays)
      : floorDayOf(plan, Math.min(now, Math.max(completeUntil, now - MOST_DAYS * DAY_MS)));
  const days = new Days(plan, first);
  if (first !== today) {
    const { startsAt } = dayBounds(today, floorCalendar(plan.options.timezone));
    await tell(context, days, startsAt);
    // What was told after a stop may have come too late to be counted at once: who is there when the day begins is certain.
    if (completeUntil !== null) await context.sink.emit([snapshotFact(plan, days, startsAt)]);
  }
  await tell(context, days, now);
  const isAnother = before !== null && before !== plan.key;
  if (isAnother) await context.sink.emit([snapshotFact(plan, days, now)]);
  return days;
}

/** Told faster than life, a day is another one at each start: it has ids of its own, and closes what the one before has left open. */
async function tellFaster(context: SourceContext, plan: FloorPlan, now: number, before: unknown): Promise<Days> {
  const days = new Days(plan, floorDayOf(plan, now), `-${now.toString(36)}`);
  if (before === null) {
    await tell(context, days, now);
    return days;
  }
  while (days.take(now, BATCH_EVENTS).length > 0);
  await context.sink.emit([snapshotFact(plan, days, now)]);
  return days;
}

async function tell({ sink, signal }: SourceContext, days: Days, until: number): Promise<void> {
  while (!signal.aborted) {
    const facts = days.take(until, BATCH_EVENTS);
    if (facts.length === 0) return;
    await sink.emit(facts);
  }
}

/** Says who is there: whoever is open on the wall and is not on it is closed. */
function snapshotFact(plan: FloorPlan, days: Days, at: number): SourceEvent {
  const id = `${plan.key}-snapshot-${toIso(at)}`;
  // Behind all that happened up to this instant.
  return { id, type: 'cc.snapshot.v1', data: days.snapshot(at), sourceTime: at, sequence: '~', timequality: 'platform-ms' };
}

async function live({ clock, sink, signal }: SourceContext, days: Days, pace: Pace): Promise<void> {
  while (!signal.aborted) {
    sink.alive();
    const facts = days.take(pace.floorAt(clock.now()), BATCH_EVENTS);
    if (facts.length > 0) {
      await sink.emit(facts.map((fact) => pace.toOurs(fact)));
      continue;
    }
    const wait = pace.ourAt(days.nextAt) - clock.now();
    await sleep(clock, Math.min(TICK_MS, Math.max(1, wait)), signal);
  }
}
