import { createMemo, type JSX, Show } from 'solid-js';
import { clockText } from '../i18n/dates.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { configOf } from './config.ts';
import { createDrawing } from './drawing.ts';
import { type Quarter, type QuarterGap, seriesOf } from './quarters.ts';

export type QuarterChartProps = {
  readonly quarters: readonly Quarter[];
  readonly gaps: readonly QuarterGap[];
  readonly from: number;
  readonly to: number;
  /** Null where the span is over. */
  readonly now: number | null;
  /** Where today begins within the span; null where the span is within one day. */
  readonly dayStartsAt: number | null;
  /** 0…1. */
  readonly target: number;
  readonly timezone: string;
  readonly look: string;
};

/** Service level in its own panel above, answered and abandoned below: never two scales over one another. */
export function QuarterChart(props: QuarterChartProps): JSX.Element {
  let canvas!: HTMLCanvasElement;
  let holder!: HTMLDivElement;
  const series = createMemo(() => seriesOf(props.quarters, props.from, props.to));
  const titles = createMemo(() => ({
    level: dictionary().serviceLevelPercent,
    contacts: dictionary().contactsPerQuarter,
    before: dictionary().yesterday,
    today: dictionary().todayMark,
    direction: locale() === 'he' ? ('rtl' as const) : ('ltr' as const),
  }));
  const timezone = createMemo(() => props.timezone);
  const clockOf = createMemo(() => {
    const zone = timezone();
    return (at: number) => clockText(at, zone);
  });
  const state = () => ({
    // Read for its own sake: the tokens of the page have other colours when it changes.
    name: props.look,
    series: series(),
    gaps: props.gaps,
    from: props.from,
    to: props.to,
    now: props.now,
    dayStartsAt: props.dayStartsAt,
    target: props.target * 100,
    titles: titles(),
    clockText: clockOf(),
  });
  createDrawing(() => ({ holder, canvas }), configOf, state);
  return (
    <div class="chart-holder">
      <Legend
        hasOthers={series().others.some((count) => (count ?? 0) > 0)}
        hasGaps={props.gaps.some(({ from, to }) => from < props.to && (to ?? props.to) > props.from)}
      />
      <div class="chart-canvas" ref={holder}>
        <canvas ref={canvas} role="img" aria-label={dictionary().today} />
      </div>
    </div>
  );
}

/** In words, in the order of the drawing. */
function Legend(props: { hasOthers: boolean; hasGaps: boolean }): JSX.Element {
  return (
    <div class="legend">
      <Show when={props.hasOthers}>
        <span>
          <i class="legend-offered" />
          {dictionary().offeredLegend}
        </span>
      </Show>
      <span>
        <i class="legend-answered" />
        {dictionary().answered}
      </span>
      <span>
        <i class="legend-abandoned" />
        {dictionary().abandonedLegend}
      </span>
      <Show when={props.hasGaps}>
        <span>
          <i class="legend-gap" />
          {dictionary().gap}
        </span>
      </Show>
    </div>
  );
}
