import { createMemo, type JSX, Show } from 'solid-js';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { waitersAsked } from '../board/figure.ts';
import { scopeName, useChosen } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import { Elapsed, Figure } from '../i18n/Figure.tsx';
import { countText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { levelOf } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { channelIcon, Icon } from '../wall/Icon.tsx';
import { msSince } from '../wall/instants.ts';
import { channelName, queueName } from '../wall/names.tsx';
import { Lines } from './Lines.tsx';

type Waiter = { readonly place: number; readonly queue: string; readonly channel: string; readonly since: string };

/** Who waits longest, the longest first: the place in the line, where, on which channel, and how long by now. */
export function Waiters(props: { options: WidgetOf<'waiters'>['options'] }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const chosen = useChosen();
  const found = () => {
    const key = waitersAsked(props.options, chosen());
    return key === null ? undefined : live.store.board?.waiters[key];
  };
  const part = () => (live.store.board === null ? null : scopeName(live.store.board, props.options.scope, chosen()));
  const queues = createMemo(() => new Map((live.store.board?.queues ?? []).map((queue) => [queue.id, queue])));
  const isTold = (id: string) => {
    const queue = queues().get(id);
    return queue === undefined || !floor.isRecord(queue);
  };
  const rows = createMemo(() =>
    (found()?.rows ?? [])
      .filter(({ queue }) => isTold(queue))
      .map(({ queue, channel, since }, i): Waiter => ({ place: i + 1, queue, channel, since })),
  );
  return (
    <Lines
      title={
        <>
          <Tell of="waiters" />
          <Show when={part()}>{(name) => <bdi class="waiters-part">{name()}</bdi>}</Show>
        </>
      }
      each={rows()}
      most={props.options.lines}
      beyond={found()?.more ?? 0}
      empty={floor.isUntold() || floor.isHistory() ? dictionary().noData : dictionary().noneWaiting}
      more={(count) => <Tell of="waitersMore" with={{ count }} />}
    >
      {(row) => <WaiterLine row={row()} queue={queues().get(row().queue)} />}
    </Lines>
  );
}

type Queue = Parameters<ReturnType<typeof useFloor>['waitMs']>[0];

function WaiterLine(props: { row: Waiter; queue: Queue | undefined }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  // As the queue's own longest wait it stands still while the source tells nothing.
  const ms = () =>
    props.queue === undefined ? msSince(props.row.since, live.tick()) : floor.waitMs({ ...props.queue, oldestWaitingSince: props.row.since });
  const isLost = () => props.queue !== undefined && floor.lostSource(props.queue) !== null;
  // An alarm of the queue is that of those who have waited as long as its limit.
  const level = () => {
    const alarm = floor.alarmOn('longest_waiting_ms', { of: 'queue', id: props.row.queue }, null);
    return alarm !== null && (ms() ?? 0) >= (alarm.limit ?? 0) ? levelOf(alarm) : 'ok';
  };
  const isOverTarget = () => props.queue !== undefined && (ms() ?? 0) > props.queue.settings.targetMs;
  const icon = () => {
    if (isLost()) return 'plug' as const;
    return level() === 'crit' ? ('octagon' as const) : level() === 'warn' ? ('triangle' as const) : channelIcon(props.row.channel);
  };
  return (
    <li
      class="line waiter"
      data-queue={props.row.queue}
      data-level={level()}
      classList={{ 'is-old': isLost(), 'is-late': isOverTarget() }}
      title={channelName(props.row.channel)}
    >
      <Figure class="waiter-place">{countText(props.row.place)}</Figure>
      <Icon name={icon()} />
      <bdi>{props.queue === undefined ? props.row.queue : queueName(props.queue)}</bdi>
      <Show when={level() !== 'ok'} fallback={<span />}>
        <Icon name={channelIcon(props.row.channel)} />
      </Show>
      <span class="number">
        <Elapsed ms={ms()} />
      </span>
    </li>
  );
}
