import { createMemo, For, type JSX } from 'solid-js';
import type { Rule } from '../../shared/alarms/rules.ts';
import { useLive } from '../live/context.ts';
import { share } from '../live/share.ts';
import { ruleSentences } from './rule-sentence.ts';
import { Tell } from './words.ts';

/** What a rule says, read back. */
export function Sentences(props: { rule: Rule }): JSX.Element {
  const live = useLive();
  // The board is another one several times a second; a sentence that says the same is left alone.
  const said = createMemo((before: ReturnType<typeof ruleSentences>) => share(before, ruleSentences(props.rule, live.store.board)), []);
  return (
    <For each={said()}>
      {(sentence) => (
        <p class="rule-sentence">
          <Tell of={sentence.of} with={sentence.with} />
        </p>
      )}
    </For>
  );
}
