import { type JSX, Show } from 'solid-js';
import { Icon, type IconName } from './Icon.tsx';
import { Reason } from './Reason.tsx';

export type Look = 'urgent' | 'crit' | 'warn' | 'unknown' | 'more' | 'note' | 'calm' | 'reconnecting' | 'stale';

/** One thing that the strip says. */
export function Segment(props: {
  look: Look;
  icon: IconName;
  title: string;
  children: JSX.Element;
  aside?: JSX.Element;
  reason?: string | null;
  yields?: '' | undefined;
  /** Somebody has it: it asks for nobody. */
  isTaken?: boolean;
}): JSX.Element {
  return (
    <div class="segment" data-look={props.look} data-yields={props.yields} data-acknowledged={props.isTaken ? '' : undefined}>
      <Icon name={props.icon} />
      <Show when={props.title !== ''}>
        <strong>{props.title}</strong>
      </Show>
      <span class="segment-text">{props.children}</span>
      <Show when={props.reason}>{(reason) => <Reason of={reason()} />}</Show>
      <Show when={props.aside}>
        <span class="segment-aside">{props.aside}</span>
      </Show>
    </div>
  );
}
