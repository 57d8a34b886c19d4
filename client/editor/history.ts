/** What was done to a layout, step by step, back and forth. Layouts are immutable, so a step costs what it changed. */
import type { BoardLayout } from '../../shared/boards/layout.ts';

/** So many steps can be taken back. */
export const STEPS_MAX = 100;

export type History = {
  /** The oldest first. */
  readonly past: readonly BoardLayout[];
  readonly present: BoardLayout;
  /** What was taken back, the next one first. */
  readonly future: readonly BoardLayout[];
  /** What the last step was at; null: whatever comes is a step of its own. */
  readonly at: string | null;
};

export function begun(present: BoardLayout): History {
  return { past: [], present, future: [], at: null };
}

/** One step more. Steps at the same thing, one after the other, are one: a name that is typed is taken back as a whole. */
export function stepped(history: History, present: BoardLayout, at: string | null = null): History {
  if (present === history.present) return history;
  if (at !== null && at === history.at) return { ...history, present, future: [] };
  return { past: [...history.past, history.present].slice(-STEPS_MAX), present, future: [], at };
}

/** The step before; the same where there is none. */
export function undone(history: History): History {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], at: null };
}

/** The step that was taken back last, again. */
export function redone(history: History): History {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, at: null };
}
