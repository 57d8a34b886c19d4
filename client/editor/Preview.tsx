import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js';
import type { BoardLayout } from '../../shared/boards/layout.ts';
import { BoardPage } from '../board/BoardPage.tsx';
import { useLive } from '../live/context.ts';
import { createTurning } from '../tv/turning.ts';
import { useFloor } from '../wall/floor.ts';
import { Header } from '../wall/Header.tsx';
import { Strip } from '../wall/Strip.tsx';
import { word } from './words.ts';

/** `page`: the one that is shown first; null: the clock's. `of`: what the note says of it. */
export type Previewed = { readonly layout: BoardLayout; readonly page: string | null; readonly of: 'previewing' | 'previewTheirs' };

const NOTE_MS = 6000;

/** A layout as a screen shows it: in its measures, full screen where the browser gives it, its pages taking turns. Escape leads back. */
export function Preview(props: { of: Previewed; onLeave: () => void }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const { layout, of } = props.of;
  const turning = createTurning(() => layout.pages, live.clock, null);
  const [isNoted, setNoted] = createSignal(true);
  const root = document.documentElement;
  const before = root.dataset['theme'];
  root.dataset['theme'] = 'wall';
  root.dataset['look'] = layout.theme;
  root.style.setProperty('--board-scale', String(layout.scale));
  onCleanup(() => {
    root.dataset['theme'] = before ?? 'desk';
    delete root.dataset['look'];
    root.style.removeProperty('--board-scale');
  });
  onCleanup(live.clock.after(NOTE_MS, () => setNoted(false)));
  startAt(turning, layout, props.of.page);
  whole(() => props.onLeave());
  return (
    <div
      class="wall is-board"
      classList={{ 'is-stale': live.freshness() === 'stale', 'is-history': floor.isHistory(), 'is-cut-off': floor.cutOffAt() !== null }}
      data-preview={of}
    >
      <Header />
      <main>
        <Show when={turning.page()} keyed>
          {(page) => <BoardPage page={page} />}
        </Show>
      </main>
      <Strip />
      <div class="tv-hands" classList={{ 'is-shown': isNoted() }}>
        <p role="status">{word(of)}</p>
      </div>
    </div>
  );
}

/** Turns to the page that was being edited; after a minute the clock turns on. */
function startAt(turning: ReturnType<typeof createTurning>, layout: BoardLayout, page: string | null): void {
  const wanted = layout.pages.findIndex(({ id }) => id === page);
  for (let n = 0; wanted >= 0 && turning.place() !== wanted && n < layout.pages.length; n++) turning.turn(1);
}

/** Asks for the whole screen; by leaving it, or by Escape where the browser gave none, the preview is left. */
function whole(leave: () => void): void {
  let wasFull = false;
  const look = () => {
    if (document.fullscreenElement !== null) wasFull = true;
    else if (wasFull) leave();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    // The same key would close a dialog that is there again.
    event.preventDefault();
    leave();
  };
  document.addEventListener('fullscreenchange', look);
  window.addEventListener('keydown', press);
  onMount(() => {
    // Where the browser refuses, the window serves.
    if (document.fullscreenEnabled) document.documentElement.requestFullscreen().then(look, look);
  });
  onCleanup(() => {
    document.removeEventListener('fullscreenchange', look);
    window.removeEventListener('keydown', press);
    if (document.fullscreenElement !== null) document.exitFullscreen().then(look, look);
  });
}
