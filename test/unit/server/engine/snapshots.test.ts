import { expect, test } from 'vitest';
import type { Agent } from '../../../../server/engine/agents.ts';
import { agentState } from '../../../../server/engine/board.ts';
import { type Checkpoint, dump, load } from '../../../../server/engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../../../../server/engine/engine.ts';
import { takeFlush } from '../../../../server/engine/flush.ts';
import { MINUTE_MS, toIso } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

type Seen = { contactId: string; queueId: string };

/** What a platform shows at an instant: only who waits, and of the agents nothing. */
const snapshot = (at: number, waiting: readonly Seen[] = []) =>
  fact(
    'cc.snapshot.v1',
    at,
    { scope: 'source', asOf: toIso(at), agents: [], waiting: waiting.map((one) => ({ ...one, segmentId: `${one.contactId}:1`, since: toIso(T0) })) },
    { id: `snapshot-${at}` },
  );

const queued = (contactId: string, at: number) => fact('cc.contact.queued.v1', at, { contactId, segmentId: `${contactId}:1`, queueId: 'q' });

function folded(events: readonly Parameters<Engine['apply']>[0][]): Engine {
  const engine = new Engine();
  for (const [index, event] of events.entries()) engine.apply(event, index + 1);
  engine.advance(events.at(-1)?.at ?? T0);
  return engine;
}

const everyTenSeconds = (count: number, waiting: readonly Seen[] = []) =>
  Array.from({ length: count }, (_, n) => snapshot(T0 + (n + 1) * 10_000, waiting));

test('a contact that waits while hundreds of snapshots come keeps a few of them, and waits on', () => {
  const engine = folded([queued('c', T0), ...everyTenSeconds(400, [{ contactId: 'c', queueId: 'q' }])]);
  const [contact] = [...engine.state.contacts.values()];
  expect(contact?.sightings.length).toBeLessThanOrEqual(16);
  expect([...engine.state.snapshots.values()].flat().length).toBeLessThanOrEqual(32);
  expect(takeFlush(engine.state).stays).toMatchObject([{ contactId: 'c', outcome: 'open', offeredAt: T0 }]);
  // Nor do they pile up in what is saved.
  const saved = load(JSON.parse(JSON.stringify(dump(engine.state))) as Checkpoint);
  expect([...saved.contacts.values()][0]?.sightings).toEqual(contact?.sightings);
});

test('who was lost sight of stays lost since the first snapshot without her, however many follow', () => {
  const missing = everyTenSeconds(60);
  const [stay] = takeFlush(folded([queued('c', T0), ...missing]).state).stays;
  expect(stay).toMatchObject({ outcome: 'lost', exitAt: missing[0]?.at });
});

test('seen, not seen, seen again: the instant of the loss does not move either', () => {
  const seen = everyTenSeconds(20, [{ contactId: 'c', queueId: 'q' }]);
  const missing = Array.from({ length: 30 }, (_, n) => snapshot(T0 + 5 * MINUTE_MS + n * 10_000));
  const back = Array.from({ length: 30 }, (_, n) => snapshot(T0 + 11 * MINUTE_MS + n * 1000, [{ contactId: 'c', queueId: 'q' }]));
  const [stay] = takeFlush(folded([queued('c', T0), ...seen, ...missing, ...back]).state).stays;
  expect(stay).toMatchObject({ outcome: 'lost', exitAt: T0 + 5 * MINUTE_MS });
});

test('what ended is settled and let go, though snapshots come all the time', () => {
  const ended = fact('cc.contact.abandoned.v1', T0 + 5000, { contactId: 'c', segmentId: 'c:1', queueId: 'q' });
  const minutes = Array.from({ length: 120 }, (_, n) => snapshot(T0 + (n + 1) * MINUTE_MS));
  const engine = folded([queued('c', T0), ended, ...minutes]);
  expect(HORIZON_MS).toBeLessThan(120 * MINUTE_MS);
  engine.settle();
  expect(engine.state.contacts.size).toBe(0);
});

test('a snapshot says nothing of somebody first heard of after it was taken, whether it was told before or after that', () => {
  const taken = fact('cc.snapshot.v1', T0 + 2000, { scope: 'source', asOf: toIso(T0 + 1000), waiting: [], agents: [] }, { id: 'z' });
  const answered = fact('cc.contact.answered.v1', T0 + 1500, { contactId: 'c', segmentId: 'c:1', queueId: 'q', agentId: 'a' });
  for (const order of [
    [queued('c', T0 + 1200), answered, taken],
    [taken, queued('c', T0 + 1200), answered],
  ])
    expect(agentState(folded(order).state, folded(order).state.agents.get('a') as Agent)).toMatchObject({
      state: 'talking',
      since: toIso(T0 + 1500),
    });
});
