import { expect, test } from 'vitest';
import { agentState } from '../../../server/engine/board.ts';
import { Engine } from '../../../server/engine/engine.ts';
import { takeFlush } from '../../../server/engine/flush.ts';
import { silentLogger } from '../../../server/log.ts';
import { simulatorKind } from '../../../server/sources/simulator/source.ts';
import type { Source, SourceContext, SourceEvent, SourceStatus } from '../../../server/sources/source.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { virtualClock } from '../../support/virtual-clock.ts';
import { asEvent, boundsOf, planOf, TUESDAY, tell } from './told.ts';

function sourceOf(url: string): Source {
  const source = simulatorKind.parse(new URL(url));
  if (!source.ok) throw new Error(source.error);
  return source.value;
}

/** A log and a note that outlive the source, as the server keeps them. */
function home(startAt: number) {
  const clock = virtualClock(startAt);
  const log = new Map<string, SourceEvent>();
  const state = { note: null as unknown, completeUntil: null as number | null, statuses: [] as SourceStatus[], largest: 0, future: 0 };
  /** Runs the source until an instant, then stops it. */
  const run = async (source: Source, until: number): Promise<SourceEvent[]> => {
    const stop = new AbortController();
    const told: SourceEvent[] = [];
    const context: SourceContext = {
      name: 'demo',
      clock,
      log: silentLogger,
      signal: stop.signal,
      customerRef: () => null,
      random: () => 0.5,
      notes: {
        read: async () => state.note,
        write: async (note) => {
          state.note = note;
        },
      },
      sink: {
        completeUntil: state.completeUntil,
        async emit(events) {
          state.largest = Math.max(state.largest, events.length);
          for (const event of events) {
            if (event.sourceTime > clock.now()) state.future++;
            told.push(event);
            if (!log.has(event.id)) log.set(event.id, event);
          }
        },
        alive: () => undefined,
        status: (status) => state.statuses.push(status),
        skew: () => undefined,
        anomaly: (kind, example) => {
          throw new Error(`${kind} ${example}`);
        },
      },
    };
    const running = source.run(context);
    await clock.advanceTo(until);
    stop.abort();
    await running;
    state.completeUntil = clock.now();
    return told;
  };
  return { clock, log, state, run };
}

function fold(log: ReadonlyMap<string, SourceEvent>, at: number): Engine {
  const engine = new Engine();
  let position = 0;
  for (const fact of log.values()) engine.apply(asEvent(fact), ++position);
  engine.advance(at);
  return engine;
}

const MONDAY = '2026-11-16';
const { startsAt, endsAt } = boundsOf(TUESDAY);
const isOfTheDay = (fact: SourceEvent) => !fact.type.endsWith('.config.v1');

test('yesterday and the day so far come first, then each fact at its time', async () => {
  const noon = startsAt + 9 * HOUR_MS;
  const it = home(noon);
  const told = await it.run(sourceOf('simulator://demo'), noon + 10 * MINUTE_MS);
  expect(it.state.statuses.map(({ state }) => state)).toEqual(['catching-up', 'up']);
  expect(it.state.largest).toBeLessThanOrEqual(500);
  expect(it.state.future).toBe(0);
  const facts = told.filter(isOfTheDay);
  const expected = tell(planOf(), MONDAY, noon + 10 * MINUTE_MS);
  expect(facts.length).toBe(expected.length);
  expect(facts.find((fact, i) => JSON.stringify(fact) !== JSON.stringify(expected[i]))).toBeUndefined();
});

test('a restart in the middle of the day changes nothing, on any channel', async () => {
  const stops = home(startsAt + 5 * HOUR_MS);
  for (const hours of [7, 7.01, 12]) await stops.run(sourceOf('simulator://demo'), startsAt + hours * HOUR_MS);
  const whole = home(startsAt + 12 * HOUR_MS);
  await whole.run(sourceOf('simulator://demo'), startsAt + 12 * HOUR_MS);
  const told = ({ log }: { log: ReadonlyMap<string, SourceEvent> }) => [...log.values()].filter(isOfTheDay).map((fact) => JSON.stringify(fact));
  const [inParts, atOnce] = [told(stops), told(whole)];
  expect(inParts.length).toBe(atOnce.length);
  expect(inParts.find((fact, i) => fact !== atOnce[i])).toBeUndefined();
  for (const channel of ['voice', 'chat', 'whatsapp', 'email']) expect(atOnce.some((fact) => fact.includes(`"channel":"${channel}"`))).toBe(true);
});

test('a stop over the turn of the day leaves nobody on the line or signed in', async () => {
  const it = home(startsAt + 14 * HOUR_MS);
  await it.run(sourceOf('simulator://demo'), startsAt + 14.2 * HOUR_MS);
  const morning = endsAt + 2 * HOUR_MS;
  await it.clock.advanceTo(morning);
  await it.run(sourceOf('simulator://demo'), morning + MINUTE_MS);
  const engine = fold(it.log, morning + MINUTE_MS);
  const present = [...engine.state.agents.values()].map((agent) => agentState(engine.state, agent)).filter((agent) => agent.state !== 'offline');
  const isEarly = new Set(planOf().agents.flatMap(({ id, duty }) => (duty === 'early-night' ? [id] : [])));
  expect(present.filter(({ id }) => !isEarly.has(id))).toEqual([]);
  const { stays } = takeFlush(engine.state);
  expect(stays.filter((stay) => stay.outcome === 'lost')).toEqual([]);
  // What was written at night waits for the morning.
  const onTheLine = stays.filter(({ channel }) => channel === 'voice' || channel === 'chat');
  expect(onTheLine.filter((stay) => stay.outcome === 'open' && stay.offeredAt < morning - HOUR_MS)).toEqual([]);
  expect(engine.state.anomalies.size).toBe(0);
});

test('a week of history is the days one by one, today as without it', async () => {
  const ten = startsAt + 7 * HOUR_MS;
  const [week, day] = [home(ten), home(ten)];
  const told = await week.run(sourceOf('simulator://demo?history=7d'), ten);
  const short = await day.run(sourceOf('simulator://demo'), ten);
  const days = new Set(told.filter(isOfTheDay).map(({ id }) => id.split('-')[1]));
  expect([...days].sort()).toEqual(['20261110', '20261111', '20261112', '20261113', '20261114', '20261115', '20261116', '20261117']);
  const today = (facts: readonly SourceEvent[]) => facts.filter(({ id }) => id.includes('-20261117-')).map((fact) => JSON.stringify(fact));
  const [ofWeek, ofDay] = [today(told), today(short)];
  expect(ofWeek.length).toBe(ofDay.length);
  expect(ofWeek.find((fact, i) => fact !== ofDay[i])).toBeUndefined();
});

test('a queueing model that is stopped and started again goes on as if it had not been', async () => {
  const url = 'simulator://erlang?model=erlang-a&agents=10&contactsPerHour=600&talkSeconds=60';
  const stops = home(startsAt + HOUR_MS);
  for (const hours of [2, 2.01, 3]) await stops.run(sourceOf(url), startsAt + hours * HOUR_MS);
  const whole = home(startsAt + 3 * HOUR_MS);
  await whole.run(sourceOf(url), startsAt + 3 * HOUR_MS);
  const facts = ({ log }: { log: ReadonlyMap<string, SourceEvent> }) => [...log.values()].filter(isOfTheDay).map((fact) => JSON.stringify(fact));
  expect(facts(stops)).toEqual(facts(whole));
});

test('another seed on the same books closes what the first has left open', async () => {
  const ten = startsAt + 7 * HOUR_MS;
  const it = home(ten);
  await it.run(sourceOf('simulator://demo'), ten + MINUTE_MS);
  await it.run(sourceOf('simulator://demo?seed=other'), ten + 60 * MINUTE_MS);
  const plan = planOf('seed=other');
  const engine = fold(it.log, ten + 60 * MINUTE_MS);
  const { stays } = takeFlush(engine.state);
  const left = stays.filter((stay) => stay.outcome === 'open' && !stay.contactId.startsWith(plan.key));
  expect(left).toEqual([]);
});

test('faster than life, facts stay on our clock and the floor lives so much faster', async () => {
  const ten = startsAt + 7 * HOUR_MS;
  const it = home(ten);
  const told = await it.run(sourceOf('simulator://demo?speed=60'), ten + 4 * MINUTE_MS);
  expect(it.state.future).toBe(0);
  const calls = told.filter((fact) => fact.type === 'cc.contact.queued.v1' && fact.sourceTime > ten);
  expect(calls.length).toBeGreaterThan(300);
  const again = await it.run(sourceOf('simulator://demo?speed=60'), ten + 8 * MINUTE_MS);
  expect(again.filter((fact) => told.some(({ id }) => id === fact.id)).filter(isOfTheDay)).toEqual([]);
  const engine = fold(it.log, ten + 8 * MINUTE_MS);
  const open = takeFlush(engine.state).stays.filter((stay) => stay.outcome === 'open' && stay.offeredAt < ten + 7 * MINUTE_MS);
  expect(open).toEqual([]);
});

test('what a URL says wrong is told all at once', () => {
  const wrong = simulatorKind.parse(new URL('simulator://demo?agents=3&queues=x&speeed=2&timezone=Mars/Base&seed='));
  expect(wrong.ok).toBe(false);
  if (wrong.ok) return;
  for (const part of ['agents=3', 'queues=x', 'speeed=', 'Mars/Base', 'seed=']) expect(wrong.error).toContain(part);
  expect(simulatorKind.parse(new URL('simulator://demo?name=north&agents=10&history=7d')).ok).toBe(true);
  const told = (query: string) => {
    const parsed = simulatorKind.parse(new URL(`simulator://demo?${query}`));
    return parsed.ok ? '' : parsed.error;
  };
  expect(told('history=7')).toBe('history=7 must be days, from 1d to 31d');
  expect(told('model=erlang-c')).toBe('model=erlang-c is not known; allowed: centre, erlang-a');
  expect(told('model=erlang-a&queues=2&patienceSeconds=0')).toContain(
    'queues= does not go with model=erlang-a: it has one; patienceSeconds=0 must be a number from 1 to 36000',
  );
  expect(told('talkSeconds=60')).toBe('talkSeconds= goes with model=erlang-a only');
});
