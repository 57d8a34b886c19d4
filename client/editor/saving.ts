/** Saving a board on the version that was seen, and hearing of what others do with it. Nothing of theirs is overwritten unless somebody says so. */
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import type { Result } from '../../shared/result.ts';
import { SECOND_MS } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import type { Live } from '../live/context.ts';
import { type Editing, getSaved, postLayout, putEditing, putLayout, type Saved } from './api.ts';
import { author, editorId } from './author.ts';
import { ordered } from './change.ts';
import { createDrafting, type Drafting } from './drafting.ts';
import { isHeld } from './held.ts';
import type { Session } from './session.ts';
import { nameOfAuthor } from './told.ts';
import { word } from './words.ts';

/** Who has a board open is told at least every 20 s, or is forgotten. */
const TELL_MS = 5 * SECOND_MS;
const CHANGED = 412;

type Others = Editing['others'];

export type Saving = {
  /** The version that is saved, as far as this page knows. */
  readonly base: Accessor<Saved>;
  /** The version that the changes were made on; that of a draft may be older. */
  readonly madeOn: Accessor<number>;
  readonly isDirty: Accessor<boolean>;
  readonly isSaving: Accessor<boolean>;
  /** Why the last attempt failed. */
  readonly failure: Accessor<ApiError | null>;
  readonly others: Accessor<Others>;
  /** A version that somebody else saved meanwhile. */
  readonly newer: Accessor<Saved | null>;
  /** The same, and it stands in the way of saving: somebody has to choose. */
  readonly conflict: Accessor<Saved | null>;
  readonly drafting: Drafting;
  save(): Promise<void>;
  /** Saves over what somebody else saved; that stays among the versions. */
  overwrite(): Promise<void>;
  /** Saves as a new board. @returns its id; null where that failed. */
  saveCopy(): Promise<string | null>;
  /** Goes over to what is saved; what was changed is one step back. */
  take(saved: Saved): void;
  stay(): void;
  /** Gives up what was changed since the last save; it is one step back. */
  discard(): void;
};

/** The database keeps no order of keys, so two layouts are the same where their entries are. */
const asText = (layout: BoardLayout) =>
  JSON.stringify(ordered(layout), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

/** What the copy of a board is called. */
function copyNamed(layout: BoardLayout): BoardLayout {
  const named = (text: string) => (text.trim() === '' ? '' : word('copyOf', { name: text }));
  return { ...layout, name: { he: named(layout.name.he), en: named(layout.name.en) } };
}

/** What this page knows of the board that is saved, and whether something of somebody else's stands beside it. */
function createKnown(first: Saved) {
  const [base, setBase] = createSignal(first);
  const [madeOn, setMadeOn] = createSignal(first.version);
  const [isSaving, setSaving] = createSignal(false);
  const [failure, setFailure] = createSignal<ApiError | null>(null);
  const [newer, setNewer] = createSignal<Saved | null>(null);
  const [conflict, setConflict] = createSignal<Saved | null>(null);
  return {
    ...{ base, madeOn, setMadeOn, isSaving, setSaving, failure, setFailure, newer, setNewer, conflict, setConflict },
    adopt(saved: Saved) {
      setNewer(null);
      setConflict(null);
      setFailure(null);
      setMadeOn(saved.version);
      setBase(saved);
    },
  };
}

type Known = ReturnType<typeof createKnown>;

/** Saves a session, keeps its draft, tells of it and hears of others. */
export function createSaving(first: Saved, session: Session, live: Live): Saving {
  const { id } = first;
  const editor = editorId(live.clock, (taken) => isHeld(localStorage, id, taken, live.clock.local()));
  const known = createKnown(first);
  const { base, madeOn, isSaving, failure, newer, conflict } = known;
  const baseText = createMemo(() => asText(base().layout));
  const isDirty = createMemo(() => asText(session.layout()) !== baseText());
  const drafting = createDrafting({ board: id, editor, clock: live.clock }, session, madeOn, isDirty, (version) => {
    known.setMadeOn(version);
    if (version < base().version) known.setNewer(newer() ?? base());
  });
  const hear = (version: number) => void heard(known, session, isDirty, version);
  createEffect(
    on(live.saved, (saved) => {
      if (saved?.id === id) hear(saved.version);
    }),
  );
  const take = (saved: Saved) => {
    session.change(saved.layout);
    known.adopt(saved);
    drafting.decided();
  };
  const put = (onVersion: number) => putOn(known, session, drafting, onVersion);
  return {
    ...{ base, madeOn, isDirty, isSaving, failure, newer, conflict, drafting, take },
    others: createPresence(id, editor, live, hear),
    save: async () => (isDirty() ? put(madeOn()) : undefined),
    overwrite: () => put(newer()?.version ?? base().version),
    saveCopy: () => saveCopy(known, session, take),
    stay: () => known.setConflict(null),
    discard() {
      take(newer() ?? base());
      session.say({ of: 'draftGone' });
    },
  };
}

/** Somebody saved the board: where nothing is lost by it this page follows, else it is told. */
async function heard(known: Known, session: Session, isDirty: Accessor<boolean>, version: number): Promise<void> {
  const { base, isSaving, newer } = known;
  if (isSaving() || version <= base().version || version <= (newer()?.version ?? 0)) return;
  const answer = await getSaved(base().id);
  if (!answer.ok || isSaving() || answer.value.version <= base().version) return;
  if (isDirty()) {
    known.setNewer(answer.value);
    return;
  }
  session.change(answer.value.layout);
  known.adopt(answer.value);
  session.say({ of: 'adopted', with: { by: nameOfAuthor(answer.value.savedBy) } });
}

async function putOn(known: Known, session: Session, drafting: Drafting, version: number): Promise<void> {
  if (known.isSaving()) return;
  if (session.problems().length > 0) {
    session.say({ of: 'mendFirst', with: { count: session.problems().length } });
    return;
  }
  known.setSaving(true);
  const answer = await putLayout(known.base().id, version, ordered(session.layout()), author());
  if (answer.ok) {
    known.adopt(answer.value);
    drafting.decided();
    session.say({ of: 'saidSaved', with: { version: answer.value.version } });
  } else if (answer.error.status === CHANGED) {
    const theirs = await getSaved(known.base().id);
    if (theirs.ok) {
      known.setNewer(theirs.value);
      known.setConflict(theirs.value);
    } else known.setFailure(theirs.error);
  } else known.setFailure(answer.error);
  known.setSaving(false);
}

async function saveCopy(known: Known, session: Session, take: (saved: Saved) => void): Promise<string | null> {
  known.setSaving(true);
  const answer: Result<Saved, ApiError> = await postLayout(copyNamed(ordered(session.layout())), author());
  known.setSaving(false);
  if (!answer.ok) {
    known.setFailure(answer.error);
    return null;
  }
  // Mine is safe under another name: here what is saved counts again.
  const theirs = known.conflict();
  if (theirs !== null) take(theirs);
  return answer.value.id;
}

/** Tells the server that this page has the board open, and hears who else has. */
function createPresence(id: string, editor: string, { clock }: Live, hear: (version: number) => void): Accessor<Others> {
  const [others, setOthers] = createSignal<Others>([]);
  let isOver = false;
  let cancel: () => void = () => undefined;
  const tell = async () => {
    const answer = await putEditing(id, editor, author());
    if (isOver) return;
    // Who was seen last stays while the server is away: nobody knows better.
    if (answer.ok) {
      setOthers(answer.value.others);
      hear(answer.value.version);
    }
    cancel = clock.after(TELL_MS, () => void tell());
  };
  void tell();
  onCleanup(() => {
    isOver = true;
    cancel();
  });
  return others;
}
