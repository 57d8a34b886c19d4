import { type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import type { SourceRow } from '../../shared/board.ts';
import { inLanguage } from '../board/in-language.ts';
import { actorName } from '../i18n/actor.ts';
import { clockSecondsText } from '../i18n/dates.ts';
import { elapsedText, percentText } from '../i18n/format.ts';
import { dictionary } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { isAtDesk } from '../site.ts';
import type { Alarm, Level } from './alarms.ts';
import { useFloor } from './floor.ts';
import type { IconName } from './Icon.tsx';
import { instantOf } from './instants.ts';
import { queueName, sourceName } from './names.tsx';
import { type Look, Segment } from './Segment.tsx';
import { ToLimit } from './ToLimit.tsx';

// The catalogue of metrics comes with the first alarm that needs it.
const AnyFigure = lazy(async () => ({ default: (await import('./AnyFigure.tsx')).AnyFigure }));

const ICONS: Readonly<Record<Level, IconName>> = { crit: 'octagon', warn: 'triangle', ok: 'unknown' };
const LOOKS: Readonly<Record<Level, Look>> = { crit: 'crit', warn: 'warn', ok: 'unknown' };
/** The words of the levels. */
export const LEVEL_WORDS = { crit: 'critical', warn: 'warning', ok: 'alarmNoData' } as const;

/** An alarm in the strip: its level by colour, shape and word, what it is about, and who has taken it on. */
export function AlarmSegment(props: { alarm: Alarm; onTake: () => void }): JSX.Element {
  const source = () => (props.alarm.level === 'ok' ? null : props.alarm.source);
  const isSource = () => props.alarm.row.subject.of === 'source';
  const icon = () => (props.alarm.level !== 'crit' && source() !== null ? SOURCE_ICONS[source()?.state ?? 'up'] : ICONS[props.alarm.level]);
  return (
    <Segment
      look={LOOKS[props.alarm.level]}
      icon={icon()}
      title={dictionary()[LEVEL_WORDS[props.alarm.level]]}
      reason={source()?.reason ?? null}
      yields={isSource() ? '' : undefined}
      isTaken={props.alarm.row.acknowledged !== null}
      aside={<Taken alarm={props.alarm} onTake={props.onTake} />}
    >
      <AlarmText alarm={props.alarm} />
    </Segment>
  );
}

/** What an alarm is about, in a sentence. */
export function AlarmText(props: { alarm: Alarm }): JSX.Element {
  return (
    <Switch fallback={<OfFigure alarm={props.alarm} />}>
      <Match when={props.alarm.level !== 'ok' && props.alarm.source}>{(row) => <OfSource source={row()} />}</Match>
      <Match when={props.alarm.row.subject.of === 'source' && props.alarm.row.subject}>{(source) => <bdi>{source().name}</bdi>}</Match>
    </Switch>
  );
}

/** Who has it, with the note where there is room; at a desk the way to take it on. */
function Taken(props: { alarm: Alarm; onTake: () => void }): JSX.Element {
  return (
    <Show
      when={props.alarm.row.acknowledged}
      fallback={
        <Show when={isAtDesk()}>
          <button type="button" class="take-on" data-action="take-on" onClick={() => props.onTake()}>
            {dictionary().takeOn}
          </button>
        </Show>
      }
    >
      {(by) => (
        <span class="taken" title={by().note}>
          ✓ <bdi>{actorName(by().by)}</bdi>
          <Show when={by().note}>
            <span class="taken-note">
              {'· '}
              <bdi>{by().note}</bdi>
            </span>
          </Show>
        </span>
      )}
    </Show>
  );
}

function OfFigure(props: { alarm: Alarm }): JSX.Element {
  const floor = useFloor();
  const subject = () => props.alarm.row.subject;
  const queue = () => (props.alarm.level === 'ok' ? null : props.alarm.queue);
  const kind = () => {
    const { subject } = props.alarm.row;
    return subject.of === 'figure' ? `${subject.metric} ${subject.window ?? 'now'}` : '';
  };
  const isWait = () => kind() === 'longest_waiting_ms now';
  return (
    <>
      <Show when={props.alarm.queue}>
        {(of) => (
          <>
            <b>
              <bdi>{queueName(of())}</bdi>:
            </b>{' '}
          </>
        )}
      </Show>
      <Switch
        fallback={
          <Suspense fallback={<Show when={props.alarm.row.name}>{(name) => <bdi>{inLanguage(name())}</bdi>}</Show>}>
            <Show when={subject().of === 'figure'}>
              <AnyFigure row={props.alarm.row} isNamed={props.alarm.queue !== null} />
            </Show>
          </Suspense>
        }
      >
        <Match when={kind() === 'statutory_left_ms now' && queue()}>{(of) => <ToLimit queue={of()} as="alarm" />}</Match>
        <Match when={isWait() && queue()?.agents.available === 0 && queue()}>
          {(of) => <Say of="alarmWaiting" with={{ count: of().waiting }} />}
        </Match>
        <Match when={isWait() && queue()}>
          {(of) => <Say of="alarmLongWait" with={{ time: elapsedText(floor.waitMs(of()) ?? 0, dictionary().hoursUnit) }} />}
        </Match>
        <Match when={kind() === 'service_level rolling30' && queue()}>
          {(of) => (
            <Say
              of="alarmServiceLevel"
              with={{ percent: percentText(of().windows.rolling30.metrics['service_level'], 0, of().settings.serviceLevelTarget) }}
            />
          )}
        </Match>
      </Switch>
    </>
  );
}

/** Which, since when, what that means; why gives way where there is no room for all. */
function OfSource(props: { source: SourceRow }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const since = () => clockSecondsText(instantOf(props.source.since) ?? 0, live.store.board?.floor.timezone ?? 'UTC');
  const word = () => (props.source.state === 'up' && props.source.reason === null ? 'connectedAgain' : SOURCE_WORDS[props.source.state]);
  return (
    <>
      <b>
        <bdi>{sourceName(props.source)}</bdi> {dictionary()[word()]}
      </b>
      <Show when={props.source.state !== 'up'}>
        {' '}
        <Say of="sourceDownSince" with={{ time: since() }} />.{' '}
        <Switch fallback={dictionary().sourceDownMeans}>
          <Match when={floor.isUntold()}>{dictionary().noData}</Match>
          <Match when={floor.cutOffAt()}>{dictionary().allDownMeans}</Match>
        </Switch>
      </Show>
      <Show when={props.source.reason}>{props.source.state === 'up' ? ':' : '.'}</Show>
    </>
  );
}

const SOURCE_ICONS = { down: 'plug', 'catching-up': 'turn', up: 'triangle' } as const;
const SOURCE_WORDS = { down: 'down', 'catching-up': 'catchingUpWord', up: 'limited' } as const;
