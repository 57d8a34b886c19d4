import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { QueueRow } from '../../shared/board.ts';
import type { Room } from '../board/room.ts';
import { clockText } from '../i18n/dates.ts';
import { Elapsed } from '../i18n/Figure.tsx';
import { percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { levelOf } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { instantOf, msSince } from '../wall/instants.ts';
import { queueName } from '../wall/names.tsx';
import { compareBySettings, compareQueues, createSteadyOrder, pageOfQueues, type RankedQueue } from '../wall/order.ts';
import { ToLimit } from '../wall/ToLimit.tsx';
import { Unfed } from '../wall/Unfed.tsx';
import { COLUMNS, type QueueColumn } from './queue-columns.tsx';
import { fitOf, noteOf } from './queue-fit.ts';

const SLOTS = 8;
const USUAL: readonly QueueColumn[] = ['waiting', 'longest_waiting_ms', 'service_level', 'asa_ms', 'abandoned', 'free_of'];
/** Letters of a name that has room for a note beside it. */
const ROOMY_NAME = 10;

/** `only`: the queues of a part of the floor. `room`: its own, in rem; where none is given it is as designed. */
type Asked = {
  readonly only?: ((queue: QueueRow) => boolean) | undefined;
  readonly room?: Room | undefined;
  readonly columns?: readonly QueueColumn[] | undefined;
  readonly sort?: 'trouble' | 'settings' | undefined;
};

/** The queues as a departure board: the worst first, as many as have room, the rest paged and counted. */
export function Queues(props: Asked): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const steady = createSteadyOrder();
  const asked = () => props.columns ?? USUAL;
  const ranked = createMemo(() => floor.ranked().filter(({ queue }) => props.only?.(queue) ?? true));
  const fitting = createMemo(() =>
    props.room === undefined ? { columns: asked().length, rows: SLOTS, fit: 1 } : fitOf(widthsOf(asked()), props.room, ranked().length),
  );
  const slots = () => fitting().rows;
  const columns = createMemo(() => asked().slice(0, fitting().columns));
  const byId = createMemo(() => new Map(ranked().map((one) => [one.queue.id, one])));
  const order = createMemo(() => {
    const wanted = [...ranked()].sort(props.sort === 'settings' ? compareBySettings : compareQueues).map(({ queue }) => queue.id);
    return steady(wanted, live.clock.second());
  });
  const troubled = () => (props.sort === 'settings' ? 0 : ranked().filter(({ alarm }) => levelOf(alarm) !== 'ok').length);
  const page = createMemo(() => pageOfQueues(order(), troubled(), slots(), live.clock.second()));
  // Rows stand in the page in an order of their own: one that changes its place is moved by style, and none is drawn anew for it.
  const ids = createMemo(() => [...order()].sort());
  const placeOf = createMemo(() => new Map(page().ids.map((id, place) => [id, place])));
  const template = () =>
    columns()
      .map((column) => `calc(${COLUMNS[column].width}rem * var(--table))`)
      .join(' ');
  return (
    <section class="queues" style={{ '--queue-columns': template(), '--slots': String(slots()), '--table': fitting().fit.toFixed(3) }}>
      <Show when={ranked().length > 0} fallback={<Unfed />}>
        <Head
          columns={columns()}
          left={asked().length - columns().length}
          queues={ranked().map(({ queue }) => queue)}
          fit={fitting().fit}
          width={props.room?.w ?? Number.POSITIVE_INFINITY}
        />
        <div class="queue-rows">
          <For each={ids()}>
            {(id) => (
              <Show when={placeOf().has(id) && byId().get(id)}>
                {(one) => <Row ranked={one()} place={placeOf().get(id) ?? 0} columns={columns()} />}
              </Show>
            )}
          </For>
          <Show when={page().hidden > 0}>
            <p class="queue-more" style={{ '--place': String(slots() - 1) }}>
              <span>
                <Say of="andMore" with={{ count: page().hidden }} />
              </span>
              <span>
                <Say of="pageOf" with={{ page: page().page, pages: page().pages }} />
              </span>
            </p>
          </Show>
        </div>
      </Show>
    </section>
  );
}

const widthsOf = (columns: readonly QueueColumn[]): number[] => columns.map((column) => COLUMNS[column].width);

/** Signs and names stand before the columns. */
const BEFORE = 3;

/** From the first to the last column of the day, if no other stands between: a bracket says since when. */
function spanOfDay(columns: readonly QueueColumn[]): { from: number; to: number } | null {
  const from = columns.findIndex((column) => COLUMNS[column].isOfDay);
  const to = columns.findLastIndex((column) => COLUMNS[column].isOfDay);
  const isWhole = from >= 0 && columns.slice(from, to + 1).every((column) => COLUMNS[column].isOfDay);
  return isWhole ? { from: BEFORE + from + 1, to: BEFORE + to + 2 } : null;
}

type HeadProps = {
  readonly columns: readonly QueueColumn[];
  /** So many columns have no room. */
  readonly left: number;
  readonly queues: readonly QueueRow[];
  readonly fit: number;
  /** In rem. */
  readonly width: number;
};

function Head(props: HeadProps): JSX.Element {
  const live = useLive();
  const since = () => {
    const known = live.store.board?.floor;
    return known === undefined ? '' : clockText(instantOf(known.period.dayStartsAt) ?? 0, known.timezone);
  };
  const offered = () => props.queues.reduce((sum, queue) => sum + (queue.windows.day.metrics['offered'] ?? 0), 0);
  const isMoreThanFloor = () => offered() > (live.store.board?.floor.windows.day.metrics['offered'] ?? 0);
  const ofDay = createMemo(() => spanOfDay(props.columns));
  const note = () => {
    const from = (ofDay()?.from ?? props.columns.length + BEFORE + 1) - BEFORE - 1;
    return noteOf([dictionary().countsInEach, dictionary().countsInEachBrief], widthsOf(props.columns), from, props.fit, props.width);
  };
  return (
    <div class="queue-row queue-head">
      <span class="queue-sums" style={{ '--to': String(ofDay()?.from ?? BEFORE + 1) }}>
        <Show when={props.left > 0} fallback={<Show when={isMoreThanFloor()}>{note()}</Show>}>
          <Say of="moreColumns" with={{ count: props.left }} />
        </Show>
      </span>
      <Show when={ofDay()}>
        {(span) => (
          <span class="queue-window" style={{ '--from': String(span().from), '--to': String(span().to) }}>
            <span>
              <Say of="todayFrom" with={{ time: since() }} />
            </span>
          </span>
        )}
      </Show>
      <span class="queue-name">{dictionary().queues}</span>
      <For each={props.columns}>
        {(column, i) => (
          <span data-column={COLUMNS[column].name} style={{ '--column': String(BEFORE + i() + 1) }}>
            {dictionary()[COLUMNS[column].heading]}
          </span>
        )}
      </For>
    </div>
  );
}

function Row(props: { ranked: RankedQueue; place: number; columns: readonly QueueColumn[] }): JSX.Element {
  const floor = useFloor();
  const queue = () => props.ranked.queue;
  const isRecord = () => floor.isRecord(queue());
  return (
    <div
      class="queue-row"
      data-queue={queue().id}
      data-level={levelOf(props.ranked.alarm)}
      data-reason={reasonOf(props.ranked)}
      data-acknowledged={props.ranked.alarm?.acknowledged ? '' : undefined}
      classList={{ 'is-old': isRecord() || floor.lostSource(queue()) !== null, 'is-record': isRecord() }}
      style={{ '--place': String(props.place) }}
    >
      <span class="queue-sign">
        <Sign ranked={props.ranked} />
      </span>
      <span class="queue-channel">
        <Icon name={channelIcon(queue().channel)} />
      </span>
      <Name ranked={props.ranked} />
      <For each={props.columns}>{(column) => <Dynamic component={COLUMNS[column].cell} queue={queue()} />}</For>
    </div>
  );
}

/** The metric that the alarm of the row is about. */
const reasonOf = ({ alarm }: RankedQueue) => (alarm?.subject.of === 'figure' ? alarm.subject.metric : '');

const windowOf = ({ alarm }: RankedQueue) => (alarm?.subject.of === 'figure' ? alarm.subject.window : null);

function Sign(props: { ranked: RankedQueue }): JSX.Element {
  const floor = useFloor();
  return (
    <Switch>
      <Match when={floor.lostSource(props.ranked.queue)}>
        <Icon name="plug" />
      </Match>
      <Match when={floor.isRecord(props.ranked.queue)}>
        <Icon name="clock" />
      </Match>
      <Match when={levelOf(props.ranked.alarm) === 'crit'}>
        <Icon name="octagon" />
      </Match>
      <Match when={levelOf(props.ranked.alarm) === 'warn'}>
        <Icon name="triangle" />
      </Match>
      <Match when={props.ranked.alarm}>
        <Icon name="unknown" />
      </Match>
    </Switch>
  );
}

/** The name, and beside it what the figures of the row do not say. */
function Name(props: { ranked: RankedQueue }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const queue = () => props.ranked.queue;
  const downMs = () => msSince(floor.lostSource(queue())?.since, live.tick()) ?? 0;
  const reason = () => (levelOf(props.ranked.alarm) === 'ok' ? '' : reasonOf(props.ranked));
  const isRecent = () => reason() === 'service_level' && windowOf(props.ranked) === 'rolling30';
  // Where nothing at all is live, the whole wall says so.
  const isRecord = () => floor.isRecord(queue()) && !floor.isHistory();
  const isNoted = () => isRecord() || floor.lostSource(queue()) !== null || reason() === 'statutory_left_ms' || isRecent();
  return (
    <span class="queue-name" classList={{ 'is-tight': isNoted() && queueName(queue()).length > ROOMY_NAME }} title={queueName(queue())}>
      <bdi>{queueName(queue())}</bdi>
      <Show when={isNoted()}>
        <em>
          <Switch>
            <Match when={isRecord()}>{dictionary().historyOnly}</Match>
            <Match when={floor.lostSource(queue())?.state === 'catching-up'}>{dictionary().catchingUpWord}</Match>
            <Match when={floor.lostSource(queue())}>
              {dictionary().down} <Elapsed ms={downMs()} />
            </Match>
            <Match when={reason() === 'statutory_left_ms'}>
              <ToLimit queue={queue()} as="note" />
            </Match>
            <Match when={isRecent()}>
              <Say of="levelNote" with={{ percent: percentText(recentLevel(queue()), 0, queue().settings.serviceLevelTarget) }} />
            </Match>
          </Switch>
        </em>
      </Show>
    </span>
  );
}

const recentLevel = (queue: QueueRow) => queue.windows.rolling30.metrics['service_level'];
