/** Who edits, as this browser knows it: a name that people give themselves, and an id of the page that outlives its refresh. */
import { createSignal } from 'solid-js';
import type { Clock } from '../live/clock.ts';

const NAMED = 'moked.author';
const EDITOR = 'moked.editor';
const NAME_MAX = 100;

// A browser that blocks storage throws on the first touch; the editor then only forgets.
function kept(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function keep(storage: () => Storage, key: string, text: string): boolean {
  try {
    storage().setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

const [name, setName] = createSignal(kept(() => localStorage, NAMED) ?? '');

/** What the author calls himself; null where he does not. */
export const author = (): string | null => (name().trim() === '' ? null : name().trim().slice(0, NAME_MAX));
export const authorTyped = name;

export function nameAuthor(text: string): void {
  setName(text);
  keep(() => localStorage, NAMED, text);
}

/** The id of this page among those who edit; the same after a refresh. @param isTaken whether another page has it: one that is duplicated begins as its copy. */
export function editorId(clock: Clock, isTaken: (id: string) => boolean): string {
  const known = kept(() => sessionStorage, EDITOR);
  if (known !== null && !isTaken(known)) return known;
  const part = () =>
    Math.floor(clock.random() * 36 ** 8)
      .toString(36)
      .padStart(8, '0');
  const fresh = part() + part();
  keep(() => sessionStorage, EDITOR, fresh);
  return fresh;
}
