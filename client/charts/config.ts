/** Chart.js, its parts that are used, and the settings of the one chart: two panels over one axis of time. */
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
import { INTERVAL_MS } from '../../shared/time.ts';
import { lookOf } from './look.ts';
import { type Marked, marksPlugin } from './marks.ts';
import { isAlone, levelBottom, levelMarks, roundTop } from './quarters.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement);

type Config = ChartConfiguration<'bar' | 'line', (number | null)[], number>;

/** Room above the bars for the heading of their panel. */
const HEADROOM = 1.32;

/** A chart on a canvas: drawn anew where the type has another size, else only brought up to date. */
export class Drawing {
  readonly #holder: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  #chart: Chart<'bar' | 'line', (number | null)[], number> | undefined;
  #marked: Marked | undefined;
  #isOver = false;

  constructor(holder: HTMLElement, canvas: HTMLCanvasElement) {
    this.#holder = holder;
    this.#canvas = canvas;
  }

  draw(state: Omit<Marked, 'look'>): void {
    if (this.#isOver) return;
    const marked = { ...state, look: lookOf(this.#holder) };
    this.#marked = marked;
    // The plugin lives as long as the chart; what it reads is of the last drawing.
    const config = configOf(marked, () => this.#marked ?? marked);
    if (this.#chart === undefined || this.isOutgrown()) {
      this.#chart?.destroy();
      this.#chart = new Chart(this.#canvas, config);
    } else {
      this.#chart.data = config.data;
      this.#chart.options = config.options ?? {};
      this.#chart.update('none');
    }
  }

  /** True where the type of the page has another size than the chart was made for. */
  isOutgrown(): boolean {
    return lookOf(this.#holder).fontPx !== this.#chart?.options.font?.size;
  }

  end(): void {
    this.#isOver = true;
    this.#chart?.destroy();
  }
}

function configOf(state: Marked, read: () => Marked): Config {
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
