import { createMemo, type JSX, Show } from 'solid-js';
import type { Board } from '../../shared/board.ts';
import { figureKind } from '../../shared/boards/options.ts';
import type { WidgetOf } from '../../shared/boards/widgets.ts';
import { aboutMetric, figureOf, figureText, resolved, settingsOf } from '../board/figure.ts';
import { useRoom } from '../board/room.ts';
import { scopeName, useChosen } from '../board/subject.ts';
import { changeOf, createTrend, type Trend, type TrendAsked } from '../board/trend.ts';
import { Tell, windowWord } from '../board/words.ts';
import type { Explained } from '../explain/explainable.ts';
import { Duration, Elapsed, Figure } from '../i18n/Figure.tsx';
import { widthInDigits } from '../i18n/fit.ts';
import { NOTHING, percentDigits } from '../i18n/format.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { useLive } from '../live/context.ts';
import { type Level, levelOf } from '../wall/alarms.ts';
import { ByChannel } from '../wall/ByChannel.tsx';
import { useFloor } from '../wall/floor.ts';
import { Tile } from './Tile.tsx';
import { Change, Spark } from './TrendLine.tsx';

type Options = WidgetOf<'metric'>['options'];

/** The metric whose value runs by itself while nothing happens. */
const isRunning = (metric: string): boolean => metric === 'longest_waiting_ms';

/** In rem: what heading and caption take of the height, and the least height at which there is a caption at all. */
const HEADING = 3.4;
const CAPTION = 2.9;
const CAPTION_FROM = 12;
const HERO_AT_MOST = 18;
/** Of the width, what is not the heading's: the sides, and the sign of a level. */
const BESIDE_TITLE = 4.6;
/** A letter of a heading, in rem; the smallest heading is so much smaller. */
const LETTER = 1.16;
const TITLE_AT_LEAST = 0.84;
/** The line of the quarters, and the least height at which there is one. */
const SPARK = 3.4;
const SPARK_FROM = 14;
/** A caption that names the part of the floor has room for the target from this width on. */
const TARGET_FROM = 32;
/** Beside what changed it has from here, and beside both from there. */
const TARGET_FROM_BESIDE = { change: 50, both: 72 };
/** From here on it is told beside a name since when something changed. */
const BESIDE_NAME_FROM = 54;
/** A digit of the bundled face is so many ems wide. */
const DIGIT = 0.6;

/** One figure, as large as its place allows. */
export function Metric(props: { options: Options }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const chosen = useChosen();
  const room = useRoom();
  const about = () => aboutMetric(props.options.metric, props.options.scope);
  const isNow = () => props.options.window === null;
  const value = createMemo(() => {
    const board = live.store.board;
    if (board === null || (isNow() && (floor.isHistory() || floor.isUntold()))) return null;
    return figureOf(board, props.options, chosen(), live.tick());
  });
  const target = () => props.options.target ?? targetOf(props.options, live.store.board, chosen());
  const text = () =>
    figureText(value(), about()?.unit ?? 'count', {
      hoursUnit: dictionary().hoursUnit,
      isElapsed: isRunning(props.options.metric),
      target: ratioTarget(),
    });
  const ratioTarget = () => (about()?.unit === 'ratio' ? (target() ?? undefined) : undefined);
  const level = (): Level => {
    const { metric, scope, window } = props.options;
    const meant = resolved(scope, chosen());
    const decided = meant === null ? 'ok' : levelOf(floor.alarmOn(metric, meant, window));
    return decided === 'ok' && isMissed(metric, value(), target(), about()?.better) ? 'warn' : decided;
  };
  const trend = createTrend(() => trendAsked(props.options, chosen()));
  const sparkRoom = () => (props.options.spark && trendAsked(props.options, chosen()) !== null && room().h >= SPARK_FROM ? SPARK : 0);
  const title = () => titleOf(props.options, room().w);
  const hasCaption = () => room().h >= CAPTION_FROM;
  const hero = () => heroOf(room().h - HEADING - (hasCaption() ? CAPTION : 0.4) - sparkRoom(), room().w - 3.6, text());
  return (
    <div
      class="metric"
      classList={{ 'is-bare': !hasCaption(), 'has-spark': sparkRoom() > 0 }}
      style={{ '--tv-hero': `${hero().toFixed(2)}rem`, '--fit-title': title().fit.toFixed(3) }}
    >
      <Tile
        id={props.options.metric}
        explained={explainedOf(props.options, chosen())}
        title={title().text}
        level={level()}
        isWhole={props.options.metric === 'longest_waiting_ms'}
        isUntold={value() === null && floor.isUntold()}
        text={text()}
        room={999}
        below={<Below options={props.options} target={target()} width={room().w} trend={trend()} />}
      >
        <Value unit={about()?.unit ?? 'count'} value={value()} text={text()} target={ratioTarget()} isRunning={isRunning(props.options.metric)} />
      </Tile>
      <Show when={sparkRoom() > 0}>
        <Spark trend={trend()} />
      </Show>
    </div>
  );
}

function explainedOf({ metric, scope, window }: Options, chosen: string | null): Explained | undefined {
  const meant = resolved(scope, chosen);
  return meant === null ? undefined : { metric, scope: meant, window };
}

/** What a tile asks about last week and the quarters of today; null where it shows neither, or there is none. */
function trendAsked({ metric, scope, window, trend, spark }: Options, chosen: string | null): TrendAsked | null {
  const meant = resolved(scope, chosen);
  if (meant === null || (!trend && !spark) || figureKind(metric, scope) !== 'stay') return null;
  return { metric, scope: meant, window: window === 'shift' ? 'shift' : 'day' };
}

/** The type as large as both sides allow. */
function heroOf(height: number, width: number, text: string): number {
  const byWidth = width / (DIGIT * Math.max(1, widthInDigits(text)));
  return Math.max(2, Math.min(height / 1.06, byWidth, HERO_AT_MOST));
}

function Value(props: { unit: string; value: number | null; text: string; target: number | undefined; isRunning: boolean }): JSX.Element {
  return (
    <Show when={props.unit !== 'ms'} fallback={props.isRunning ? <Elapsed ms={props.value} /> : <Duration ms={props.value} />}>
      <Show when={props.unit === 'ratio' && props.text !== NOTHING} fallback={<Figure>{props.text}</Figure>}>
        <Figure>
          {percentDigits(props.value, 1, props.target)}
          <small>%</small>
        </Figure>
      </Show>
    </Show>
  );
}

/** Where the full name has no room. */
const SHORT = { asa_ms: 'avgAnswer', aht_ms: 'avgHandle' } as const;

/** "Service level today", shorter where that is too long, and by how much the type shrinks. */
function titleOf({ metric, scope, window }: Options, width: number): { text: string; fit: number } {
  const about = aboutMetric(metric, scope);
  const withWindow = (name: string) => (window === null ? name : `${name} ${windowWord(window)}`);
  const fitOf = (text: string) => Math.min(1, (width - BESIDE_TITLE) / (text.length * LETTER));
  const whole = withWindow(about === null ? metric : about[locale()]);
  const short = metric in SHORT ? withWindow(dictionary()[SHORT[metric as keyof typeof SHORT]]) : whole;
  const text = fitOf(whole) < TITLE_AT_LEAST ? short : whole;
  return { text, fit: Math.max(TITLE_AT_LEAST, fitOf(text)) };
}

/** The target that the settings have for a metric. */
function targetOf({ metric, scope }: Options, board: Board | null, chosen: string | null): number | null {
  if (board === null) return null;
  const settings = settingsOf(board, scope, chosen);
  if (/^service_level/.test(metric)) return settings.serviceLevelTarget;
  return metric === 'longest_waiting_ms' ? settings.targetMs : null;
}

/** A missed target is told in amber. How long somebody waits now has a target of its own, which an alarm counts in. */
function isMissed(metric: string, value: number | null, target: number | null, better: string | undefined): boolean {
  if (value === null || target === null || isRunning(metric)) return false;
  return better === 'higher' ? value < target : better === 'lower' && value > target;
}

/** Of whom it speaks, what it is made of, or what it should be. */
/** Over these a week ago is told. */
const WITH_TREND: ReadonlySet<string | null> = new Set(['day', 'shift']);

function Below(props: { options: Options; target: number | null; width: number; trend: Trend | null }): JSX.Element {
  const live = useLive();
  const floor = useFloor();
  const chosen = useChosen();
  const name = () => (live.store.board === null ? null : scopeName(live.store.board, props.options.scope, chosen()));
  const about = () => aboutMetric(props.options.metric, props.options.scope);
  const hasChange = () =>
    props.options.trend && WITH_TREND.has(props.options.window) && props.trend !== null && changeOf(props.trend, about()?.unit === 'ratio') !== null;
  const targetFrom = () => {
    if (hasChange()) return name() === null ? TARGET_FROM_BESIDE.change : TARGET_FROM_BESIDE.both;
    return name() === null ? 0 : TARGET_FROM;
  };
  const targetText = () => {
    const unit = about()?.unit ?? 'count';
    return figureText(props.target, unit, { hoursUnit: dictionary().hoursUnit, digits: 0 });
  };
  return (
    <>
      <Show when={name()}>
        {(of) => (
          <b>
            <bdi>{of()}</bdi>
          </b>
        )}
      </Show>
      <Show when={props.options.byChannel && name() === null}>
        <ByChannel counts={floor.waiting().byChannel} />
      </Show>
      <Show when={hasChange()}>
        <Change
          trend={props.trend}
          isRatio={about()?.unit === 'ratio'}
          better={about()?.better ?? 'neither'}
          isBrief={name() !== null && props.width < BESIDE_NAME_FROM}
        />
      </Show>
      <Show when={props.target !== null && props.width >= targetFrom()}>
        <span>
          <Tell of="target" with={{ target: targetText() }} />
        </span>
      </Show>
    </>
  );
}
