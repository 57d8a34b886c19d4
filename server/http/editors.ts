/** Who has a board open to change it, as their pages keep telling. Known to this process alone: it warns, and the version decides. */
import type { Clock } from '../clock.ts';

/** A page tells it every few seconds; one that was closed is forgotten. */
const FORGOTTEN_AFTER_MS = 20_000;
const MAX_BOARDS = 500;
const MAX_EDITORS = 20;

export type Editor = { readonly name: string | null; readonly since: number };
type Seen = Editor & { readonly seenAt: number };

export class Editors {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #boards = new Map<string, Map<string, Seen>>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Notes that `editor` has the board open, and gives the others who do, the earliest first. Beyond 20 of a board nobody is noted. */
  seen(board: string, editor: string, name: string | null): Editor[] {
    const now = this.#clock.now();
    this.#forget(now);
    let here = this.#boards.get(board);
    if (here === undefined && this.#boards.size < MAX_BOARDS) {
      here = new Map();
      this.#boards.set(board, here);
    }
    const known = here?.get(editor);
    if (here !== undefined && (known !== undefined || here.size < MAX_EDITORS)) here.set(editor, { name, since: known?.since ?? now, seenAt: now });
    return [...(here ?? [])]
      .filter(([id]) => id !== editor)
      .map(([, other]) => ({ name: other.name, since: other.since }))
      .sort((a, b) => a.since - b.since);
  }

  #forget(now: number): void {
    for (const [board, here] of this.#boards) {
      // A clock that was set back must not keep them for ever.
      for (const [id, { seenAt }] of here) if (Math.abs(now - seenAt) > FORGOTTEN_AFTER_MS) here.delete(id);
      if (here.size === 0) this.#boards.delete(board);
    }
  }
}
