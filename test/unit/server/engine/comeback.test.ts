import { expect, test } from 'vitest';
import { queueWindows } from '../../../../server/engine/board.ts';
import { Engine } from '../../../../server/engine/engine.ts';
import { takeFlush } from '../../../../server/engine/flush.ts';
import type { Event } from '../../../../shared/events/event.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, toIso } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

function fold(engine: Engine, events: readonly Event[]): Engine {
  for (const event of events) engine.apply(event, engine.state.position + 1);
  engine.advance(Math.max(...events.map(({ at }) => at)) + 1000);
  return engine;
}

test('a contact that comes back days later has a stay of another name: the first one stays in the tables', () => {
  const chat = { contactId: 'm', queueId: 'chat', channel: 'chat' as const };
  const engine = new Engine();
  const visit = (at: number) => [fact('cc.contact.queued.v1', at, chat), fact('cc.contact.ended.v1', at + MINUTE_MS, { ...chat, by: 'system' })];
  const names = new Set<string>();
  for (const day of [0, 4]) {
    fold(engine, visit(T0 + day * DAY_MS));
    for (const { segmentId } of takeFlush(engine.state).stays) names.add(segmentId);
    fold(engine, [fact('cc.contact.queued.v1', T0 + day * DAY_MS + DAY_MS, { contactId: `later${day}`, queueId: 'chat', channel: 'chat' })]);
    takeFlush(engine.state);
    engine.settle();
    engine.evict();
  }
  expect([...names].filter((name) => name.startsWith('m:'))).toHaveLength(2);
});

test('a source whose clock is months ahead does not empty the half hour of the others', () => {
  const calls = Array.from({ length: 10 }, (_, n) => fact('cc.contact.queued.v1', T0 + n * MINUTE_MS, { contactId: `c${n}`, queueId: 'q' }));
  const engine = fold(new Engine(), calls);
  const ahead = fact('cc.contact.queued.v1', T0 + 90 * DAY_MS, { contactId: 'x', queueId: 'other' }, { source: 'import' });
  engine.apply(ahead, 1000);
  engine.settle();
  engine.apply(fact('cc.contact.queued.v1', T0 + 11 * MINUTE_MS, { contactId: 'c11', queueId: 'q' }), 1001);
  engine.advance(T0 + 12 * MINUTE_MS);
  expect(queueWindows(engine.state, 'q', { components: true, demo: false }).rolling30.components?.['offered']).toBe(11);
});

test('the six minutes of the law are of calls: a chat that opens again hours later is not over them', () => {
  const chat = { contactId: 'm', queueId: 'chat', channel: 'chat' as const, contactStartedAt: T0 };
  const engine = fold(new Engine(), [
    fact('cc.contact.queued.v1', T0, chat),
    fact('cc.contact.ended.v1', T0 + MINUTE_MS, { ...chat, by: 'system' }),
    fact('cc.contact.queued.v1', T0 + HOUR_MS, { ...chat, reason: 'new' }),
  ]);
  expect(takeFlush(engine.state).stays.map(({ overStatutory }) => overStatutory)).toEqual([null, null]);
  const call = fold(new Engine(), [
    fact('cc.contact.queued.v1', T0 + 7 * MINUTE_MS, { contactId: 'v', queueId: 'q', contactStartedAt: T0 }),
    fact('cc.contact.abandoned.v1', T0 + 8 * MINUTE_MS, { contactId: 'v', queueId: 'q' }),
  ]);
  expect([toIso(T0), takeFlush(call.state).stays[0]?.overStatutory]).toEqual([toIso(T0), true]);
});

test('in a replay too a source whose clock is months ahead does not empty the half hour of the others', () => {
  const calls = Array.from({ length: 11 }, (_, n) => fact('cc.contact.queued.v1', T0 + n * MINUTE_MS, { contactId: `c${n}`, queueId: 'q' }));
  const engine = new Engine();
  for (const event of calls) engine.apply(event, engine.state.position + 1);
  engine.apply(fact('cc.contact.queued.v1', T0 + 90 * DAY_MS, { contactId: 'x', queueId: 'other' }, { source: 'import' }), 1000);
  engine.settle();
  engine.advance(T0 + 12 * MINUTE_MS);
  expect(queueWindows(engine.state, 'q', { components: true, demo: false }).rolling30.components?.['offered']).toBe(11);
});

test('a contact that comes back under the name of its stay, once that is settled and let go of, is one row of a flush', () => {
  const engine = fold(new Engine(), [fact('cc.contact.queued.v1', T0 + 10 * DAY_MS, { contactId: 'now', queueId: 'q' }, { source: 'live' })]);
  const visit = (at: number) => [
    fact('cc.contact.queued.v1', at, { contactId: 'c', segmentId: 'c:1', queueId: 'q' }),
    fact('cc.contact.abandoned.v1', at + MINUTE_MS, { contactId: 'c', segmentId: 'c:1', queueId: 'q' }),
    fact('cc.contact.queued.v1', at + HOUR_MS, { contactId: `later${at}`, queueId: 'q' }),
  ];
  for (const at of [T0, T0 + DAY_MS]) {
    for (const event of visit(at)) engine.apply(event, engine.state.position + 1);
    engine.settle();
    // As after a flush that was being written meanwhile.
    engine.evict();
  }
  const stays = takeFlush(engine.state).stays.filter(({ contactId }) => contactId === 'c');
  expect(stays.map(({ segmentId, offeredAt }) => [segmentId, offeredAt])).toEqual([['c:1', T0 + DAY_MS]]);
});

test('a contact that opens again on a day that is long over, told by a source that catches up, is one contact, and its day is counted again', () => {
  const chat = { contactId: 'm', queueId: 'chat', channel: 'chat' as const };
  const engine = new Engine();
  engine.advance(T0 + 5 * DAY_MS);
  const tell = (at: number, contact: { contactId: string; queueId: string; channel: 'chat' }, segmentId: string) => {
    engine.apply(fact('cc.contact.queued.v1', at, { ...contact, segmentId }), engine.state.position + 1);
    engine.apply(fact('cc.contact.ended.v1', at + MINUTE_MS, { contactId: contact.contactId, by: 'system' }), engine.state.position + 1);
  };
  tell(T0, chat, 'm:1');
  const first = takeFlush(engine.state).contacts;
  // The source goes on through its day; what is settled and on disk is forgotten meanwhile.
  for (let hour = 1; hour <= 3; hour++) {
    tell(T0 + hour * HOUR_MS, { ...chat, contactId: `other${hour}` }, `other${hour}:1`);
    engine.settle();
    takeFlush(engine.state);
    engine.evict();
  }
  tell(T0 + 3 * HOUR_MS + MINUTE_MS, chat, 'm:2');
  const again = takeFlush(engine.state);
  expect(first.map(({ contactId, offeredAt, stays }) => [contactId, offeredAt, stays])).toEqual([['m', T0, 1]]);
  expect(again.contacts.filter(({ contactId }) => contactId === 'm').map(({ offeredAt, stays }) => [offeredAt, stays])).toEqual([[T0, 2]]);
  expect(again.markedDays).toHaveLength(1);
});

test('of days that are over nothing is kept once their source has gone on', () => {
  const engine = new Engine();
  engine.advance(T0 + 5 * DAY_MS);
  for (const day of [0, 1, 2]) {
    fold(engine, [
      fact('cc.contact.queued.v1', T0 + day * DAY_MS, { contactId: `c${day}`, queueId: 'q' }),
      fact('cc.contact.abandoned.v1', T0 + day * DAY_MS + MINUTE_MS, { contactId: `c${day}`, queueId: 'q' }),
      fact('cc.agent.membership.v1', T0 + day * DAY_MS + 2 * HOUR_MS, { agentId: 'a', queueId: 'q', joined: true }),
    ]);
    engine.settle();
    takeFlush(engine.state);
    engine.evict();
    expect(engine.state.settledContacts.size).toBe(1);
  }
});
