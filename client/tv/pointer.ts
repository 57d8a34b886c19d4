/** Whether somebody is at the screen: it has a pointer and what can be done with it while they are, and only the board when they are gone. */
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { SECOND_MS } from '../../shared/time.ts';
import type { Clock } from '../live/clock.ts';

const REST_MS = 3 * SECOND_MS;
/** The first seconds, in which whoever opened the board is still there. */
const FIRST_MS = 8 * SECOND_MS;

export type Presence = {
  readonly isThere: Accessor<boolean>;
  /** Somebody did something. */
  touch(): void;
};

/** Shows the pointer while it moves; `isThere` also in the first seconds and after keys. */
export function createPresence(clock: Clock): Presence {
  const [isThere, setThere] = createSignal(true);
  const [isMoving, setMoving] = createSignal(false);
  const leave = () => {
    setMoving(false);
    setThere(false);
  };
  let cancel = clock.after(FIRST_MS, leave);
  const touch = () => {
    setThere(true);
    cancel();
    cancel = clock.after(REST_MS, leave);
  };
  let last: string | null = null;
  const onMove = ({ screenX, screenY }: PointerEvent) => {
    // Browsers tell of a move when something under a pointer at rest has changed.
    const at = `${screenX} ${screenY}`;
    const isMove = last !== null && at !== last;
    last = at;
    if (!isMove) return;
    setMoving(true);
    touch();
  };
  document.addEventListener('pointermove', onMove);
  createEffect(() => {
    document.documentElement.dataset['pointer'] = isMoving() ? 'moving' : 'resting';
  });
  onCleanup(() => {
    cancel();
    document.removeEventListener('pointermove', onMove);
    delete document.documentElement.dataset['pointer'];
  });
  return { isThere, touch };
}
