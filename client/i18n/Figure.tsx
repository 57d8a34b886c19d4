import { type JSX, Show } from 'solid-js';
import { type DurationParts, durationParts, elapsedParts, NOTHING } from './format.ts';
import { dictionary } from './locale.ts';

/** A figure, isolated left to right. */
export function Figure(props: { children: JSX.Element; class?: string }): JSX.Element {
  return (
    <bdi dir="ltr" class={props.class}>
      {props.children}
    </bdi>
  );
}

/** `m:ss`, or `h:mm` with its unit beside it; a dash where there is no value. */
export function Duration(props: { ms: number | null | undefined }): JSX.Element {
  const parts = () => (props.ms === null || props.ms === undefined ? null : durationParts(props.ms));
  return <Parts of={parts()} />;
}

/** A running time since an instant, cut to whole seconds. */
export function Elapsed(props: { ms: number | null | undefined; sign?: string }): JSX.Element {
  const parts = () => (props.ms === null || props.ms === undefined ? null : elapsedParts(props.ms));
  return <Parts of={parts()} sign={props.sign ?? ''} />;
}

function Parts(props: { of: DurationParts | null; sign?: string }): JSX.Element {
  return (
    <Show when={props.of} fallback={<bdi dir="ltr">{NOTHING}</bdi>}>
      {(parts) => (
        <>
          <bdi dir="ltr">
            {props.sign}
            {parts().big}
            <i class="colon">:</i>
            {parts().small}
          </bdi>
          <Show when={parts().isHours}>
            <small class="unit">{dictionary().hoursUnit}</small>
          </Show>
        </>
      )}
    </Show>
  );
}
