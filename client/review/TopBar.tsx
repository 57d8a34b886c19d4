import { type JSX, Show } from 'solid-js';
import { chooseLocale, dictionary, locale } from '../i18n/locale.ts';
import { site } from '../site.ts';
import { Mark } from '../wall/Icon.tsx';

export type DeskName = 'review' | 'alarms' | 'notices' | 'boards' | 'settings' | 'sources' | 'start';

/** The bar of the desk pages. A demo says so on every page. */
export function TopBar(props: { page: DeskName }): JSX.Element {
  return (
    <nav class="top">
      <Mark />
      <b title={site()?.name ?? ''}>{site()?.name ?? 'Moked'}</b>
      <a href="/">{dictionary().wall}</a>
      <a href="/review" aria-current={props.page === 'review' ? 'page' : undefined}>
        {dictionary().review}
      </a>
      <a href="/alarms" aria-current={props.page === 'alarms' ? 'page' : undefined}>
        {dictionary().alarms}
      </a>
      <a href="/notices" aria-current={props.page === 'notices' ? 'page' : undefined}>
        {dictionary().notices}
      </a>
      <a href="/boards" aria-current={props.page === 'boards' ? 'page' : undefined}>
        {dictionary().boards}
      </a>
      <Show when={site()?.mayWrite || props.page === 'settings'}>
        <a href="/settings" aria-current={props.page === 'settings' ? 'page' : undefined}>
          {dictionary().settings}
        </a>
      </Show>
      <Show when={site()?.mayWrite || props.page === 'sources'}>
        <a href="/sources" aria-current={props.page === 'sources' ? 'page' : undefined}>
          {dictionary().sources}
        </a>
      </Show>
      <Show when={site()?.mayWrite || props.page === 'start'}>
        <a href="/start" aria-current={props.page === 'start' ? 'page' : undefined}>
          {dictionary().start}
        </a>
      </Show>
      <Show when={site()?.demo}>
        <span class="demo-plate">
          <b>{dictionary().demo}</b>
          {dictionary().simulatedData}
        </span>
      </Show>
      <button type="button" class="top-end" data-action="language" onClick={() => chooseLocale(locale() === 'he' ? 'en' : 'he')}>
        {dictionary().otherLanguage}
      </button>
    </nav>
  );
}
