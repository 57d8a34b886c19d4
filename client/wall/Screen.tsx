import { createEffect, createMemo, type JSX, Match, onCleanup, Show, Switch } from 'solid-js';
import { MINUTE_MS } from '../../shared/time.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { createLive, LiveContext, useLive } from '../live/context.ts';
import { FULL } from '../refusals/live-texts.ts';
import { askSite, goToEnter } from '../site.ts';
import { createFloor, FloorContext } from './floor.ts';
import { Header } from './Header.tsx';
import { Strip } from './Strip.tsx';
import '../styles/wall.css';
import '../styles/header.css';
import '../styles/chart.css';
import '../styles/strip.css';
import '../styles/figures.css';
import '../styles/queues.css';
import '../styles/queue-head.css';
import '../styles/agents.css';
import '../styles/board.css';
import '../styles/states.css';
import '../styles/wall-phone.css';
import '../styles/wall-phone-tables.css';

const UNAUTHORISED = 4401;
const WRONG_VERSION = 4409;
const RELOAD_AFTER_MS = 20_000;

/** What every screen has: the live floor, the header, the strip, and the signs of how old it all is. Between them is what is shown. `board`: what of the floor it needs, if not all or more. `withSound`: whoever looks may have alarms heard. `aside`: what the header says beside. */
export function Screen(props: {
  class?: string;
  board?: () => string | undefined;
  withSound?: boolean;
  aside?: JSX.Element;
  children: JSX.Element;
}): JSX.Element {
  // A socket does not say why it was refused; a plain request does.
  const live = createLive(
    () => void askSite(),
    () => props.board?.(),
  );
  const floor = createFloor(live);
  document.documentElement.dataset['theme'] = 'wall';
  const minute = createMemo(() => Math.floor(live.clock.second() / MINUTE_MS));
  const place = () => drift(minute());
  createEffect(() => {
    const state = live.state();
    if (state.kind !== 'refused') return;
    if (state.code === UNAUTHORISED) goToEnter();
    if (state.code === WRONG_VERSION) onCleanup(live.clock.after(RELOAD_AFTER_MS, () => location.reload()));
  });
  return (
    <LiveContext.Provider value={live}>
      <FloorContext.Provider value={floor}>
        <div
          class={`wall ${props.class ?? ''}`}
          style={place()}
          classList={{ 'is-stale': live.freshness() === 'stale', 'is-history': floor.isHistory(), 'is-cut-off': floor.cutOffAt() !== null }}
          data-freshness={live.freshness()}
        >
          <Header withSound={props.withSound ?? false} aside={props.aside} />
          <main>
            {props.children}
            <Nothing />
          </main>
          <Strip />
        </div>
      </FloorContext.Provider>
    </LiveContext.Provider>
  );
}

/** One sentence in place of a wall that has nothing to show. */
function Nothing(): JSX.Element {
  const live = useLive();
  const attempt = () => {
    const state = live.state();
    return 'attempt' in state ? Math.max(1, state.attempt) : 1;
  };
  const isFull = () => {
    const state = live.state();
    return 'isFull' in state && state.isFull === true;
  };
  const refusal = () => {
    const state = live.state();
    return state.kind === 'refused' ? state.code : null;
  };
  return (
    <Show when={live.store.board === null || refusal() !== null || isFull()}>
      <p class="nothing" role="status">
        <span>
          <Switch fallback={`${dictionary().connecting}…`}>
            <Match when={refusal() === WRONG_VERSION}>{dictionary().wrongVersion}</Match>
            <Match when={refusal() !== null}>{dictionary().noSuchBoard}</Match>
            <Match when={isFull()}>{FULL[locale()]}</Match>
            <Match when={live.freshness() === 'unreachable'}>
              <Say of="neverConnected" with={{ attempt: attempt() }} />
            </Match>
          </Switch>
        </span>
      </p>
    </Show>
  );
}

const DRIFT_PX = [0, 1, 2, 1, 0, -1, -2, -1];

/** Whole pixels, another place each minute, a round in an hour: too slow to be seen, enough to spare the panel. */
function drift(minute: number): JSX.CSSProperties {
  const at = (i: number) => `${DRIFT_PX[i % DRIFT_PX.length] ?? 0}px`;
  return { '--drift-x': at(minute), '--drift-y': at(Math.floor(minute / DRIFT_PX.length) + 2) };
}
