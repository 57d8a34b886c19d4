import { createSignal, For, type JSX, Show } from 'solid-js';
import type { BoardPage as Page } from '../../shared/boards/layout.ts';
import type { Board } from '../board/api.ts';
import { BoardPage } from '../board/BoardPage.tsx';
import { followBoard } from '../board/follow.ts';
import { inLanguage } from '../board/in-language.ts';
import { ChosenContext } from '../board/subject.ts';
import { Unloaded } from '../board/Unloaded.tsx';
import { Explainable } from '../explain/Explainable.tsx';
import { site } from '../site.ts';
import { Screen } from '../wall/Screen.tsx';
import { Tell, word } from './words.ts';
import '../styles/board-desk.css';

/** A board before somebody who sits: a press on a number says what it is made of, and the pages wait to be turned. */
export function AtDesk(props: { board: string }): JSX.Element {
  const [asked, setAsked] = createSignal<string | undefined>(undefined);
  return (
    <Explainable>
      <Screen class="is-board is-at-desk" board={asked} withSound>
        <Shown id={props.board} ask={setAsked} />
      </Screen>
    </Explainable>
  );
}

function Shown(props: { id: string; ask: (board: string | undefined) => void }): JSX.Element {
  const { board, problem, chosen } = followBoard(props.id, props.ask);
  const [turned, setTurned] = createSignal(new URLSearchParams(location.search).get('page'));
  const page = () => {
    const pages = board()?.layout.pages ?? [];
    return pages.find(({ id }) => id === turned()) ?? pages[0] ?? null;
  };
  const turn = (id: string) => {
    setTurned(id);
    const address = new URL(location.href);
    address.searchParams.set('page', id);
    history.replaceState(null, '', address);
  };
  return (
    <ChosenContext.Provider value={chosen}>
      <Show when={board()} fallback={<span />}>
        {(known) => <Bar board={known()} page={page()} turn={turn} />}
      </Show>
      <Show when={page()} fallback={<Unloaded id={props.id} problem={problem()} />} keyed>
        {(shown) => <BoardPage page={shown} />}
      </Show>
    </ChosenContext.Provider>
  );
}

/** Which board it is, its pages, and where else it is found. */
function Bar(props: { board: Board; page: Page | null; turn: (id: string) => void }): JSX.Element {
  const layout = () => props.board.layout;
  const id = () => encodeURIComponent(props.board.id);
  return (
    <nav class="board-bar" aria-label={word('boards')}>
      <b>
        <bdi>{inLanguage(layout().name)}</bdi>
      </b>
      <Show when={layout().pages.length > 1}>
        <For each={layout().pages}>
          {(page, place) => (
            <button
              type="button"
              aria-current={page.id === props.page?.id ? 'page' : undefined}
              data-turn={page.id}
              onClick={() => props.turn(page.id)}
            >
              <Show when={page.name} fallback={<Tell of="pageNumber" with={{ n: place() + 1 }} />}>
                {(name) => <bdi>{inLanguage(name())}</bdi>}
              </Show>
            </button>
          )}
        </For>
      </Show>
      <span class="board-bar-end">
        <a href={`/tv/${id()}`}>{word('onScreen')}</a>
        <Show when={site()?.mayWrite}>
          <a href={`/boards/${id()}/edit`}>{word('edit')}</a>
        </Show>
        <a href="/boards">{word('allBoards')}</a>
      </span>
    </nav>
  );
}
