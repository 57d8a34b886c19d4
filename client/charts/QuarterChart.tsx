import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { createEffect, createMemo, type JSX, on, onCleanup, onMount } from 'solid-js';
import { INTERVAL_MS } from '../../shared/time.ts';
import { clockText } from '../i18n/dates.ts';
import { dictionary, locale } from '../i18n/locale.ts';
import { type ChartLook, lookOf } from './look.ts';
import { type Marked, marksPlugin } from './marks.ts';
import { levelBottom, levelMarks, type Quarter, type QuarterGap, roundTop, seriesOf } from './quarters.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);

export type QuarterChartProps = {
  readonly quarters: readonly Quarter[];
  readonly gaps: readonly QuarterGap[];
  readonly from: number;
  readonly to: number;
  /** Null where the span is over. */
  readonly now: number | null;
  /** 0…1. */
  readonly target: number;
  readonly timezone: string;
  readonly look: string;
};

type Config = ChartConfiguration<'bar' | 'line', (number | null)[], number>;

/** Room above the bars for the heading of their panel. */
const HEADROOM = 1.32;

/** Service level in its own panel above, answered and abandoned below: never two scales over one another. */
export function QuarterChart(props: QuarterChartProps): JSX.Element {
  let canvas!: HTMLCanvasElement;
  let holder!: HTMLDivElement;
  let chart: Chart<'bar' | 'line', (number | null)[], number> | undefined;
  const series = createMemo(() => seriesOf(props.quarters, props.from, props.to));
  const hasGaps = () => props.gaps.some(({ from, to }) => from < props.to && (to ?? props.to) > props.from);
  const marked = (look: ChartLook): Marked => ({
    series: series(),
    gaps: props.gaps,
    from: props.from,
    to: props.to,
    now: props.now,
    target: props.target * 100,
    look,
    titles: {
      level: dictionary().serviceLevelPercent,
      contacts: dictionary().contactsPerQuarter,
      direction: locale() === 'he' ? 'rtl' : 'ltr',
    },
    clockText: (at) => clockText(at, props.timezone),
  });
  let present!: Marked;
  const draw = () => {
    const look = lookOf(holder);
    // The plugin lives as long as the chart; what it reads is of the last drawing.
    present = marked(look);
    const config = configOf(present, () => present);
    if (chart === undefined || chart.options.font?.size !== look.fontPx) {
      chart?.destroy();
      chart = new Chart(canvas, config);
    } else {
      chart.data = config.data;
      chart.options = config.options ?? {};
      chart.update('none');
    }
  };
  onMount(() => {
    createEffect(on([series, () => props.gaps, () => props.now, () => props.target, () => props.look, locale], draw));
    // The type on a wall follows the height of the screen.
    const observer = new ResizeObserver(() => {
      if (lookOf(holder).fontPx !== chart?.options.font?.size) draw();
    });
    observer.observe(holder);
    document.fonts.ready.then(draw, draw);
    onCleanup(() => {
      observer.disconnect();
      chart?.destroy();
    });
  });
  return (
    <div class="chart-holder" ref={holder}>
      <div class="legend">
        <span>
          <i class="legend-answered" />
          {dictionary().answered}
        </span>
        <span>
          <i class="legend-abandoned" />
          {dictionary().abandonedLegend}
        </span>
        {hasGaps() && (
          <span>
            <i class="legend-gap" />
            {dictionary().gap}
          </span>
        )}
      </div>
      <canvas ref={canvas} role="img" aria-label={dictionary().today} />
    </div>
  );
}

function configOf(state: Marked, read: () => Marked): Config {
  const { series, look } = state;
  const isNow = (i: number) => state.now !== null && (series.starts[i] ?? 0) + INTERVAL_MS > state.now;
  const bars = { yAxisID: 'contacts', stack: 'contacts', categoryPercentage: 0.86, barPercentage: 0.86, order: 2 };
  return {
    type: 'bar',
    data: {
      labels: series.starts,
      datasets: [
        { type: 'line', yAxisID: 'level', data: series.level, borderColor: look.line, borderWidth: look.hairPx * 2.8, pointRadius: 0, order: 1 },
        { ...bars, type: 'bar', data: series.answered, backgroundColor: ({ dataIndex }) => (isNow(dataIndex) ? look.answeredNow : look.answered) },
        { ...bars, type: 'bar', data: series.abandoned, backgroundColor: look.abandonedHatch },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      font: { size: look.fontPx, family: look.font },
      layout: { padding: { top: look.fontPx * 1.95, bottom: look.fontPx * 1.7, right: look.fontPx * 1.5 } },
      scales: { x: { display: false, offset: true }, ...axesOf(state) },
    },
    plugins: [marksPlugin(read) as NonNullable<Config['plugins']>[number]],
  };
}

function axesOf({ series, look, target }: Marked): NonNullable<NonNullable<Config['options']>['scales']> {
  const highest = Math.max(0, ...series.starts.map((_, i) => (series.answered[i] ?? 0) + (series.abandoned[i] ?? 0)));
  const top = roundTop(highest);
  const bottom = levelBottom(series.level);
  const common = {
    type: 'linear',
    stack: 'panels',
    position: 'left',
    border: { display: false },
    grid: { color: look.rule, lineWidth: look.hairPx, drawTicks: false },
  } as const;
  const ticks = { color: look.label, font: { size: look.fontPx, family: look.font }, padding: look.fontPx * 0.4, autoSkip: false };
  return {
    contacts: {
      ...common,
      stackWeight: 1.45,
      min: 0,
      max: top * HEADROOM,
      ticks,
      afterBuildTicks: (axis) => {
        axis.ticks = [0, top / 2, top].map((value) => ({ value }));
      },
    },
    level: {
      ...common,
      stackWeight: 1,
      min: bottom,
      max: 100,
      ticks,
      afterBuildTicks: (axis) => {
        axis.ticks = levelMarks(bottom, target).map((value) => ({ value }));
      },
    },
  };
}
