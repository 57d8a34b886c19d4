/**
 * All walls at once: one encoding a board, many sockets. Owns who is live, who is behind, and the bound of what waits in a socket. A slow socket
 * skips deltas and gets one snapshot when it drains; one that stays behind is closed with a name for it.
 */
import type { CloseCode } from '../../shared/protocol/close-codes.ts';
import type { Encoded } from './history.ts';
import { WHOLE_FLOOR } from './part.ts';

/** A socket as the hub sees it. */
export type Wire = {
  send(bytes: Uint8Array): void;
  close(code: CloseCode, why: string): void;
  /** Bytes accepted but not yet given to the network. */
  readonly buffered: number;
};

/** Beyond this a socket is behind: about a snapshot of a large floor. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const CLOSE_BEHIND_AFTER_MS = 30_000;
/** Sockets at most; beyond, a new one is told to come back. */
export const MAX_WALLS = 20_000;

type Wall = { readonly wire: Wire; readonly board: string; behindSince: number | null };

export class Hub {
  readonly #walls = new Map<Wire, Wall>();
  /** The same walls by the board that they show. */
  readonly #boards = new Map<string, Set<Wall>>();
  readonly #snapshot: (board: string) => Uint8Array;

  /** @param snapshot the current one of a board, encoded; asked for only when someone needs it. */
  constructor(snapshot: (board: string) => Uint8Array) {
    this.#snapshot = snapshot;
  }

  get size(): number {
    return this.#walls.size;
  }

  /** Sockets that skip deltas now. */
  get behind(): number {
    let count = 0;
    for (const wall of this.#walls.values()) if (wall.behindSince !== null) count++;
    return count;
  }

  /** True while some wall shows the board. */
  isShown(board: string): boolean {
    return this.#boards.has(board);
  }

  /** From now on the wall gets what happens to a board. Who is behind stays so, whatever he asks for. False: there are too many. */
  join(wire: Wire, board: string = WHOLE_FLOOR): boolean {
    const before = this.#walls.get(wire);
    if (before === undefined && this.#walls.size >= MAX_WALLS) return false;
    this.leave(wire);
    const wall: Wall = { wire, board, behindSince: before?.behindSince ?? null };
    this.#walls.set(wire, wall);
    const walls = this.#boards.get(board);
    if (walls === undefined) this.#boards.set(board, new Set([wall]));
    else walls.add(wall);
    return true;
  }

  leave(wire: Wire): void {
    const wall = this.#walls.get(wire);
    if (wall === undefined) return;
    this.#walls.delete(wire);
    const walls = this.#boards.get(wall.board);
    walls?.delete(wall);
    if (walls?.size === 0) this.#boards.delete(wall.board);
  }

  /** Sends a wall its board as it is now; who is behind gets it when he has drained. */
  show(wire: Wire, now: number): void {
    const wall = this.#walls.get(wire);
    if (wall === undefined) return;
    if (keepsUp(wall)) wire.send(this.#snapshot(wall.board));
    else wall.behindSince ??= now;
  }

  /** Sends a delta to every wall of a board that keeps up. */
  broadcast({ bytes }: Encoded, now: number, board: string = WHOLE_FLOOR): void {
    for (const wall of this.#boards.get(board) ?? []) {
      if (keepsUp(wall)) wall.wire.send(bytes);
      else wall.behindSince ??= now;
    }
  }

  /** Sends something to every wall that keeps up; whoever does not misses it. */
  tell(bytes: Uint8Array): void {
    for (const wall of this.#walls.values()) if (keepsUp(wall)) wall.wire.send(bytes);
  }

  /** Sends each board's heartbeat to those of its walls that keep up. */
  heartbeat(bytesOf: (board: string) => Uint8Array): void {
    for (const [board, walls] of this.#boards) {
      const bytes = bytesOf(board);
      for (const wall of walls) if (wall.behindSince === null) wall.wire.send(bytes);
    }
  }

  /** Looks after the slow ones; call it about once a second. Who has drained joins again with a snapshot. */
  care(now: number): void {
    for (const wall of this.#walls.values()) {
      if (wall.behindSince === null) continue;
      if (wall.wire.buffered === 0) {
        wall.behindSince = null;
        wall.wire.send(this.#snapshot(wall.board));
      } else if (now - wall.behindSince > CLOSE_BEHIND_AFTER_MS) {
        this.leave(wall.wire);
        wall.wire.close(4408, 'this connection is too slow for the board');
      }
    }
  }

  /** Everyone gets a snapshot: the base of all replicas changed. */
  resetAll(): void {
    for (const [board, walls] of this.#boards) {
      const bytes = this.#snapshot(board);
      for (const wall of walls) if (wall.wire.buffered <= MAX_BUFFERED_BYTES) wall.wire.send(bytes);
    }
  }

  /** Tells every wall to come back later. */
  closeAll(code: CloseCode, why: string): void {
    for (const wall of [...this.#walls.values()]) wall.wire.close(code, why);
    this.#walls.clear();
    this.#boards.clear();
  }
}

function keepsUp({ behindSince, wire }: Wall): boolean {
  return behindSince === null && wire.buffered <= MAX_BUFFERED_BYTES;
}
