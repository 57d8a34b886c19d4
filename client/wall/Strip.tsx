import { createMemo, For, type JSX, Match, Show, Switch } from 'solid-js';
import type { NoticeRow } from '../../shared/notices.ts';
import { inLanguage } from '../board/subject.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { elapsedText, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { type Alarm, alarmsOf } from './alarms.ts';
import { useFloor } from './floor.ts';
import { Icon, type IconName } from './Icon.tsx';
import { instantOf } from './instants.ts';
import { queueName, sourceName } from './names.tsx';
import { NOTICE_TURN_MS, onTurn } from './notices.ts';
import { Reason } from './Reason.tsx';
import { ToLimit } from './ToLimit.tsx';

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

function Now(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const alarms = createMemo(() => alarmsOf(floor.ranked(), live.store.board?.sources ?? []));
  const isReconnecting = () => live.freshness() === 'reconnecting';
  const notices = () => live.store.board?.notices ?? [];
  const urgent = createMemo(() => notices().filter((notice) => notice.urgent));
  const ordinary = createMemo(() => notices().filter((notice) => !notice.urgent));
  // What is urgent has a place of its own and gives way to nothing.
  const room = () => Math.max(1, SHOWN - (isReconnecting() ? 1 : 0) - (urgent().length > 0 ? 1 : 0));
  const hasNotice = () => !isReconnecting() && ordinary().length > 0;
  // One place goes to the words "and 2 more", so that no alarm is cut silently; a notice takes turns with them, so that it is not lost either.
  const shown = () => (alarms().length + (hasNotice() ? 1 : 0) > room() ? alarms().slice(0, Math.max(1, room() - 1)) : alarms());
  const leftOut = () => alarms().length - shown().length;
  const isNoticeTurn = createMemo(() => hasNotice() && (leftOut() === 0 || Math.floor(live.clock.second() / NOTICE_TURN_MS) % 2 === 1));
  // A segment is kept while its alarm lasts: one drawn anew would pulse as if it were new.
  const ids = () => shown().map(({ id }) => id);
  return (
    <>
      <NoticeOnTurn among={urgent()} />
      <For each={ids()}>{(id) => <Show when={shown().find((alarm) => alarm.id === id)}>{(alarm) => <AlarmSegment alarm={alarm()} />}</Show>}</For>
      <Show when={leftOut() > 0 && !isNoticeTurn()}>
        <Segment look="more" icon="triangle" title="">
          <Say of="moreAlarms" with={{ count: leftOut() }} />
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

type Look = 'urgent' | 'crit' | 'warn' | 'more' | 'note' | 'calm' | 'reconnecting' | 'stale';

function Segment(props: {
  look: Look;
  icon: IconName;
  title: string;
  children: JSX.Element;
  aside?: JSX.Element;
  reason?: string | null;
  yields?: '' | undefined;
}): JSX.Element {
  return (
    <div class="segment" data-look={props.look} data-yields={props.yields}>
      <Icon name={props.icon} />
      <Show when={props.title !== ''}>
        <strong>{props.title}</strong>
      </Show>
      <span class="segment-text">{props.children}</span>
      <Show when={props.reason}>{(reason) => <Reason of={reason()} />}</Show>
      <Show when={props.aside}>
        <span class="segment-aside">{props.aside}</span>
      </Show>
    </div>
  );
}

function AlarmSegment(props: { alarm: Alarm }): JSX.Element {
  return (
    <Switch>
      <Match when={props.alarm.kind === 'queue' && props.alarm}>{(alarm) => <QueueAlarm alarm={alarm()} />}</Match>
      <Match when={props.alarm.kind === 'source' && props.alarm}>{(alarm) => <SourceAlarm alarm={alarm()} />}</Match>
    </Switch>
  );
}

function QueueAlarm(props: { alarm: Extract<Alarm, { kind: 'queue' }> }): JSX.Element {
  const floor = useFloor();
  const queue = () => props.alarm.queue;
  const percent = () => percentText(queue().windows.rolling30.metrics['service_level'], 0, queue().settings.serviceLevelTarget);
  const time = () => elapsedText(floor.waitMs(queue()) ?? 0, dictionary().hoursUnit);
  const isCritical = () => props.alarm.level === 'crit';
  return (
    <Segment
      look={props.alarm.level}
      icon={isCritical() ? 'octagon' : 'triangle'}
      title={isCritical() ? dictionary().critical : dictionary().warning}
    >
      <b>
        <bdi>{queueName(queue())}</bdi>:
      </b>{' '}
      <Switch>
        <Match when={props.alarm.reason === 'statutory'}>
          <ToLimit queue={queue()} as="alarm" />
        </Match>
        <Match when={props.alarm.reason === 'noneFree'}>
          <Say of="alarmWaiting" with={{ count: queue().waiting }} />
        </Match>
        <Match when={props.alarm.reason === 'longWait'}>
          <Say of="alarmLongWait" with={{ time: time() }} />
        </Match>
        <Match when={props.alarm.reason === 'serviceLevel'}>
          <Say of="alarmServiceLevel" with={{ percent: percent() }} />
        </Match>
      </Switch>
    </Segment>
  );
}

/** Which, since when, what that means, and why, which gives way where there is no room for all. */
function SourceAlarm(props: { alarm: Extract<Alarm, { kind: 'source' }> }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const source = () => props.alarm.source;
  const since = () => clockSecondsText(instantOf(source().since) ?? 0, live.store.board?.floor.timezone ?? 'UTC');
  const icon = () => SOURCE_ICONS[source().state];
  return (
    <Segment look="warn" icon={icon()} title={dictionary().warning} yields="" reason={source().reason}>
      <b>
        <bdi>{sourceName(source())}</bdi> {dictionary()[SOURCE_WORDS[source().state]]}
      </b>
      <Show when={source().state !== 'up'}>
        {' '}
        <Say of="sourceDownSince" with={{ time: since() }} />.{' '}
        <Switch fallback={dictionary().sourceDownMeans}>
          <Match when={floor.isUntold()}>{dictionary().noData}</Match>
          <Match when={floor.cutOffAt()}>{dictionary().allDownMeans}</Match>
        </Switch>
      </Show>
      <Show when={source().reason}>{source().state === 'up' ? ':' : '.'}</Show>
    </Segment>
  );
}

const SOURCE_ICONS = { down: 'plug', 'catching-up': 'turn', up: 'triangle' } as const;
const SOURCE_WORDS = { down: 'down', 'catching-up': 'catchingUpWord', up: 'limited' } as const;

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
