/** The settings of the chart of agents by state: one bar a quarter, its parts in one order, each with a pattern of its own and a line between two. */
import type { Chart, Plugin } from 'chart.js';
import { INTERVAL_MS } from '../../shared/time.ts';
import { STATE_GROUPS, type StatesSeries } from './agent-states.ts';
import { drawDayBefore, drawGaps, drawHours, drawNow, type Timed, xOf } from './axis-marks.ts';
import type { Config } from './drawing.ts';
import { roundTop } from './quarters.ts';

export type StatesDrawn = Timed & { readonly series: StatesSeries };

/** Agents by quarters. */
export function statesConfigOf(state: StatesDrawn, read: () => StatesDrawn): Config {
  const { series, look } = state;
  const top = roundTop(series.highest);
  return {
    type: 'bar',
    data: {
      labels: series.starts,
      datasets: STATE_GROUPS.map((group) => ({
        type: 'bar' as const,
        stack: 'agents',
        yAxisID: 'agents',
        categoryPercentage: 0.92,
        barPercentage: 0.92,
        data: series.by[group],
        backgroundColor: look.states[group],
        // The ground parts two of them, also where their patterns end on each other.
        borderColor: look.ground,
        borderWidth: { top: look.hairPx, bottom: 0, left: 0, right: 0 },
        borderSkipped: false as const,
      })),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      font: { size: look.fontPx, family: look.font },
      layout: { padding: { top: look.fontPx * 1.3, bottom: look.fontPx * 1.7, right: look.fontPx * 1.5 } },
      scales: {
        x: { display: false, offset: true, stacked: true },
        agents: {
          type: 'linear',
          position: 'left',
          stacked: true,
          border: { display: false },
          grid: { color: look.rule, lineWidth: look.hairPx, drawTicks: false },
          min: 0,
          max: top,
          ticks: { color: look.label, font: { size: look.fontPx, family: look.font }, padding: look.fontPx * 0.4, autoSkip: false },
          afterBuildTicks: (axis) => {
            axis.ticks = [0, top / 2, top].map((value) => ({ value }));
          },
        },
      },
    },
    plugins: [marks(read) as NonNullable<Config['plugins']>[number]],
  };
}

function marks(read: () => StatesDrawn): Plugin<'bar'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      chart.ctx.save();
      drawHours(chart, read());
      drawGaps(chart, read());
      chart.ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const state = read();
      chart.ctx.save();
      dimQuarterNow(chart, state);
      drawDayBefore(chart, state, chart.chartArea.top - state.look.fontPx * 0.35);
      drawNow(chart, state);
      chart.ctx.restore();
    },
  };
}

/** The bar of the quarter under way is of this moment, the others are averages: it is lighter, as in the chart of contacts. */
function dimQuarterNow(chart: Chart, state: StatesDrawn): void {
  if (state.now === null) return;
  const { ctx, chartArea: area } = chart;
  const start = Math.floor(state.now / INTERVAL_MS) * INTERVAL_MS;
  const [from, to] = [xOf(area, state, start), xOf(area, state, start + INTERVAL_MS)];
  ctx.save();
  ctx.globalAlpha = 0.4;
  ctx.fillStyle = state.look.ground;
  ctx.fillRect(from, area.top, to - from, area.bottom - area.top);
  ctx.restore();
}
