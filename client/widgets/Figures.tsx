import { For, type JSX, Show } from 'solid-js';
import type { FloorRow, Metrics } from '../../shared/board.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { fitStyle } from '../i18n/fit.ts';
import { countText, durationText, elapsedText, NOTHING, percentDigits, percentText } from '../i18n/format.ts';
import { formulaKey } from '../i18n/formula.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { Within } from '../i18n/Within.tsx';
import { useLive } from '../live/context.ts';
import { waitingByChannel } from '../wall/channels.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon, type IconName } from '../wall/Icon.tsx';
import { msSince } from '../wall/instants.ts';
import { channelName, queueName, sourceName } from '../wall/names.tsx';
import { isBelow, type Level, waitLevel } from '../wall/thresholds.ts';

const LEVEL_ICONS: Record<Level, IconName | null> = { ok: null, warn: 'triangle', crit: 'octagon' };

/** The six figures of the floor; only trouble gets a ground. */
export function Figures(): JSX.Element {
  const live = useLive();
  return (
    <main class="figures">
      <Show when={live.store.board?.floor}>
        {(floor) => (
          <>
            <Waiting floor={floor()} />
            <LongestWait floor={floor()} />
            <ServiceLevel floor={floor()} />
            <SpeedOfAnswer metrics={today(floor())} />
            <Abandonment metrics={today(floor())} />
            <Answered metrics={today(floor())} />
          </>
        )}
      </Show>
    </main>
  );
}

const today = (floor: FloorRow): Metrics => floor.windows.day.metrics;

/** One figure: heading, digits with what stands beside them, and a line below that gives way to what is left out. */
function Tile(props: {
  id: string;
  title: string;
  level?: Level;
  /** A maximum without one source is still true as a lower bound: its line stays. */
  isWhole?: boolean;
  /** The figure as text, and how many digits have room: a longer one is set smaller. */
  text: string;
  room: number;
  beside?: JSX.Element;
  children: JSX.Element;
  below: JSX.Element;
}): JSX.Element {
  const level = () => props.level ?? 'ok';
  const icon = () => LEVEL_ICONS[level()];
  return (
    <section class="figure" data-figure={props.id} data-level={level()}>
      <h2>
        <Show when={icon()}>{(name) => <Icon name={name()} />}</Show>
        <span>{props.title}</span>
      </h2>
      <div class="digits" style={fitStyle(props.text, props.room)}>
        {props.children}
        <em>{props.beside}</em>
      </div>
      <p>
        <LeftOut fallback={props.below} isWhole={props.isWhole ?? false} />
      </p>
    </section>
  );
}

function LeftOut(props: { fallback: JSX.Element; isWhole: boolean }): JSX.Element {
  const floor = useFloor();
  const names = () => floor.downSources().map(sourceName).join(', ');
  return (
    <Show when={floor.downSources().length > 0 && !props.isWhole} fallback={props.fallback}>
      <span class="left-out">
        <Icon name="plug" />
        <span>
          <Say of="without" with={{ sources: names() }} />
        </span>
      </span>
    </Show>
  );
}

/** Who waits on the line. Mail and messages wait in hours, on their own rows; here they stand apart and are not in the sum. */
function Waiting(props: { floor: FloorRow }): JSX.Element {
  const below = () => (
    <For each={waitingByChannel(props.floor.waitingByChannel)} fallback={<span>{dictionary().noneWaiting}</span>}>
      {({ channel, count, isApart }) => (
        <span class="by-channel" classList={{ 'is-apart': isApart }} title={channelName(channel)}>
          <Icon name={channelIcon(channel)} />
          <Figure>{countText(count)}</Figure>
        </span>
      )}
    </For>
  );
  return (
    <Tile id="waiting" title={dictionary().waitingNow} text={countText(props.floor.waiting)} room={3.3} below={below()}>
      <Figure>{countText(props.floor.waiting)}</Figure>
    </Tile>
  );
}

function LongestWait(props: { floor: FloorRow }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const queue = () => floor.queues().find(({ id }) => id === props.floor.oldestWaitingQueue);
  const ms = () => {
    const known = queue();
    return known === undefined ? msSince(props.floor.oldestWaitingSince, live.tick()) : floor.waitMs(known);
  };
  const targetMs = () => queue()?.settings.targetMs ?? props.floor.settings.targetMs;
  const level = () => waitLevel(ms(), targetMs(), true);
  const name = () => {
    const known = queue();
    return known === undefined ? (props.floor.oldestWaitingQueue ?? '') : queueName(known);
  };
  const below = () => (
    <Show when={ms() !== null} fallback={<span>{dictionary().noneWaiting}</span>}>
      <b>
        <bdi>{name()}</bdi>
      </b>
    </Show>
  );
  return (
    <Tile
      id="longest-wait"
      title={dictionary().longestWait}
      level={level()}
      isWhole
      text={elapsedText(ms() ?? 0, dictionary().hoursUnit)}
      room={4.4}
      beside={
        <Show when={level() !== 'ok'}>
          <Target value={<Duration ms={targetMs()} />} />
        </Show>
      }
      below={below()}
    >
      <Elapsed ms={ms()} />
    </Tile>
  );
}

function Target(props: { value: JSX.Element; note?: JSX.Element }): JSX.Element {
  return (
    <>
      <span>{dictionary().target}</span>
      <b>{props.value}</b>
      {props.note}
    </>
  );
}

function ServiceLevel(props: { floor: FloorRow }): JSX.Element {
  const value = () => today(props.floor)['service_level'];
  const settings = () => props.floor.settings;
  const within = () => (
    <span>
      <Within ms={settings().targetMs} />
    </span>
  );
  return (
    <Tile
      id="service-level"
      title={dictionary().serviceLevel}
      level={isBelow(value(), settings().serviceLevelTarget) ? 'warn' : 'ok'}
      text={percentText(value(), 1, settings().serviceLevelTarget)}
      room={4.2}
      beside={<Target value={<Figure>{percentText(settings().serviceLevelTarget)}</Figure>} note={within()} />}
      below={<span>{dictionary()[formulaKey(settings().formula)]}</span>}
    >
      <Percent ratio={value()} target={settings().serviceLevelTarget} />
    </Tile>
  );
}

function Percent(props: { ratio: number | null | undefined; target?: number }): JSX.Element {
  const digits = () => percentDigits(props.ratio, 1, props.target);
  return (
    <Figure>
      {digits()}
      <Show when={digits() !== NOTHING}>
        <small>%</small>
      </Show>
    </Figure>
  );
}

function SpeedOfAnswer(props: { metrics: Metrics }): JSX.Element {
  const ninety = () => props.metrics['wait_p90_ms'];
  const below = () => (
    <Show when={typeof ninety() === 'number'}>
      <span>
        <Say of="ninetyWithin" with={{ share: '90%', time: durationText(ninety(), dictionary().hoursUnit) }} />
      </span>
    </Show>
  );
  return (
    <Tile id="asa" title={dictionary().asa} text={durationText(props.metrics['asa_ms'], dictionary().hoursUnit)} room={3.6} below={below()}>
      <Duration ms={props.metrics['asa_ms']} />
    </Tile>
  );
}

function Abandonment(props: { metrics: Metrics }): JSX.Element {
  const counts = () => ({ n: countText(props.metrics['abandoned']), short: countText(props.metrics['short_abandoned']) });
  const below = () => (
    <Show when={typeof props.metrics['abandoned'] === 'number'}>
      <span>
        <Say of="abandonedAndShort" with={counts()} />
      </span>
    </Show>
  );
  return (
    <Tile id="abandonment" title={dictionary().abandonment} text={percentText(props.metrics['abandon_rate'], 1)} room={3.3} below={below()}>
      <Percent ratio={props.metrics['abandon_rate']} />
    </Tile>
  );
}

function Answered(props: { metrics: Metrics }): JSX.Element {
  const below = () => (
    <>
      <span>
        <Say of="ofOffered" with={{ offered: countText(props.metrics['offered']) }} />
      </span>
      <b>
        <Figure>{percentText(props.metrics['answered_rate'], 1)}</Figure>
      </b>
    </>
  );
  return (
    <Tile id="answered" title={dictionary().answeredToday} text={countText(props.metrics['answered'])} room={4.5} below={below()}>
      <Figure>{countText(props.metrics['answered'])}</Figure>
    </Tile>
  );
}
