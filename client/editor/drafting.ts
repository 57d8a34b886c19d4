/** Keeps what is not saved in the browser, and finds it again: after a refresh the draft is there, with its steps. */
import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { Clock } from '../live/clock.ts';
import { dropDraft, findDraft, keepDraft } from './kept.ts';
import type { Session } from './session.ts';

const WRITE_AFTER_MS = 300;

export type Drafting = {
  /** The draft that was found when the page was opened, until somebody has decided. */
  readonly found: Accessor<{ readonly at: number; readonly base: number } | null>;
  /** The text of one that another version of the pages left. */
  readonly unreadable: Accessor<string | null>;
  /** False where the browser keeps nothing. */
  readonly isKept: Accessor<boolean>;
  decided(): void;
  /** Throws away what could not be read. */
  drop(): void;
};

export type DraftOf = { readonly board: string; readonly editor: string; readonly clock: Pick<Clock, 'after'> & { now(): number } };

/** `base`: the version that changes are made on. `setBase` is told where a draft was found that was made on another one. */
export function createDrafting(
  of: DraftOf,
  session: Session,
  base: Accessor<number>,
  isDirty: Accessor<boolean>,
  setBase: (version: number) => void,
): Drafting {
  const { board, editor, clock } = of;
  const kept = findDraft(localStorage, board, editor);
  const [found, setFound] = createSignal(kept?.is === 'draft' ? { at: kept.draft.at, base: kept.draft.base } : null);
  const [unreadable, setUnreadable] = createSignal(kept?.is === 'unreadable' ? kept.text : null);
  const [isKept, setKept] = createSignal(true);
  if (kept?.is === 'draft') {
    session.resume(kept.draft.history);
    setBase(kept.draft.base);
  }
  let cancel: (() => void) | null = null;
  let at = kept?.is === 'draft' ? kept.draft.at : clock.now();
  const write = () => {
    cancel?.();
    cancel = null;
    // What cannot be read stays until somebody throws it away or changes something.
    if (!isDirty()) {
      if (unreadable() === null) dropDraft(localStorage, board, editor);
    } else setKept(keepDraft(localStorage, board, editor, { base: base(), at, history: session.history() }));
  };
  const later = () => {
    cancel?.();
    cancel = clock.after(WRITE_AFTER_MS, write);
  };
  createEffect(
    on(
      session.history,
      () => {
        at = clock.now();
        later();
      },
      { defer: true },
    ),
  );
  createEffect(on([base, isDirty], later, { defer: true }));
  const leave = () => {
    if (cancel !== null) write();
  };
  window.addEventListener('pagehide', leave);
  onCleanup(() => {
    window.removeEventListener('pagehide', leave);
    leave();
  });
  return {
    found,
    unreadable,
    isKept,
    decided: () => setFound(null),
    drop() {
      setUnreadable(null);
      dropDraft(localStorage, board, editor);
    },
  };
}
