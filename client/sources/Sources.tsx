import { createEffect, createSignal, For, type JSX, onCleanup, onMount, Show } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { SECOND_MS } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import { dictionary } from '../i18n/locale.ts';
import { createPageClock } from '../live/clock.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { TopBar } from '../review/TopBar.tsx';
import { goToEnter, site } from '../site.ts';
import { getPage, type Page } from './api.ts';
import { Connect } from './Connect.tsx';
import { Source } from './Source.tsx';
import { word } from './words.ts';
import '../styles/desk.css';
import '../styles/tables.css';
import '../styles/desk-phone.css';
import '../styles/settings.css';
import '../styles/settings-editor.css';
import '../styles/sources.css';

const LOOK_AGAIN_MS = 3 * SECOND_MS;

/** Each source live, and the way to a new one. */
export function Sources(): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  const { page, now, error, refresh } = createPage();
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${word('sources')}`;
  });
  return (
    <div class="desk">
      <TopBar page="sources" />
      <main class="page settings sources">
        <h1>{word('sources')}</h1>
        <Show when={page()?.mayWrite === false}>
          <p class="read-only" role="status">
            {word('readOnly')}
          </p>
        </Show>
        <Show when={error()}>{(failed) => <LoadFailed error={failed()} onAgain={() => void refresh()} />}</Show>
        <Show when={page()} fallback={<Show when={error() === null}>{<p class="loading">{dictionary().loading}…</p>}</Show>}>
          {(known) => (
            <>
              <For each={known().sources} fallback={<p class="blank">{word('noSources')}</p>}>
                {(source) => (
                  <Source
                    source={source}
                    timezone={known().timezone}
                    now={now()}
                    onRemoved={known().mayWrite && source.from === 'saved' ? refresh : undefined}
                  />
                )}
              </For>
              <Show when={known().mayWrite}>
                <Connect addresses={known().addresses} notSaved={known().notSaved} refresh={refresh} />
              </Show>
            </>
          )}
        </Show>
      </main>
    </div>
  );
}

/** The page's data, asked again by itself; what was known stays when that fails, and its age goes on. */
function createPage() {
  const clock = createPageClock();
  const [store, setStore] = createStore<{ page: Page | null }>({ page: null });
  const [error, setError] = createSignal<ApiError | null>(null);
  // The server's clock is what its instants are told by.
  const [aheadMs, setAhead] = createSignal(0);
  const refresh = async () => {
    const answer = await getPage();
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) {
      if (answer.error.status === 401) goToEnter();
      return;
    }
    setAhead(Date.parse(answer.value.at) - clock.now());
    setStore('page', reconcile(answer.value, { key: 'name', merge: false }));
  };
  let cancel: () => void = () => undefined;
  const look = async () => {
    if (document.visibilityState === 'visible') await refresh();
    cancel = clock.after(LOOK_AGAIN_MS, () => void look());
  };
  onMount(() => void look());
  onCleanup(() => cancel());
  return { page: () => store.page, now: () => clock.second() + aheadMs(), error, refresh };
}
