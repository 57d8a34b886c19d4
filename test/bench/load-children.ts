/** The processes beside a server that is measured: what they cost is not its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Plan } from './load-sender.ts';
import type { Asked, Opened } from './load-walls.ts';

const OPEN_AT_ONCE = 250;

export class Child {
  readonly #process: ChildProcess;

  constructor(file: string, args: readonly string[] = []) {
    this.#process = fork(fileURLToPath(new URL(file, import.meta.url)), args);
  }

  /** @throws if it ends instead of answering. */
  ask<T>(message: Asked | Plan): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) => reject(new Error(`a process of the bench ended: ${code}`));
      this.#process.once('exit', fail);
      this.#process.once('message', (answer) => {
        this.#process.off('exit', fail);
        resolve(answer as T);
      });
      this.#process.send(message);
    });
  }

  end(): void {
    this.#process.disconnect();
  }
}

/** Walls on a board, or bare sockets where it is ''; resolves when all are served. */
export async function openWalls(url: string, board: string, walls: number): Promise<Child> {
  const child = new Child('load-walls.ts', [url, board]);
  for (let n = 0; n < walls; n += OPEN_AT_ONCE) await child.ask<Opened>({ open: Math.min(OPEN_AT_ONCE, walls - n) });
  return child;
}
