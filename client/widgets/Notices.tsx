import { createEffect, createMemo, createSignal, For, type JSX, on, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { inLanguage } from '../board/in-language.ts';
import { useRoom } from '../board/room.ts';
import { Tell } from '../board/words.ts';
import { clockText } from '../i18n/dates.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { Icon } from '../wall/Icon.tsx';
import { instantOf } from '../wall/instants.ts';
import { NOTICE_TURN_MS, pagesOf } from '../wall/notices.ts';

/** In rem, as the styles have them: every notice is so many whole lines. */
const HEADING = 3.2;
const LINE = 3.4;

/** What the floor is told now, the urgent first, each as a whole: where not all have room they take turns, and a long one goes on over the page. */
export function Notices(props: { options: WidgetOf<'notices'>['options'] }): JSX.Element {
  const live = useLive();
  const room = useRoom();
  const notices = createMemo(() => {
    const all = live.store.board?.notices ?? [];
    return [...all.filter(({ urgent }) => urgent), ...all.filter(({ urgent }) => !urgent)];
  });
  const places = () => Math.max(1, Math.min(props.options.lines ?? Number.POSITIVE_INFINITY, Math.floor((room().h - HEADING) / LINE)));
  const [blocks, setBlocks] = createSignal<readonly number[]>([]);
  let list: HTMLUListElement | undefined;
  const linePx = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * LINE;
  const measure = () => {
    setBlocks([...(list?.children ?? [])].map((item) => Math.max(1, Math.round(item.getBoundingClientRect().height / linePx()))));
  };
  createEffect(on([notices, room, locale], () => void document.fonts.ready.then(() => requestAnimationFrame(measure))));
  const pages = createMemo(() => pagesOf(blocks(), places()));
  const turn = () => Math.floor(live.clock.second() / NOTICE_TURN_MS) % Math.max(1, pages().length);
  const page = () => pages()[turn()] ?? { from: 0, lines: places() };
  createEffect(() => {
    const { from, lines } = page();
    list?.style.setProperty('block-size', `${lines * LINE}rem`);
    if (list !== undefined) list.scrollTop = from * linePx();
  });
  return (
    <section class="widget">
      <h2>
        <span>
          <Tell of="notices" />
        </span>
        <Show when={pages().length > 1}>
          <bdi class="notices-page">
            <Tell of="pageOf" with={{ page: turn() + 1, pages: pages().length }} />
          </bdi>
        </Show>
      </h2>
      <Show when={notices().length > 0} fallback={<p class="widget-note">{<Tell of="noNotices" />}</p>}>
        <ul class="notices" tabindex={pages().length > 1 ? 0 : undefined} ref={(element) => (list = element)}>
          <For each={notices()}>{(notice) => <Item notice={notice} />}</For>
        </ul>
      </Show>
    </section>
  );
}

function Item(props: { notice: NoticeRow }): JSX.Element {
  const live = useLive();
  const until = () => instantOf(props.notice.endsAt);
  return (
    <li class="notice" classList={{ 'is-urgent': props.notice.urgent }} data-notice={props.notice.id}>
      <Icon name={props.notice.urgent ? 'horn' : 'flag'} />
      <p dir="auto">
        <Show when={props.notice.urgent}>
          <strong>{dictionary().urgentNotice}:</strong>{' '}
        </Show>
        {inLanguage(props.notice.text)}
        <Show when={until()}>
          {(at) => (
            <small>
              {' · '}
              <Tell of="noticeUntil" with={{ time: clockText(at(), live.store.board?.floor.timezone ?? 'UTC') }} />
            </small>
          )}
        </Show>
      </p>
    </li>
  );
}
