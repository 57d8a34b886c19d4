import { createSignal, For, type JSX, Show } from 'solid-js';
import type { NoticeRecord } from '../../shared/notice-record.ts';
import { inLanguage } from '../board/in-language.ts';
import { dictionary } from '../i18n/locale.ts';
import { authorText, instantText } from '../settings/shown.ts';
import { Icon } from '../wall/Icon.tsx';
import { Tell, word } from './words.ts';

/** Notices with when they held, who wrote them, and every change; `actions` stands at the end of a row. */
export function NoticesTable(props: {
  notices: readonly NoticeRecord[];
  zone: string;
  actions?: (notice: NoticeRecord) => JSX.Element;
}): JSX.Element {
  return (
    <div class="wide">
      <table class="data notices-table" data-table="notices">
        <thead>
          <tr>
            <th scope="col">{word('text')}</th>
            <th scope="col" class="words">
              {word('when')}
            </th>
            <th scope="col" class="words">
              {word('state')}
            </th>
            <th scope="col" class="words">
              {word('by')}
            </th>
            <Show when={props.actions}>
              <td />
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.notices}>
            {(notice) => (
              <tr data-notice={notice.id} data-state={notice.state}>
                <th scope="row">
                  <Said notice={notice} zone={props.zone} />
                </th>
                <td class="words">
                  <Tell of={notice.endsAt === null ? 'from' : 'until'} with={spanOf(notice, props.zone)} />
                </td>
                <td class="words">{word(notice.state)}</td>
                <td class="words">
                  <bdi>{authorText(notice.savedBy, 'moked')}</bdi>
                </td>
                <Show when={props.actions}>{(actions) => <td class="words board-actions">{actions()(notice)}</td>}</Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

const spanOf = ({ startsAt, endsAt }: Pick<NoticeRecord, 'startsAt' | 'endsAt'>, zone: string) => ({
  from: instantText(startsAt, zone),
  to: endsAt === null ? '' : instantText(endsAt, zone),
});

/** Its words now; and, where it was changed, what it said before, who said so and when. */
function Said(props: { notice: NoticeRecord; zone: string }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const before = () => props.notice.history.slice(0, -1);
  return (
    <>
      <Show when={props.notice.urgent}>
        <strong class="urgent-mark">
          <Icon name="horn" /> {dictionary().urgentNotice}
        </strong>{' '}
      </Show>
      <bdi>{inLanguage(props.notice.text)}</bdi>
      <Show when={before().length > 0}>
        <div class="notice-history">
          <button type="button" class="link" aria-expanded={isOpen()} data-action="versions" onClick={() => setOpen(!isOpen())}>
            <Tell of="versions" with={{ count: before().length }} />
          </button>
          <Show when={isOpen()}>
            <ol class="versions">
              <For each={props.notice.history}>
                {(version) => (
                  <li data-version={version.version}>
                    <bdi dir="ltr">{instantText(version.savedAt, props.zone)}</bdi> · <bdi>{authorText(version.savedBy, 'moked')}</bdi> ·{' '}
                    <bdi>{inLanguage(version.text)}</bdi>
                  </li>
                )}
              </For>
            </ol>
          </Show>
        </div>
      </Show>
    </>
  );
}
