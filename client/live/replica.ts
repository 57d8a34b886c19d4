/**
 * The wall's copy of the board, and the only writer of the store. A snapshot is reconciled by id and a delta is one batch, so that only
 * what changed is drawn again. It applies a delta only where it joins on exactly; it never guesses.
 */
import { type Accessor, batch, createSignal } from 'solid-js';
import { createStore, reconcile, type SetStoreFunction, unwrap } from 'solid-js/store';
import type { AgentRow, Board, QueueRow } from '../../shared/board.ts';
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

/**
 * An empty replica and the store it writes. `plain`: the same rows without what follows who reads which field, told anew after every change. Who looks through
 * all of two thousand agents for each change is ten times as fast with it. The rows are written in place: one of them is read, never compared with what it was.
 */
export function createReplica(): { store: BoardStore; plain: Accessor<Board | null>; replica: Replica } {
  const [store, setStore] = createStore<BoardStore>({ board: null });
  const [changes, setChanges] = createSignal(0);
  const changed = () => setChanges((n) => n + 1);
  let position: Position | null = null;
  return {
    store,
    plain: () => {
      changes();
      return unwrap(store).board;
    },
    replica: {
      position: () => position,
      reset({ epoch, seq, board }) {
        position = { epoch, seq };
        batch(() => {
          resetBoard(store, setStore, board);
          changed();
        });
      },
      apply({ epoch, from, to, put, del }) {
        if (position === null || position.epoch !== epoch || position.seq !== from) return false;
        position = { epoch, seq: to };
        batch(() => {
          applyPut(store, setStore, put, del);
          changed();
        });
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
  setStore('board', 'waiters', reconcile(board.waiters));
  setStore('board', 'alarms', reconcile(board.alarms, ROWS));
  setStore('board', 'notices', reconcile(board.notices, ROWS));
}

function applyPut(store: BoardStore, setStore: SetStoreFunction<BoardStore>, put: Put, del: Del): void {
  const board = unwrap(store).board;
  if (board === null) return;
  const next = applyDelta(board, put, del);
  if (put.floor !== undefined) setStore('board', 'floor', reconcile(next.floor, FLOOR));
  if (put.queues ?? put.queueWindows ?? del.queues) writeRows(setStore, 'queues', board.queues, next.queues);
  if (put.agents ?? put.agentWindows ?? del.agents) writeRows(setStore, 'agents', board.agents, next.agents);
  if (put.sources !== undefined) setStore('board', 'sources', reconcile(next.sources, SOURCES));
  if (put.figures !== undefined) setStore('board', 'figures', put.figures);
  for (const [key, waiters] of Object.entries(put.waiters ?? {})) setStore('board', 'waiters', key, reconcile(waiters));
  if (put.alarms ?? del.alarms) setStore('board', 'alarms', reconcile(next.alarms, ROWS));
  if (put.notices ?? del.notices) setStore('board', 'notices', reconcile(next.notices, ROWS));
}

type Rows = QueueRow | AgentRow;

/** Reconciling a whole list walks through everything in it, the windows of three hundred agents for a change of one: where all rows keep their places, only those that changed are looked at. */
function writeRows(setStore: SetStoreFunction<BoardStore>, of: 'queues' | 'agents', rows: readonly Rows[], next: readonly Rows[]): void {
  if (next.length !== rows.length || next.some(({ id }, i) => rows[i]?.id !== id)) {
    setStore('board', of, reconcile(next as never, ROWS));
    return;
  }
  for (const [i, row] of next.entries()) {
    const before = rows[i] as Rows;
    if (row === before) continue;
    for (const key of Object.keys(row) as (keyof Rows)[]) {
      const [was, is] = [before[key], row[key]];
      if (was === is) continue;
      const value = typeof is === 'object' && is !== null && typeof was === 'object' && was !== null ? reconcile(is) : is;
      setStore('board', of as 'queues', i, key, value as never);
    }
  }
}
