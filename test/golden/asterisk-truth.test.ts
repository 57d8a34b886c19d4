import { expect, test } from 'vitest';
import { asAmiAlone, asaOf, pauseSums, pausesOf, staysOf, talkOf, totalsOf, truthPauses, truthTalk, truthTotals } from './compare.ts';
import { type ReplayResult, replay, STATIC_MEMBERS } from './harness.ts';
import { mirror } from './mirror.ts';
import { loadRecording } from './recording.ts';

const names = ['small', 'shift', 'reconnect'] as const;
const recordings = { small: loadRecording('small'), shift: loadRecording('shift'), reconnect: loadRecording('reconnect') };

/** Each recording is played once with queue_log and once without; the tests look at what came out. */
const played = new Map<string, Promise<ReplayResult>>();
function play(name: (typeof names)[number], hasQueueLog = false): Promise<ReplayResult> {
  const key = `${name} ${hasQueueLog}`;
  const known = played.get(key) ?? replay({ recording: recordings[name], hasQueueLog });
  played.set(key, known);
  return known;
}

for (const name of names) {
  test(`${name}: waiting, paused and in call equal every poll, with no tolerance`, () => {
    const { polls, different, anomalies } = mirror(recordings[name]);
    expect(different).toEqual([]);
    expect(anomalies).toEqual([]);
    expect(polls).toBeGreaterThan(30);
  });

  test(`${name}: by AMI alone each queue's stays and exits are the truth's`, async () => {
    const { events, anomalies } = await play(name);
    expect(totalsOf(staysOf(events))).toEqual(asAmiAlone(truthTotals(recordings[name].visits)));
    expect(anomalies).toEqual([]);
  });

  test(`${name}: with queue_log beside AMI every exit has the truth's reason`, async () => {
    const { events, anomalies } = await play(name, true);
    expect(totalsOf(staysOf(events))).toEqual(truthTotals(recordings[name].visits));
    expect(anomalies).toEqual([]);
  });

  test(`${name}: the wait of the answered is the truth's within 0.2 s on average`, async () => {
    const { events } = await play(name);
    const answered = staysOf(events).flatMap(({ queueId, queuedAt, answeredAt }) =>
      answeredAt === null ? [] : [{ queue: queueId, waitMs: answeredAt - queuedAt }],
    );
    const truth = asaOf(
      recordings[name].visits.filter(({ agent }) => agent !== undefined).map(({ queue, wait }) => ({ queue, waitMs: wait * 1000 })),
    );
    for (const [queue, asaMs] of Object.entries(asaOf(answered))) expect(Math.abs(asaMs - (truth[queue] ?? 0)), queue).toBeLessThan(200);
  });
}

for (const name of ['small', 'shift'] as const) {
  test(`${name}: talk and hold of each agent are within 2 % of the truth`, async () => {
    const { events } = await play(name);
    const talk = talkOf(staysOf(events));
    const truth = truthTalk(recordings[name].visits);
    expect([...talk.keys()].sort()).toEqual([...truth.keys()].sort());
    const errors = [...truth].map(([agent, ms]) => Math.abs((talk.get(agent) ?? 0) / ms - 1));
    expect(Math.max(...errors)).toBeLessThan(0.02);
  });

  test(`${name}: pauses of each agent, queue and reason are within 1 s of the truth`, async () => {
    const { events, endedAt } = await play(name);
    const seen = pauseSums(pausesOf(events, endedAt));
    const truth = pauseSums(truthPauses(recordings[name], STATIC_MEMBERS[name], endedAt));
    for (const key of seen.keys()) if (key.endsWith('Auto-Pause')) seen.delete(key);
    expect([...seen.keys()].sort()).toEqual([...truth.keys()].sort());
    for (const [key, ms] of truth) expect(Math.abs((seen.get(key) ?? 0) - ms), key).toBeLessThan(1000);
  });
}

test('shift: full-time rings and refusals are told from busy phones', async () => {
  const { events } = await play('shift');
  const results = events.flatMap((event) => (event.type === 'cc.contact.offerended.v1' ? [event.data.result] : []));
  const count = (result: string) => results.filter((found) => found === result).length;
  const truth = recordings.shift.calls.flatMap(({ legs }) => legs.map(({ result }) => result));
  expect(count('rejected')).toBe(truth.filter((result) => result === 'rejected').length);
  expect(count('busy')).toBe(truth.filter((result) => result === 'busy').length);
  expect(count('noanswer')).toBe(18);
});

test('shift: nothing rings, talks or waits when the day is over', async () => {
  const { events } = await play('shift');
  const open = new Set<string>();
  for (const event of events) {
    if (event.type === 'cc.contact.ringing.v1') open.add(event.data.offerId ?? '');
    if (event.type === 'cc.contact.offerended.v1' || event.type === 'cc.contact.answered.v1') open.delete(event.data.offerId ?? '');
  }
  expect([...open]).toEqual([]);
  expect(staysOf(events).filter(({ outcome, answeredAt, endedAt }) => outcome === 'open' || (answeredAt !== null && endedAt === null))).toEqual([]);
});

test('shift: no customer leaves the source by name or number', async () => {
  const { events } = await play('shift', true);
  const told = JSON.stringify(events);
  for (const { num } of recordings.shift.visits as { num?: string }[]) if (num) expect(told.includes(num)).toBe(false);
  for (const name of ['Ann', "O'Neil", 'דוד לוי', 'Eitan Katz', 'Ольга']) expect(told.includes(name)).toBe(false);
});

test('the source sends nothing that could change the PBX', async () => {
  const { actions } = await play('shift');
  expect([...new Set(actions)].sort()).toEqual(['Challenge', 'CoreShowChannels', 'Login', 'Ping', 'QueueStatus']);
});
