import { type JSX, Show } from 'solid-js';
import type { Asked } from '../board/asked.ts';
import { clockText } from '../i18n/dates.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { Icon } from '../wall/Icon.tsx';

/** Beside a heading: what is asked for beside the live board was answered then and not since, or never. Nothing where it was. */
export function OldSince(props: { asked: Asked<unknown> }): JSX.Element {
  const live = useLive();
  const time = (at: number) => clockText(at, live.store.board?.floor.timezone ?? 'UTC');
  return (
    <Show when={props.asked.isRefused()}>
      <em class="old-since">
        <Icon name="clock" />
        <span>
          <Show when={props.asked.answeredAt()} fallback={dictionary().noData}>
            {(at) => <Say of="asOf" with={{ time: time(at()) }} />}
          </Show>
        </span>
      </em>
    </Show>
  );
}
