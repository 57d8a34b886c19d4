import { expect, test } from 'vitest';
import { MAX_FACTS, MAX_PER_SOURCE, MAX_SEGMENTS } from '../../../server/ingest/admission.ts';
import { cloudEvent, postEvents, SENDER, TOKEN } from '../../support/app.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const START = Date.parse('2026-11-17T08:00:00.000Z');
const BATCH = 500;
const SECOND_TOKEN = 'another-test-token';

type Answer = { accepted: number; duplicate: number; rejected: { index: number; id: string | null; reason: string }[] };

const open = () => steppedFloor(START, { MOKED_INGEST_TOKENS: `${SENDER}:${TOKEN} second:${SECOND_TOKEN}` });

async function send(floor: SteppedFloor, events: readonly object[], token = TOKEN): Promise<Answer> {
  const answer = await postEvents(floor.app.url, events, token);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Answer;
}

/** In batches, all at once: a bound must hold for what is on its way too. */
async function sendAll(floor: SteppedFloor, events: readonly object[]): Promise<Answer> {
  const batches = Array.from({ length: Math.ceil(events.length / BATCH) }, (_, n) => events.slice(n * BATCH, (n + 1) * BATCH));
  const answers = await Promise.all(batches.map((batch) => send(floor, batch)));
  return {
    accepted: answers.reduce((sum, { accepted }) => sum + accepted, 0),
    duplicate: answers.reduce((sum, { duplicate }) => sum + duplicate, 0),
    rejected: answers.flatMap(({ rejected }) => rejected),
  };
}

const entering = (queueId: string, n: number, more: object = {}) =>
  cloudEvent('contact.queued', START - 1000 + (n % 900), { contactId: `c${n}`, queueId, ...more }, `e${n}`);

test('a source has so many queues and no more; it goes on with those it has, and others are not touched', async () => {
  const floor = await open();
  const most = MAX_PER_SOURCE.queue;
  const facts = Array.from({ length: most + 700 }, (_, n) => entering(`q${n}`, n));
  const { accepted, rejected } = await sendAll(floor, facts);
  expect([accepted, rejected.length]).toEqual([most, 700]);
  for (const { reason } of rejected) expect(reason).toMatch(/^queue "q\d+" is new, and a source has at most 2000 queues; this one has 2000$/);
  // Known queues go on, what was taken is a duplicate, and settings make no queue either.
  const setting = cloudEvent('queue.config', START - 1, { queueId: 'one-more', effectiveAt: new Date(START).toISOString(), name: 'x' });
  const mixed = await send(floor, [entering('q7', 10_001), entering('q7', 7), entering('too many', 10_002), setting]);
  expect(mixed).toMatchObject({ accepted: 1, duplicate: 1, rejected: [{ index: 2, id: 'e10002' }, { index: 3 }] });
  expect((await send(floor, [entering('mine', 1)], SECOND_TOKEN)).accepted).toBe(1);
  // The bound holds after a restart, and what is in the books is there.
  await floor.restart();
  expect((await send(floor, [entering('too many', 10_003)])).rejected).toHaveLength(1);
  const { queues } = await floor.app.get<{ queues: { id: string }[] }>('/api/v1/queues');
  expect(queues).toHaveLength(most + 1);
  expect(queues.some(({ id }) => id === 'mine')).toBe(true);
});

test('a contact has so many segments and events and no more, also where batches come at once', async () => {
  const floor = await open();
  const stay = (n: number) => entering('sales', n, { contactId: 'long', segmentId: `s${n}` });
  const { accepted, rejected } = await sendAll(
    floor,
    Array.from({ length: 1200 }, (_, n) => stay(n)),
  );
  expect([accepted, rejected.length]).toEqual([MAX_SEGMENTS, 1200 - MAX_SEGMENTS]);
  for (const { reason } of rejected) expect(reason).toBe('contact "long" has 200 segments; a contact has at most 200');
  const [one] = await floor.sql<
    { segment: string; id: string }[]
  >`select body #>> '{data,segmentId}' as segment, event_id as id from event_log where source = ${SENDER} limit 1`;
  const word = (n: number) => cloudEvent('contact.message', START - 500, { contactId: 'long', segmentId: one?.segment, from: 'customer' }, `m${n}`);
  const words = await sendAll(
    floor,
    Array.from({ length: MAX_FACTS }, (_, n) => word(n)),
  );
  expect([words.accepted, words.rejected.length]).toEqual([MAX_FACTS - MAX_SEGMENTS, MAX_SEGMENTS]);
  expect(words.rejected[0]?.reason).toBe('contact "long" has 10000 events; a contact has at most 10000');
  // What was acknowledged stays acknowledged.
  expect(await send(floor, [stay(Number(one?.id.slice(1)))])).toMatchObject({ accepted: 0, duplicate: 1, rejected: [] });
});

test('settings make no second queue or agent of a name: those of another source are refused with its name, those to come are taken', async () => {
  const floor = await open();
  const effectiveAt = new Date(START).toISOString();
  const setting = (kind: 'queue' | 'agent', id: string) => cloudEvent(`${kind}.config`, START - 1, { [`${kind}Id`]: id, effectiveAt, name: 'x' });
  const membership = cloudEvent('agent.membership', START - 10, { agentId: 'dana/1', queueId: 'sales', joined: true });
  expect((await send(floor, [entering('sales', 1), membership])).accepted).toBe(2);
  const foreign = await send(floor, [setting('queue', 'sales'), setting('agent', 'dana/1'), setting('queue', 'to come')], SECOND_TOKEN);
  expect(foreign).toMatchObject({ accepted: 1, duplicate: 0 });
  expect(foreign.rejected.map(({ index, reason }) => [index, reason])).toEqual([
    [0, `queue "sales" belongs to source ${SENDER}; its settings are set by PUT /api/v1/queues/sales`],
    [1, `agent "dana/1" belongs to source ${SENDER}; its settings are set by PUT /api/v1/agents/dana%2F1`],
  ]);
  const ids = async () => (await floor.app.get<{ queues: { id: string }[] }>('/api/v1/queues')).queues.map(({ id }) => id).sort();
  expect(await ids()).toEqual(['sales', 'to come']);
  // The sender's own goes on, and so does that of a sender who has a queue of that name too.
  expect((await send(floor, [setting('queue', 'sales')])).rejected).toEqual([]);
  expect((await send(floor, [entering('sales', 2), setting('queue', 'sales')], SECOND_TOKEN)).rejected).toEqual([]);
  expect(await ids()).toEqual(['sales', 'sales@second', 'to come']);
});
