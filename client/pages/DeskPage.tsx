import { createEffect, type JSX, Show } from 'solid-js';
import { dictionary } from '../i18n/locale.ts';
import { type DeskName, TopBar } from '../review/TopBar.tsx';
import { site } from '../site.ts';
import { LoadFailed } from './LoadFailed.tsx';
import type { Polled } from './polled.ts';
import '../styles/desk.css';
import '../styles/tables.css';
import '../styles/desk-phone.css';
import '../styles/settings.css';
import '../styles/settings-editor.css';

type DeskPageProps<T> = {
  page: DeskName;
  title: string;
  polled: Polled<T>;
  /** Said where who looks may only read. */
  readOnly: string;
  mayWrite: (known: T) => boolean;
  /** What stands above what is loaded: tabs and notes. */
  above?: JSX.Element;
  children: (known: () => T) => JSX.Element;
};

/** The frame of a page at a desk on which something is set up: its bar, its title, who may only read, and what could not be fetched. */
export function DeskPage<T extends object>(props: DeskPageProps<T>): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${props.title}`;
  });
  const isReader = () => {
    const known = props.polled.page();
    return known !== null && !props.mayWrite(known);
  };
  return (
    <div class="desk">
      <TopBar page={props.page} />
      <main class={`page settings ${props.page}`}>
        <h1>{props.title}</h1>
        <Show when={isReader()}>
          <p class="read-only" role="status">
            {props.readOnly}
          </p>
        </Show>
        {props.above}
        <Show when={props.polled.error()}>{(failed) => <LoadFailed error={failed()} onAgain={() => void props.polled.refresh()} />}</Show>
        <Show when={props.polled.page()} fallback={<Loading isFailed={props.polled.error() !== null} />}>
          {(known) => props.children(known as () => T)}
        </Show>
      </main>
    </div>
  );
}

function Loading(props: { isFailed: boolean }): JSX.Element {
  return (
    <Show when={!props.isFailed}>
      <p class="loading">{dictionary().loading}…</p>
    </Show>
  );
}
