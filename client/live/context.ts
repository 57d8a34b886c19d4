/** The live board for the page: one clock, one replica, one connection, and how fresh what they show is. */
import { type Accessor, createContext, createEffect, createMemo, createSignal, on, onCleanup, useContext } from 'solid-js';
import { assert } from '../../shared/assert.ts';
import { STALE_AFTER_MS } from '../../shared/protocol/version.ts';
import { fromIso } from '../../shared/time.ts';
import { createPageClock, type PageClock } from './clock.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { type BoardStore, createReplica } from './replica.ts';

/**
 * connecting: nothing to show yet · unreachable: nothing after 12 s · live · reconnecting: the line broke, the figures are younger than 12 s ·
 * stale: they are older, and every sign says so.
 */
export type Freshness = 'connecting' | 'unreachable' | 'live' | 'reconnecting' | 'stale';

export type Live = {
  readonly store: BoardStore;
  readonly clock: PageClock;
  readonly state: Accessor<ConnectionState>;
  readonly freshness: Accessor<Freshness>;
  /** When the figures were last known to be the present. */
  readonly currentAt: Accessor<number>;
  /** For how long nothing was heard. */
  readonly silentMs: Accessor<number>;
  /** What ticking figures count from: the present, or where they stopped. */
  readonly tick: Accessor<number>;
  /** The board that was saved last, since this page is open. */
  readonly saved: Accessor<{ readonly id: string; readonly version: number } | null>;
};

export const LiveContext = createContext<Live>();

/** The live board of the page that is shown. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  assert(live !== undefined, 'useLive is called outside of the wall');
  return live;
}

/** How fresh the board is; a pure function of what is known. */
export function freshnessOf(hasBoard: boolean, isLive: boolean, silentMs: number): Freshness {
  const isSilent = silentMs >= STALE_AFTER_MS;
  if (!hasBoard) return isSilent ? 'unreachable' : 'connecting';
  if (isSilent) return 'stale';
  return isLive ? 'live' : 'reconnecting';
}

/** Opens the line and keeps it until the owner is disposed of. `onLost` runs after each attempt that failed. `board`: what of the floor is wanted; all of it without. */
export function createLive(onLost: () => void, board: Accessor<string | undefined> = () => undefined): Live {
  const clock = createPageClock();
  const { store, replica } = createReplica();
  const [state, setState] = createSignal<ConnectionState>({ kind: 'stopped' });
  // The instant is shown; the silence is measured by this screen alone, whose clock may be wrong by hours.
  const [current, setCurrent] = createSignal({ at: clock.now(), local: clock.local() });
  const [saved, setSaved] = createSignal<{ id: string; version: number } | null>(null);
  let build: string | null = null;
  const connection = new Connection({
    url: liveUrl(),
    Socket: WebSocket,
    clock,
    replica,
    onState(next) {
      setState(next);
      if (next.kind === 'waiting' || next.kind === 'refused') onLost();
    },
    onCurrent: () => setCurrent({ at: clock.now(), local: clock.local() }),
    onServerTime(serverNow) {
      const at = fromIso(serverNow);
      if (at !== null) clock.learn(at);
    },
    board,
    onBoard: setSaved,
    onBuild(next) {
      if (build !== null && build !== next) location.reload();
      build = next;
    },
  });
  const silentMs = createMemo(() => {
    clock.second();
    return Math.max(0, clock.local() - current().local);
  });
  const freshness = createMemo(() => freshnessOf(store.board !== null, state().kind === 'live', silentMs()));
  const currentAt = () => current().at;
  const tick = createMemo(() => (freshness() === 'stale' ? currentAt() : clock.second()));
  createEffect(on(board, () => connection.boardChanged(), { defer: true }));
  connection.start();
  onCleanup(() => connection.stop());
  wakeOnReturn(() => connection.wake());
  return { store, clock, state, freshness, currentAt, silentMs, tick, saved };
}

function liveUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`;
}

function wakeOnReturn(wake: () => void): void {
  const onVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', onVisible);
  onCleanup(() => {
    window.removeEventListener('online', wake);
    window.removeEventListener('pageshow', wake);
    document.removeEventListener('visibilitychange', onVisible);
  });
}
