import { expect, test } from 'vitest';
import { surveyQueueLog } from '../../server/sources/asterisk/queue-log/survey.ts';
import { type ImportOptions, translateQueueLog } from '../../server/sources/asterisk/queue-log/translate.ts';
import type { SourceEvent } from '../../server/sources/source.ts';
import { parseEventData } from '../../shared/events/event.ts';
import { asaOf, numberOf, staysOf, talkOf, totalsOf, truthTotals } from './compare.ts';
import { replay, WRAPUP_MS } from './harness.ts';
import { loadRecording } from './recording.ts';

const recordings = { small: loadRecording('small'), shift: loadRecording('shift'), reconnect: loadRecording('reconnect') };
type Name = keyof typeof recordings;

/** What the live source has shown of its members. */
function interfacesOf(events: readonly SourceEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const event of events)
    if (event.type === 'cc.agent.membership.v1' && event.data.name !== undefined) names.set(event.data.name, event.data.agentId);
  for (const event of events)
    if (event.type === 'cc.snapshot.v1') for (const { name, agentId } of event.data.agents) names.set(name ?? agentId, agentId);
  return names;
}

async function importLog(name: Name, more: Partial<ImportOptions> = {}): Promise<SourceEvent[]> {
  const lines = recordings[name].queueLog.split('\n');
  const isAlone = (more.until ?? null) === null && more.interfaces === undefined;
  const options: ImportOptions = {
    source: 'pbx1',
    until: null,
    gaps: [],
    interfaces: new Map(),
    alone: isAlone ? { survey: await surveyQueueLog(lines), endedAt: [], knownUntil: null } : null,
    aloneUntil: null,
    wrapupMs: new Map(WRAPUP_MS[name]),
    acwReasons: new Set(['wrapup']),
    customerRef: () => null,
    ...more,
  };
  const events: SourceEvent[] = [];
  for await (const batch of translateQueueLog(lines, options)) for (const event of batch.events) events.push(event);
  return events;
}

for (const name of ['small', 'shift', 'reconnect'] as const) {
  test(`${name}: imported, the rows of each queue are those of the live connection`, async () => {
    const imported = staysOf(await importLog(name));
    expect(totalsOf(imported)).toEqual(truthTotals(recordings[name].visits));
    const live = staysOf((await replay({ recording: recordings[name], hasQueueLog: true })).events);
    expect(totalsOf(imported)).toEqual(totalsOf(live));
    const waits = (stays: typeof live) =>
      asaOf(stays.flatMap(({ queueId, queuedAt, answeredAt }) => (answeredAt === null ? [] : [{ queue: queueId, waitMs: answeredAt - queuedAt }])));
    for (const [queue, asaMs] of Object.entries(waits(live))) expect(Math.abs((waits(imported)[queue] ?? 0) - asaMs), queue).toBeLessThan(250);
  });

  test(`${name}: imported twice is imported once, and every fact is valid`, async () => {
    const once = await importLog(name);
    const twice = await importLog(name);
    expect(twice).toEqual(once);
    expect(new Set(once.map(({ id }) => id)).size).toBe(once.length);
    for (const { type, data } of once) expect(parseEventData(type, data).ok, type).toBe(true);
  });
}

test('with the members known by interface, who answered is as live', async () => {
  const live = await replay({ recording: recordings.shift });
  const imported = staysOf(await importLog('shift', { interfaces: interfacesOf(live.events) }));
  const answered = (stays: ReturnType<typeof staysOf>) => {
    const counts: Record<string, number> = {};
    for (const { agentId } of stays) if (agentId !== null) counts[agentId] = (counts[agentId] ?? 0) + 1;
    return counts;
  };
  expect(answered(imported)).toEqual(answered(staysOf(live.events)));
  // The log ends a redirected conversation when the caller hangs up; her next CONNECT is the better sign, but not always there.
  const live2 = talkOf(staysOf(live.events));
  for (const [agent, ms] of talkOf(imported)) expect(ms / (live2.get(numberOf(agent)) ?? 0), agent).toBeLessThan(1.5);
});

test('without them, the member name stands for the agent', async () => {
  const agents = new Set(staysOf(await importLog('small')).flatMap(({ agentId }) => (agentId === null ? [] : [agentId])));
  expect([...agents].every((agent) => /^\p{L}+ \p{L}+/u.test(agent))).toBe(true);
});

test('the log has no Linkedid: transferred contacts make the floor differ, and nothing else', async () => {
  const live = staysOf((await replay({ recording: recordings.shift })).events);
  const imported = staysOf(await importLog('shift'));
  expect(new Set(live.map(({ contactId }) => contactId)).size).toBe(460);
  expect(new Set(imported.map(({ contactId }) => contactId)).size).toBe(462);
});

test('a restart is no abandonment: 31, not 35', async () => {
  const stays = staysOf(await importLog('reconnect'));
  expect(stays.filter(({ outcome }) => outcome === 'abandoned').length).toBe(31);
  expect(stays.filter(({ outcome }) => outcome === 'system').length).toBe(4);
});

test('into a source with live facts only what lies before them, and inside gaps, is applied', async () => {
  const { t0 } = recordings.shift;
  const all = await importLog('shift', { alone: null });
  expect(await importLog('shift', { until: t0 - 60_000 })).toEqual([]);
  const gap = { from: t0 + 200_000, to: t0 + 300_000 };
  const some = await importLog('shift', { until: t0 + 100_000, gaps: [gap] });
  const isWanted = ({ sourceTime }: SourceEvent) => sourceTime < t0 + 100_000 || (sourceTime + 1000 > gap.from && sourceTime <= gap.to);
  expect(some.length).toBeGreaterThan(100);
  const answeredInside = new Set(some.filter(isWanted).flatMap(({ type, data }) => (type === 'cc.contact.answered.v1' ? [data.segmentId] : [])));
  const beyond = some.filter((event) => !isWanted(event));
  // The end of a conversation that began inside: whoever connects in the middle may not know whose it is.
  for (const { type, data } of beyond) {
    expect(type).toBe('cc.contact.ended.v1');
    expect(answeredInside.has((data as { segmentId?: string }).segmentId)).toBe(true);
  }
  expect(beyond.length).toBeLessThan(20);
  // The same lines have the same ids and name the same stays, whatever else is applied.
  const known = new Map(all.map((event) => [event.id, event.data]));
  for (const { id, data } of some) expect(known.get(id)).toEqual(data);
});

test('what an import alone has told of members is not told again by interface once the source is live', async () => {
  const { t0 } = recordings.shift;
  const more = { until: t0 + 300_000, alone: null };
  const told = async (aloneUntil: number | null) =>
    (await importLog('shift', { ...more, aloneUntil })).flatMap(({ type, sourceTime }) => (type === 'cc.agent.membership.v1' ? [sourceTime] : []));
  const all = await told(null);
  const aloneUntil = t0 + 100_000;
  expect(await told(aloneUntil)).toEqual(all.filter((at) => at > aloneUntil));
  expect(all.filter((at) => at <= aloneUntil).length).toBeGreaterThan(10);
});
