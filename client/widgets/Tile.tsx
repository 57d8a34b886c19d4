import { createRenderEffect, type JSX, Match, Show, Switch } from 'solid-js';
import { type Explained, useExplainable } from '../explain/explainable.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { fitStyle } from '../i18n/fit.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import type { Level } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon, type IconName } from '../wall/Icon.tsx';
import { sourceName } from '../wall/names.tsx';

const LEVEL_ICONS: Record<Level, IconName | null> = { ok: null, warn: 'triangle', crit: 'octagon' };

/** One figure: heading, digits with what stands beside them, and a line below that gives way to what is left out. */
export function Tile(props: {
  id: string;
  title: string;
  level?: Level;
  /** A maximum without one source is still true as a lower bound: its line stays. */
  isWhole?: boolean;
  /** There is nothing to show, because nothing was ever told. */
  isUntold?: boolean;
  /** The figure as text, and how many digits have room: a longer one is set smaller. */
  text: string;
  room: number;
  beside?: JSX.Element;
  children: JSX.Element;
  below: JSX.Element;
  /** What the figure is, for a page that explains it. */
  explained?: Explained | undefined;
}): JSX.Element {
  const explain = useExplainable();
  const mark = (element: HTMLElement) => {
    // The queue that stands in where none is named comes with the board.
    createRenderEffect(() => {
      const of = props.explained;
      if (of !== undefined) explain(of.metric, of.scope, of.window)(element);
    });
  };
  const level = () => props.level ?? 'ok';
  const icon = () => LEVEL_ICONS[level()];
  return (
    <section class="figure" data-figure={props.id} data-level={level()}>
      <h2>
        <Show when={icon()}>{(name) => <Icon name={name()} />}</Show>
        <span>{props.title}</span>
      </h2>
      <div class="digits" ref={mark} style={fitStyle(props.text, props.room)}>
        {props.children}
        <em>{props.beside}</em>
      </div>
      <p>
        <Caption below={props.below} isWhole={props.isWhole ?? false} isUntold={props.isUntold ?? false} />
      </p>
    </section>
  );
}

/** What is wrong with the figure goes before what explains it. */
function Caption(props: { below: JSX.Element; isWhole: boolean; isUntold: boolean }): JSX.Element {
  const floor = useFloor();
  const names = () => floor.downSources().map(sourceName).join(', ');
  return (
    <Switch fallback={props.below}>
      <Match when={props.isUntold}>
        <span>{dictionary().noData}</span>
      </Match>
      <Match when={floor.isHistory() || floor.isUntold()}>
        <span>{dictionary().historyOnly}</span>
      </Match>
      <Match when={floor.cutOffAt()}>
        {(at) => (
          <>
            <Show when={props.isWhole}>{props.below}</Show>
            <AsOf at={at()} />
          </>
        )}
      </Match>
      <Match when={floor.downSources().length > 0 && !props.isWhole}>
        <span class="left-out">
          <Icon name="plug" />
          <span>
            <Say of="without" with={{ sources: names() }} />
          </span>
        </span>
      </Match>
    </Switch>
  );
}

function AsOf(props: { at: number }): JSX.Element {
  const live = useLive();
  const time = () => clockSecondsText(props.at, live.store.board?.floor.timezone ?? 'UTC');
  return (
    <span class="as-of">
      <Icon name="clock" />
      <span>
        <Say of="asOf" with={{ time: time() }} />
      </span>
    </span>
  );
}

/** The target beside a figure. */
export function Target(props: { value: JSX.Element; note?: JSX.Element }): JSX.Element {
  return (
    <>
      <span>{dictionary().target}</span>
      <b>{props.value}</b>
      {props.note}
    </>
  );
}
