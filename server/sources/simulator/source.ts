/** The simulator source: a floor that nobody has to own a telephone system to see. It tells the day so far at once, then lives with the clock. */
import type { Result } from '../../../shared/result.ts';
import { DAY_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { sleep } from '../../clock.ts';
import type { Source, SourceContext, SourceEvent, SourceKind } from '../source.ts';
import { Days, floorDayOf, settingsFacts } from './days.ts';
import { readOptions, type SimulatorOptions } from './options.ts';
import { Pace } from './pace.ts';
import { type FloorPlan, planFloor } from './plan.ts';

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
};

/** A floor that is ready to run. */
export function simulatorSource(options: SimulatorOptions): Source {
  return {
    name: options.name,
    kind: 'simulator',
    run: (context) => run(context, options),
    check: async () => ({ ok: true, value: `a simulated floor of ${options.agents} agents and ${options.queues} queues` }),
  };
}

async function run(context: SourceContext, options: SimulatorOptions): Promise<void> {
  const { clock, sink, signal, notes } = context;
  const plan = planFloor(options);
  const startAt = clock.now();
  const pace = new Pace(startAt, options.speed);
  const before = await notes.read();
  sink.status({ state: 'catching-up', reason: undefined });
  const days = options.speed === 1 ? new Days(plan, firstDay(plan, startAt, sink.completeUntil)) : fasterDays(plan, startAt);
  await sink.emit(settingsFacts(plan, startAt));
  // A floor that ran faster than life has told a future of its own: what is told now is another one, from here on.
  const isTold = options.speed !== 1 && before !== null;
  while (!signal.aborted && days.nextAt <= startAt) {
    const facts = days.take(startAt, BATCH_EVENTS);
    if (!isTold) await sink.emit(facts);
  }
  if (signal.aborted) return;
  if (before !== null && (isTold || before !== plan.key)) await sink.emit([snapshotFact(plan, days, startAt)]);
  await notes.write(plan.key);
  sink.status({ state: 'up', reason: undefined });
  await live(context, days, pace);
}

/** The day so far; the end of the day that was cut short by a stop, so that nobody is left on the line; and what lies between. */
function firstDay(plan: FloorPlan, now: number, completeUntil: number | null): string {
  if (completeUntil === null || completeUntil >= now) return floorDayOf(plan, now);
  return floorDayOf(plan, Math.max(completeUntil, now - MOST_DAYS * DAY_MS));
}

/** The same day told at another speed, or from another start, is another day: it has ids of its own. */
function fasterDays(plan: FloorPlan, startAt: number): Days {
  return new Days(plan, floorDayOf(plan, startAt), `-${startAt.toString(36)}`);
}

/** Says who is there now: whoever another floor has left open is closed by it. */
function snapshotFact(plan: FloorPlan, days: Days, at: number): SourceEvent {
  const id = `${plan.key}-snapshot-${toIso(at)}`;
  return { id, type: 'cc.snapshot.v1', data: days.snapshot(at), sourceTime: at, sequence: '', timequality: 'platform-ms' };
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
