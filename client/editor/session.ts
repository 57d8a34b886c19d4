/** One board while it is edited: its steps, what of it is chosen, and what was said last. Saving and keeping are in saving.ts. */
import { type Accessor, batch, createMemo, createSignal } from 'solid-js';
import type { BoardLayout, BoardPage } from '../../shared/boards/layout.ts';
import type { Widget } from '../../shared/boards/widgets.ts';
import { pageOf } from './change.ts';
import { begun, type History, redone, stepped, undone } from './history.ts';
import { type Problem, problemsOf } from './problems.ts';
import type { Word } from './words.ts';

export type Said = { readonly of: Word; readonly with?: Readonly<Record<string, string | number>> };

export type Session = {
  readonly history: Accessor<History>;
  readonly layout: Accessor<BoardLayout>;
  readonly page: Accessor<BoardPage>;
  /** The widget whose options are shown; null: the page and the board. */
  readonly chosen: Accessor<Widget | null>;
  readonly problems: Accessor<readonly Problem[]>;
  /** What happened last, for the line below the board. */
  readonly said: Accessor<Said | null>;
  say(said: Said): void;
  choose(id: string | null): void;
  turnTo(page: string): void;
  /** One step. `at`: what it is at, so that typing in one field is one step. */
  change(next: BoardLayout, at?: string): void;
  /** Starts from another history: a draft that was kept. */
  resume(history: History): void;
  undo(): void;
  redo(): void;
};

export function createSession(first: BoardLayout): Session {
  const [history, setHistory] = createSignal(begun(first));
  const [pageId, setPageId] = createSignal<string | null>(null);
  const [chosenId, setChosenId] = createSignal<string | null>(null);
  const [said, setSaid] = createSignal<Said | null>(null, { equals: false });
  const layout = createMemo(() => history().present);
  const page = createMemo(() => pageOf(layout(), pageId()));
  const chosen = createMemo(() => page().widgets.find(({ id }) => id === chosenId()) ?? null);
  const problems = createMemo(() => problemsOf(layout()));
  /** What a step back or forth has changed is what somebody wants to see. */
  const go = (next: History, done: Word, nothing: Word) => {
    if (next === history()) {
      setSaid({ of: nothing });
      return;
    }
    const before = history().present;
    const other = next.present.pages.find((one) => before.pages.find(({ id }) => id === one.id) !== one);
    batch(() => {
      setHistory(next);
      if (other !== undefined && next.present.pages.every(({ id }) => before.pages.some((one) => one.id === id))) setPageId(other.id);
      setSaid({ of: done });
    });
  };
  return {
    history,
    layout,
    page,
    chosen,
    problems,
    said,
    say: setSaid,
    choose: setChosenId,
    turnTo: (id) =>
      batch(() => {
        setPageId(id);
        setChosenId(null);
      }),
    change: (next, at) => setHistory((known) => stepped(known, next, at ?? null)),
    resume: setHistory,
    undo: () => go(undone(history()), 'saidUndone', 'nothingToUndo'),
    redo: () => go(redone(history()), 'saidRedone', 'nothingToRedo'),
  };
}
