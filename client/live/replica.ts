/**
 * The wall's copy of the board. Rows are never written: what changed is another object, what did not is the same one, and whoever follows a part of the
 * board is told when it is another. It applies a delta only where it joins on exactly; it never guesses.
 */
import { batch, createSignal } from 'solid-js';
import type { Board } from '../../shared/board.ts';
import { applyDelta } from '../../shared/protocol/delta.ts';
import type { Down } from '../../shared/protocol/down.ts';
import { share, shareRows } from './share.ts';

export type Snapshot = Extract<Down, { type: 'snapshot' }>;
export type Delta = Extract<Down, { type: 'delta' }>;
type Position = { readonly epoch: string; readonly seq: number };

/** `board` is null until the first snapshot. Each part of it (`floor`, `queues`, …) is followed by itself. */
export type BoardStore = { readonly board: Board | null };

export type Replica = {
  position(): Position | null;
  reset(snapshot: Snapshot): void;
  /** False, with nothing changed, if the delta starts somewhere else than the replica stands. */
  apply(delta: Delta): boolean;
};

/** An empty replica and the store it writes. */
export function createReplica(): { store: BoardStore; replica: Replica } {
  const [followed, setFollowed] = createSignal<Followed | null>(null);
  let board: Board | null = null;
  let position: Position | null = null;
  const show = (next: Board) => {
    const before = board;
    board = before === null ? next : shareBoard(before, next);
    const shown = followed();
    if (shown === null) setFollowed(follow(board));
    else shown.write(board);
  };
  return {
    store: {
      get board() {
        return followed()?.view ?? null;
      },
    },
    replica: {
      position: () => position,
      reset({ epoch, seq, board: next }) {
        position = { epoch, seq };
        show(next);
      },
      apply({ epoch, from, to, put, del }) {
        if (board === null || position === null || position.epoch !== epoch || position.seq !== from) return false;
        position = { epoch, seq: to };
        show(applyDelta(board, put, del));
        return true;
      },
    },
  };
}

type Followed = { readonly view: Board; write(next: Board): void };

/** A board each part of which is a signal. */
function follow(board: Board): Followed {
  const view = {};
  const setters = (Object.keys(board) as (keyof Board)[]).map((part) => {
    const [get, set] = createSignal<Board[keyof Board]>(board[part]);
    Object.defineProperty(view, part, { get, enumerable: true });
    return (next: Board) => set(() => next[part]);
  });
  return {
    view: view as Board,
    write: (next) =>
      batch(() => {
        for (const set of setters) set(next);
      }),
  };
}

const idOf = ({ id }: { readonly id: string }): string => id;

function shareBoard(before: Board, next: Board): Board {
  const { queues, agents, sources, alarms, notices, ...rest } = next;
  return {
    ...rest,
    floor: share(before.floor, next.floor),
    figures: share(before.figures, next.figures),
    waiters: share(before.waiters, next.waiters),
    queues: shareRows(idOf, before.queues, queues) as Board['queues'],
    agents: shareRows(idOf, before.agents, agents) as Board['agents'],
    sources: shareRows(({ name }) => name, before.sources, sources) as Board['sources'],
    alarms: shareRows(idOf, before.alarms, alarms) as Board['alarms'],
    notices: shareRows(idOf, before.notices, notices) as Board['notices'],
  };
}
