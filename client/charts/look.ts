/** Colours, type and hatchings of a chart, read from the page's tokens so that a stale wall greys its chart as well. */

export type ChartLook = {
  readonly font: string;
  readonly fontPx: number;
  /** A hairline: one pixel at the desk and at 1080p, more on a larger wall. */
  readonly hairPx: number;
  readonly ground: string;
  readonly rule: string;
  readonly label: string;
  readonly text: string;
  readonly strong: string;
  readonly answered: string;
  readonly answeredNow: string;
  readonly offered: string;
  readonly abandonedHatch: CanvasPattern | string;
  readonly gapHatch: CanvasPattern | string;
  readonly line: string;
  readonly miss: string;
  readonly target: string;
  readonly states: Readonly<Record<'busy' | 'acw' | 'free' | 'break' | 'unknown', CanvasPattern | string>>;
};

/** Reads the look of the element that holds the chart. */
export function lookOf(holder: HTMLElement): ChartLook {
  const style = getComputedStyle(holder);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const fontPx = Number.parseFloat(style.fontSize);
  const answered = token('--chart-answered');
  return {
    font: style.fontFamily,
    fontPx,
    hairPx: Math.max(1, fontPx / 20),
    ground: token('--bg'),
    rule: token('--rule'),
    label: token('--ink-3'),
    text: token('--ink-2'),
    strong: token('--ink'),
    answered,
    answeredNow: `${answered}99`,
    offered: token('--chart-offered'),
    abandonedHatch: hatch(token('--chart-abandoned'), token('--bg'), fontPx * 0.25, 0.3),
    gapHatch: hatch(token('--ink-3'), null, fontPx * 0.42, 0.2),
    line: token('--chart-line'),
    miss: token('--chart-miss'),
    target: token('--chart-target'),
    states: {
      busy: answered,
      acw: hatch(answered, token('--bg'), fontPx * 0.3, 0.36),
      free: token('--free'),
      break: dotted(token('--ink-3'), fontPx * 0.32),
      unknown: crossed(token('--ink-2'), fontPx * 0.42),
    },
  };
}

/** Stripes at 45°: `stripe` of each period is the second colour (or the first one on nothing). */
function hatch(colour: string, second: string | null, period: number, stripe: number): CanvasPattern | string {
  // The pattern is square, its diagonal one period, so that the stripes meet at its edges.
  const side = Math.max(4, Math.round(period * Math.SQRT2));
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const ctx = canvas.getContext('2d');
  if (ctx === null) return colour;
  if (second !== null) {
    ctx.fillStyle = colour;
    ctx.fillRect(0, 0, side, side);
  }
  ctx.strokeStyle = second ?? colour;
  ctx.lineWidth = (side / Math.SQRT2) * stripe;
  for (const shift of [-side, 0, side]) {
    ctx.beginPath();
    ctx.moveTo(shift - side, 2 * side);
    ctx.lineTo(shift + 2 * side, -side);
    ctx.stroke();
  }
  return ctx.createPattern(canvas, 'repeat') ?? colour;
}

/** Points of a colour on nothing, one to each square of `period` pixels. */
function dotted(colour: string, period: number): CanvasPattern | string {
  return tile(colour, Math.max(3, Math.round(period)), (ctx, side) => {
    ctx.beginPath();
    ctx.arc(side / 2, side / 2, side * 0.3, 0, 2 * Math.PI);
    ctx.fill();
  });
}

/** Lines of a colour on nothing, across and up. */
function crossed(colour: string, period: number): CanvasPattern | string {
  return tile(colour, Math.max(4, Math.round(period)), (ctx, side) => {
    const width = Math.max(1, side * 0.2);
    ctx.fillRect(0, 0, side, width);
    ctx.fillRect(0, 0, width, side);
  });
}

function tile(colour: string, side: number, draw: (ctx: CanvasRenderingContext2D, side: number) => void): CanvasPattern | string {
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const ctx = canvas.getContext('2d');
  if (ctx === null) return colour;
  ctx.fillStyle = colour;
  draw(ctx, side);
  return ctx.createPattern(canvas, 'repeat') ?? colour;
}
