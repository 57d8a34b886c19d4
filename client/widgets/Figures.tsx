import { type JSX, Show } from 'solid-js';
import type { FloorRow, Metrics } from '../../shared/board.ts';
import type { Window } from '../../shared/boards/parts.ts';
import type { Explained } from '../explain/explainable.ts';
import { Duration, Figure } from '../i18n/Figure.tsx';
import { countText, durationText, NOTHING, percentDigits, percentText } from '../i18n/format.ts';
import { formulaKey } from '../i18n/formula.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { Within } from '../i18n/Within.tsx';
import { useLive } from '../live/context.ts';
import { type Level, levelOf } from '../wall/alarms.ts';
import { ByChannel } from '../wall/ByChannel.tsx';
import { type Floor, useFloor } from '../wall/floor.ts';
import { isBelow } from '../wall/targets.ts';
import { LongestWait } from './LongestWait.tsx';
import { Target, Tile } from './Tile.tsx';

/** The six figures of the floor; only trouble gets a ground. */
export function Figures(): JSX.Element {
  const live = useLive();
  return (
    <section class="figures">
      <Show when={live.store.board?.floor}>
        {(floor) => (
          <>
            <Waiting />
            <LongestWait floor={floor()} />
            <ServiceLevel floor={floor()} />
            <SpeedOfAnswer metrics={today(floor())} />
            <Abandonment metrics={today(floor())} />
            <Answered metrics={today(floor())} />
          </>
        )}
      </Show>
    </section>
  );
}

/** No contact is in the books, and nobody could have told of one. */
const isBlank = (floor: Floor, metrics: Metrics): boolean => floor.isUntold() && !metrics['offered'];

const ofFloor = (metric: string, window: Window | null): Explained => ({ metric, scope: { of: 'floor' }, window });

/** The level of an alarm on a figure of the floor. */
const levelOn = (floor: Floor, metric: string, window: Window | null): Level => levelOf(floor.alarmOn(metric, { of: 'floor' }, window));

const today = (floor: FloorRow): Metrics => floor.windows.day.metrics;

/** Who waits on the line. Mail and messages wait in hours, on their own rows; here they stand apart and are not in the sum. */
function Waiting(): JSX.Element {
  const floor = useFloor();
  // Without a source that tells of now nobody knows who waits.
  const text = () => (floor.isHistory() || floor.isUntold() ? NOTHING : countText(floor.waiting().onTheLine));
  return (
    <Tile
      id="waiting"
      explained={ofFloor('waiting', null)}
      title={dictionary().waitingNow}
      level={levelOn(floor, 'waiting', null)}
      text={text()}
      room={3.3}
      isUntold={floor.isUntold()}
      below={<ByChannel counts={floor.waiting().byChannel} />}
    >
      <Figure>{text()}</Figure>
    </Tile>
  );
}

function ServiceLevel(props: { floor: FloorRow }): JSX.Element {
  const floor = useFloor();
  const value = () => today(props.floor)['service_level'];
  const settings = () => props.floor.settings;
  // A missed target is told in amber; an alarm may be worse.
  const level = () => {
    const decided = levelOn(floor, 'service_level', 'day');
    return decided === 'ok' && isBelow(value(), settings().serviceLevelTarget) ? 'warn' : decided;
  };
  const within = () => (
    <span>
      <Within ms={settings().targetMs} />
    </span>
  );
  return (
    <Tile
      id="service-level"
      explained={ofFloor('service_level', 'day')}
      title={dictionary().serviceLevelToday}
      level={level()}
      text={percentText(value(), 1, settings().serviceLevelTarget)}
      room={4}
      isUntold={isBlank(floor, today(props.floor))}
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
  const floor = useFloor();
  const ninety = () => props.metrics['wait_p90_ms'];
  const below = () => (
    <Show when={typeof ninety() === 'number'}>
      <span>
        <Say of="ninetyWithin" with={{ share: '90%', time: durationText(ninety(), dictionary().hoursUnit) }} />
      </span>
    </Show>
  );
  return (
    <Tile
      id="asa"
      explained={ofFloor('asa_ms', 'day')}
      title={dictionary().asaToday}
      level={levelOn(floor, 'asa_ms', 'day')}
      text={durationText(props.metrics['asa_ms'], dictionary().hoursUnit)}
      room={3.6}
      isUntold={isBlank(floor, props.metrics)}
      below={below()}
    >
      <Duration ms={props.metrics['asa_ms']} />
    </Tile>
  );
}

function Abandonment(props: { metrics: Metrics }): JSX.Element {
  const floor = useFloor();
  const counts = () => ({ n: countText(props.metrics['abandoned']), short: countText(props.metrics['short_abandoned']) });
  const below = () => (
    <Show when={typeof props.metrics['abandoned'] === 'number'}>
      <span>
        <Say of="abandonedAndShort" with={counts()} />
      </span>
    </Show>
  );
  return (
    <Tile
      id="abandonment"
      explained={ofFloor('abandon_rate', 'day')}
      title={dictionary().abandonmentToday}
      level={levelOn(floor, 'abandon_rate', 'day')}
      text={percentText(props.metrics['abandon_rate'], 1)}
      room={3.3}
      isUntold={isBlank(floor, props.metrics)}
      below={below()}
    >
      <Percent ratio={props.metrics['abandon_rate']} />
    </Tile>
  );
}

function Answered(props: { metrics: Metrics }): JSX.Element {
  const floor = useFloor();
  const text = () => (isBlank(floor, props.metrics) ? NOTHING : countText(props.metrics['answered']));
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
    <Tile
      id="answered"
      explained={ofFloor('answered', 'day')}
      title={dictionary().answeredToday}
      level={levelOn(floor, 'answered', 'day')}
      text={text()}
      room={4.3}
      isUntold={isBlank(floor, props.metrics)}
      below={below()}
    >
      <Figure>{text()}</Figure>
    </Tile>
  );
}
