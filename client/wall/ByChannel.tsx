import { For, type JSX } from 'solid-js';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { waitingByChannel } from './channels.ts';
import { channelIcon, Icon } from './Icon.tsx';
import { channelName } from './names.tsx';

/** Who waits, channel by channel, as signs with their counts. */
export function ByChannel(props: { counts: Readonly<Record<string, number>> }): JSX.Element {
  return (
    <For each={waitingByChannel(props.counts)} fallback={<span>{dictionary().noneWaiting}</span>}>
      {({ channel, count, isApart }) => (
        <span class="by-channel" classList={{ 'is-apart': isApart }} title={channelName(channel)}>
          <Icon name={channelIcon(channel)} />
          <Figure>{countText(count)}</Figure>
        </span>
      )}
    </For>
  );
}
