import { createMemo, For, type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { CHANNELS } from '../../shared/events/contact.ts';
import { useRoom } from '../board/room.ts';
import { Tell, windowWord } from '../board/words.ts';
import { useExplainable } from '../explain/explainable.ts';
import { Figure } from '../i18n/Figure.tsx';
import { countText, percentText } from '../i18n/format.ts';
import { useLive } from '../live/context.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { channelName } from '../wall/names.tsx';
import { mixOf } from './channel-mix.ts';

/** In rem, as the styles have them: the heading, the line of what is counted, a line. */
const HEADING = 3.2;
const HEAD = 2.4;
const LINE = 2.8;
/** Narrower there is no room for bars. */
const BARS_FROM = 42;

/** What customers choose: the queues' contacts by channel, the most first. */
export function Channels(props: { options: WidgetOf<'channels'>['options'] }): JSX.Element {
  const live = useLive();
  const mix = createMemo(() => mixOf(live.store.board?.queues ?? [], props.options.window));
  const room = useRoom();
  const places = () => Math.max(1, Math.floor((room().h - HEADING - HEAD) / LINE));
  // The words about those without a line take one.
  const shown = () => (mix().length > places() ? mix().slice(0, places() - 1) : mix());
  const explain = useExplainable();
  const mark = (channel: string) => {
    const known = CHANNELS.find((one) => one === channel);
    return known === undefined ? undefined : explain('offered', { of: 'channels', channels: [known] }, props.options.window);
  };
  const all = () => mix().reduce((sum, { offered }) => sum + offered, 0);
  const of = (channel: string) => mix().find((one) => one.channel === channel) ?? { offered: 0, waiting: 0 };
  const share = (channel: string) => (all() === 0 ? null : of(channel).offered / all());
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="channelMix" /> {windowWord(props.options.window)}
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
        <div class="channel-mix" classList={{ 'is-narrow': room().w < BARS_FROM }}>
          <Show when={shown().length > 0}>
            <Head />
          </Show>
          <For each={shown().map(({ channel }) => channel)}>
            {(channel) => (
              <div class="line channel-line" data-channel={channel}>
                <Icon name={channelIcon(channel)} />
                <span>{channelName(channel)}</span>
                <span class="channel-share">
                  <i style={{ 'inline-size': `${(share(channel) ?? 0) * 100}%` }} />
                  <Figure>{percentText(share(channel))}</Figure>
                </span>
                <span class="number" ref={mark(channel)}>
                  <Figure>{countText(of(channel).offered)}</Figure>
                </span>
                <Figure class="number">{countText(of(channel).waiting)}</Figure>
              </div>
            )}
          </For>
          <Show when={mix().length > shown().length}>
            <Rest shown={shown().length} all={mix().length} />
          </Show>
        </div>
      </Show>
    </section>
  );
}

function Head(): JSX.Element {
  return (
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
  );
}

/** How many channels found no line. */
function Rest(props: { shown: number; all: number }): JSX.Element {
  return (
    <div class="line">
      <span>
        <Show when={props.shown > 0} fallback={<Tell of="channelsCount" with={{ count: props.all }} />}>
          <Tell of="channelsMore" with={{ count: props.all - props.shown }} />
        </Show>
      </span>
    </div>
  );
}
