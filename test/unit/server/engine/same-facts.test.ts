import { expect, test } from 'vitest';
import { floorRow, queueState } from '../../../../server/engine/board.ts';
import { Engine } from '../../../../server/engine/engine.ts';
import { takeFlush } from '../../../../server/engine/flush.ts';
import type { Event } from '../../../../shared/events/event.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

/** Smallest cases of what the properties over made-up floors found: the same facts must give the same figures, however they came. */
const minute = (n: number) => T0 + n * MINUTE_MS;

/** All facts in the order given; `live`: time passes after each, and all is settled that may be. */
function fold(events: readonly Event[], live = false): Engine {
  const engine = new Engine();
  for (const [index, event] of events.entries()) {
    engine.apply(event, index + 1);
    if (!live) continue;
    engine.advance(Math.max(engine.state.now, event.at));
    engine.settle();
  }
  engine.advance(Math.max(...events.map(({ at }) => at)) + 1000);
  return engine;
}

const joined = (agentId: string, n: number, more: object = {}) =>
  fact('cc.agent.membership.v1', minute(n), { agentId, queueId: 'q', joined: true, ...more });
/** Somebody else, so that time goes on. */
const other = (n: number) => fact('cc.contact.queued.v1', minute(n), { contactId: `other${n}`, queueId: 'other' });

const spansOf = (engine: Engine, agentId: string) =>
  takeFlush(engine.state)
    .timelines.filter((timeline) => timeline.agentId === agentId)
    .flatMap(({ spans }) => spans.map(({ state, startedAt, endedAt }) => [state, startedAt, endedAt]));

test('a pause that is over stays in the tables when the call around it goes on for an hour', () => {
  const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q', agentId: 'a' };
  const events = [
    joined('a', 0),
    fact('cc.contact.queued.v1', minute(1), about),
    fact('cc.contact.answered.v1', minute(2), about),
    joined('a', 5, { paused: true, reason: 'lunch' }),
    joined('a', 6, { paused: false }),
    ...[20, 40, 60].map(other),
  ];
  const engine = new Engine();
  const pauses = new Map<number, number | null>();
  for (const [index, event] of events.entries()) {
    engine.apply(event, index + 1);
    engine.advance(event.at);
    engine.settle();
    for (const timeline of takeFlush(engine.state).timelines) {
      for (const startedAt of [...pauses.keys()]) if (timeline.agentId === 'a' && startedAt >= timeline.pausesFrom) pauses.delete(startedAt);
      for (const pause of timeline.pauses) pauses.set(pause.startedAt, pause.endedAt);
    }
  }
  expect([...pauses]).toEqual([[minute(5), minute(6)]]);
});

test('in a replay the first conversation of a contact that comes back stays in the agent’s time', () => {
  const visit = (n: number, agentId: string) => {
    const about = { contactId: 'c', segmentId: `c:${n}`, queueId: 'q' };
    return [
      fact('cc.contact.queued.v1', minute(n), about),
      fact('cc.contact.answered.v1', minute(n + 1), { ...about, agentId }),
      fact('cc.contact.ended.v1', minute(n + 3), { ...about, agentId }),
    ];
  };
  const events = [joined('a', 0), ...visit(1, 'a'), ...visit(120, 'a')];
  expect(spansOf(fold(events), 'a')).toContainEqual(['talking', minute(2), minute(4)]);
  expect(spansOf(fold(events), 'a')).toEqual(spansOf(fold(events, true), 'a'));
});

test('a wrap-up told within the horizon counts, though the contact was over a quarter of an hour before', () => {
  const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q', agentId: 'a' };
  const call = [
    fact('cc.contact.queued.v1', minute(0), about),
    fact('cc.contact.answered.v1', minute(1), about),
    fact('cc.contact.ended.v1', minute(2), about),
  ];
  const wrapup = fact('cc.contact.wrapup.v1', minute(5), { ...about, state: 'ended', durationMs: 3 * MINUTE_MS });
  const acwOf = (events: readonly Event[], live: boolean) =>
    takeFlush(fold(events, live).state).stays.find(({ contactId }) => contactId === 'c')?.acwMs;
  for (const live of [false, true]) expect(acwOf([...call, other(18), wrapup], live)).toBe(3 * MINUTE_MS);
});

test('a snapshot signs out an agent of whom only a call was known, in a replay too', () => {
  const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q', agentId: 'a' };
  const talking = [{ contactId: 'c', segmentId: 'c:1', queueId: 'q', agentId: 'a', since: toIso(minute(1)) }];
  const snapshot = fact('cc.snapshot.v1', minute(2), { scope: 'source', asOf: toIso(minute(2)), waiting: [], talking, agents: [] });
  const events = [fact('cc.contact.queued.v1', minute(0), about), fact('cc.contact.answered.v1', minute(1), about), snapshot];
  const spans = spansOf(fold(events, true), 'a');
  expect(spans).toEqual([['talking', minute(1), minute(2)]]);
  expect(spansOf(fold(events), 'a')).toEqual(spans);
});

test('a snapshot that still names a contact long over begins it anew, whether or not the first one was let go meanwhile', () => {
  const about = { contactId: 'c', segmentId: 'c:1', queueId: 'q' };
  const waiting = [{ contactId: 'c', segmentId: 'c:2', queueId: 'q', since: toIso(T0 + 3 * HOUR_MS) }];
  const snapshot = fact('cc.snapshot.v1', T0 + 3 * HOUR_MS, { scope: 'source', asOf: toIso(T0 + 3 * HOUR_MS), waiting, agents: [] });
  const events = [fact('cc.contact.queued.v1', minute(0), about), fact('cc.contact.abandoned.v1', minute(1), about), other(60), other(120), snapshot];
  const rowsOf = (live: boolean) => takeFlush(fold(events, live).state).contacts.filter(({ contactId }) => contactId === 'c');
  expect(rowsOf(true)).toMatchObject([{ stays: 2, outcome: 'abandoned' }]);
  expect(rowsOf(false)).toEqual(rowsOf(true));
  const memory = (live: boolean) => [...fold(events, live).state.contacts.values()].find(({ contactId }) => contactId === 'c')?.facts.length;
  expect([memory(false), memory(true)]).toEqual([1, 1]);
});

test('a queue of several channels shows that of the contact that entered it last, in any order', () => {
  const events = [
    fact('cc.contact.queued.v1', minute(1), { contactId: 'c', queueId: 'q', channel: 'chat' }),
    fact('cc.contact.queued.v1', minute(2), { contactId: 'm', queueId: 'q', channel: 'email' }),
  ];
  for (const order of [events, events.toReversed()]) expect(queueState(fold(order, true).state, 'q').channel).toBe('email');
});

test('of two queues whose oldest waits equally long the floor names the same, whichever was told first', () => {
  const waits = (queueId: string) => fact('cc.contact.queued.v1', T0, { contactId: queueId, queueId });
  for (const order of [
    [waits('a'), waits('b')],
    [waits('b'), waits('a')],
  ])
    expect(floorRow(fold(order).state, { components: false, demo: false }).oldestWaitingQueue).toBe('a');
});
