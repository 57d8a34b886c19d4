import { createMemo, type JSX } from 'solid-js';
import type { QueueRow } from '../../shared/board.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { useInScope } from '../board/subject.ts';
import { Tell } from '../board/words.ts';
import { useLive } from '../live/context.ts';
import { levelOf } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon } from '../wall/Icon.tsx';
import { queueName } from '../wall/names.tsx';
import { limitMinutes } from '../wall/statutory.ts';
import { ToLimit } from '../wall/ToLimit.tsx';
import { isStatutoryTold } from '../wall/targets.ts';
import { Lines } from './Lines.tsx';

/** The oldest call of each queue against the limit of the law, the nearest first. */
export function Statutory(props: { options: WidgetOf<'statutory'>['options'] }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const inScope = useInScope(() => props.options.scope);
  const near = createMemo(() =>
    floor
      .queues()
      .filter((queue) => inScope.hasQueue(queue) && isStatutoryTold(floor.statutoryLeftMs(queue)))
      .sort((a, b) => (floor.statutoryLeftMs(a) ?? 0) - (floor.statutoryLeftMs(b) ?? 0)),
  );
  return (
    <Lines
      title={<Tell of="statutory" with={{ n: limitMinutes(live.store.board?.floor.statutoryMs ?? 0) }} />}
      each={near()}
      most={props.options.lines}
      empty={<Tell of="statutoryNone" />}
      more={(count) => <Tell of="statutoryMore" with={{ count }} />}
    >
      {(queue) => <NearLimit queue={queue()} />}
    </Lines>
  );
}

function NearLimit(props: { queue: QueueRow }): JSX.Element {
  const floor = useFloor();
  const isTrouble = () => levelOf(floor.alarmOn('statutory_left_ms', { of: 'queue', id: props.queue.id }, null)) === 'crit';
  return (
    <li class="line near-limit" data-queue={props.queue.id} data-level={isTrouble() ? 'crit' : 'warn'}>
      <Icon name={isTrouble() ? 'octagon' : 'triangle'} />
      <bdi>{queueName(props.queue)}</bdi>
      <span class="number">
        <ToLimit queue={props.queue} as="note" />
      </span>
    </li>
  );
}
