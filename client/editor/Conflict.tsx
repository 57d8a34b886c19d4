import { type JSX, onMount, Show } from 'solid-js';
import type { Saved } from './api.ts';
import { useEditor } from './editor-context.ts';
import type { Previewed } from './Preview.tsx';
import { nameOfAuthor, timeOf } from './told.ts';
import { Tell, word } from './words.ts';

/** Somebody else has saved the board meanwhile: who, when, and what to do about it. */
export function Conflict(props: { show: (what: Previewed) => void }): JSX.Element {
  const { saving } = useEditor();
  return (
    <Show when={saving.conflict()} keyed>
      {(theirs) => <Choice theirs={theirs} show={props.show} />}
    </Show>
  );
}

function Choice(props: { theirs: Saved; show: (what: Previewed) => void }): JSX.Element {
  const { saving } = useEditor();
  const base = () => saving.madeOn();
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  return (
    <dialog
      class="editor ed-conflict"
      ref={dialog}
      aria-labelledby="ed-conflict"
      data-dialog="conflict"
      onCancel={(event) => {
        event.preventDefault();
        saving.stay();
      }}
    >
      <h2 id="ed-conflict">{word('conflict')}</h2>
      <p>
        <Tell
          of="conflictWhat"
          with={{
            by: nameOfAuthor(props.theirs.savedBy),
            version: props.theirs.version,
            time: timeOf(props.theirs.savedAt),
            base: base(),
          }}
        />
      </p>
      <Ways theirs={props.theirs} show={props.show} />
      <p class="actions">
        <button type="button" class="button is-first" data-action="stay" onClick={() => saving.stay()}>
          {word('conflictStay')}
        </button>
      </p>
    </dialog>
  );
}

function Ways(props: { theirs: Saved; show: (what: Previewed) => void }): JSX.Element {
  const { session, saving } = useEditor();
  const copy = async () => {
    const id = await saving.saveCopy();
    if (id !== null) location.assign(`/boards/${encodeURIComponent(id)}/edit`);
  };
  const take = () => {
    saving.take(props.theirs);
    session.say({ of: 'took' });
  };
  return (
    <ul>
      <li>
        <button
          type="button"
          class="button"
          data-action="look"
          onClick={() => props.show({ layout: props.theirs.layout, page: null, of: 'previewTheirs' })}
        >
          {word('conflictLook')}
        </button>
      </li>
      <li>
        <button type="button" class="button" data-action="copy" onClick={() => void copy()}>
          {word('conflictCopy')}
        </button>
      </li>
      <li>
        <button type="button" class="button" data-action="take" onClick={take}>
          {word('conflictTake')}
        </button>
      </li>
      <li>
        <button type="button" class="button" data-action="overwrite" onClick={() => void saving.overwrite()}>
          {word('conflictOver')}
        </button>{' '}
        <small>{word('conflictOverWhy')}</small>
      </li>
    </ul>
  );
}
