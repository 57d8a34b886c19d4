/** What every part of the editor works with. */
import { createContext, useContext } from 'solid-js';
import { assert } from '../../shared/assert.ts';
import type { Acts } from './acts.ts';
import type { Saving } from './saving.ts';
import type { Session } from './session.ts';

export type Editor = {
  readonly session: Session;
  readonly acts: Acts;
  readonly saving: Saving;
  /** The elements of the widgets on the page that is shown, by their ids. */
  readonly elements: Map<string, HTMLElement>;
};

export const EditorContext = createContext<Editor>();

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  assert(editor !== undefined, 'useEditor is called outside of the editor');
  return editor;
}
