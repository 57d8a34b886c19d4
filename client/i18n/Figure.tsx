import { createMemo, type JSX, Show } from 'solid-js';
import { type DurationParts, durationParts, elapsedParts, NOTHING } from './format.ts';
import { dictionary } from './locale.ts';
import { texts } from './texts.ts';

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
  const of = createMemo(() => props.of);
  return (
    <Show when={of() !== null} fallback={<bdi dir="ltr">{NOTHING}</bdi>}>
      <Digits of={of() ?? NO_TIME} sign={props.sign ?? ''} />
    </Show>
  );
}

const NO_TIME: DurationParts = { big: '0', small: '00', isHours: false };

function Digits(props: { of: DurationParts; sign: string }): JSX.Element {
  const text = texts(() => ({ big: props.sign + props.of.big, small: props.of.small }));
  return (
    <>
      <bdi dir="ltr">
        {text.big}
        <i class="colon">:</i>
        {text.small}
      </bdi>
      <Show when={props.of.isHours}>
        <small class="unit">{dictionary().hoursUnit}</small>
      </Show>
    </>
  );
}
