import { Index, type JSX } from 'solid-js';
import { Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { waitingByChannel } from './channels.ts';
import { channelIcon, Icon } from './Icon.tsx';
import { channelName } from './names.tsx';

/** Who waits, channel by channel, as signs with their counts. */
export function ByChannel(props: { counts: Readonly<Record<string, number>> }): JSX.Element {
  return (
    <Index each={waitingByChannel(props.counts)} fallback={<span>{dictionary().noneWaiting}</span>}>
      {(told) => (
        <span class="by-channel" classList={{ 'is-apart': told().isApart }} title={channelName(told().channel)}>
          <Icon name={channelIcon(told().channel)} />
          <Figure>{countText(told().count)}</Figure>
        </span>
      )}
    </Index>
  );
}
