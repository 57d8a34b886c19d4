import { For, type JSX, Show } from 'solid-js';
import { useEditor } from './editor-context.ts';
import { Tell, type Word, word } from './words.ts';

const KEYS: readonly (readonly [key: string, does: Word])[] = [
  ['Tab', 'keyTab'],
  ['arrows', 'keyArrows'],
  ['Shift+arrows', 'keyShift'],
  ['Enter', 'keyEnter'],
  ['Delete', 'keyDelete'],
  ['Ctrl+D', 'keyDuplicate'],
  ['Ctrl+Z', 'keyUndo'],
  ['Ctrl+Y', 'keyRedo'],
  ['Ctrl+S', 'keySave'],
  ['Esc', 'keyEscape'],
];

/** What happened last, and the keys by which everything is done. */
export function Keys(): JSX.Element {
  const { session } = useEditor();
  return (
    <div class="ed-foot">
      <p class="ed-said" role="status" aria-live="polite">
        <Show when={session.said()} keyed>
          {(said) => <Tell of={said.of} with={said.with ?? {}} />}
        </Show>
      </p>
      <section aria-label={word('keys')}>
        <dl class="ed-keys">
          <For each={KEYS}>
            {([key, does]) => (
              <div>
                <dt>
                  <kbd dir="auto">{key.replace('arrows', word('arrows'))}</kbd>
                </dt>
                <dd>{word(does)}</dd>
              </div>
            )}
          </For>
        </dl>
      </section>
    </div>
  );
}
