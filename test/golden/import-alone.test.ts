/** A queue_log imported for a source that was never live: whom it may call signed in, and for how long. */
import { expect, test } from 'vitest';
import { IMPORT_END } from '../../server/sources/asterisk/queue-log/sight.ts';
import { surveyQueueLog } from '../../server/sources/asterisk/queue-log/survey.ts';
import { type Alone, translateQueueLog } from '../../server/sources/asterisk/queue-log/translate.ts';
import type { Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { Folded } from '../support/fold.ts';
import { loadRecording } from './recording.ts';

const SOURCE = 'pbx1';

async function importLog(lines: readonly string[], more: Partial<Alone> = {}, wrapupS = 0): Promise<Event[]> {
  const alone = { survey: await surveyQueueLog(lines), endedAt: [], knownUntil: null, ...more };
  const options = {
    source: SOURCE,
    until: null,
    gaps: [],
    interfaces: new Map(),
    alone,
    aloneUntil: null,
    wrapupMs: new Map([['sales', wrapupS * 1000]]),
    acwReasons: new Set<string>(),
    customerRef: () => null,
  };
  const events: Event[] = [];
  for await (const batch of translateQueueLog(lines, options))
    for (const event of batch.events) events.push({ ...event, source: SOURCE, at: event.sourceTime } as Event);
  return events;
}

const START = 1_795_299_000;
/** A line so many seconds after the start. */
const line = (second: number, callid: string, queue: string, agent: string, event: string, params = '') =>
  `${START + second}|${callid}|${queue}|${agent}|${event}|${params}`;
const member = (second: number, agent: string, event: string) => line(second, 'MANAGER', 'sales', agent, event);
const pause = (second: number, agent: string, event: string, reason = '') => line(second, 'NONE', 'sales', agent, event, reason);
const call = (second: number, callid: string, agent: string, talkS: number) => [
  line(second - 5, callid, 'sales', 'NONE', 'ENTERQUEUE', '|050|1'),
  line(second, callid, 'sales', agent, 'CONNECT', '5|leg|2'),
  line(second + talkS, callid, 'sales', agent, 'COMPLETEAGENT', `5|${talkS}|1`),
];
const log = (...lines: (string | string[])[]) => lines.flat().sort((a, b) => Number(a.split('|')[0]) - Number(b.split('|')[0]));

/** Seconds of an agent on the day of the log and on the day after it. */
function secondsOf(events: readonly Event[], agentId: string) {
  const from = START * 1000 - HOUR_MS;
  const folded = new Folded(events, from + 2 * DAY_MS);
  const { signedInMs, availableMs, talkMs, acwMs, breakMs, answered } = folded.time(agentId, from, from + DAY_MS);
  const next = folded.time(agentId, from + DAY_MS, from + 2 * DAY_MS).signedInMs;
  return { in: signedInMs / 1000, available: availableMs / 1000, talk: talkMs / 1000, acw: acwMs / 1000, break: breakMs / 1000, answered, next };
}

const agentsOf = (events: readonly Event[]) => [...new Folded(events, START * 1000 + DAY_MS).engine.state.agents.keys()].sort();

for (const name of ['small', 'shift', 'reconnect'] as const) {
  test(`${name}: one agent a person, by name, who talks as long as her calls last, and is nowhere the next day`, async () => {
    const { queueLog } = loadRecording(name);
    const events = await importLog(queueLog.split('\n'));
    const agents = agentsOf(events);
    expect(agents.length).toBe(name === 'small' ? 3 : 12);
    expect(agents.filter((id) => id.includes('/'))).toEqual([]);
    const last = Math.max(...events.map(({ at }) => at));
    const folded = new Folded(events, last + 2 * DAY_MS);
    for (const agent of agents) {
      const all = folded.time(agent, 0, last + DAY_MS);
      expect(all.answered, agent).toBe(queueLog.split('\n').filter((text) => text.includes(`|${agent}|CONNECT|`)).length);
      expect(all.talkMs, agent).toBe(all.handledTalkMs);
      expect(folded.time(agent, last, last + 2 * DAY_MS).signedInMs, agent).toBe(0);
    }
  });
}

test('where the log names members everywhere, she is signed in from ADDMEMBER to REMOVEMEMBER, and to the end of the log at the latest', async () => {
  const lines = log(
    member(0, 'Dana', 'ADDMEMBER'),
    member(0, 'Noa', 'ADDMEMBER'),
    member(0, 'PJSIP/9', 'ADDMEMBER'),
    call(100, 'c1', 'Dana', 50),
    pause(200, 'Noa', 'PAUSE', 'Lunch'),
    member(600, 'Dana', 'REMOVEMEMBER'),
    call(895, 'c2', 'Noa', 5),
  );
  const events = await importLog(lines, {}, 10);
  expect(secondsOf(events, 'Dana')).toEqual({ in: 600, available: 540, talk: 50, acw: 10, break: 0, answered: 1, next: 0 });
  expect(secondsOf(events, 'Noa')).toEqual({ in: 900, available: 200, talk: 5, acw: 0, break: 695, answered: 1, next: 0 });
  // Nobody's calls are told under a name that she might have: she is a member who took none.
  expect(secondsOf(events, 'PJSIP/9')).toMatchObject({ in: 900, available: 900 });
});

test('rotated logs in either order: who is added in one file and removed in the next is signed in between', async () => {
  const files = [
    log(member(0, 'Dana', 'ADDMEMBER'), call(100, 'c1', 'Dana', 50)),
    log(member(900, 'Dana', 'REMOVEMEMBER'), call(1000, 'c2', 'Noa', 10)),
  ];
  const [older = [], newer = []] = files;
  const inOrder = [...(await importLog(older)), ...(await importLog(newer, { endedAt: [(START + 150) * 1000], knownUntil: (START + 150) * 1000 }))];
  // Between the files nothing tells of her.
  expect(secondsOf(inOrder, 'Dana')).toMatchObject({ in: 150, talk: 50, next: 0 });
  const backwards = [
    ...(await importLog(newer)),
    ...(await importLog(older, { endedAt: [(START + 1010) * 1000], knownUntil: (START + 1010) * 1000 })),
  ];
  // The older file lies behind the horizon: its day is counted again, in the order of its facts.
  backwards.sort(compareEvents);
  expect(secondsOf(backwards, 'Dana')).toMatchObject({ in: 900, talk: 50, next: 0 });
});

test('of whom calls and pauses alone tell, is signed in while they last', async () => {
  const lines = log(
    member(0, 'PJSIP/1', 'ADDMEMBER'),
    call(100, 'c1', 'Dana', 50),
    pause(300, 'Dana', 'PAUSE', 'Lunch'),
    pause(400, 'Dana', 'PAUSE', 'Training'),
    pause(500, 'Dana', 'UNPAUSE'),
    call(700, 'c2', 'Dana', 20),
    // She signs out in this one: no line says so.
    pause(800, 'Dana', 'PAUSE', 'Lunch'),
    call(3000, 'c3', 'Noa', 10),
  );
  const events = await importLog(lines, {}, 10);
  expect(agentsOf(events)).toEqual(['Dana', 'Noa']);
  expect(secondsOf(events, 'Dana')).toEqual({ in: 290, available: 0, talk: 70, acw: 20, break: 200, answered: 2, next: 0 });
});

test('who talks and who waits at the end of the log is lost sight of there, until a later file tells better', async () => {
  const whole = log(
    call(100, 'c1', 'Dana', 50),
    line(120, 'c2', 'sales', 'NONE', 'ENTERQUEUE', '|051|1'),
    line(160, 'c2', 'sales', 'NONE', 'ABANDON', '1|1|40'),
  );
  const half = whole.filter((text) => Number(text.split('|')[0]) <= START + 120);
  const early = await importLog(half);
  const outcomes = (events: readonly Event[]) => new Folded(events, START * 1000 + DAY_MS).stays.map(({ outcome }) => outcome);
  expect(outcomes(early)).toEqual(['answered', 'lost']);
  expect(secondsOf(early, 'Dana')).toMatchObject({ in: 20, talk: 20, next: 0 });
  const ends = early.filter(({ origin }) => origin === IMPORT_END).map(({ at }) => at);
  const known = new Set(early.map(({ id }) => id));
  const later = (await importLog(whole, { endedAt: ends, knownUntil: ends[0] ?? 0 })).filter(({ id }) => !known.has(id));
  expect(outcomes([...early, ...later])).toEqual(['answered', 'abandoned']);
  expect(secondsOf([...early, ...later], 'Dana')).toMatchObject({ in: 50, talk: 50, next: 0 });
});

test('a log that has grown since it was imported is as if imported once, and a copy that is shorter adds no end', async () => {
  const { queueLog } = loadRecording('shift');
  const whole = queueLog.split('\n').filter((text) => text !== '');
  for (const share of [0.3, 0.5, 0.8]) {
    const half = whole.slice(0, Math.floor(whole.length * share));
    const first = await importLog(half);
    const ends = first.filter(({ origin }) => origin === IMPORT_END).map(({ at }) => at);
    expect(ends.length).toBe(1);
    const known = new Set(first.map(({ id }) => id));
    const later = (await importLog(whole, { endedAt: ends, knownUntil: ends[0] ?? 0 })).filter(({ id }) => !known.has(id));
    const once = await importLog(whole);
    for (const agent of agentsOf(once)) expect(secondsOf([...first, ...later], agent), agent).toEqual(secondsOf(once, agent));
    expect((await importLog(half, { knownUntil: Number.MAX_SAFE_INTEGER })).filter(({ origin }) => origin === IMPORT_END)).toEqual([]);
  }
});
