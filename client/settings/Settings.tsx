import { createEffect, createSignal, For, type JSX, Match, onCleanup, onMount, Show, Switch } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import type { ApiError } from '../api.ts';
import { dictionary } from '../i18n/locale.ts';
import { createPageClock } from '../live/clock.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { TopBar } from '../review/TopBar.tsx';
import { goToEnter, site } from '../site.ts';
import { getPage, KINDS, type Kind, type Page } from './api.ts';
import { Calendar } from './Calendar.tsx';
import { Editor, type Note } from './Editor.tsx';
import { Import } from './Import.tsx';
import { Rows } from './Rows.tsx';
import { isNewcomer } from './shown.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';
import '../styles/desk.css';
import '../styles/tables.css';
import '../styles/desk-phone.css';
import '../styles/settings.css';
import '../styles/settings-editor.css';

const TABS = [...KINDS, 'calendar'] as const;
type Tab = (typeof TABS)[number];

/** What the stream brings is on the page within this time. */
const LOOK_AGAIN_MS = 10_000;

/** Queues, agents, teams, sites and the calendar: what is set, by whom, from when. */
export function Settings(): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  const { page, error, refresh } = createPage();
  const [tab, setTab] = createSignal<Tab>(TABS.find((known) => known === new URLSearchParams(location.search).get('tab')) ?? 'queues');
  const [note, setNote] = createSignal<Note | null>(null);
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${word('settings')}`;
  });
  const choose = (next: Tab) => {
    setTab(next);
    setNote(null);
    history.replaceState(null, '', `/settings?tab=${next}`);
  };
  return (
    <div class="desk">
      <TopBar page="settings" />
      <main class="page settings">
        <h1>{word('settings')}</h1>
        <Show when={page()?.mayWrite === false}>
          <p class="read-only" role="status">
            {word('readOnly')}
          </p>
        </Show>
        <Tabs tab={tab()} page={page()} onChoose={choose} />
        <p class="saved" role="status" data-note={note()?.of}>
          <Show when={note()}>{(told) => <Tell of={told().of} with={told().with ?? {}} />}</Show>
        </p>
        <Show when={error()}>{(failed) => <LoadFailed error={failed()} onAgain={() => void refresh()} />}</Show>
        <Show when={page()} fallback={<Loading isFailed={error() !== null} />}>
          {(known) => <Panel tab={tab()} page={known()} refresh={refresh} onNote={setNote} />}
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

type PanelProps = { tab: Tab; page: Page; refresh: () => Promise<Page | null>; onNote: (note: Note) => void };

/** What the chosen tab holds, and what is open over it. */
function Panel(props: PanelProps): JSX.Element {
  const [opened, setOpened] = createSignal<string | null>(null);
  const [isImporting, setImporting] = createSignal(false);
  const kind = (): Kind | null => KINDS.find((known) => known === props.tab) ?? null;
  const done = (told: Note | null) => {
    setOpened(null);
    setImporting(false);
    if (told !== null) props.onNote(told);
  };
  return (
    <div role="tabpanel" aria-labelledby={`tab-${props.tab}`}>
      <Show when={kind()} keyed fallback={<Calendar page={props.page} />}>
        {(of) => (
          <>
            <Rows
              kind={of}
              page={props.page}
              onOpen={({ id }) => setOpened(id)}
              onImport={() => setImporting(true)}
              onNote={props.onNote}
              refresh={props.refresh}
            />
            <Opened kind={of} id={opened()} isImporting={isImporting()} page={props.page} refresh={props.refresh} onDone={done} />
          </>
        )}
      </Show>
    </div>
  );
}

/** The page's data, asked again by itself; what was known stays when that fails. */
function createPage() {
  const clock = createPageClock();
  const [store, setStore] = createStore<{ page: Page | null }>({ page: null });
  const [error, setError] = createSignal<ApiError | null>(null);
  const refresh = async (): Promise<Page | null> => {
    const answer = await getPage();
    setError(answer.ok ? null : answer.error);
    if (!answer.ok) {
      if (answer.error.status === 401) goToEnter();
      return null;
    }
    // By id, so that a row that is looked at stays the same row.
    setStore('page', reconcile(answer.value, { key: 'id', merge: false }));
    return answer.value;
  };
  let cancel: () => void = () => undefined;
  const look = async () => {
    if (document.visibilityState === 'visible') await refresh();
    cancel = clock.after(LOOK_AGAIN_MS, () => void look());
  };
  onMount(() => void look());
  onCleanup(() => cancel());
  return { page: () => store.page, error, refresh };
}

type OpenedProps = {
  kind: Kind;
  id: string | null;
  isImporting: boolean;
  page: Page;
  refresh: () => Promise<Page | null>;
  onDone: (note: Note | null) => void;
};

function Opened(props: OpenedProps): JSX.Element {
  const table = () => (props.isImporting && (props.kind === 'queues' || props.kind === 'agents') ? props.kind : null);
  return (
    <Switch>
      <Match when={table()} keyed>
        {(of) => <Import kind={of} page={props.page} refresh={props.refresh} onDone={props.onDone} />}
      </Match>
      <Match when={props.id} keyed>
        {(id) => <OpenedRow of={props} id={id} />}
      </Match>
    </Switch>
  );
}

/** The row as it was when it was opened: what comes later is told when it is saved. */
function OpenedRow(props: { of: OpenedProps; id: string }): JSX.Element {
  const row = props.of.page[props.of.kind].find(({ id }) => id === props.id);
  return (
    <Show when={row}>
      {(known) => <Editor kind={props.of.kind} row={plain(known())} page={props.of.page} refresh={props.of.refresh} onDone={props.of.onDone} />}
    </Show>
  );
}

/** A copy that no later answer changes. */
function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function Tabs(props: { tab: Tab; page: Page | null; onChoose: (tab: Tab) => void }): JSX.Element {
  const newcomers = (tab: Tab) => (tab === 'calendar' ? 0 : (props.page?.[tab] ?? []).filter((row) => isNewcomer(tab, row)).length);
  const move = (event: KeyboardEvent) => {
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const next = TABS[(TABS.indexOf(props.tab) + (event.key === forward ? 1 : -1) + TABS.length) % TABS.length] as Tab;
    props.onChoose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" onKeyDown={move}>
      <For each={TABS}>
        {(tab) => (
          <button
            type="button"
            role="tab"
            id={`tab-${tab}`}
            aria-selected={props.tab === tab}
            tabindex={props.tab === tab ? 0 : -1}
            onClick={() => props.onChoose(tab)}
          >
            {word(tab)}
            <Show when={newcomers(tab) > 0}>
              <span class="badge is-new">
                <Tell of="freshCount" with={{ count: newcomers(tab) }} />
              </span>
            </Show>
          </button>
        )}
      </For>
    </div>
  );
}
