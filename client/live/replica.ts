/**
 * The wall's copy of the board, and the only writer of the store. A snapshot is reconciled by id and a delta is one batch, so that only
 * what changed is drawn again. It applies a delta only where it joins on exactly; it never guesses.
 */
import { batch } from 'solid-js';
import { createStore, reconcile, type SetStoreFunction, unwrap } from 'solid-js/store';
import type { Board } from '../../shared/board.ts';
import { applyDelta, type Del, type Put } from '../../shared/protocol/delta.ts';
import type { Down } from '../../shared/protocol/down.ts';

export type Snapshot = Extract<Down, { type: 'snapshot' }>;
export type Delta = Extract<Down, { type: 'delta' }>;
type Position = { readonly epoch: string; readonly seq: number };

/** `board` is null until the first snapshot. */
export type BoardStore = { board: Board | null };

export type Replica = {
  position(): Position | null;
  reset(snapshot: Snapshot): void;
  /** False, with nothing changed, if the delta starts somewhere else than the replica stands. */
  apply(delta: Delta): boolean;
};

const ROWS = { key: 'id' };
const SOURCES = { key: 'name' };
const FLOOR = { key: 'startsAt' };

/** An empty replica and the store it writes. */
export function createReplica(): { store: BoardStore; replica: Replica } {
  const [store, setStore] = createStore<BoardStore>({ board: null });
  let position: Position | null = null;
  return {
    store,
    replica: {
      position: () => position,
      reset({ epoch, seq, board }) {
        position = { epoch, seq };
        batch(() => resetBoard(store, setStore, board));
      },
      apply({ epoch, from, to, put, del }) {
        if (position === null || position.epoch !== epoch || position.seq !== from) return false;
        position = { epoch, seq: to };
        batch(() => applyPut(store, setStore, put, del));
        return true;
      },
    },
  };
}

function resetBoard(store: BoardStore, setStore: SetStoreFunction<BoardStore>, board: Board): void {
  if (store.board === null) {
    setStore('board', board);
    return;
  }
  setStore('board', 'floor', reconcile(board.floor, FLOOR));
  setStore('board', 'queues', reconcile(board.queues, ROWS));
  setStore('board', 'agents', reconcile(board.agents, ROWS));
  setStore('board', 'sources', reconcile(board.sources, SOURCES));
  setStore('board', 'figures', reconcile(board.figures));
  setStore('board', 'alarms', reconcile(board.alarms, ROWS));
  setStore('board', 'notices', reconcile(board.notices, ROWS));
}

function applyPut(store: BoardStore, setStore: SetStoreFunction<BoardStore>, put: Put, del: Del): void {
  const board = unwrap(store).board;
  if (board === null) return;
  const next = applyDelta(board, put, del);
  if (put.floor !== undefined) setStore('board', 'floor', reconcile(next.floor, FLOOR));
  if (put.queues ?? put.queueWindows ?? del.queues) setStore('board', 'queues', reconcile(next.queues, ROWS));
  if (put.agents ?? put.agentWindows ?? del.agents) setStore('board', 'agents', reconcile(next.agents, ROWS));
  if (put.sources !== undefined) setStore('board', 'sources', reconcile(next.sources, SOURCES));
  if (put.figures !== undefined) setStore('board', 'figures', put.figures);
  if (put.alarms ?? del.alarms) setStore('board', 'alarms', reconcile(next.alarms, ROWS));
  if (put.notices ?? del.notices) setStore('board', 'notices', reconcile(next.notices, ROWS));
}
