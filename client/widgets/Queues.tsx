import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import { clockText } from '../i18n/dates.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { fitStyle } from '../i18n/fit.ts';
import { countText, durationText, elapsedText, NOTHING, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { instantOf, msSince } from '../wall/instants.ts';
import { queueName } from '../wall/names.tsx';
import { compareQueues, createSteadyOrder, pageOfQueues, type RankedQueue } from '../wall/order.ts';
import { ToLimit } from '../wall/ToLimit.tsx';
import { isBelow } from '../wall/thresholds.ts';
import { Unfed } from '../wall/Unfed.tsx';

const SLOTS = 8;
/** Letters of a name that has room for a note beside it. */
const ROOMY_NAME = 10;

/** The queues as a departure board: the worst first, at most eight, the rest paged and counted. */
export function Queues(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const steady = createSteadyOrder();
  const byId = createMemo(() => new Map(floor.ranked().map((ranked) => [ranked.queue.id, ranked])));
  const order = createMemo(() => {
    const wanted = [...floor.ranked()].sort(compareQueues).map(({ queue }) => queue.id);
    return steady(wanted, live.clock.second());
  });
  const troubled = () => floor.ranked().filter(({ assessment }) => assessment.level !== 'ok').length;
  const page = createMemo(() => pageOfQueues(order(), troubled(), SLOTS, live.clock.second()));
  // Rows stand in the page in an order of their own: one that changes its place is moved by style, and none is drawn anew for it.
  const ids = createMemo(() => [...order()].sort());
  const placeOf = createMemo(() => new Map(page().ids.map((id, place) => [id, place])));
  return (
    <section class="queues">
      <Show when={floor.queues().length > 0} fallback={<Unfed />}>
        <Head />
        <div class="queue-rows">
          <For each={ids()}>
            {(id) => <Show when={placeOf().has(id) && byId().get(id)}>{(ranked) => <Row ranked={ranked()} place={placeOf().get(id) ?? 0} />}</Show>}
          </For>
          <Show when={page().hidden > 0}>
            <p class="queue-more" style={{ '--place': String(SLOTS - 1) }}>
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

function Head(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const since = () => {
    const known = live.store.board?.floor;
    return known === undefined ? '' : clockText(instantOf(known.period.dayStartsAt) ?? 0, known.timezone);
  };
  const offered = () => floor.queues().reduce((sum, queue) => sum + (queue.windows.day.metrics['offered'] ?? 0), 0);
  const isMoreThanFloor = () => offered() > (live.store.board?.floor.windows.day.metrics['offered'] ?? 0);
  return (
    <div class="queue-row queue-head">
      <span class="queue-sums">
        <Show when={isMoreThanFloor()}>{dictionary().countsInEach}</Show>
      </span>
      <span class="queue-window">
        <span>
          <Say of="todayFrom" with={{ time: since() }} />
        </span>
      </span>
      <span class="queue-name">{dictionary().queues}</span>
      <span data-column="waiting">{dictionary().waiting}</span>
      <span data-column="longest">{dictionary().longest}</span>
      <span data-column="level">{dictionary().serviceLevelTarget}</span>
      <span data-column="asa">{dictionary().avgAnswer}</span>
      <span data-column="abandoned">{dictionary().abandoned}</span>
      <span data-column="free">{dictionary().freeOf}</span>
    </div>
  );
}

function Row(props: { ranked: RankedQueue; place: number }): JSX.Element {
  const floor = useFloor();
  const queue = () => props.ranked.queue;
  const metrics = () => queue().windows.day.metrics;
  const level = () => props.ranked.assessment.level;
  const abandoned = () => (metrics()['abandoned'] ? countText(metrics()['abandoned']) : NOTHING);
  const isRecord = () => floor.isRecord(queue());
  const waiting = () => (isRecord() ? NOTHING : countText(queue().waiting));
  return (
    <div
      class="queue-row"
      data-queue={queue().id}
      data-level={level()}
      data-reason={props.ranked.assessment.reason ?? ''}
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
      <span class="value" data-column="waiting" style={fitStyle(waiting(), 3.4)}>
        <Figure>{waiting()}</Figure>
      </span>
      <span class="value is-time" data-column="longest" style={fitStyle(elapsedText(floor.waitMs(queue()) ?? 0, dictionary().hoursUnit), 5)}>
        <Elapsed ms={floor.waitMs(queue())} />
      </span>
      <Level queue={queue()} />
      <span class="value is-time is-second" data-column="asa" style={fitStyle(durationText(metrics()['asa_ms'], dictionary().hoursUnit), 5)}>
        <Duration ms={metrics()['asa_ms']} />
      </span>
      <span class="value is-second" data-column="abandoned" style={fitStyle(abandoned(), 3.1)}>
        <Figure>{abandoned()}</Figure>
      </span>
      <Free queue={queue()} />
    </div>
  );
}

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
      <Match when={props.ranked.assessment.level === 'crit'}>
        <Icon name="octagon" />
      </Match>
      <Match when={props.ranked.assessment.level === 'warn'}>
        <Icon name="triangle" />
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
  const reason = () => props.ranked.assessment.reason;
  // Where nothing at all is live, the whole wall says so.
  const isRecord = () => floor.isRecord(queue()) && !floor.isHistory();
  const isNoted = () => isRecord() || floor.lostSource(queue()) !== null || reason() === 'statutory' || reason() === 'serviceLevel';
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
            <Match when={reason() === 'statutory'}>
              <ToLimit queue={queue()} as="note" />
            </Match>
            <Match when={reason() === 'serviceLevel'}>
              <Say of="levelNote" with={{ percent: percentText(recentLevel(queue()), 0, queue().settings.serviceLevelTarget) }} />
            </Match>
          </Switch>
        </em>
      </Show>
    </span>
  );
}

const recentLevel = (queue: QueueRow) => queue.windows.rolling30.metrics['service_level'];

function Level(props: { queue: QueueRow }): JSX.Element {
  const value = () => props.queue.windows.day.metrics['service_level'] ?? null;
  const target = () => props.queue.settings.serviceLevelTarget;
  const width = (ratio: number) => `${(Math.max(0, Math.min(1, ratio)) * 100).toFixed(1)}%`;
  return (
    <span class="level" data-column="level" classList={{ 'is-below': isBelow(value(), target()) }}>
      <bdi dir="ltr" class="value">
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
  const text = () => `${countText(props.queue.agents.available)}/${countText(props.queue.agents.signedIn)}`;
  return (
    <span class="value free-of" data-column="free" style={fitStyle(text(), 4.7)} classList={{ 'is-none': props.queue.agents.available === 0 }}>
      <Show when={!floor.isRecord(props.queue)} fallback={<Figure>{NOTHING}</Figure>}>
        <bdi dir="ltr">
          <b>{countText(props.queue.agents.available)}</b>
          <u>/</u>
          {countText(props.queue.agents.signedIn)}
        </bdi>
      </Show>
    </span>
  );
}
