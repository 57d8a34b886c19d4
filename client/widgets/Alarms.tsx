import { createMemo, type JSX, Show } from 'solid-js';
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { useInScope } from '../board/subject.ts';
import { actorName } from '../i18n/actor.ts';
import { dictionary } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { AlarmText, LEVEL_WORDS } from '../wall/AlarmSegment.tsx';
import { type Alarm, alarmsOf } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { Icon } from '../wall/Icon.tsx';
import { MoreAlarms } from '../wall/MoreAlarms.tsx';
import { Lines } from './Lines.tsx';

const ICONS = { crit: 'octagon', warn: 'triangle', ok: 'unknown' } as const;

/** The alarms of a part of the floor that are open, the worst first, each queue once. */
export function Alarms(props: { options: WidgetOf<'alarms'>['options'] }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const inScope = useInScope(() => props.options.scope);
  const isMeant = ({ subject }: AlarmRow) => {
    const { scope } = props.options;
    if (scope.of === 'floor') return true;
    if (subject.of === 'source') return false;
    const about = subject.scope;
    const queue = about.of === 'queue' ? floor.queues().find(({ id }) => id === about.id) : undefined;
    return queue === undefined ? JSON.stringify(Object.values(about)) === JSON.stringify(Object.values(scope)) : inScope.hasQueue(queue);
  };
  const alarms = createMemo(() => {
    const board = live.store.board;
    return alarmsOf((board?.alarms ?? []).filter(isMeant), floor.queues(), board?.sources ?? []);
  });
  return (
    <Lines
      title={dictionary().alarms}
      each={alarms()}
      most={props.options.lines}
      empty={dictionary().noAlarms}
      more={(count) => <MoreAlarms alarms={alarms().slice(-count)} />}
    >
      {(alarm) => <Line alarm={alarm()} />}
    </Lines>
  );
}

function Line(props: { alarm: Alarm }): JSX.Element {
  return (
    <li class="line alarm-line" data-alarm={props.alarm.row.id} data-level={props.alarm.level}>
      <Icon name={ICONS[props.alarm.level]} />
      <strong>{dictionary()[LEVEL_WORDS[props.alarm.level]]}</strong>
      <span class="alarm-text">
        <AlarmText alarm={props.alarm} />
      </span>
      <Show when={props.alarm.row.acknowledged}>
        {(by) => (
          <span class="alarm-by">
            ✓ <bdi>{actorName(by().by)}</bdi>
          </span>
        )}
      </Show>
    </li>
  );
}
