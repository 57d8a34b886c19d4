import fc from 'fast-check';
import { createEffect, createRoot } from 'solid-js';
import { expect, test } from 'vitest';
import { createReplica } from '../../client/live/replica.ts';
import type { Board, QueueState } from '../../shared/board.ts';
import { applyDelta, type Del, type Put } from '../../shared/protocol/delta.ts';
import { boardFixture } from '../support/board-fixture.ts';
import '../support/seed.ts';

const copy = <T>(value: T): T => structuredClone(value);

function filled(board: Board = boardFixture()) {
  const made = createReplica();
  made.replica.reset({ type: 'snapshot', epoch: 'a', seq: 1, board: copy(board) });
  let seq = 1;
  const put = (change: Put, del: Del = {}) => {
    const joined = made.replica.apply({ type: 'delta', epoch: 'a', from: seq, to: seq + 1, put: copy(change), del });
    if (joined) seq += 1;
    return joined;
  };
  return { ...made, put };
}

const stateOf = ({ windows: _, ...state }: Board['queues'][number]): QueueState => state;

test('a delta that does not join on changes nothing', () => {
  const { replica, store } = filled();
  const before = copy(store);
  const wrong = { type: 'delta', epoch: 'a', from: 7, to: 8, put: {}, del: { queues: ['support'] } } as const;
  expect(replica.apply({ ...wrong, del: { queues: ['support'] } })).toBe(false);
  expect(replica.apply({ ...wrong, epoch: 'b', from: 1, del: { queues: ['support'] } })).toBe(false);
  expect(store).toEqual(before);
  expect(replica.position()).toEqual({ epoch: 'a', seq: 1 });
});

test('before the first snapshot nothing joins on', () => {
  const { replica, store } = createReplica();
  expect(replica.apply({ type: 'delta', epoch: 'a', from: 0, to: 1, put: {}, del: {} })).toBe(false);
  expect(store.board).toBeNull();
});

test('only what changed is told, and is another object', () => {
  const board = boardFixture();
  const { store, put } = filled(board);
  const [support, sales] = [store.board?.queues[0], store.board?.queues[6]];
  const seen: string[] = [];
  const dispose = createRoot((end) => {
    createEffect(() => seen.push(`queues ${store.board?.queues[0]?.waiting}`));
    createEffect(() => seen.push(`floor ${store.board?.floor.waiting}`));
    createEffect(() => seen.push(`agents ${store.board?.agents.length}`));
    createEffect(() => seen.push(store.board === null ? 'nothing' : 'there'));
    return end;
  });
  seen.length = 0;
  const state = stateOf(board.queues[0] as Board['queues'][number]);
  put({ queues: [{ ...state, waiting: 12 }, stateOf(board.queues[6] as Board['queues'][number])] });
  expect(seen).toEqual(['queues 12']);
  expect(store.board?.queues[6]).toBe(sales);
  expect(store.board?.queues[0]).not.toBe(support);
  expect(store.board?.queues[0]?.windows).toBe(support?.windows);
  expect(support?.waiting).not.toBe(12);
  dispose();
});

test('a snapshot of what is shown already tells nobody', () => {
  const { store, replica } = filled();
  let told = 0;
  const dispose = createRoot((end) => {
    createEffect(() => told++ + JSON.stringify(store.board).length);
    return end;
  });
  replica.reset({ type: 'snapshot', epoch: 'b', seq: 9, board: boardFixture() });
  expect(told).toBe(1);
  const { queues, ...rest } = boardFixture();
  const before = store.board?.queues.map((queue) => queue);
  replica.reset({ type: 'snapshot', epoch: 'b', seq: 10, board: { ...rest, queues: [...queues].reverse() } });
  expect(told).toBe(2);
  // Rows that have moved are the same rows.
  expect(store.board?.queues.every((queue, i) => queue === before?.at(-1 - i))).toBe(true);
  dispose();
});

test('several rows of one delta are one batch', () => {
  const board = boardFixture();
  const { store, put } = filled(board);
  const sums: number[] = [];
  const dispose = createRoot((end) => {
    createEffect(() => sums.push((store.board?.queues ?? []).reduce((sum, queue) => sum + queue.waiting, 0)));
    return end;
  });
  put({ queues: board.queues.map((queue) => ({ ...stateOf(queue), waiting: 1 })) });
  expect(sums).toEqual([30, 8]);
  dispose();
});

test('a new row has empty windows of its own until they follow', () => {
  const board = boardFixture();
  const { store, put } = filled({ ...board, queues: [] });
  put({ queues: board.queues.slice(0, 2).map(stateOf) });
  expect(store.board?.queues[0]?.windows.day.metrics).toEqual({});
  const windows = (board.queues[0] as Board['queues'][number]).windows;
  put({ queueWindows: [{ id: 'support', windows }] });
  expect(store.board?.queues[0]?.windows.day.metrics['service_level']).toBe(0.58);
  expect(store.board?.queues[1]?.windows.day.metrics).toEqual({});
});

test('sources are kept by name, agents leave by id', () => {
  const board = boardFixture();
  const { store, put } = filled(board);
  put({ sources: [{ ...(board.sources[1] as Board['sources'][number]), state: 'down' }] }, { agents: ['PJSIP/100'] });
  expect(store.board?.sources.map(({ state }) => state)).toEqual(['up', 'down', 'up']);
  expect(store.board?.agents).toHaveLength(39);
});

/** Any change of the fixture's rows: some put, some new, some gone. */
const change = fc.record({
  waiting: fc.dictionary(fc.constantFrom('support', 'billing', 'sales', 'new-1', 'new-2'), fc.nat(99), { maxKeys: 4 }),
  windows: fc.dictionary(fc.constantFrom('support', 'sales', 'new-1', 'nobody'), fc.double({ min: 0, max: 1, noNaN: true }), { maxKeys: 3 }),
  gone: fc.uniqueArray(fc.constantFrom('support', 'billing', 'new-1'), { maxLength: 2 }),
  floor: fc.option(fc.nat(99)),
});

function toDelta(board: Board, { waiting, windows, gone, floor }: typeof change extends fc.Arbitrary<infer C> ? C : never): { put: Put; del: Del } {
  const base = board.queues[0] as Board['queues'][number];
  const put: Put = {
    queues: Object.entries(waiting).map(([id, count]) => ({ ...stateOf(base), id, waiting: count })),
    queueWindows: Object.entries(windows).map(([id, level]) => {
      const window = { metrics: { service_level: level } };
      return { id, windows: { day: window, shift: window, interval: window, rolling30: window } };
    }),
    ...(floor === null ? {} : { floor: { ...board.floor, waiting: floor } }),
  };
  return { put, del: { queues: gone } };
}

test('property: after any deltas the replica is the board of the server', () => {
  const board = boardFixture();
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const { store, put } = filled(board);
      let server = copy(board);
      for (const one of changes) {
        const next = toDelta(board, one);
        server = applyDelta(server, copy(next.put), next.del);
        put(next.put, next.del);
        expect(store.board).toEqual(server);
      }
    }),
    { numRuns: 100 },
  );
});
