/** What every chart of the day draws along its axis of time: hours, gaps, now, and what of it was yesterday. */
import type { Chart } from 'chart.js';
import type { ChartLook } from './look.ts';
import { hourMarks, hourStep, type QuarterGap } from './quarters.ts';

/** What the axis needs to know; read anew on every drawing. */
export type Timed = {
  readonly gaps: readonly QuarterGap[];
  readonly from: number;
  readonly to: number;
  readonly now: number | null;
  /** Where the business day begins within the span: what is before it belongs to the day before. */
  readonly dayStartsAt: number | null;
  readonly look: ChartLook;
  readonly titles: { readonly before: string; readonly today: string; readonly direction: 'ltr' | 'rtl' };
  clockText(at: number): string;
};

type Area = { left: number; right: number; top: number; bottom: number };

/** Where an instant is, in pixels. */
export const xOf = (area: Area, { from, to }: Timed, at: number) => area.left + ((at - from) / (to - from)) * (area.right - area.left);

/** A straight line in the stroke that is set. */
export function line(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

/** Lines at full hours, and as many of their names as have room. */
export function drawHours(chart: Chart, marked: Timed): void {
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

/** Where facts are missing. */
export function drawGaps(chart: Chart, marked: Timed): void {
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

/** The names of both days stand at `y`. Over the bars and the line: they are there for the course of the night, and are in no figure of today. */
export function drawDayBefore(chart: Chart, marked: Timed, y: number): void {
  const at = marked.dayStartsAt;
  if (at === null || at <= marked.from || at >= marked.to) return;
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
  const gap = look.fontPx * 0.5;
  ctx.fillStyle = look.label;
  ctx.textAlign = 'right';
  ctx.fillText(titles.before, x - gap, y);
  ctx.fillStyle = look.strong;
  ctx.textAlign = 'left';
  ctx.fillText(titles.today, x + gap, y);
}

/** A line at this moment. */
export function drawNow(chart: Chart, marked: Timed): void {
  if (marked.now === null || marked.now >= marked.to) return;
  const { ctx, chartArea: area } = chart;
  const x = xOf(area, marked, marked.now);
  ctx.strokeStyle = marked.look.text;
  ctx.lineWidth = marked.look.hairPx * 1.8;
  line(ctx, x, area.top, x, area.bottom);
}
