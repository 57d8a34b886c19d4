/** Drafts as this browser keeps them until they are saved: nothing is lost on a refresh, a crash or a server that is away. */
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { WIDGET_KINDS } from '../../shared/boards/widgets.ts';
import { parse, v } from '../../shared/schema.ts';
import type { History } from './history.ts';

const FORMAT = 'moked.draft.v1';
const PREFIX = 'moked.draft.';
/** Browsers keep five million characters of a site; steps beyond this are left out, the draft itself never is. */
const STEPS_CHARACTERS = 1_500_000;

/** What can be kept: the part of a browser's storage that is used. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

export type Draft = {
  /** The version that it was made on. */
  readonly base: number;
  /** When it was changed last, milliseconds. */
  readonly at: number;
  readonly history: History;
};

/** unreadable: kept by another version of the pages; its text is still there. */
export type Found = { readonly is: 'draft'; readonly draft: Draft } | { readonly is: 'unreadable'; readonly text: string } | null;

/** Loose where somebody is still typing: what is not right yet is said at its field. What the page must be able to draw is checked. */
const widgetShape = v.looseObject({
  id: v.string(),
  kind: v.picklist(WIDGET_KINDS),
  x: v.number(),
  y: v.number(),
  w: v.number(),
  h: v.number(),
  options: v.looseObject({}),
});
const wordsShape = v.looseObject({ he: v.string(), en: v.string() });
const pageShape = v.looseObject({ id: v.string(), name: v.nullable(wordsShape), stayS: v.number(), widgets: v.array(widgetShape) });
const layoutShape = v.looseObject({ name: wordsShape, scale: v.number(), pages: v.pipe(v.array(pageShape), v.minLength(1)) });
const keptSchema = v.object({
  format: v.literal(FORMAT),
  base: v.number(),
  at: v.number(),
  layout: layoutShape,
  past: v.array(layoutShape),
  future: v.array(layoutShape),
});

/** Each page that edits a board has a draft of its own, so that two of one browser do not write over each other. */
const keyOf = (board: string, editor: string) => `${PREFIX}${board}.${editor}`;

/** Keeps a draft. @returns false where the browser has no room for it or keeps nothing. */
export function keepDraft(store: Store, board: string, editor: string, draft: Draft): boolean {
  const { past, present, future } = draft.history;
  const text = (withSteps: boolean) =>
    JSON.stringify({
      format: FORMAT,
      base: draft.base,
      at: draft.at,
      layout: present,
      past: withSteps ? past : [],
      future: withSteps ? future : [],
    });
  const whole = text(true);
  try {
    store.setItem(keyOf(board, editor), whole.length <= STEPS_CHARACTERS ? whole : text(false));
    return true;
  } catch {
    return false;
  }
}

/** The draft of this page, or else one that a page left behind: that becomes this page's. @param isOpen whether another page is still there. */
export function findDraft(store: Store, board: string, editor: string, isOpen: (editor: string) => boolean): Found {
  try {
    const own = store.getItem(keyOf(board, editor));
    if (own !== null) return read(own);
    const left = editorsOf(store, board).find((one) => !isOpen(one));
    if (left === undefined) return null;
    const text = store.getItem(keyOf(board, left));
    if (text === null) return null;
    store.setItem(keyOf(board, editor), text);
    store.removeItem(keyOf(board, left));
    return read(text);
  } catch {
    return null;
  }
}

/** Whose draft is that of another page that is still there; null where there is none that can be read. */
export function draftElsewhere(store: Store, board: string, editor: string, isOpen: (editor: string) => boolean): string | null {
  try {
    const others = editorsOf(store, board).filter((one) => one !== editor && isOpen(one));
    return others.find((one) => readDraft(store, board, one) !== null) ?? null;
  } catch {
    return null;
  }
}

/** The draft of a page as it is kept now; null where there is none that can be read. */
export function readDraft(store: Store, board: string, editor: string): Draft | null {
  try {
    const text = store.getItem(keyOf(board, editor));
    const found = text === null ? null : read(text);
    return found?.is === 'draft' ? found.draft : null;
  } catch {
    return null;
  }
}

/** True where a draft of the page is kept. */
export function hasDraft(store: Store, board: string, editor: string): boolean {
  try {
    return store.getItem(keyOf(board, editor)) !== null;
  } catch {
    return false;
  }
}

/** Throws the draft of this page away. */
export function dropDraft(store: Store, board: string, editor: string): boolean {
  try {
    store.removeItem(keyOf(board, editor));
    return true;
  } catch {
    return false;
  }
}

/** The pages of which drafts of the board are kept. */
function editorsOf(store: Store, board: string): string[] {
  const mine = `${PREFIX}${board}.`;
  const keys = Array.from({ length: store.length }, (_, i) => store.key(i));
  return keys.flatMap((key) => (key?.startsWith(mine) ? [key.slice(mine.length)] : []));
}

function read(text: string): Found {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { is: 'unreadable', text };
  }
  const kept = parse(keptSchema, json);
  if (!kept.ok) return { is: 'unreadable', text };
  const { base, at, layout, past, future } = kept.value;
  const layouts = (those: readonly unknown[]) => those as readonly BoardLayout[];
  const history = { past: layouts(past), present: layout as unknown as BoardLayout, future: layouts(future), at: null };
  return { is: 'draft', draft: { base, at, history } };
}
