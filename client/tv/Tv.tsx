import { createEffect, createMemo, createSignal, type JSX, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { MINUTE_MS } from '../../shared/time.ts';
import type { ApiError } from '../api.ts';
import { type Board, getBoard } from '../board/api.ts';
import { BoardPage } from '../board/BoardPage.tsx';
import { boardAsked } from '../board/figure.ts';
import { inLanguage } from '../board/in-language.ts';
import { ChosenContext } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import { clockText } from '../i18n/dates.ts';
import { defaultLocale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { site } from '../site.ts';
import { Screen } from '../wall/Screen.tsx';
import { BoardSound } from '../wall/SoundSwitch.tsx';
import { Hands } from './Hands.tsx';
import { isWithin } from './rotation.ts';
import { createTurning } from './turning.ts';
import '../styles/tv.css';

/** A board on a screen nobody touches: its pages take turns, and a new version of it comes by itself. */
export function Tv(props: { board: string }): JSX.Element {
  const [asked, setAsked] = createSignal<string | undefined>(undefined);
  const [isHeard, setHeard] = createSignal(false);
  return (
    <Screen class="is-board" board={asked} aside={<BoardSound isWanted={isHeard()} />}>
      <Shown id={props.board} ask={setAsked} hear={setHeard} />
    </Screen>
  );
}

const ASK_WITHIN_MS = 700;

/** `ask`: says what the screen needs of the server; `hear`: whether its alarms are to be heard. */
function Shown(props: { id: string; ask: (board: string | undefined) => void; hear: (isHeard: boolean) => void }): JSX.Element {
  const live = useLive();
  const [board, setBoard] = createSignal<Board | null>(null, { equals: (a, b) => a?.id === b?.id && a?.version === b?.version });
  const [problem, setProblem] = createSignal<ApiError | null>(null);
  const ask = async () => {
    const answer = await getBoard(props.id);
    setProblem(answer.ok ? null : answer.error);
    // What is shown stays while the server cannot be asked.
    if (answer.ok) setBoard(answer.value);
  };
  const minute = createMemo(() => Math.floor(live.clock.second() / MINUTE_MS));
  // All screens of a board are told at once, and the server is not asked by all in the same moment.
  createEffect(() => {
    const saved = live.saved();
    if (saved?.id === props.id && saved.version !== board()?.version)
      onCleanup(live.clock.after(live.clock.random() * ASK_WITHIN_MS, () => void ask()));
  });
  createEffect(on([minute, () => live.state().kind === 'live'], () => void ask()));
  createEffect(() => {
    const layout = board()?.layout;
    if (layout === undefined) return;
    defaultLocale(layout.language ?? site()?.locale);
    document.title = `${inLanguage(layout.name)} · ${site()?.name ?? 'Moked'}`;
    document.documentElement.style.setProperty('--board-scale', String(layout.scale));
    document.documentElement.dataset['look'] = layout.theme;
    props.hear(layout.sound);
  });
  onCleanup(() => {
    document.documentElement.style.removeProperty('--board-scale');
    delete document.documentElement.dataset['look'];
  });
  const turning = createTurning(() => board()?.layout.pages ?? [], live.clock, new URLSearchParams(location.search).get('page'));
  const chosen = createMemo(
    () => new URLSearchParams(location.search).get('queue') ?? live.store.board?.queues.find(({ hidden }) => !hidden)?.id ?? null,
  );
  createEffect(() => {
    const layout = board()?.layout;
    if (layout !== undefined) props.ask(boardAsked(layout, chosen()));
  });
  return (
    <ChosenContext.Provider value={chosen}>
      <Show when={turning.page()} fallback={<Unloaded id={props.id} problem={problem()} />} keyed>
        {(shown) => <BoardPage page={shown} />}
      </Show>
      <Night board={board()} />
      <Hands turning={turning} />
    </ChosenContext.Provider>
  );
}

const MISSING = 404;
/** The answer came and was no board to this page. */
const UNREADABLE = 200;

function Unloaded(props: { id: string; problem: ApiError | null }): JSX.Element {
  return (
    <p class="empty board-unloaded" role="status">
      <Switch>
        <Match when={props.problem?.status === MISSING}>
          <Tell of="boardMissing" with={{ id: props.id }} />
        </Match>
        <Match when={props.problem?.status === UNREADABLE}>
          <Tell of="boardUnreadable" with={{ id: props.id }} />
        </Match>
        <Match when={props.problem}>{(problem) => <Tell of="boardNotLoaded" with={{ reason: problem().reason }} />}</Match>
      </Switch>
    </p>
  );
}

/** Takes light away at night: a panel that nobody looks at need not shine. */
function Night(props: { board: Board | null }): JSX.Element {
  const live = useLive();
  const zone = () => live.store.board?.floor.timezone ?? site()?.timezone ?? 'UTC';
  const dark = createMemo(() => {
    const night = props.board?.layout.night ?? null;
    return night !== null && isWithin(clockText(live.clock.second(), zone()), night) ? 1 - night.level : 0;
  });
  return (
    <Show when={dark() > 0}>
      <div class="night" style={{ opacity: String(dark()) }} />
    </Show>
  );
}
