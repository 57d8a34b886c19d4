/** Walls as the pages have them, without a page: the line that comes back, and a copy of the board that is kept by deltas alone. */
import { WebSocket } from 'ws';
import { Connection, type Socket } from '../../client/live/connection.ts';
import type { Replica } from '../../client/live/replica.ts';
import type { Board } from '../../shared/board.ts';
import { applyDelta } from '../../shared/protocol/delta.ts';

type Copy = { readonly replica: Replica; board(): Board | null };

function createCopy(): Copy {
  let board: Board | null = null;
  let position: { epoch: string; seq: number } | null = null;
  return {
    board: () => board,
    replica: {
      position: () => position,
      reset(snapshot) {
        ({ board } = snapshot);
        position = { epoch: snapshot.epoch, seq: snapshot.seq };
      },
      apply({ epoch, from, to, put, del }) {
        if (board === null || position?.epoch !== epoch || position.seq !== from) return false;
        position = { epoch, seq: to };
        board = applyDelta(board, put, del);
        return true;
      },
    },
  };
}

export class SoakWalls {
  readonly #walls: { readonly connection: Connection; readonly board: () => Board | null; readonly socket: () => WebSocket | null }[] = [];
  /** How often one of them came live. */
  live = 0;

  constructor(url: string, count: number) {
    for (let n = 0; n < count; n++) this.#walls.push(this.#wall(url));
  }

  /** Cuts every line without a word, as a network does. */
  cut(): void {
    for (const { socket } of this.#walls) socket()?.terminate();
  }

  /** What each of them shows. */
  boards(): (Board | null)[] {
    return this.#walls.map(({ board }) => board());
  }

  end(): void {
    for (const { connection } of this.#walls) connection.stop();
  }

  #wall(url: string) {
    const { replica, board } = createCopy();
    let socket: WebSocket | null = null;
    class Line extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols, { perMessageDeflate: false });
        // The line says that it is closed too, which is what a page hears.
        this.on('error', () => this.terminate());
        socket = this;
      }
    }
    const connection = new Connection({
      url: `${url.replace('http', 'ws')}/live`,
      Socket: Line as unknown as new (url: string, protocols: string[]) => Socket,
      replica,
      clock: {
        local: () => Date.now(),
        random: () => Math.random(),
        after(ms, run) {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      onState: ({ kind }) => {
        if (kind === 'live') this.live++;
      },
      onCurrent: () => undefined,
      onServerTime: () => undefined,
      onNotice: () => undefined,
      onBuild: () => undefined,
    });
    connection.start();
    return { connection, board, socket: () => socket };
  }
}
