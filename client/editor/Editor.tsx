import { createEffect, createMemo, createResource, createSignal, type JSX, Match, onCleanup, Show, Switch } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { boardAsked } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { ChosenContext } from '../board/subject.ts';
import { dictionary } from '../i18n/locale.ts';
import { createLive, type Live, LiveContext } from '../live/context.ts';
import { LoadFailed } from '../pages/LoadFailed.tsx';
import { askSite, goToEnter, site } from '../site.ts';
import { createFloor, FloorContext } from '../wall/floor.ts';
import { createActs } from './acts.ts';
import { getSaved, type Saved } from './api.ts';
import { Banners } from './Banners.tsx';
import { Bar } from './Bar.tsx';
import { Canvas } from './Canvas.tsx';
import { Conflict } from './Conflict.tsx';
import { EditorContext } from './editor-context.ts';
import { Keys } from './Keys.tsx';
import { Pages } from './Pages.tsx';
import { Palette } from './Palette.tsx';
import { Panel } from './Panel.tsx';
import { Preview, type Previewed } from './Preview.tsx';
import { isWhole } from './problems.ts';
import { createSaving } from './saving.ts';
import { createSession } from './session.ts';
import { Tell, word } from './words.ts';
import '../styles/wall.css';
import '../styles/header.css';
import '../styles/chart.css';
import '../styles/strip.css';
import '../styles/figures.css';
import '../styles/queues.css';
import '../styles/queue-head.css';
import '../styles/agents.css';
import '../styles/board.css';
import '../styles/states.css';
import '../styles/tv.css';
import '../styles/widgets.css';
import '../styles/desk.css';
import '../styles/settings.css';
import '../styles/settings-editor.css';
import '../styles/editor.css';
import '../styles/editor-panel.css';
import '../styles/editor-canvas.css';
import '../styles/editor-pages.css';

const UNAUTHORISED = 4401;
const WRONG_VERSION = 4409;
const RELOAD_AFTER_MS = 20_000;
const MISSING = 404;
/** The answer came and was no board to this page. */
const UNREADABLE = 200;

/** A board to be composed: its widgets with live figures, what can be added, and what can be set. */
export function Editor(props: { board: string }): JSX.Element {
  document.documentElement.dataset['theme'] = 'desk';
  const [asked, setAsked] = createSignal<string | undefined>(undefined);
  const live = createLive(
    () => void askSite(),
    () => asked(),
  );
  createEffect(() => {
    const state = live.state();
    if (state.kind !== 'refused') return;
    if (state.code === UNAUTHORISED) goToEnter();
    // The draft is kept, and is there again on the page of the other version.
    if (state.code === WRONG_VERSION) onCleanup(live.clock.after(RELOAD_AFTER_MS, () => location.reload()));
  });
  const floor = createFloor(live);
  const [saved, { refetch }] = createResource(() => getSaved(props.board));
  const board = () => {
    const answer = saved.latest;
    return answer?.ok ? answer.value : null;
  };
  const error = () => {
    const answer = saved.latest;
    return answer === undefined || answer.ok ? null : answer.error;
  };
  return (
    <LiveContext.Provider value={live}>
      <FloorContext.Provider value={floor}>
        <Switch fallback={<Message>{dictionary().loading}…</Message>}>
          <Match when={site()?.mayWrite === false}>
            <Message>{word('readOnly')}</Message>
          </Match>
          <Match when={error()?.status === MISSING}>
            <Message>
              <Tell of="missing" with={{ id: props.board }} />
            </Message>
          </Match>
          <Match when={error()?.status === UNREADABLE}>
            <Message>{word('otherVersion')}</Message>
          </Match>
          <Match when={error()}>
            {(failed) => (
              <Message>
                <LoadFailed error={failed()} onAgain={() => void refetch()} />
              </Message>
            )}
          </Match>
          <Match when={site() !== null && board()} keyed>
            {(first) => <Open first={first} live={live} ask={setAsked} />}
          </Match>
        </Switch>
      </FloorContext.Provider>
    </LiveContext.Provider>
  );
}

/** In place of the editor, with a way on. */
function Message(props: { children: JSX.Element }): JSX.Element {
  return (
    <main class="desk ed-message">
      <h1>{word('editor')}</h1>
      <div>{props.children}</div>
      <a href="/boards">{word('boards')}</a>
    </main>
  );
}

function Open(props: { first: Saved; live: Live; ask: (board: string | undefined) => void }): JSX.Element {
  const { first, live, ask } = props;
  const session = createSession(first.layout);
  const saving = createSaving(first, session, live);
  const [preview, setPreview] = createSignal<Previewed | null>(null);
  const chosen = createMemo(() => live.store.board?.queues.find(({ hidden }) => !hidden)?.id ?? null);
  createEffect(() => ask(boardAsked(drawable(preview()?.layout ?? session.layout()), chosen())));
  createEffect(() => {
    document.title = `${inLanguage(session.layout().name)} · ${word('editor')}`;
  });
  hearKeys(session, () => void saving.save(), preview);
  const show = (what: Previewed) => setPreview(what);
  const leave = () => {
    setPreview(null);
    queueMicrotask(() => document.querySelector<HTMLElement>('[data-action="preview"]')?.focus());
  };
  return (
    <EditorContext.Provider value={{ session, saving, acts: createActs(session), elements: new Map() }}>
      <ChosenContext.Provider value={chosen}>
        <Show when={preview()} fallback={<Workplace show={show} />} keyed>
          {(what) => <Preview of={what} onLeave={leave} />}
        </Show>
      </ChosenContext.Provider>
    </EditorContext.Provider>
  );
}

function Workplace(props: { show: (what: Previewed) => void }): JSX.Element {
  return (
    <div class="desk ed">
      <Bar show={props.show} />
      <div class="ed-columns">
        <Palette />
        <main class="ed-stage">
          <Banners show={props.show} />
          <Canvas />
          <Pages />
          <Keys />
        </main>
        <Panel />
      </div>
      <Conflict show={props.show} />
      <p class="ed-narrow">
        {word('narrow')} <a href="/boards">{word('boards')}</a>
      </p>
    </div>
  );
}

/** What of a draft can be asked for: a widget that is not whole has no figures. */
function drawable(layout: BoardLayout): BoardLayout {
  return { ...layout, pages: layout.pages.map((page) => ({ ...page, widgets: page.widgets.filter(isWhole) })) };
}

/** Keys that work wherever the focus is; by their place on the keyboard, for on a Hebrew one Z is another letter. */
function hearKeys(session: ReturnType<typeof createSession>, save: () => void, preview: () => unknown): void {
  const press = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || preview() !== null || document.querySelector('dialog[open]') !== null) return;
    if (event.code === 'KeyS') save();
    else if (event.code === 'KeyZ' && event.shiftKey) session.redo();
    else if (event.code === 'KeyZ') session.undo();
    else if (event.code === 'KeyY') session.redo();
    else return;
    event.preventDefault();
  };
  window.addEventListener('keydown', press);
  onCleanup(() => window.removeEventListener('keydown', press));
}
