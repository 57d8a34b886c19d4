/** Keeps what is not saved in the browser, and finds it again: after a refresh the draft is there, with its steps. */
import { type Accessor, createEffect, createSignal, on } from 'solid-js';
import type { Clock } from '../live/clock.ts';
import { createHold, isHeld } from './held.ts';
import { draftElsewhere, dropDraft, findDraft, hasDraft, keepDraft, readDraft } from './kept.ts';
import type { Session } from './session.ts';

const WRITE_AFTER_MS = 300;

export type Drafting = {
  /** The draft that was found when the page was opened, until somebody has decided. */
  readonly found: Accessor<{ readonly at: number; readonly base: number } | null>;
  /** When what another page of this browser has not saved was changed last; until somebody has decided, or it is gone. */
  readonly elsewhere: Accessor<number | null>;
  /** The text of one that another version of the pages left. */
  readonly unreadable: Accessor<string | null>;
  /** False where the browser keeps nothing. */
  readonly isKept: Accessor<boolean>;
  decided(): void;
  /** Copies what another page has not saved, as one step; that page keeps it. */
  bring(): void;
  /** Throws away what could not be read. */
  drop(): void;
};

export type DraftOf = { readonly board: string; readonly editor: string; readonly clock: Pick<Clock, 'after' | 'local'> & { now(): number } };

/** `base`: the version that changes are made on. `setBase` is told where a draft was found that was made on another one. */
export function createDrafting(
  of: DraftOf,
  session: Session,
  base: Accessor<number>,
  isDirty: Accessor<boolean>,
  setBase: (version: number) => void,
): Drafting {
  const { board, editor, clock } = of;
  const isOpen = (other: string) => isHeld(localStorage, board, other, clock.local());
  const kept = findDraft(localStorage, board, editor, isOpen);
  const theirs = createElsewhere(of, kept === null ? draftElsewhere(localStorage, board, editor, isOpen) : null);
  const [found, setFound] = createSignal(kept?.is === 'draft' ? { at: kept.draft.at, base: kept.draft.base } : null);
  const [unreadable, setUnreadable] = createSignal(kept?.is === 'unreadable' ? kept.text : null);
  if (kept?.is === 'draft') {
    session.resume(kept.draft.history);
    setBase(kept.draft.base);
  }
  const keeps = createKeeping(of, session, {
    base,
    isDirty,
    at: kept?.is === 'draft' ? kept.draft.at : clock.now(),
    // What cannot be read stays until somebody throws it away or changes something.
    mayDrop: () => unreadable() === null,
  });
  const look = () => {
    theirs.look();
    keeps.look();
  };
  createHold(of, look, keeps.leave);
  return {
    found,
    unreadable,
    isKept: keeps.isKept,
    elsewhere: theirs.at,
    decided() {
      setFound(null);
      theirs.leave();
    },
    bring() {
      const draft = theirs.take();
      if (draft === null) return;
      session.change(draft.history.present);
      session.say({ of: 'saidBrought' });
      if (draft.base < base()) setBase(draft.base);
    },
    drop() {
      setUnreadable(null);
      dropDraft(localStorage, board, editor);
    },
  };
}

type Keeping = {
  readonly base: Accessor<number>;
  readonly isDirty: Accessor<boolean>;
  /** When it was changed last. */
  readonly at: number;
  readonly mayDrop: () => boolean;
};

/** Writes the draft a moment after each change, and drops it where nothing is unsaved. */
function createKeeping({ board, editor, clock }: DraftOf, session: Session, of: Keeping) {
  const { base, isDirty } = of;
  const [isKept, setKept] = createSignal(true);
  let cancel: (() => void) | null = null;
  let { at } = of;
  const write = () => {
    cancel?.();
    cancel = null;
    if (isDirty()) setKept(keepDraft(localStorage, board, editor, { base: base(), at, history: session.history() }));
    else if (of.mayDrop()) dropDraft(localStorage, board, editor);
  };
  const later = () => {
    cancel?.();
    cancel = clock.after(WRITE_AFTER_MS, write);
  };
  const change = () => {
    at = clock.now();
    later();
  };
  createEffect(on(session.history, change, { defer: true }));
  createEffect(on([base, isDirty], later, { defer: true }));
  return {
    isKept,
    leave: () => (cancel === null ? undefined : write()),
    /** Another page may have taken this one for gone, and its draft with it: there are two from here on. */
    look: () => (isDirty() && !hasDraft(localStorage, board, editor) ? write() : undefined),
  };
}

/** What another page of this browser has not saved, while that page keeps it. */
function createElsewhere({ board }: DraftOf, other: string | null) {
  const draft = () => (other === null ? null : readDraft(localStorage, board, other));
  const [at, setAt] = createSignal(draft()?.at ?? null);
  const leave = () => setAt(null);
  return {
    at,
    leave,
    look: () => (at() === null ? null : setAt(draft()?.at ?? null)),
    take() {
      leave();
      return draft();
    },
  };
}
