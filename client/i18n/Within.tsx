import { type JSX, Show } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import { durationText, isShortTarget } from './format.ts';
import { dictionary } from './locale.ts';
import { Say } from './Say.tsx';

/** "within 20 s" up to two minutes, as a duration from there on. */
export function Within(props: { ms: number }): JSX.Element {
  return (
    <Show when={isShortTarget(props.ms)} fallback={<Say of="withinTime" with={{ time: durationText(props.ms, dictionary().hoursUnit) }} />}>
      <Say of="withinSeconds" with={{ n: Math.round(props.ms / SECOND_MS) }} />
    </Show>
  );
}
