import { createSignal, createUniqueId, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { type ApiError, sendJson } from '../api.ts';
import { author, authorTyped, nameAuthor } from '../editor/author.ts';
import { reasonOf } from '../refusals/reason.ts';
import { Tell, word } from './words.ts';
import '../styles/take-on.css';

const NOTE_MAX = 500;

type TakeOnProps = { row: { readonly id: string }; onClose: () => void; onDone?: () => void };

/** Takes an alarm on, with a name that this browser remembers and a note; every wall shows it. */
export function TakeOn(props: TakeOnProps): JSX.Element {
  const id = createUniqueId();
  let dialog!: HTMLDialogElement;
  onMount(() => {
    dialog.setAttribute('closedby', 'any');
    dialog.showModal();
  });
  onCleanup(() => dialog.close());
  return (
    <dialog class="take-on-dialog" data-theme="desk" data-dialog="take-on" ref={dialog} aria-labelledby={id} onClose={() => props.onClose()}>
      <h2 id={id}>{word('takeOnTitle')}</h2>
      <p>{word('takeOnMeans')}</p>
      <Form {...props} />
    </dialog>
  );
}

async function acknowledge(id: string, note: string): Promise<ApiError | null> {
  const by = author();
  const body = JSON.stringify({ ...(by === null ? {} : { by }), note: note.trim() });
  const answer = await sendJson('POST', `/api/v1/alarms/${encodeURIComponent(id)}/acknowledge`, body);
  return answer.ok ? null : answer.error;
}

function Form(props: TakeOnProps): JSX.Element {
  const [note, setNote] = createSignal('');
  const [isBusy, setBusy] = createSignal(false);
  const [error, setError] = createSignal<ApiError | null>(null);
  const [isAsked, setAsked] = createSignal(false);
  const isNameless = () => isAsked() && author() === null;
  let name!: HTMLInputElement;
  const send = async () => {
    // On a wall it says who has it: an alarm that nobody by name has is had by nobody.
    setAsked(true);
    if (author() === null) {
      name.focus();
      return;
    }
    setBusy(true);
    setError(await acknowledge(props.row.id, note()));
    setBusy(false);
    if (error() !== null) return;
    props.onDone?.();
    props.onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Name isMissing={isNameless()} ref={name} />
      <label>
        {word('note')}
        <textarea name="note" rows={2} dir="auto" maxLength={NOTE_MAX} value={note()} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <Show when={error()}>
        {(failed) => (
          <p role="alert">
            <Tell of="failed" with={{ reason: reasonOf(failed()) }} />
          </p>
        )}
      </Show>
      <p class="take-on-actions">
        <button type="submit" class="is-first" data-action="acknowledge" disabled={isBusy()}>
          {word('takeOn')}
        </button>
        <button type="button" data-action="cancel" onClick={() => props.onClose()}>
          {word('cancel')}
        </button>
      </p>
    </form>
  );
}

function Name(props: { isMissing: boolean; ref: HTMLInputElement }): JSX.Element {
  const fault = createUniqueId();
  return (
    <label>
      {word('yourName')}
      <input
        ref={props.ref}
        type="text"
        name="by"
        dir="auto"
        maxLength={100}
        aria-required="true"
        aria-invalid={props.isMissing}
        aria-describedby={props.isMissing ? fault : undefined}
        value={authorTyped()}
        onInput={(event) => nameAuthor(event.currentTarget.value)}
      />
      <Show when={props.isMissing}>
        <span class="take-on-fault" id={fault}>
          {word('nameNeeded')}
        </span>
      </Show>
    </label>
  );
}
