import { createUniqueId, type JSX } from 'solid-js';

/** A button that asks for a file, in the language of the page: the browser's own speaks that of the machine. It can be reached and used by keyboard. */
export function FileButton(props: {
  children: JSX.Element;
  name: string;
  accept?: string;
  class?: string;
  action?: string;
  isDisabled?: boolean;
  onChoose: (file: File | null) => void;
}): JSX.Element {
  const id = createUniqueId();
  return (
    <label class={`button ${props.class ?? ''}`} for={id} data-action={props.action}>
      {props.children}
      <input
        id={id}
        class="unseen"
        type="file"
        name={props.name}
        accept={props.accept ?? ''}
        disabled={props.isDisabled ?? false}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          // The same file may be chosen again after it was changed.
          event.currentTarget.value = '';
          props.onChoose(file ?? null);
        }}
      />
    </label>
  );
}
