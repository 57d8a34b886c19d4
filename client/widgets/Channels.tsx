import { createMemo, For, type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { Tell } from '../board/words.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText, percentText } from '../i18n/format.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { channelName } from '../wall/names.tsx';

type Mixed = { readonly channel: string; readonly offered: number; readonly waiting: number };

/** What customers choose: the queues' contacts by channel, the most first. */
export function Channels(props: { options: WidgetOf<'channels'>['options'] }): JSX.Element {
  const floor = useFloor();
  const mix = createMemo(() => {
    const byChannel = new Map<string, Mixed>();
    for (const { channel, windows, waiting } of floor.queues()) {
      const before = byChannel.get(channel) ?? { channel, offered: 0, waiting: 0 };
      const offered = windows[props.options.window].metrics['offered'] ?? 0;
      byChannel.set(channel, { channel, offered: before.offered + offered, waiting: before.waiting + waiting });
    }
    return [...byChannel.values()].filter(({ offered, waiting }) => offered + waiting > 0).sort((a, b) => b.offered - a.offered);
  });
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
                <Figure class="number">{countText(offered)}</Figure>
                <Figure class="number">{countText(waiting)}</Figure>
              </div>
            )}
          </For>
        </div>
      </Show>
    </section>
  );
}
