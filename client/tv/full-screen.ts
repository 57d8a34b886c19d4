/** The whole screen for the page; browsers give it only to somebody who clicks or types. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

export type FullScreen = {
  /** False in a browser that has none to give. */
  readonly isPossible: boolean;
  /** Also where the browser was started that way: there is nothing to ask for then. */
  readonly isFull: Accessor<boolean>;
  /** Goes in, or out again. Where the browser refuses, all stays as it is. */
  toggle(): void;
};

/** Follows what the browser says, for Escape leaves without asking. */
export function createFullScreen(): FullScreen {
  const whole = matchMedia('(display-mode: fullscreen)');
  const now = () => document.fullscreenElement !== null || whole.matches;
  const [isFull, setFull] = createSignal(now());
  const look = () => setFull(now());
  document.addEventListener('fullscreenchange', look);
  whole.addEventListener('change', look);
  onCleanup(() => {
    document.removeEventListener('fullscreenchange', look);
    whole.removeEventListener('change', look);
  });
  return {
    isPossible: document.fullscreenEnabled,
    isFull,
    toggle: () =>
      void (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()).then(look, look),
  };
}
