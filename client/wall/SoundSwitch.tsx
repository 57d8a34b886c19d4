import { createSignal, type JSX, Show } from 'solid-js';
import { dictionary } from '../i18n/locale.ts';
import { createSound } from './sound.ts';

const KEPT = 'moked.sound';

// A browser that blocks storage throws on the first touch; the wall then only forgets.
function isKept(): boolean {
  try {
    return localStorage.getItem(KEPT) === 'on';
  } catch {
    return false;
  }
}

function keep(isOn: boolean): void {
  try {
    localStorage.setItem(KEPT, isOn ? 'on' : 'off');
  } catch {
    // As above: it holds until the page is left.
    return;
  }
}

const WORDS = { off: 'soundOff', waits: 'soundClick', on: 'soundOn' } as const;

/** Turns the sound of alarms on and off on the wall; this browser remembers. */
export function SoundSwitch(): JSX.Element {
  const [isWanted, setWanted] = createSignal(isKept());
  const sound = createSound(isWanted);
  const turn = () => {
    // The click that the browser waited for: it is on already.
    const isOn = sound() === 'waits' ? true : !isWanted();
    keep(isOn);
    setWanted(isOn);
  };
  return (
    <button type="button" data-action="sound" data-sound={sound()} aria-pressed={isWanted()} onClick={turn}>
      {dictionary()[WORDS[sound()]]}
    </button>
  );
}

/** On a board that is to be heard: says on the screen that it cannot be, until somebody has clicked. */
export function BoardSound(props: { isWanted: boolean }): JSX.Element {
  const sound = createSound(() => props.isWanted);
  return (
    <Show when={sound() === 'waits'}>
      <p class="sound-waits" role="status" data-sound="waits">
        {dictionary().soundWaits}
      </p>
    </Show>
  );
}
