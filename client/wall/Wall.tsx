import { createEffect, createMemo, type JSX, Match, onCleanup, Show, Switch } from 'solid-js';
import { MINUTE_MS } from '../../shared/time.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { createLive, LiveContext, useLive } from '../live/context.ts';
import { askSite, goToEnter, site } from '../site.ts';
import { Agents } from '../widgets/Agents.tsx';
import { Curve } from '../widgets/Curve.tsx';
import { Figures } from '../widgets/Figures.tsx';
import { Queues } from '../widgets/Queues.tsx';
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
import '../styles/states.css';
import '../styles/wall-phone.css';
import '../styles/wall-phone-tables.css';

const UNAUTHORISED = 4401;
const WRONG_VERSION = 4409;
const RELOAD_AFTER_MS = 20_000;

/** The floor at a glance. The layout is the same whatever the data: trouble fills places that are already there. */
export function Wall(): JSX.Element {
  // A socket does not say why it was refused; a plain request does.
  const live = createLive(() => void askSite());
  const floor = createFloor(live);
  document.documentElement.dataset['theme'] = 'wall';
  const minute = createMemo(() => Math.floor(live.clock.second() / MINUTE_MS));
  const place = () => drift(minute());
  createEffect(() => {
    document.title = `${site()?.name ?? 'Moked'} · ${dictionary().wall}`;
  });
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
          class="wall"
          style={place()}
          classList={{ 'is-stale': live.freshness() === 'stale', 'is-history': floor.isHistory(), 'is-cut-off': floor.cutOffAt() !== null }}
          data-freshness={live.freshness()}
        >
          <Header />
          <Figures />
          <div class="middle">
            <Queues />
            <Curve />
          </div>
          <Agents />
          <Strip />
          <Nothing />
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
  const refusal = () => {
    const state = live.state();
    return state.kind === 'refused' ? state.code : null;
  };
  return (
    <Show when={live.store.board === null || refusal() !== null}>
      <p class="nothing" role="status">
        <Switch fallback={`${dictionary().connecting}…`}>
          <Match when={refusal() === WRONG_VERSION}>{dictionary().wrongVersion}</Match>
          <Match when={refusal() !== null}>{dictionary().noSuchBoard}</Match>
          <Match when={live.freshness() === 'unreachable'}>
            <Say of="neverConnected" with={{ attempt: attempt() }} />
          </Match>
        </Switch>
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
