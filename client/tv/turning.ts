/** Which page a board shows: the clock's, the one that its address pins, or for a while the one that somebody turned to. */
import { type Accessor, createMemo, createSignal, onCleanup } from 'solid-js';
import { MINUTE_MS } from '../../shared/time.ts';
import type { PageClock } from '../live/clock.ts';
import { pageAt } from './rotation.ts';

/** So long a page that was turned to by hand stays. */
const TURNED_MS = MINUTE_MS;
/** So long a page is held: nobody comes back to a wall to let go of it. */
const HELD_MS = 15 * MINUTE_MS;

type Page = { readonly id: string; readonly stayS: number };

export type Turning = {
  /** The place of the page that is shown. */
  readonly place: Accessor<number>;
  readonly pages: Accessor<number>;
  /** What somebody did about it; null: the clock turns. */
  readonly byHand: Accessor<'turned' | 'held' | null>;
  /** Shows the page after this one, or with -1 the one before it. */
  turn(by: 1 | -1): void;
  /** Holds the page that is shown, or lets go of it. */
  hold(): void;
};

/** `pinned`: the id of a page that does not turn; one that the board does not have pins nothing. */
export function createTurning<P extends Page>(
  pages: Accessor<readonly P[]>,
  clock: PageClock,
  pinned: string | null,
): Turning & { page: Accessor<P | null> } {
  const [hand, setHand] = createSignal<{ readonly page: string; readonly how: 'turned' | 'held' } | null>(null);
  const placeOf = (id: string | null | undefined) => pages().findIndex((page) => page.id === id);
  const place = createMemo(() => [placeOf(hand()?.page), placeOf(pinned)].find((at) => at >= 0) ?? pageAt(pages(), clock.second()));
  let cancel: () => void = () => undefined;
  const take = (at: number, how: 'turned' | 'held', forMs: number) => {
    const page = pages()[at];
    if (page === undefined || pages().length < 2) return;
    cancel();
    setHand({ page: page.id, how });
    cancel = clock.after(forMs, () => setHand(null));
  };
  onCleanup(() => cancel());
  return {
    place,
    page: createMemo(() => pages()[place()] ?? null),
    pages: () => pages().length,
    byHand: () => (placeOf(hand()?.page) >= 0 ? (hand()?.how ?? null) : null),
    turn: (by) => take((place() + by + pages().length) % pages().length, 'turned', TURNED_MS),
    hold() {
      if (hand()?.how !== 'held') take(place(), 'held', HELD_MS);
      else {
        cancel();
        setHand(null);
      }
    },
  };
}
