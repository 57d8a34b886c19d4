import { createSignal, createUniqueId, For, type JSX, onMount, Show } from 'solid-js';
import { inLanguage } from '../board/in-language.ts';
import { emptyLayout } from '../editor/change.ts';
import { locale } from '../i18n/locale.ts';
import { reasonOf } from '../refusals/reason.ts';
import { addBoard, type BoardLine, getLayout } from './api.ts';
import { Tell, word } from './words.ts';

/** Where a new board is composed. */
const editorOf = (id: string) => `/boards/${encodeURIComponent(id)}/edit`;

/** A name, and what to begin with: an empty page, or a board that there is. */
export function NewBoard(props: { boards: readonly BoardLine[]; onLeave: () => void }): JSX.Element {
  const id = createUniqueId();
  const [name, setName] = createSignal('');
  const [from, setFrom] = createSignal('');
  const [failure, setFailure] = createSignal<string | null>(null);
  const [isBusy, setBusy] = createSignal(false);
  let dialog!: HTMLDialogElement;
  onMount(() => dialog.showModal());
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    if (name().trim() === '' || isBusy()) return;
    setBusy(true);
    const answer = await added(locale() === 'he' ? { he: name().trim(), en: '' } : { he: '', en: name().trim() }, from());
    setBusy(false);
    if (answer.ok) location.assign(editorOf(answer.value.id));
    else setFailure(reasonOf(answer.error));
  };
  return (
    <dialog class="editor" ref={dialog} aria-labelledby={`${id}-title`} data-dialog="new-board" onClose={() => props.onLeave()}>
      <form onSubmit={(event) => void add(event)}>
        <h2 id={`${id}-title`}>{word('newBoard')}</h2>
        <Fields id={id} name={name()} boards={props.boards} onName={setName} onFrom={setFrom} />
        <Show when={failure()}>
          {(reason) => (
            <p class="fault" role="alert">
              <Tell of="failed" with={{ reason: reason() }} />
            </p>
          )}
        </Show>
        <p class="actions">
          <button type="submit" class="button is-first" disabled={name().trim() === '' || isBusy()}>
            {word('compose')}
          </button>
          <button type="button" class="button" onClick={() => dialog.close()}>
            {word('leave')}
          </button>
        </p>
      </form>
    </dialog>
  );
}

type FieldsProps = {
  id: string;
  name: string;
  boards: readonly BoardLine[];
  onName: (name: string) => void;
  onFrom: (id: string) => void;
};

function Fields(props: FieldsProps): JSX.Element {
  const choices = () => props.boards.filter((board) => board.name !== null && board.archivedAt === null);
  return (
    <div class="fields">
      <div class="field">
        <label for={`${props.id}-name`}>{word('newName')}</label>
        <input
          id={`${props.id}-name`}
          type="text"
          dir="auto"
          autocomplete="off"
          value={props.name}
          onInput={(event) => props.onName(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for={`${props.id}-from`}>{word('startFrom')}</label>
        <select id={`${props.id}-from`} onChange={(event) => props.onFrom(event.currentTarget.value)}>
          <option value="">{word('fromEmpty')}</option>
          <For each={choices()}>{(board) => <option value={board.id}>{board.name === null ? board.id : inLanguage(board.name)}</option>}</For>
        </select>
      </div>
    </div>
  );
}

/** `from`: the id of the board to begin with; empty: none. */
async function added(name: { he: string; en: string }, from: string) {
  if (from === '') return addBoard({ layout: emptyLayout(name) });
  const answer = await getLayout(from);
  return answer.ok ? addBoard({ layout: { ...answer.value.layout, name } }) : answer;
}
