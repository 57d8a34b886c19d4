/** What Chart.js does not draw itself: hours, gaps, the target and what is below it, the last value, now. */
import type { Chart, Plugin } from 'chart.js';
import { INTERVAL_MS } from '../../shared/time.ts';
import { percentText } from '../i18n/format.ts';
import type { ChartLook } from './look.ts';
import { hourMarks, hourStep, lastLevel, type QuarterGap, type Series } from './quarters.ts';

/** What the marks need to know; read anew on every drawing. */
export type Marked = {
  readonly series: Series;
  readonly gaps: readonly QuarterGap[];
  readonly from: number;
  readonly to: number;
  readonly now: number | null;
  /** Where the business day begins within the span: what is before it belongs to the day before. */
  readonly dayStartsAt: number | null;
  /** In percent. */
  readonly target: number;
  readonly look: ChartLook;
  readonly titles: {
    readonly level: string;
    readonly contacts: string;
    readonly before: string;
    readonly today: string;
    readonly direction: 'ltr' | 'rtl';
  };
  clockText(at: number): string;
};

type Area = { left: number; right: number; top: number; bottom: number };

const xOf = (area: Area, marked: Marked, at: number) => area.left + ((at - marked.from) / (marked.to - marked.from)) * (area.right - area.left);

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
      drawDayBefore(chart, marked);
      drawNow(chart, marked);
      drawLastLevel(chart, marked);
      drawTitles(chart, marked);
      chart.ctx.restore();
    },
  };
}

function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function drawHours(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  const { look } = marked;
  const marks = hourMarks(marked.from, marked.to);
  const step = hourStep(marks.length, area.right - area.left, look.fontPx * 4.2);
  ctx.font = `400 ${look.fontPx}px ${look.font}`;
  ctx.fillStyle = look.label;
  ctx.strokeStyle = look.rule;
  ctx.lineWidth = look.hairPx;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.direction = 'ltr';
  marks.forEach((at, i) => {
    const x = xOf(area, marked, at);
    ctx.setLineDash([look.hairPx, look.hairPx * 5]);
    line(ctx, x, area.top, x, area.bottom);
    if (i % step === 0) ctx.fillText(marked.clockText(at), x, area.bottom + look.fontPx * 0.45);
  });
  ctx.setLineDash([]);
}

function drawGaps(chart: Chart, marked: Marked): void {
  const { ctx, chartArea: area } = chart;
  for (const gap of marked.gaps) {
    const from = Math.max(area.left, xOf(area, marked, gap.from));
    const to = Math.min(area.right, xOf(area, marked, gap.to ?? marked.now ?? marked.to));
    if (to <= from) continue;
    // A gap of seconds would be thinner than one stripe of its hatching.
    const width = Math.max(to - from, marked.look.hairPx * 4);
    ctx.fillStyle = marked.look.gapHatch;
    ctx.fillRect(from, area.top, width, area.bottom - area.top);
  }
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

/** Over the bars and the line: they are there for the course of the night, and are in no figure of today. */
function drawDayBefore(chart: Chart, marked: Marked): void {
  const at = marked.dayStartsAt;
  const contacts = scaleOf(chart, 'contacts');
  if (at === null || contacts === undefined || at <= marked.from || at >= marked.to) return;
  const { ctx, chartArea: area } = chart;
  const { look, titles } = marked;
  const x = xOf(area, marked, at);
  ctx.save();
  ctx.globalAlpha = 0.6;
  ctx.fillStyle = look.ground;
  ctx.fillRect(area.left, area.top, x - area.left, area.bottom - area.top);
  ctx.restore();
  ctx.strokeStyle = look.label;
  ctx.lineWidth = look.hairPx * 1.8;
  ctx.setLineDash([look.hairPx * 2, look.hairPx * 4]);
  line(ctx, x, area.top, x, area.bottom);
  ctx.setLineDash([]);
  ctx.font = `500 ${look.fontPx}px ${look.font}`;
  ctx.textBaseline = 'alphabetic';
  ctx.direction = titles.direction;
  const y = contacts.top - look.fontPx * 0.35;
  const gap = look.fontPx * 0.5;
  ctx.fillStyle = look.label;
  ctx.textAlign = 'right';
  ctx.fillText(titles.before, x - gap, y);
  ctx.fillStyle = look.strong;
  ctx.textAlign = 'left';
  ctx.fillText(titles.today, x + gap, y);
}

function drawNow(chart: Chart, marked: Marked): void {
  if (marked.now === null || marked.now >= marked.to) return;
  const { ctx, chartArea: area } = chart;
  const x = xOf(area, marked, marked.now);
  ctx.strokeStyle = marked.look.text;
  ctx.lineWidth = marked.look.hairPx * 1.8;
  line(ctx, x, area.top, x, area.bottom);
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
  ctx.fillText(marked.titles.level, area.left, area.top - marked.look.fontPx * 0.85);
  ctx.fillText(marked.titles.contacts, area.left, contacts.top + marked.look.fontPx * 1.05);
}
