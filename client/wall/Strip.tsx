import { createMemo, createSignal, For, type JSX, lazy, Match, Show, Switch } from 'solid-js';
import type { NoticeRow } from '../../shared/notices.ts';
import { inLanguage } from '../board/in-language.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { isAtDesk } from '../site.ts';
import { AlarmSegment } from './AlarmSegment.tsx';
import { type Alarm, alarmsOf } from './alarms.ts';
import { useFloor } from './floor.ts';
import { MoreAlarms } from './MoreAlarms.tsx';
import { NOTICE_TURN_MS, onTurn } from './notices.ts';
import { compareQueues } from './order.ts';
import { Segment } from './Segment.tsx';

const TakeOn = lazy(async () => ({ default: (await import('../alarms/TakeOn.tsx')).TakeOn }));

const SHOWN = 3;

/** The strip is there when all is calm as well, so that the layout never changes with the data. */
export function Strip(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  return (
    <footer class="strip">
      <Switch fallback={<Now />}>
        <Match when={live.freshness() === 'stale'}>
          <Stale />
        </Match>
        <Match when={live.store.board === null}>
          <Segment look="note" icon="turn" title={dictionary().connecting}>
            {''}
          </Segment>
        </Match>
        <Match when={floor.isHistory()}>
          <Segment look="stale" icon="plug" title={dictionary().nothingLive} aside={<a href="/review">{dictionary().review}</a>}>
            {dictionary().nothingLiveMeans}
          </Segment>
        </Match>
      </Switch>
    </footer>
  );
}

/** The alarms of the board in the order of the strip; of two queues the one that stands first on the table. */
function useAlarms(): () => Alarm[] {
  const live = useLive();
  const floor = useFloor();
  return createMemo(() => {
    const board = live.store.board;
    const ranked = new Map(floor.ranked().map((one) => [one.queue.id, one]));
    return alarmsOf(board?.alarms ?? [], floor.queues(), board?.sources ?? [], (a, b) => {
      const [left, right] = [ranked.get(a.id), ranked.get(b.id)];
      return left === undefined || right === undefined ? 0 : compareQueues(left, right);
    });
  });
}

function Now(): JSX.Element {
  const live = useLive();
  const alarms = useAlarms();
  const isReconnecting = () => live.freshness() === 'reconnecting';
  const notices = () => live.store.board?.notices ?? [];
  const urgent = createMemo(() => notices().filter((notice) => notice.urgent));
  const ordinary = createMemo(() => notices().filter((notice) => !notice.urgent));
  // What is urgent has a place of its own and gives way to nothing.
  const room = () => Math.max(1, SHOWN - (isReconnecting() ? 1 : 0) - (urgent().length > 0 ? 1 : 0));
  const hasNotice = () => !isReconnecting() && ordinary().length > 0;
  // One place goes to the words "and 2 more", so that no alarm is cut silently; a notice takes turns with them, so that it is not lost either.
  const shown = () => (alarms().length + (hasNotice() ? 1 : 0) > room() ? alarms().slice(0, Math.max(1, room() - 1)) : alarms());
  const leftOut = () => alarms().slice(shown().length);
  const isNoticeTurn = createMemo(() => hasNotice() && (leftOut().length === 0 || Math.floor(live.clock.second() / NOTICE_TURN_MS) % 2 === 1));
  // A segment is kept while its alarm lasts: one drawn anew would pulse as if it were new.
  const ids = () => shown().map(({ row }) => row.id);
  const [taking, setTaking] = createSignal<string | null>(null);
  const taken = () => alarms().find(({ row }) => row.id === taking());
  return (
    <>
      <NoticeOnTurn among={urgent()} />
      <For each={ids()}>
        {(id) => (
          <Show when={shown().find(({ row }) => row.id === id)}>{(alarm) => <AlarmSegment alarm={alarm()} onTake={() => setTaking(id)} />}</Show>
        )}
      </For>
      <Show when={taken()}>{(alarm) => <TakeOn row={alarm().row} onClose={() => setTaking(null)} />}</Show>
      <Show when={leftOut().length > 0 && !isNoticeTurn()}>
        <Segment look="more" icon="triangle" title="">
          <Show when={isAtDesk()} fallback={<MoreAlarms alarms={leftOut()} />}>
            <a href="/alarms">
              <MoreAlarms alarms={leftOut()} />
            </a>
          </Show>
        </Segment>
      </Show>
      <Show when={alarms().length === 0}>
        <Segment look="calm" icon="check" title={dictionary().noAlarms}>
          {''}
        </Segment>
      </Show>
      <Show
        when={isReconnecting()}
        fallback={
          <Show when={isNoticeTurn()}>
            <NoticeOnTurn among={ordinary()} />
          </Show>
        }
      >
        <Segment look="reconnecting" icon="turn" title={dictionary().reconnecting} yields="">
          {dictionary().reconnectingNote}
        </Segment>
      </Show>
    </>
  );
}

/** One of them at a time, with its place where there are more. */
function NoticeOnTurn(props: { among: readonly NoticeRow[] }): JSX.Element {
  const live = useLive();
  const shown = createMemo(() => onTurn(props.among, live.clock.second()));
  const title = (notice: NoticeRow) => (notice.urgent ? dictionary().urgentNotice : dictionary().notice);
  return (
    <Show when={shown()}>
      {(turn) => (
        <Segment
          look={turn().notice.urgent ? 'urgent' : 'note'}
          icon={turn().notice.urgent ? 'horn' : 'flag'}
          title={title(turn().notice)}
          yields={turn().notice.urgent ? undefined : ''}
          aside={
            <Show when={props.among.length > 1}>
              <bdi dir="ltr">
                {turn().place}/{props.among.length}
              </bdi>
            </Show>
          }
        >
          <bdi>{inLanguage(turn().notice.text)}</bdi>
        </Segment>
      )}
    </Show>
  );
}

function Stale(): JSX.Element {
  const live = useLive();
  const zone = () => live.store.board?.floor.timezone ?? 'UTC';
  const attempt = () => {
    const state = live.state();
    return 'attempt' in state ? Math.max(1, state.attempt) : 1;
  };
  return (
    <Segment look="stale" icon="clock" title={dictionary().stale} aside={<Say of="serverSilent" with={{ attempt: attempt() }} />}>
      <b>{dictionary().frozen}</b> <Say of="frozenAsOf" with={{ time: clockSecondsText(live.currentAt(), zone()) }} />
    </Segment>
  );
}
