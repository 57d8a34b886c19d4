import { createMemo, type JSX, Show } from 'solid-js';
import type { FloorRow, QueueRow } from '../../shared/board.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { elapsedText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { levelOf, worstOf } from '../wall/alarms.ts';
import { useFloor } from '../wall/floor.ts';
import { msSince } from '../wall/instants.ts';
import { queueName } from '../wall/names.tsx';
import { limitMinutes, nextToLimit } from '../wall/statutory.ts';
import { isStatutoryTold } from '../wall/targets.ts';
import { Target, Tile } from './Tile.tsx';

/** The longest wait on the line, where it is, and what is left of the statutory limit once that comes near. */
export function LongestWait(props: { floor: FloorRow }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const queue = () => floor.queues().find(({ id }) => id === floor.waiting().oldestIn);
  const ms = () => {
    if (floor.isHistory() || floor.isUntold() || floor.waiting().oldestIn === null) return null;
    const known = queue();
    return known === undefined ? msSince(props.floor.oldestWaitingSince, floor.cutOffAt() ?? live.tick()) : floor.waitMs(known);
  };
  const targetMs = () => queue()?.settings.targetMs ?? props.floor.settings.targetMs;
  const limit = () => nextToLimit(floor);
  const told = () => {
    const next = limit();
    return next !== null && isStatutoryTold(next.leftMs) ? next : null;
  };
  // The tile shows both: how long somebody waits, and what is left until the limit.
  const level = () => {
    const next = limit()?.queue.id;
    const ofLimit = next === undefined ? null : floor.alarmOn('statutory_left_ms', { of: 'queue', id: next }, null);
    return levelOf(worstOf([floor.alarmOn('longest_waiting_ms', { of: 'floor' }, null), ofLimit].filter((row) => row !== null)));
  };
  const beside = () => (
    <Show
      when={told()}
      fallback={
        <Show when={level() !== 'ok'}>
          <Target value={<Duration ms={targetMs()} />} />
        </Show>
      }
    >
      {(next) => <Limit leftMs={next().leftMs} limitMs={props.floor.statutoryMs} queue={next().queue.id === queue()?.id ? null : next().queue} />}
    </Show>
  );
  return (
    <Tile
      id="longest-wait"
      explained={{ metric: 'longest_waiting_ms', scope: { of: 'floor' }, window: null }}
      title={dictionary().longestWait}
      level={level()}
      isWhole
      isUntold={floor.isUntold()}
      text={elapsedText(ms() ?? 0, dictionary().hoursUnit)}
      room={told() === null ? 4.4 : 3.9}
      beside={beside()}
      below={<Below ms={ms()} floor={props.floor} queue={queue() ?? null} />}
    >
      <Elapsed ms={ms()} />
    </Tile>
  );
}

/** `queue`: where, if it is not the queue of the longest wait. */
function Limit(props: { leftMs: number; limitMs: number; queue: QueueRow | null }): JSX.Element {
  const isOver = createMemo(() => props.leftMs < 0);
  const time = () => elapsedText(Math.abs(props.leftMs), dictionary().hoursUnit);
  const n = () => limitMinutes(props.limitMs);
  return (
    <>
      <b data-statutory={isOver() ? 'over' : 'near'}>
        <Show when={isOver()} fallback={<Say of="statutoryLeft" with={{ time: time() }} />}>
          <Figure>+{time()}</Figure>
        </Show>
      </b>
      <span>
        <Show when={isOver()} fallback={<Say of="statutoryLimit" with={{ n: n() }} />}>
          <Say of="statutoryOver" with={{ n: n() }} />
        </Show>
      </span>
      <Show when={props.queue}>{(other) => <bdi>{queueName(other())}</bdi>}</Show>
    </>
  );
}

function Below(props: { ms: number | null; floor: FloorRow; queue: QueueRow | null }): JSX.Element {
  const floor = useFloor();
  const over = () => props.floor.windows.day.metrics['over_statutory'] ?? 0;
  const name = () => (props.queue === null ? (props.floor.oldestWaitingQueue ?? '') : queueName(props.queue));
  return (
    <>
      <Show when={props.ms !== null} fallback={<span>{dictionary().noneWaiting}</span>}>
        <b>
          <bdi>{name()}</bdi>
        </b>
      </Show>
      {/* As of when is told in its place. */}
      <Show when={over() > 0 && floor.cutOffAt() === null}>
        <span class="over-today">
          <Say of="statutoryOverToday" with={{ n: limitMinutes(props.floor.statutoryMs), count: over() }} />
        </span>
      </Show>
    </>
  );
}
