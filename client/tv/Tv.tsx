import { createEffect, createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import type { Board } from '../board/api.ts';
import { BoardPage } from '../board/BoardPage.tsx';
import { followBoard } from '../board/follow.ts';
import { ChosenContext } from '../board/subject.ts';
import { Unloaded } from '../board/Unloaded.tsx';
import { clockText } from '../i18n/dates.ts';
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
    <Screen class="is-board is-tv" board={asked} aside={<BoardSound isWanted={isHeard()} />}>
      <Shown id={props.board} ask={setAsked} hear={setHeard} />
    </Screen>
  );
}

/** `ask`: says what the screen needs of the server; `hear`: whether its alarms are to be heard. */
function Shown(props: { id: string; ask: (board: string | undefined) => void; hear: (isHeard: boolean) => void }): JSX.Element {
  const live = useLive();
  const { board, problem, chosen } = followBoard(props.id, props.ask);
  createEffect(() => {
    const layout = board()?.layout;
    if (layout === undefined) return;
    document.documentElement.style.setProperty('--board-scale', String(layout.scale));
    props.hear(layout.sound);
  });
  onCleanup(() => document.documentElement.style.removeProperty('--board-scale'));
  const turning = createTurning(() => board()?.layout.pages ?? [], live.clock, new URLSearchParams(location.search).get('page'));
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
