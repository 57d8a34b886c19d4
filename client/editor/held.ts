/** Which pages of this browser have a board open at this moment: what one of them has not saved, no other takes from it. */
import { onCleanup } from 'solid-js';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import type { Clock } from '../live/clock.ts';
import type { Store } from './kept.ts';

const PREFIX = 'moked.held.';
const HOLD_EVERY_MS = 5 * SECOND_MS;
/** A page that is out of sight is let run once a minute. */
const HELD_MS = 2 * MINUTE_MS;

const keyOf = (board: string, editor: string) => `${PREFIX}${board}.${editor}`;

/** Says that a page has the board open. @param now milliseconds of this machine. @returns false where the browser keeps nothing. */
export function hold(store: Store, board: string, editor: string, now: number): boolean {
  try {
    store.setItem(keyOf(board, editor), String(now));
    return true;
  } catch {
    return false;
  }
}

/** The page has gone, or its draft was taken over. */
export function release(store: Store, board: string, editor: string): boolean {
  try {
    store.removeItem(keyOf(board, editor));
    return true;
  } catch {
    return false;
  }
}

/** True while a page has the board open; for two minutes of one that ended without a word. */
export function isHeld(store: Store, board: string, editor: string, now: number): boolean {
  try {
    const at = store.getItem(keyOf(board, editor));
    return at !== null && Math.abs(now - Number(at)) < HELD_MS;
  } catch {
    return false;
  }
}

type Holding = { readonly board: string; readonly editor: string; readonly clock: Pick<Clock, 'after' | 'local'> };

/** Holds the board while the page is there. `look`: now and then, and when another page has written something; `leave`: before the page goes. */
export function createHold({ board, editor, clock }: Holding, look: () => void, leave: () => void): void {
  let cancel: () => void = () => undefined;
  const beat = () => {
    cancel();
    hold(localStorage, board, editor, clock.local());
    look();
    cancel = clock.after(HOLD_EVERY_MS, beat);
  };
  const go = () => {
    cancel();
    leave();
    release(localStorage, board, editor);
  };
  const events = { storage: look, pagehide: go, pageshow: beat };
  for (const [name, hear] of Object.entries(events)) window.addEventListener(name, hear);
  beat();
  onCleanup(() => {
    for (const [name, hear] of Object.entries(events)) window.removeEventListener(name, hear);
    go();
  });
}
