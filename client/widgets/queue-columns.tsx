/** The columns that a table of queues may have: heading, width, and the cell of a row. To add one: an entry here and its name in shared/boards/widgets.ts. */
import { type JSX, Show } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import type { QUEUE_COLUMNS } from '../../shared/boards/widgets.ts';
import { useExplainable } from '../explain/explainable.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { fitStyle } from '../i18n/fit.ts';
import { countText, durationText, elapsedText, NOTHING, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { useFloor } from '../wall/floor.ts';
import { isBelow } from '../wall/targets.ts';

export type QueueColumn = (typeof QUEUE_COLUMNS)[number];

type Heading =
  | 'waiting'
  | 'longest'
  | 'inConversation'
  | 'freeOf'
  | 'serviceLevelTarget'
  | 'avgAnswer'
  | 'abandoned'
  | 'abandonment'
  | 'answeredHead'
  | 'offered'
  | 'avgHandle';

type Column = {
  /** As the page and its styles know it. */
  readonly name: string;
  readonly heading: Heading;
  /** In rem. */
  readonly width: number;
  /** Whether it is of the business day, or of this moment. */
  readonly isOfDay: boolean;
  readonly cell: (props: { queue: QueueRow }) => JSX.Element;
};

/** A row is of one queue as long as it stands. */
const ofQueue = ({ id }: QueueRow): Scope => ({ of: 'queue', id });

const metricsOf = (queue: QueueRow) => queue.windows.day.metrics;

/** A count of the day; a dash for none. */
function count(metric: string, name: string, isSecond: boolean): Column['cell'] {
  return (props) => {
    const explain = useExplainable();
    const text = () => (metricsOf(props.queue)[metric] ? countText(metricsOf(props.queue)[metric]) : NOTHING);
    return (
      <span
        ref={explain(metric, ofQueue(props.queue), 'day')}
        class="value"
        classList={{ 'is-second': isSecond }}
        data-column={name}
        style={fitStyle(text(), 3.1)}
      >
        <Figure>{text()}</Figure>
      </span>
    );
  };
}

function duration(metric: string, name: string): Column['cell'] {
  return (props) => {
    const explain = useExplainable();
    return (
      <span
        ref={explain(metric, ofQueue(props.queue), 'day')}
        class="value is-time is-second"
        data-column={name}
        style={fitStyle(durationText(metricsOf(props.queue)[metric], dictionary().hoursUnit), 5)}
      >
        <Duration ms={metricsOf(props.queue)[metric]} />
      </span>
    );
  };
}

function Now(props: { queue: QueueRow; count: number; name: string; metric: string }): JSX.Element {
  const floor = useFloor();
  const explain = useExplainable();
  const text = () => (floor.isRecord(props.queue) ? NOTHING : countText(props.count));
  return (
    <span ref={explain(props.metric, ofQueue(props.queue), null)} class="value" data-column={props.name} style={fitStyle(text(), 3.4)}>
      <Figure>{text()}</Figure>
    </span>
  );
}

function Longest(props: { queue: QueueRow }): JSX.Element {
  const floor = useFloor();
  const explain = useExplainable();
  const ms = () => floor.waitMs(props.queue);
  return (
    <span
      ref={explain('longest_waiting_ms', ofQueue(props.queue), null)}
      class="value is-time"
      data-column="longest"
      style={fitStyle(elapsedText(ms() ?? 0, dictionary().hoursUnit), 5)}
    >
      <Elapsed ms={ms()} />
    </span>
  );
}

function Abandonment(props: { queue: QueueRow }): JSX.Element {
  const explain = useExplainable();
  const text = () => percentText(metricsOf(props.queue)['abandon_rate'], 0);
  return (
    <span ref={explain('abandon_rate', ofQueue(props.queue), 'day')} class="value is-second" data-column="abandonment" style={fitStyle(text(), 3.6)}>
      <Figure>{text()}</Figure>
    </span>
  );
}

function Level(props: { queue: QueueRow }): JSX.Element {
  const explain = useExplainable();
  const value = () => props.queue.windows.day.metrics['service_level'] ?? null;
  const target = () => props.queue.settings.serviceLevelTarget;
  const width = (ratio: number) => `${(Math.max(0, Math.min(1, ratio)) * 100).toFixed(1)}%`;
  return (
    <span class="level" data-column="level" classList={{ 'is-below': isBelow(value(), target()) }}>
      <bdi dir="ltr" class="value" ref={explain('service_level', ofQueue(props.queue), 'day')}>
        {percentText(value(), 0, target())}
      </bdi>
      <span class="bullet">
        <i class="bullet-fill" style={{ 'inline-size': width(value() ?? 0) }} />
        <i class="bullet-target" style={{ 'inset-inline-start': width(target()) }} />
      </span>
      <bdi dir="ltr" class="level-target">
        {Math.round(target() * 100)}
      </bdi>
    </span>
  );
}

function Free(props: { queue: QueueRow }): JSX.Element {
  const floor = useFloor();
  const explain = useExplainable();
  const text = () => `${countText(props.queue.agents.available)}/${countText(props.queue.agents.signedIn)}`;
  return (
    <span class="value free-of" data-column="free" style={fitStyle(text(), 4.7)} classList={{ 'is-none': props.queue.agents.available === 0 }}>
      <Show when={!floor.isRecord(props.queue)} fallback={<Figure>{NOTHING}</Figure>}>
        <bdi dir="ltr" ref={explain('available', ofQueue(props.queue), null)}>
          <b>{countText(props.queue.agents.available)}</b>
          <u>/</u>
          {countText(props.queue.agents.signedIn)}
        </bdi>
      </Show>
    </span>
  );
}

export const COLUMNS: Readonly<Record<QueueColumn, Column>> = {
  waiting: {
    name: 'waiting',
    heading: 'waiting',
    width: 7.6,
    isOfDay: false,
    cell: (props) => <Now queue={props.queue} count={props.queue.waiting} name="waiting" metric="waiting" />,
  },
  longest_waiting_ms: { name: 'longest', heading: 'longest', width: 10.6, isOfDay: false, cell: Longest },
  in_conversation: {
    name: 'talking',
    heading: 'inConversation',
    width: 8.4,
    isOfDay: false,
    cell: (props) => <Now queue={props.queue} count={props.queue.inConversation} name="talking" metric="in_conversation" />,
  },
  free_of: { name: 'free', heading: 'freeOf', width: 10.4, isOfDay: false, cell: Free },
  service_level: { name: 'level', heading: 'serviceLevelTarget', width: 20.2, isOfDay: true, cell: Level },
  asa_ms: { name: 'asa', heading: 'avgAnswer', width: 11, isOfDay: true, cell: duration('asa_ms', 'asa') },
  abandoned: { name: 'abandoned', heading: 'abandoned', width: 7, isOfDay: true, cell: count('abandoned', 'abandoned', true) },
  abandon_rate: { name: 'abandonment', heading: 'abandonment', width: 9.4, isOfDay: true, cell: Abandonment },
  answered: { name: 'answered', heading: 'answeredHead', width: 8, isOfDay: true, cell: count('answered', 'answered', false) },
  offered: { name: 'offered', heading: 'offered', width: 8, isOfDay: true, cell: count('offered', 'offered', false) },
  aht_ms: { name: 'aht', heading: 'avgHandle', width: 11, isOfDay: true, cell: duration('aht_ms', 'aht') },
};
