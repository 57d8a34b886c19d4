/**
 * All walls at once: one encoding, many sockets. Owns who is live, who is behind, and the bound of what waits in a socket. A slow socket
 * skips deltas and gets one snapshot when it drains; one that stays behind is closed with a name for it.
 */
import type { CloseCode } from '../../shared/protocol/close-codes.ts';
import type { Encoded } from './history.ts';

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

type Wall = { readonly wire: Wire; behindSince: number | null };

export class Hub {
  readonly #walls = new Map<Wire, Wall>();
  readonly #snapshot: () => Uint8Array;

  /** @param snapshot the current one, encoded; asked for only when someone needs it. */
  constructor(snapshot: () => Uint8Array) {
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

  join(wire: Wire): boolean {
    if (this.#walls.size >= MAX_WALLS) return false;
    this.#walls.set(wire, { wire, behindSince: null });
    return true;
  }

  leave(wire: Wire): void {
    this.#walls.delete(wire);
  }

  /** Sends a delta to every wall that keeps up. */
  broadcast(delta: Encoded, now: number): void {
    const { bytes } = delta;
    for (const wall of this.#walls.values()) {
      if (wall.behindSince === null && wall.wire.buffered <= MAX_BUFFERED_BYTES) wall.wire.send(bytes);
      else wall.behindSince ??= now;
    }
  }

  /** Sends to all that keep up, and lets those who have drained join again with a snapshot. */
  heartbeat(bytes: Uint8Array): void {
    for (const wall of this.#walls.values()) if (wall.behindSince === null) wall.wire.send(bytes);
  }

  /** Looks after the slow ones; call it about once a second. */
  care(now: number): void {
    for (const wall of this.#walls.values()) {
      if (wall.behindSince === null) continue;
      if (wall.wire.buffered === 0) {
        wall.behindSince = null;
        wall.wire.send(this.#snapshot());
      } else if (now - wall.behindSince > CLOSE_BEHIND_AFTER_MS) {
        this.#walls.delete(wall.wire);
        wall.wire.close(4408, 'this connection is too slow for the board');
      }
    }
  }

  /** Everyone gets a snapshot: the base of all replicas changed. */
  resetAll(): void {
    const bytes = this.#snapshot();
    for (const wall of this.#walls.values()) {
      if (wall.wire.buffered <= MAX_BUFFERED_BYTES) wall.wire.send(bytes);
    }
  }

  /** Tells every wall to come back later. */
  closeAll(code: CloseCode, why: string): void {
    for (const wall of [...this.#walls.values()]) wall.wire.close(code, why);
    this.#walls.clear();
  }
}
