import { For, type JSX } from 'solid-js';
import type { Rule } from '../../shared/alarms/rules.ts';
import { useLive } from '../live/context.ts';
import { ruleSentences } from './rule-sentence.ts';
import { Tell } from './words.ts';

/** What a rule says, read back. */
export function Sentences(props: { rule: Rule }): JSX.Element {
  const live = useLive();
  return (
    <For each={ruleSentences(props.rule, live.plain())}>
      {(sentence) => (
        <p class="rule-sentence">
          <Tell of={sentence.of} with={sentence.with} />
        </p>
      )}
    </For>
  );
}
