import { beforeEach, expect, test } from 'vitest';
import { append, type LogPage, lastEventAt, lastPosition, readDay, readTail } from '../../../db/event-log.ts';
import type { Event } from '../../../shared/events/event.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
beforeEach(() => db.empty());

const START = Date.UTC(2026, 10, 17, 8);

function fact(id: string, more: { at?: number; source?: string; queueId?: string; sequence?: string } = {}): Event {
  const at = more.at ?? START;
  return {
    source: more.source ?? 'pbx1',
    id,
    at,
    sourceTime: at - 180_000,
    sequence: more.sequence ?? '',
    timequality: 'platform-ms',
    origin: 'QueueMemberPause',
    type: 'cc.queue.config.v1',
    data: { queueId: more.queueId ?? 'sales', effectiveAt: '2026-11-17T08:00:00.000Z' },
  };
}

async function collect(pages: AsyncGenerator<LogPage>) {
  const all: LogPage[] = [];
  for await (const page of pages) all.push(page);
  return { pages: all, events: all.flatMap(({ events }) => events), unreadable: all.flatMap(({ unreadable }) => unreadable) };
}

test('a fact comes back as it went in, to the millisecond', async () => {
  const given = fact('a', { at: START + 123, sequence: '00000000000000000001-0007' });
  const { positions } = await append(db.sql, [given], START);
  const { events } = await collect(readTail(db.sql, 0));
  expect(events).toEqual([{ position: positions[0], event: given }]);
});

test('every millisecond survives', async () => {
  const given = Array.from({ length: 1000 }, (_, ms) => fact(`m${ms}`, { at: START + ms }));
  await append(db.sql, given, START);
  const { events } = await collect(readTail(db.sql, 0));
  expect(events.map(({ event }) => event.at)).toEqual(given.map(({ at }) => at));
});

test('positions follow the order of the batch', async () => {
  const { positions, lastPosition: last } = await append(
    db.sql,
    ['c', 'a', 'b'].map((id) => fact(id)),
    START,
  );
  expect(positions.every((position) => position !== null)).toBe(true);
  expect([...positions].sort((x, y) => Number(x) - Number(y))).toEqual(positions);
  expect(last).toBe(positions[2]);
  expect(await lastPosition(db.sql)).toBe(last);
});

test('a duplicate is told apart: from before, and within one batch', async () => {
  await append(db.sql, [fact('a')], START);
  const { positions } = await append(db.sql, [fact('a'), fact('b'), fact('b'), fact('a', { source: 'pbx2' })], START);
  expect(positions.map((position) => position !== null)).toEqual([false, true, false, true]);
  expect((await collect(readTail(db.sql, 0))).events).toHaveLength(3);
});

test('a batch of nothing but duplicates has no position', async () => {
  await append(db.sql, [fact('a')], START);
  expect(await append(db.sql, [fact('a')], START)).toEqual({ positions: [null], lastPosition: null });
  expect(await append(db.sql, [], START)).toEqual({ positions: [], lastPosition: null });
});

test('what jsonb cannot hold does not take its batch with it', async () => {
  const { positions } = await append(db.sql, [fact('nul\0id', { queueId: 'half \ud800 pair' }), fact('b'), fact('nul\0id')], START);
  expect(positions.map((position) => position !== null)).toEqual([true, true, false]);
  const { events } = await collect(readTail(db.sql, 0));
  expect(events[0]?.event).toMatchObject({ id: 'nul\uFFFDid', data: { queueId: 'half \uFFFD pair' } });
});

test('the tail is read in pages, from a position on', async () => {
  await append(
    db.sql,
    Array.from({ length: 25 }, (_, i) => fact(`e${i}`)),
    START,
  );
  const all = await collect(readTail(db.sql, 0, 10));
  expect(all.pages.map(({ events }) => events.length)).toEqual([10, 10, 5]);
  const rest = await collect(readTail(db.sql, all.events[6]?.position ?? 0, 6));
  expect(rest.events).toEqual(all.events.slice(7));
  expect(rest.pages.at(-1)?.lastPosition).toBe(all.events.at(-1)?.position);
});

test('whoever stops reading in the middle leaves nothing behind', async () => {
  await append(
    db.sql,
    Array.from({ length: 9 }, (_, i) => fact(`e${i}`)),
    START,
  );
  for await (const page of readTail(db.sql, 0, 2)) {
    expect(page.events).toHaveLength(2);
    break;
  }
});

test('a day is read by its instants, whole and without the next', async () => {
  const at = [0, 0, 0, 1, 2, 3, 3, 4].map((ms) => START + ms);
  await append(db.sql, at.map((instant, i) => fact(`e${i}`, { at: instant })).reverse(), START);
  const { events } = await collect(readDay(db.sql, { from: START, to: START + 4 }, 2));
  expect(events.map(({ event }) => event.at - START)).toEqual([0, 0, 0, 1, 2, 3, 3]);
  const [first] = events;
  const upTo = await collect(readDay(db.sql, { from: START, to: START + 4, upTo: first?.position ?? 0 }));
  expect(upTo.events.every(({ position }) => position <= (first?.position ?? 0))).toBe(true);
});

test('a row that this version cannot read is named and does not stop the rest', async () => {
  await append(db.sql, [fact('a'), fact('b'), fact('c')], START);
  await db.sql`update event_log set type = 'cc.future.v9' where event_id = 'a'`;
  await db.sql`update event_log set body = '{"data": {"queueId": 7}}' where event_id = 'b'`;
  const { events, unreadable, pages } = await collect(readTail(db.sql, 0));
  expect(events.map(({ event }) => event.id)).toEqual(['c']);
  expect(unreadable.map(({ id, problem }) => [id, problem])).toEqual([
    ['a', expect.stringContaining('cc.future.v9')],
    ['b', expect.stringContaining('queueId')],
  ]);
  expect(pages.at(-1)?.lastPosition).toBe(events[0]?.position);
});

test('with many writers the order of positions is the order of commits', async () => {
  let seen = 0;
  let isOver = false;
  const read: number[] = [];
  const reader = (async () => {
    for (let last = false; !last; ) {
      last = isOver;
      for await (const page of readTail(db.sql, seen)) {
        read.push(...page.events.map(({ position }) => position));
        seen = page.lastPosition;
      }
    }
  })();
  await Promise.all(
    Array.from({ length: 6 }, async (_, writer) => {
      for (let i = 0; i < 15; i++) await append(db.sql, [fact(`w${writer}-${i}`), fact(`x${writer}-${i}`)], START);
    }),
  );
  isOver = true;
  await reader;
  expect(read).toHaveLength(180);
});

test('the latest instant of a source', async () => {
  expect(await lastEventAt(db.sql, 'pbx1')).toBeNull();
  await append(db.sql, [fact('a', { at: START + 7 }), fact('b', { at: START }), fact('c', { at: START + 9, source: 'pbx2' })], START);
  expect(await lastEventAt(db.sql, 'pbx1')).toBe(START + 7);
});
