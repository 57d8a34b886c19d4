import { Index, type JSX, Match, Show, Switch } from 'solid-js';
import type { SourceRow } from '../../shared/board.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { clockText, hebrewDate, longDate } from '../i18n/dates.ts';
import { Elapsed, Figure } from '../i18n/Figure.tsx';
import { elapsedText } from '../i18n/format.ts';
import { chooseLocale, dictionary, locale } from '../i18n/locale.ts';
import { Say } from '../i18n/Say.tsx';
import { useLive } from '../live/context.ts';
import { isAtDesk, site } from '../site.ts';
import { useFloor } from './floor.ts';
import { Icon, Mark } from './Icon.tsx';
import { instantOf, msSince } from './instants.ts';
import { ShiftName, sourceName } from './names.tsx';
import { reasonText } from './reasons.ts';
import { SoundSwitch } from './SoundSwitch.tsx';

const SOURCES_SHOWN = 4;

/** Who and when: site, shift and what is left of it, how old the data are, the date in both calendars, the time. */
export function Header(props: { withSound?: boolean; aside?: JSX.Element }): JSX.Element {
  return (
    <header class="header">
      <div class="who">
        <Mark />
        <h1 class="site">{site()?.name ?? 'Moked'}</h1>
      </div>
      <ShiftNow />
      <div class="data-age">
        <DataAge />
      </div>
      {props.aside}
      <Controls withSound={props.withSound ?? false} />
      <WallClock />
    </header>
  );
}

function ShiftNow(): JSX.Element {
  const live = useLive();
  const period = () => live.store.board?.floor.period;
  const zone = () => live.store.board?.floor.timezone ?? 'UTC';
  const leftMs = () => Math.max(0, (instantOf(period()?.shift?.endsAt) ?? 0) - live.clock.second());
  return (
    <Show when={period()}>
      <div class="shift">
        <Show when={period()?.shift} fallback={<span>{dictionary().noShift}</span>}>
          {(shift) => (
            <>
              <b>
                <ShiftName name={shift().name} />{' '}
                <Figure>
                  {clockText(instantOf(shift().startsAt) ?? 0, zone())}–{clockText(instantOf(shift().endsAt) ?? 0, zone())}
                </Figure>
              </b>
              <span>
                <Left ms={leftMs()} />
              </span>
            </>
          )}
        </Show>
      </div>
    </Show>
  );
}

/** Hours and minutes, and minutes alone in the last hour: what is left of a shift needs no seconds. */
function Left(props: { ms: number }): JSX.Element {
  const minutes = () => Math.ceil(props.ms / MINUTE_MS);
  const text = () => (props.ms >= HOUR_MS ? elapsedText(props.ms, dictionary().hoursUnit) : dictionary().minutes.replace('{n}', String(minutes())));
  return <Say of="left" with={{ time: text() }} />;
}

/** For whoever comes with a mouse, a finger or a keyboard; always in sight, or nobody would look for them. */
function Controls(props: { withSound: boolean }): JSX.Element {
  return (
    <nav class="controls">
      <span class="pages">
        <a href="/review">{dictionary().review}</a>
        <a href="/alarms">{dictionary().alarms}</a>
        {/* Whoever only reads has them on the wall. */}
        <Show when={site()?.mayWrite}>
          <a href="/notices">{dictionary().notices}</a>
        </Show>
      </span>
      <Show when={site()?.mayWrite}>
        <span class="pages">
          <a href="/boards">{dictionary().boards}</a>
          <a href="/settings">{dictionary().settings}</a>
          {/* Whoever looks at the demo is to find the way to the real thing. */}
          <Show when={site()?.demo}>
            <a href="/start">{dictionary().start}</a>
          </Show>
        </span>
      </Show>
      <span class="pages">
        <Show when={!site()?.mayWrite}>
          <a href="/boards">{dictionary().boards}</a>
        </Show>
        <button type="button" data-action="language" onClick={() => chooseLocale(locale() === 'he' ? 'en' : 'he')}>
          {dictionary().otherLanguage}
        </button>
        <Show when={props.withSound}>
          <SoundSwitch />
        </Show>
      </span>
    </nav>
  );
}

function DataAge(): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  return (
    <Switch fallback={<Sources />}>
      <Match when={live.freshness() === 'stale'}>
        <DemoPlate isShort />
        <span class="plate" role="status">
          <Icon name="clock" />
          <span>
            <Say of="noDataFor" with={{ time: elapsedText(live.silentMs(), dictionary().hoursUnit) }} />
          </span>
        </span>
      </Match>
      <Match when={live.freshness() === 'reconnecting'}>
        <DemoPlate isShort />
        <span class="source is-reconnecting" role="status">
          <Icon name="turn" />
          <span>
            <Say of="reconnectingFor" with={{ seconds: Math.max(1, Math.floor(live.silentMs() / SECOND_MS)) }} />
          </span>
        </span>
      </Match>
      <Match when={live.store.board === null}>
        <span class="source">{dictionary().connecting}</span>
      </Match>
      <Match when={floor.isHistory()}>
        <span class="plate" role="status">
          <Icon name="plug" />
          <span>
            {dictionary().nothingLive}: {dictionary().historyOnly}
          </span>
        </span>
      </Match>
    </Switch>
  );
}

function DemoPlate(props: { isShort?: boolean }): JSX.Element {
  const live = useLive();
  return (
    <Show when={live.store.board?.floor.demo}>
      <span class="demo-plate">
        <b>{dictionary().demo}</b>
        <Show when={!props.isShort}>
          <span>{dictionary().simulatedData}</span>
        </Show>
      </span>
    </Show>
  );
}

const RANK: Record<SourceRow['state'], number> = { down: 0, 'catching-up': 1, up: 2 };

function Sources(): JSX.Element {
  const live = useLive();
  const rows = () => live.store.board?.sources ?? [];
  // What is wrong is never the one that found no place.
  const shown = () => {
    if (rows().length <= SOURCES_SHOWN) return rows();
    return [...rows()].sort((a, b) => RANK[a.state] - RANK[b.state]).slice(0, SOURCES_SHOWN - 1);
  };
  return (
    <>
      <DemoPlate />
      <Index each={shown()} fallback={<span class="source">{dictionary().noSources}</span>}>
        {(row) => <Source row={row()} />}
      </Index>
      <Show when={rows().length > shown().length}>
        <span class="source">
          <span>
            <Say of="moreSources" with={{ count: rows().length - shown().length }} />
          </span>
        </span>
      </Show>
    </>
  );
}

/** At a desk it leads to what is wrong and what to do; a screen on the wall has nothing to point with, and whoever only reads has nothing to do there. */
function Place(props: { class: string; row: SourceRow; children: JSX.Element }): JSX.Element {
  const title = () => (props.row.reason === null ? '' : reasonText(props.row.reason));
  return (
    <Show
      when={isAtDesk()}
      fallback={
        <span class={props.class} title={title()}>
          {props.children}
        </span>
      }
    >
      <a class={props.class} title={title()} href="/sources">
        {props.children}
      </a>
    </Show>
  );
}

function Source(props: { row: SourceRow }): JSX.Element {
  const live = useLive();
  const downMs = () => msSince(props.row.since, live.tick()) ?? 0;
  return (
    <Switch
      fallback={
        <Place class={props.row.reason === null ? 'source' : 'source is-limited'} row={props.row}>
          <Icon name={props.row.reason === null ? 'check' : 'triangle'} />
          <span>
            <bdi>{sourceName(props.row)}</bdi> <EventAge row={props.row} />
          </span>
        </Place>
      }
    >
      <Match when={props.row.state === 'down'}>
        <Place class="source is-down" row={props.row}>
          <Icon name="plug" />
          <span>
            <Say of="sourceDown" with={{ source: sourceName(props.row), time: elapsedText(downMs(), dictionary().hoursUnit) }} />
          </span>
        </Place>
      </Match>
      <Match when={props.row.state === 'catching-up'}>
        <Place class="source is-reconnecting" row={props.row}>
          <Icon name="turn" />
          <span>
            <Say of="catchingUp" with={{ source: sourceName(props.row) }} />
          </span>
        </Place>
      </Match>
    </Switch>
  );
}

/** How old the last event is; seconds alone under a minute. */
function EventAge(props: { row: SourceRow }): JSX.Element {
  const live = useLive();
  const ms = () => msSince(props.row.lastEventAt, live.tick());
  return (
    <Show when={ms() !== null} fallback={dictionary().noData}>
      <Show when={(ms() ?? 0) < MINUTE_MS} fallback={<Elapsed ms={ms()} />}>
        <Say of="seconds" with={{ n: Math.floor((ms() ?? 0) / SECOND_MS) }} />
      </Show>
    </Show>
  );
}

/** The screen's own clock: it goes on when the data do not. */
function WallClock(): JSX.Element {
  const live = useLive();
  const zone = () => live.store.board?.floor.timezone ?? site()?.timezone ?? 'UTC';
  const time = () => clockText(live.clock.second(), zone()).split(':');
  const seconds = () => String(Math.floor(live.clock.second() / SECOND_MS) % 60).padStart(2, '0');
  return (
    <>
      <div class="date">
        <span>{longDate(live.clock.second(), zone(), locale())}</span>
        <span>{hebrewDate(live.clock.second(), zone(), locale())}</span>
      </div>
      <div class="clock" role="timer">
        {time()[0]}
        <i class="colon">:</i>
        {time()[1]}
        <small>{seconds()}</small>
      </div>
    </>
  );
}
