import { createSignal, type JSX, Show } from 'solid-js';
import { word } from './words.ts';

/** Lines to be copied. @param shown what is on the page where that is less than what is copied. */
export function Copy(props: { text: string; shown?: string; label: string }): JSX.Element {
  const [isDone, setDone] = createSignal(false);
  const copy = async () => {
    setDone(await copied(props.text));
  };
  return (
    <fieldset class="copy" aria-label={props.label}>
      <pre dir="ltr">{props.shown ?? props.text}</pre>
      <button type="button" class="button" onClick={() => void copy()}>
        {word('copy')}
      </button>
      <span role="status" class="copied">
        <Show when={isDone()}>{word('copied')}</Show>
      </span>
    </fieldset>
  );
}

/** Without HTTPS a browser has no clipboard for pages of another machine: then the old way. */
async function copied(text: string): Promise<boolean> {
  if (navigator.clipboard !== undefined) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => copiedBySelection(text),
    );
  }
  return copiedBySelection(text);
}

function copiedBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand('copy');
  field.remove();
  return isDone;
}
