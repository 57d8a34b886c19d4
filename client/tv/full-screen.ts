/** The whole screen for the page; browsers give it only to somebody who clicks or types. */
import { type Accessor, createSignal, onCleanup } from 'solid-js';

export type FullScreen = {
  /** False in a browser that has none to give. */
  readonly isPossible: boolean;
  /** page: asked for here, and left from here · browser: it was started that way, so there is nothing to ask for and no way out. */
  readonly by: Accessor<'page' | 'browser' | null>;
  /** Goes in, or out again. Where the browser refuses, all stays as it is. */
  toggle(): void;
};

/** Follows what the browser says, for Escape leaves without asking. */
export function createFullScreen(): FullScreen {
  const whole = matchMedia('(display-mode: fullscreen)');
  const now = (): 'page' | 'browser' | null => {
    if (document.fullscreenElement !== null) return 'page';
    return whole.matches ? 'browser' : null;
  };
  const [by, setBy] = createSignal(now());
  const look = () => setBy(now());
  document.addEventListener('fullscreenchange', look);
  whole.addEventListener('change', look);
  onCleanup(() => {
    document.removeEventListener('fullscreenchange', look);
    whole.removeEventListener('change', look);
  });
  return {
    isPossible: document.fullscreenEnabled,
    by,
    toggle: () =>
      void (document.fullscreenElement === null ? document.documentElement.requestFullscreen() : document.exitFullscreen()).then(look, look),
  };
}
