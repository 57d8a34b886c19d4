import { For, type JSX, Show } from 'solid-js';
import { Filled } from '../i18n/Say.tsx';
import { reasonSentences } from './reasons.ts';

/** Why a source is as it is. Its own words, where they are not known, stand left to right as a whole; the tooltip has them anyway. */
export function Reason(props: { of: string }): JSX.Element {
  return (
    <Show
      when={reasonSentences(props.of)}
      fallback={
        <bdi dir="ltr" class="reason" title={props.of}>
          {props.of}
        </bdi>
      }
    >
      {(sentences) => (
        <span class="reason" title={props.of}>
          <For each={sentences()}>
            {(sentence, i) => (
              <>
                {i() > 0 ? '. ' : ''}
                <Filled pieces={sentence} />
              </>
            )}
          </For>
        </span>
      )}
    </Show>
  );
}
