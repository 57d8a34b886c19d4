/** The settings of the chart of quarters: two panels over one axis of time. */
import { INTERVAL_MS } from '../../shared/time.ts';
import type { Config } from './drawing.ts';
import { type Marked, marksPlugin } from './marks.ts';
import { isAlone, levelBottom, levelMarks, roundTop } from './quarters.ts';

/** Room above the bars for the heading of their panel. */
const HEADROOM = 1.32;
/** Of the height, what is the upper panel's. */
const LEVEL_SHARE = 1 / 2.45;
/** Above and below both panels, in sizes of the type. */
const PADDING = { top: 1.95, bottom: 1.7 };

/** The height of a panel in pixels: its axis has none yet when it is asked for its marks. */
function heightOf({ height }: { height: number }, fontPx: number, share: number): number {
  return Math.max(1, (height - (PADDING.top + PADDING.bottom) * fontPx) * share);
}

/** Service level above, answered and abandoned below. */
export function configOf(state: Marked, read: () => Marked): Config {
  const { series, look } = state;
  const isNow = (i: number) => state.now !== null && (series.starts[i] ?? 0) + INTERVAL_MS > state.now;
  // A level between two holes has no line; it is a point.
  const pointRadius = series.level.map((_, i) => (isAlone(series.level, i) ? look.hairPx * 3 : 0));
  const bars = { yAxisID: 'contacts', stack: 'contacts', categoryPercentage: 0.86, barPercentage: 0.86, order: 2 };
  return {
    type: 'bar',
    data: {
      labels: series.starts,
      datasets: [
        {
          type: 'line',
          yAxisID: 'level',
          clip: look.hairPx * 4,
          data: series.level,
          borderColor: look.line,
          borderWidth: look.hairPx * 2.8,
          pointRadius,
          pointBackgroundColor: look.line,
          order: 1,
        },
        { ...bars, type: 'bar', data: series.answered, backgroundColor: ({ dataIndex }) => (isNow(dataIndex) ? look.answeredNow : look.answered) },
        { ...bars, type: 'bar', data: series.abandoned, backgroundColor: look.abandonedHatch },
        {
          ...bars,
          type: 'bar',
          data: series.others,
          backgroundColor: 'transparent',
          borderColor: look.offered,
          borderWidth: { top: look.hairPx * 1.4, left: look.hairPx * 1.4, right: look.hairPx * 1.4, bottom: 0 },
        },
      ],
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      font: { size: look.fontPx, family: look.font },
      layout: { padding: { top: look.fontPx * PADDING.top, bottom: look.fontPx * PADDING.bottom, right: look.fontPx * 1.5 } },
      scales: { x: { display: false, offset: true }, ...axesOf(state) },
    },
    plugins: [marksPlugin(read) as NonNullable<Config['plugins']>[number]],
  };
}

function axesOf({ series, look, target }: Marked): NonNullable<NonNullable<Config['options']>['scales']> {
  const highest = Math.max(0, ...series.starts.map((_, i) => (series.answered[i] ?? 0) + (series.abandoned[i] ?? 0) + (series.others[i] ?? 0)));
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
      stackWeight: 1 - LEVEL_SHARE,
      min: 0,
      max: top * HEADROOM,
      ticks,
      afterBuildTicks: (axis) => {
        const halves = heightOf(axis.chart, look.fontPx, 1 - LEVEL_SHARE) / HEADROOM >= look.fontPx * 2.4 ? [0, top / 2, top] : [0, top];
        axis.ticks = halves.map((value) => ({ value }));
      },
    },
    level: {
      ...common,
      stackWeight: LEVEL_SHARE,
      min: bottom,
      max: 100,
      ticks,
      afterBuildTicks: (axis) => {
        // Two of them must not stand on each other.
        const apart = (100 - bottom) * (look.fontPx / heightOf(axis.chart, look.fontPx, LEVEL_SHARE));
        axis.ticks = levelMarks(bottom, target, apart).map((value) => ({ value }));
      },
    },
  };
}
