import { createSignal, type JSX, onCleanup, Show } from 'solid-js';
import { Portal } from 'solid-js/web';
import { Tell, word } from '../board/words.ts';
import { locale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { keepAwake } from './awake.ts';
import { createFullScreen, type FullScreen } from './full-screen.ts';
import { createPresence, type Presence } from './pointer.ts';
import type { Turning } from './turning.ts';

/** A phone in either direction: it is held in a hand, and its screen is its owner's. */
const PHONE = '(max-width: 700px), (pointer: coarse) and (max-height: 500px)';
/** What takes a click or a key for itself. */
const TAKES = 'a, button, input, select, textarea, summary, label, dialog, [role="button"], [contenteditable]';

const isTaken = (event: Event) => event.target instanceof Element && event.target.closest(TAKES) !== null;

/** What a board's screen can be told by whoever walks up to it, and what keeps it on; nothing of it on a phone. */
export function Hands(props: { turning: Turning }): JSX.Element {
  const phone = matchMedia(PHONE);
  const [isPhone, setPhone] = createSignal(phone.matches);
  const look = () => setPhone(phone.matches);
  phone.addEventListener('change', look);
  onCleanup(() => phone.removeEventListener('change', look));
  return (
    <Show when={!isPhone()}>
      {/* Outside of the wall, which moves by pixels against screen wear. */}
      <Portal>
        <Bar turning={props.turning} />
      </Portal>
    </Show>
  );
}

function Bar(props: { turning: Turning }): JSX.Element {
  const { clock } = useLive();
  const awake = keepAwake(clock);
  const full = createFullScreen();
  const presence = createPresence(clock);
  listen(props.turning, full, presence);
  const press = (event: MouseEvent & { currentTarget: HTMLElement }) => {
    full.toggle();
    // Clicked with a pointer it keeps no focus, or Space would press it again instead of holding the page.
    if (event.detail > 0) event.currentTarget.blur();
  };
  return (
    <aside class="tv-hands" classList={{ 'is-shown': presence.isThere() }} aria-label={word('tvHands')} data-awake={awake()}>
      <Show when={props.turning.byHand()}>
        {(how) => (
          <p class="tv-turned" role="status" data-turned={how()}>
            <Tell of={how() === 'held' ? 'pageHeld' : 'pageOf'} with={{ page: props.turning.place() + 1, pages: props.turning.pages() }} />
          </p>
        )}
      </Show>
      <Show when={full.isPossible && full.by() !== 'browser'}>
        <button type="button" data-action="full-screen" onClick={press} onFocus={() => presence.touch()}>
          <Tell of={full.by() === 'page' ? 'leaveFullScreen' : 'fullScreen'} />
        </button>
      </Show>
      <Show when={props.turning.pages() > 1}>
        <p>
          <Tell of="turnByKeys" />
        </p>
      </Show>
      <a href="/boards" onFocus={() => presence.touch()}>
        {word('allBoards')}
      </a>
    </aside>
  );
}

/** Hears keys and clicks wherever they fall. */
function listen(turning: Turning, full: FullScreen, presence: Presence): void {
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => turning.turn(locale() === 'he' ? 1 : -1),
    ArrowRight: () => turning.turn(locale() === 'he' ? -1 : 1),
    Space: () => turning.hold(),
    KeyF: () => full.toggle(),
    // Most browsers keep this key for themselves and leave.
    Escape: () => {
      if (full.by() === 'page') full.toggle();
    },
  };
  const onKey = (event: KeyboardEvent) => {
    presence.touch();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The key by its place: with a Hebrew keyboard F writes another letter.
    const act = keys[event.code];
    if (act === undefined || (event.code === 'Space' && isTaken(event))) return;
    event.preventDefault();
    if (!event.repeat) act();
  };
  const onClick = (event: MouseEvent) => {
    if (full.isPossible && full.by() === null && !isTaken(event)) full.toggle();
  };
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  onCleanup(() => {
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('click', onClick);
  });
}
