import { createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { Field } from '../../shared/settings-fields.ts';
import { reasonOf } from '../refusals/reason.ts';
import { confirmRows, type Kind, type Page, putRow, type Row } from './api.ts';
import { createDraft, type Draft } from './draft.ts';
import { createEffective, Effective, type EffectiveChoice } from './Effective.tsx';
import { FieldInput } from './FieldInput.tsx';
import { History } from './History.tsx';
import { isNewcomer, rowName, valueText } from './shown.ts';
import { Tell } from './Tell.tsx';
import { type Params, type Word, word } from './words.ts';

export type Note = { readonly of: Word; readonly with?: Params };

type EditorProps = {
  kind: Kind;
  row: Row;
  page: Page;
  /** Asks for everything again; resolves with what is there now. */
  refresh: () => Promise<Page | null>;
  onDone: (note: Note | null) => void;
};

/** What is done with the row that is open: typed over, saved, confirmed, left. */
function createEditing(props: EditorProps) {
  const draft = createDraft(props.kind, props.row, (name) => props.page[props.kind].some(({ id }) => id === name));
  const effective = createEffective(() => props.page);
  const [failure, setFailure] = createSignal<Note | null>(null);
  const [isSaving, setSaving] = createSignal(false);
  const [isLeaving, setLeaving] = createSignal(false);
  const isDirty = () => draft.touched().length > 0;
  return {
    draft,
    effective,
    failure,
    isSaving,
    isLeaving,
    isDirty,
    stay: () => setLeaving(false),
    leave: () => (isDirty() ? setLeaving(true) : props.onDone(null)),
    isValid: () => draft.faults().length === 0 && !effective.isMissing(),
    async save() {
      setSaving(true);
      const note = await saved(props, draft, effective);
      setSaving(false);
      if ('done' in note) props.onDone(note.done);
      else setFailure(note.failure);
    },
    async confirm() {
      if (props.kind !== 'queues' && props.kind !== 'agents') return;
      const answer = await confirmRows(props.kind, [props.row.id]);
      await props.refresh();
      if (answer.ok) props.onDone({ of: 'confirmed', with: { count: 1 } });
      else setFailure({ of: 'saveFailed', with: { reason: reasonOf(answer.error) } });
    },
  };
}

type Editing = ReturnType<typeof createEditing>;

/** One row in a dialog: what is set, from when a change holds, and its history. Nothing typed is lost without a question. */
export function Editor(props: EditorProps): JSX.Element {
  let dialog: HTMLDialogElement | undefined;
  const editing = createEditing(props);
  onMount(() => dialog?.showModal());
  // Closed and not only taken away, so that the focus goes back to where it came from.
  onCleanup(() => dialog?.close());
  warnBeforeLeaving(editing.isDirty);
  const ask = (event: Event) => {
    event.preventDefault();
    editing.leave();
  };
  // A browser may close a dialog without asking the page.
  const reopen = () => {
    if (dialog?.isConnected !== true) return;
    editing.leave();
    if (editing.isDirty()) dialog.showModal();
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (editing.isValid()) void editing.save();
    else dialog?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <dialog
      class="editor"
      ref={dialog}
      aria-labelledby="editor-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') ask(event);
      }}
      onCancel={ask}
      onClose={reopen}
    >
      <form novalidate onSubmit={submit}>
        <Head kind={props.kind} row={props.row} page={props.page} />
        <Fields kind={props.kind} draft={editing.draft} page={props.page} />
        <Show when={props.page.mayWrite}>
          <Effective choice={editing.effective} page={props.page} isCounted={props.kind === 'queues' && editing.isDirty()} />
        </Show>
        <Show when={(props.kind === 'teams' || props.kind === 'sites') && editing.draft.touched().some(({ name }) => name === 'name')}>
          <p class="note">{word('renameNote')}</p>
        </Show>
        <Actions editing={editing} isLocked={!props.page.mayWrite} isNew={isNewcomer(props.kind, props.row)} onDiscard={() => props.onDone(null)} />
        <Show when={editing.failure()}>
          {(note) => (
            <p class="failure" role="alert" data-failure={note().of}>
              <Tell of={note().of} with={note().with ?? {}} />
            </p>
          )}
        </Show>
      </form>
      <History kind={props.kind} id={props.row.id} revision={editing.draft.base().revision} zone={props.page.site.timezone} />
    </dialog>
  );
}

/** Save, confirm, close; or the question whether what was typed is to be lost. */
function Actions(props: { editing: Editing; isLocked: boolean; isNew: boolean; onDiscard: () => void }): JSX.Element {
  return (
    <div class="actions">
      <Show
        when={props.editing.isLeaving()}
        fallback={
          <Buttons
            isLocked={props.isLocked}
            isNew={props.isNew}
            isDirty={props.editing.isDirty()}
            isSaving={props.editing.isSaving()}
            faults={props.editing.draft.faults().length}
            onLeave={props.editing.leave}
            onConfirm={() => void props.editing.confirm()}
          />
        }
      >
        <p role="alert">{word('unsavedLeave')}</p>
        <button type="button" class="button is-first" data-action="go-on" onClick={() => props.editing.stay()}>
          {word('goOn')}
        </button>
        <button type="button" class="button" data-action="discard" onClick={() => props.onDiscard()}>
          {word('discard')}
        </button>
      </Show>
    </div>
  );
}

/** The browser asks before a page with something typed is left. */
function warnBeforeLeaving(isDirty: () => boolean): void {
  const warn = (event: BeforeUnloadEvent) => {
    if (isDirty()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  onCleanup(() => removeEventListener('beforeunload', warn));
}

async function saved(props: EditorProps, draft: Draft, effective: EffectiveChoice): Promise<{ done: Note } | { failure: Note }> {
  const values = draft.values();
  const iso = effective.iso();
  const name = String(values['name'] ?? rowName(props.kind, draft.base(), props.page));
  const answer = await putRow(props.kind, draft.base(), { ...values, ...(iso === null ? {} : { effectiveAt: iso }) });
  const find = (page: Page | null) => page?.[props.kind].find(({ id }) => id === draft.base().id);
  const page = await props.refresh();
  if (answer.ok) {
    const row = find(page);
    const isOverruled =
      iso !== null &&
      page !== null &&
      iso <= page.at &&
      row !== undefined &&
      draft.touched().some(({ name: field }) => (row.own[field] ?? null) !== values[field]);
    return { done: { of: isOverruled && (props.kind === 'queues' || props.kind === 'agents') ? 'savedLater' : 'saved', with: { name } } };
  }
  if (answer.error.status !== 412) return { failure: { of: 'saveFailed', with: { reason: reasonOf(answer.error) } } };
  const fresh = find(page);
  if (fresh === undefined) return { failure: { of: 'gone' } };
  draft.rebase(fresh);
  return { failure: { of: 'conflict' } };
}

function Head(props: { kind: Kind; row: Row; page: Page }): JSX.Element {
  return (
    <header>
      <h2 id="editor-title">
        <bdi>{rowName(props.kind, props.row, props.page)}</bdi>
        <Show when={isNewcomer(props.kind, props.row)}>
          <span class="badge">{word('fresh')}</span>
        </Show>
      </h2>
      <Show when={props.kind === 'queues' || props.kind === 'agents'}>
        <p class="note">
          {word('idHead')} <bdi dir="ltr">{props.row.id}</bdi>
        </p>
      </Show>
    </header>
  );
}

function Fields(props: { kind: Kind; draft: Draft; page: Page }): JSX.Element {
  const fallback = ({ name }: Field): string => {
    const row = props.draft.base();
    if (name === 'name') return row.platformName ?? row.id;
    if (name === 'channel') return word('asPlatform', { value: valueText('channel', row.platformChannel ?? 'voice') });
    const standard = props.page.defaults[name];
    return standard === undefined || props.kind !== 'queues' ? '' : word('byDefault', { value: valueText(name, standard) });
  };
  const suggestions = ({ name }: Field): readonly string[] => {
    if (name === 'team') return props.page.teams.map(({ id }) => id);
    if (name === 'site') return props.page.sites.map(({ id }) => id);
    return name === 'group' ? [...new Set(props.page.queues.map(({ own }) => String(own['group'] ?? '')).filter((group) => group !== ''))] : [];
  };
  return (
    <div class="fields">
      <For each={props.draft.fields}>
        {(field) => (
          <FieldInput draft={props.draft} field={field} isLocked={!props.page.mayWrite} fallback={fallback(field)} suggestions={suggestions(field)} />
        )}
      </For>
    </div>
  );
}

type ButtonsProps = {
  isLocked: boolean;
  isNew: boolean;
  isDirty: boolean;
  isSaving: boolean;
  faults: number;
  onLeave: () => void;
  onConfirm: () => void;
};

function Buttons(props: ButtonsProps): JSX.Element {
  return (
    <>
      <Show when={!props.isLocked}>
        <button type="submit" class="button is-first" data-action="save" disabled={!props.isDirty || props.isSaving}>
          {word('save')}
        </button>
        <Show when={props.isNew && !props.isDirty}>
          <button type="button" class="button" data-action="confirm" onClick={() => props.onConfirm()}>
            {word('confirm')}
          </button>
        </Show>
      </Show>
      <button type="button" class="button" data-action="close" onClick={() => props.onLeave()}>
        {word('close')}
      </button>
      <Show when={props.faults > 0}>
        <span class="fault">
          <Tell of="fixErrors" with={{ count: props.faults }} />
        </span>
      </Show>
    </>
  );
}
