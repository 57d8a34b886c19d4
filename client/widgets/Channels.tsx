import { createMemo, For, type JSX, Show } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import type { Window } from '../../shared/boards/parts.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { CHANNELS } from '../../shared/events/contact.ts';
import { Tell } from '../board/words.ts';
import { useExplainable } from '../explain/explainable.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText, percentText } from '../i18n/format.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { channelName } from '../wall/names.tsx';

type Mixed = { readonly channel: string; readonly offered: number; readonly waiting: number };

function mixOf(queues: readonly QueueRow[], window: Window): Mixed[] {
  const byChannel = new Map<string, Mixed>();
  for (const { channel, windows, waiting } of queues) {
    const before = byChannel.get(channel) ?? { channel, offered: 0, waiting: 0 };
    const offered = windows[window].metrics['offered'] ?? 0;
    byChannel.set(channel, { channel, offered: before.offered + offered, waiting: before.waiting + waiting });
  }
  return [...byChannel.values()].filter(({ offered, waiting }) => offered + waiting > 0).sort((a, b) => b.offered - a.offered);
}

/** What customers choose: the queues' contacts by channel, the most first. */
export function Channels(props: { options: WidgetOf<'channels'>['options'] }): JSX.Element {
  const floor = useFloor();
  const mix = createMemo(() => mixOf(floor.queues(), props.options.window));
  const explain = useExplainable();
  const mark = (channel: string) => {
    const known = CHANNELS.find((one) => one === channel);
    return known === undefined ? undefined : explain('offered', { of: 'channels', channels: [known] }, props.options.window);
  };
  const all = () => mix().reduce((sum, { offered }) => sum + offered, 0);
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="channelMix" />
        </span>
      </h2>
      <Show
        when={mix().length > 0}
        fallback={
          <p class="widget-note">
            <Tell of="channelsNone" />
          </p>
        }
      >
        <div class="channel-mix">
          <div class="line channel-line is-head">
            <span />
            <span />
            <span />
            <span class="number">
              <Tell of="channelOffered" />
            </span>
            <span class="number">
              <Tell of="channelWaiting" />
            </span>
          </div>
          <For each={mix()}>
            {({ channel, offered, waiting }) => (
              <div class="line channel-line" data-channel={channel}>
                <Icon name={channelIcon(channel)} />
                <span>{channelName(channel)}</span>
                <span class="channel-share">
                  <i style={{ 'inline-size': `${all() === 0 ? 0 : (offered / all()) * 100}%` }} />
                  <Figure>{percentText(all() === 0 ? null : offered / all())}</Figure>
                </span>
                <span class="number" ref={mark(channel)}>
                  <Figure>{countText(offered)}</Figure>
                </span>
                <Figure class="number">{countText(waiting)}</Figure>
              </div>
            )}
          </For>
        </div>
      </Show>
    </section>
  );
}
