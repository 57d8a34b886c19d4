import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js';
import { DeskPage } from '../pages/DeskPage.tsx';
import { createPolled } from '../pages/polled.ts';
import { getPage, KINDS, type Kind, type Page } from './api.ts';
import { Calendar } from './Calendar.tsx';
import { Editor, type Note } from './Editor.tsx';
import { Import } from './Import.tsx';
import { Rows } from './Rows.tsx';
import { isNewcomer } from './shown.ts';
import { Tell } from './Tell.tsx';
import { word } from './words.ts';

const TABS = [...KINDS, 'calendar'] as const;
type Tab = (typeof TABS)[number];

/** What the stream brings is on the page within this time. */
const LOOK_AGAIN_MS = 10_000;

/** Queues, agents, teams, sites and the calendar: what is set, by whom, from when. */
export function Settings(): JSX.Element {
  const polled = createPolled(getPage, { everyMs: LOOK_AGAIN_MS, key: 'id' });
  const [tab, setTab] = createSignal<Tab>(TABS.find((known) => known === new URLSearchParams(location.search).get('tab')) ?? 'queues');
  const [note, setNote] = createSignal<Note | null>(null);
  const choose = (next: Tab) => {
    setTab(next);
    setNote(null);
    history.replaceState(null, '', `/settings?tab=${next}`);
  };
  const above = (
    <>
      <Tabs tab={tab()} page={polled.page()} onChoose={choose} />
      <p class="saved" role="status" data-note={note()?.of}>
        <Show when={note()}>{(told) => <Tell of={told().of} with={told().with ?? {}} />}</Show>
      </p>
    </>
  );
  return (
    <DeskPage
      page="settings"
      title={word('settings')}
      polled={polled}
      readOnly={word('readOnly')}
      mayWrite={({ mayWrite }) => mayWrite}
      above={above}
    >
      {(known) => <Panel tab={tab()} page={known()} refresh={polled.refresh} onNote={setNote} />}
    </DeskPage>
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
