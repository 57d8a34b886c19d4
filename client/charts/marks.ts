/** What the chart of quarters has beside its axis of time: the target and what is below it, the last value, the headings of its panels. */
import type { Chart, Plugin } from 'chart.js';
import { INTERVAL_MS } from '../../shared/time.ts';
import { percentText } from '../i18n/format.ts';
import { drawDayBefore, drawGaps, drawHours, drawNow, line, type Timed, xOf } from './axis-marks.ts';
import { lastLevel, type Series } from './quarters.ts';

/** What the marks need to know; read anew on every drawing. */
export type Marked = Timed & {
  readonly series: Series;
  /** In percent. */
  readonly target: number;
  readonly titles: { readonly level: string; readonly contacts: string };
};

function scaleOf(chart: Chart, id: 'level' | 'contacts') {
  return chart.scales[id];
}

/** The plugin; `read` gives the present state of the chart. */
export function marksPlugin(read: () => Marked): Plugin<'bar'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      const marked = read();
      chart.ctx.save();
      drawHours(chart, marked);
      drawGaps(chart, marked);
      drawBelowTarget(chart, marked);
      drawTarget(chart, marked);
      chart.ctx.restore();
    },
    afterDatasetsDraw(chart) {
      const marked = read();
      chart.ctx.save();
      drawDayBefore(chart, marked, (scaleOf(chart, 'contacts')?.top ?? chart.chartArea.top) - marked.look.fontPx * 0.35);
      drawNow(chart, marked);
      drawLastLevel(chart, marked);
      drawTitles(chart, marked);
      chart.ctx.restore();
    },
  };
}

function drawBelowTarget(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  const scale = scaleOf(chart, 'level');
  if (scale === undefined) return;
  const top = scale.getPixelForValue(marked.target);
  const gap = marked.look.hairPx;
  ctx.save();
  ctx.globalAlpha = 0.34;
  ctx.fillStyle = marked.look.miss;
  marked.series.starts.forEach((start, i) => {
    const level = marked.series.level[i];
    if (level === null || level === undefined || level >= marked.target) return;
    const x = xOf(area, marked, start);
    const width = xOf(area, marked, start + INTERVAL_MS) - x;
    ctx.fillRect(x + gap, top, width - 2 * gap, scale.getPixelForValue(level) - top);
  });
  ctx.restore();
}

function drawTarget(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  const scale = scaleOf(chart, 'level');
  if (scale === undefined) return;
  const y = scale.getPixelForValue(marked.target);
  ctx.strokeStyle = marked.look.target;
  ctx.lineWidth = marked.look.hairPx * 1.8;
  ctx.setLineDash([marked.look.hairPx * 7, marked.look.hairPx * 5]);
  line(ctx, area.left, y, area.right, y);
  ctx.setLineDash([]);
}

function drawLastLevel(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  const scale = scaleOf(chart, 'level');
  const i = lastLevel(marked.series.level);
  const level = marked.series.level[i];
  const start = marked.series.starts[i];
  if (marked.now === null || scale === undefined || level === null || level === undefined || start === undefined) return;
  const x = xOf(area, marked, start + INTERVAL_MS / 2);
  const y = scale.getPixelForValue(level);
  const isBelow = level < marked.target;
  ctx.fillStyle = isBelow ? marked.look.miss : marked.look.line;
  ctx.strokeStyle = marked.look.ground;
  ctx.lineWidth = marked.look.hairPx * 2;
  ctx.beginPath();
  ctx.arc(x, y, marked.look.fontPx * 0.3, 0, 2 * Math.PI);
  ctx.fill();
  ctx.stroke();
  ctx.font = `600 ${marked.look.fontPx}px ${marked.look.font}`;
  ctx.fillStyle = marked.look.strong;
  ctx.textBaseline = 'middle';
  ctx.direction = 'ltr';
  const textX = Math.max(x, xOf(area, marked, marked.now)) + marked.look.fontPx * 0.4;
  const hasRoom = textX + marked.look.fontPx * 2.4 < area.right;
  ctx.textAlign = hasRoom ? 'left' : 'right';
  const text = percentText(level / 100, 0, marked.target / 100);
  const place = hasRoom ? textX : x - marked.look.fontPx * 0.6;
  // A ground of its own: it may stand on the line of the target.
  ctx.strokeStyle = marked.look.ground;
  ctx.lineWidth = marked.look.fontPx * 0.35;
  ctx.lineJoin = 'round';
  ctx.strokeText(text, place, y);
  ctx.fillText(text, place, y);
}

/** Both stand at the start of the axis of time, which is on the left in both languages. */
function drawTitles(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  const contacts = scaleOf(chart, 'contacts');
  if (contacts === undefined) return;
  ctx.font = `500 ${marked.look.fontPx}px ${marked.look.font}`;
  ctx.fillStyle = marked.look.text;
  ctx.direction = marked.titles.direction;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(marked.titles.level, area.left + marked.look.fontPx * 0.3, area.top - marked.look.fontPx * 0.85);
  ctx.fillText(marked.titles.contacts, area.left + marked.look.fontPx * 0.3, contacts.top + marked.look.fontPx * 1.05);
}
