import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { fitStyle } from '../i18n/fit.ts';
import { countText, durationText, elapsedText, NOTHING, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { msSince } from '../wall/instants.ts';
import { queueName } from '../wall/names.tsx';
import { compareQueues, createSteadyOrder, pageOfQueues, type RankedQueue } from '../wall/order.ts';
import { isBelow } from '../wall/thresholds.ts';

const SLOTS = 8;

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
      <Show when={floor.queues().length > 0} fallback={<NoQueues />}>
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

function NoQueues(): JSX.Element {
  const live = useLive();
  return (
    <Show when={live.store.board !== null}>
      <p class="empty">
        <Say of="noQueuesYet" with={{ variable: 'MOKED_SOURCES', path: 'POST /api/v1/events' }} />
      </p>
    </Show>
  );
}

function Head(): JSX.Element {
  return (
    <div class="queue-row queue-head">
      <span />
      <span />
      <span class="queue-name">{dictionary().queues}</span>
      <span>{dictionary().waiting}</span>
      <span>{dictionary().longest}</span>
      <span>{dictionary().serviceLevelTarget}</span>
      <span>{dictionary().avgAnswer}</span>
      <span>{dictionary().abandoned}</span>
      <span>{dictionary().freeOf}</span>
    </div>
  );
}

function Row(props: { ranked: RankedQueue; place: number }): JSX.Element {
  const floor = useFloor();
  const queue = () => props.ranked.queue;
  const metrics = () => queue().windows.day.metrics;
  const level = () => props.ranked.assessment.level;
  const abandoned = () => (metrics()['abandoned'] ? countText(metrics()['abandoned']) : NOTHING);
  return (
    <div
      class="queue-row"
      data-queue={queue().id}
      data-level={level()}
      classList={{ 'is-old': floor.lostSource(queue()) !== null }}
      style={{ '--place': String(props.place) }}
    >
      <span class="queue-sign">
        <Sign ranked={props.ranked} />
      </span>
      <span class="queue-channel">
        <Icon name={channelIcon(queue().channel)} />
      </span>
      <Name queue={queue()} />
      <span class="value" style={fitStyle(countText(queue().waiting), 3.4)}>
        <Figure>{countText(queue().waiting)}</Figure>
      </span>
      <span class="value is-time" style={fitStyle(elapsedText(floor.waitMs(queue()) ?? 0, dictionary().hoursUnit), 5)}>
        <Elapsed ms={floor.waitMs(queue())} />
      </span>
      <Level queue={queue()} />
      <span class="value is-time is-second" style={fitStyle(durationText(metrics()['asa_ms'], dictionary().hoursUnit), 5)}>
        <Duration ms={metrics()['asa_ms']} />
      </span>
      <span class="value is-second" style={fitStyle(abandoned(), 3.1)}>
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
      <Match when={props.ranked.assessment.level === 'crit'}>
        <Icon name="octagon" />
      </Match>
      <Match when={props.ranked.assessment.level === 'warn'}>
        <Icon name="triangle" />
      </Match>
    </Switch>
  );
}

function Name(props: { queue: QueueRow }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const downMs = () => msSince(floor.lostSource(props.queue)?.since, live.tick()) ?? 0;
  return (
    <span class="queue-name">
      <bdi>{queueName(props.queue)}</bdi>
      <Show when={floor.lostSource(props.queue)}>
        <em>
          {dictionary().down} <Elapsed ms={downMs()} />
        </em>
      </Show>
    </span>
  );
}

function Level(props: { queue: QueueRow }): JSX.Element {
  const value = () => props.queue.windows.day.metrics['service_level'] ?? null;
  const target = () => props.queue.settings.serviceLevelTarget;
  const width = (ratio: number) => `${(Math.max(0, Math.min(1, ratio)) * 100).toFixed(1)}%`;
  return (
    <span class="level" classList={{ 'is-below': isBelow(value(), target()) }}>
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
  const text = () => `${countText(props.queue.agents.available)}/${countText(props.queue.agents.signedIn)}`;
  return (
    <span class="value free-of" style={fitStyle(text(), 4.7)} classList={{ 'is-none': props.queue.agents.available === 0 }}>
      <bdi dir="ltr">
        <b>{countText(props.queue.agents.available)}</b>
        <u>/</u>
        {countText(props.queue.agents.signedIn)}
      </bdi>
    </span>
  );
}
