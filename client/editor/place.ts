/** Where the widgets of a page go: pure, in cells of the grid. Whatever comes out lies inside of the page, on nothing else, and is no smaller than can be read. */
import { overlap } from '../../shared/boards/layout.ts';
import { COLUMNS, ROWS, SIZES, type Size, type Widget, type WidgetKind } from '../../shared/boards/widgets.ts';

/** A place in cells; `x` counts from the reading start. */
export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
export type Placed = Box & { readonly id: string; readonly kind: WidgetKind };
/** Along the reading direction, against it, up and down. */
export type Direction = 'start' | 'end' | 'up' | 'down';

/** What became of a step. `with`: the widget that gave way, or that is in the way. */
export type Step<W extends Placed> =
  | { readonly is: 'moved' | 'jumped' | 'resized'; readonly widgets: readonly W[] }
  | { readonly is: 'swapped' | 'pushed'; readonly widgets: readonly W[]; readonly with: W }
  | { readonly is: 'edge' | 'least' }
  | { readonly is: 'blocked'; readonly with: W };

const STEPS: Readonly<Record<Direction, readonly [x: number, y: number]>> = { start: [-1, 0], end: [1, 0], up: [0, -1], down: [0, 1] };

const isInside = ({ x, y, w, h }: Box): boolean => x >= 0 && y >= 0 && x + w <= COLUMNS && y + h <= ROWS;

/** `overlap` looks at cells alone. */
const onEachOther = (a: Box, b: Box): boolean => overlap(a as Placed, b as Placed);

const othersOf = <W extends Placed>(widgets: readonly W[], id: string): W[] => widgets.filter((widget) => widget.id !== id);

/** True where the place is on the page and nothing lies there. */
export function isFree(widgets: readonly Box[], box: Box): boolean {
  return isInside(box) && !widgets.some((widget) => onEachOther(widget, box));
}

/** True where nothing lies on anything else, reaches out of the page or is too small. */
export function isSound(widgets: readonly Placed[]): boolean {
  return widgets.every((one, i) => one.w >= SIZES[one.kind].least.w && one.h >= SIZES[one.kind].least.h && isFree(widgets.slice(i + 1), one));
}

/** The usual size and all smaller ones that can still be read, the largest first. */
function sizesOf(kind: WidgetKind, wanted: Size): Size[] {
  const { least } = SIZES[kind];
  const sizes: Size[] = [];
  for (let w = wanted.w; w >= least.w; w--) for (let h = wanted.h; h >= least.h; h--) sizes.push({ w, h });
  return sizes.sort((a, b) => b.w * b.h - a.w * a.h);
}

/** The first free place in reading order, of the wanted size or the largest that there is room for; null on a full page. */
export function freePlace(widgets: readonly Box[], kind: WidgetKind, wanted: Size = SIZES[kind].usual): Box | null {
  for (const size of sizesOf(kind, wanted))
    for (let y = 0; y + size.h <= ROWS; y++)
      for (let x = 0; x + size.w <= COLUMNS; x++) {
        const box = { x, y, ...size };
        if (isFree(widgets, box)) return box;
      }
  return null;
}

/** The free place that begins at a cell, or else the first one that there is room for; null on a full page. */
export function placeAt(widgets: readonly Box[], kind: WidgetKind, at: { readonly x: number; readonly y: number }): Box | null {
  for (const size of sizesOf(kind, SIZES[kind].usual)) {
    const box = { x: Math.min(at.x, COLUMNS - size.w), y: Math.min(at.y, ROWS - size.h), ...size };
    if (isFree(widgets, box)) return box;
  }
  return freePlace(widgets, kind);
}

function replaced<W extends Placed>(widgets: readonly W[], ...boxes: readonly (Box & { readonly id: string })[]): W[] {
  return widgets.map((widget) => {
    const box = boxes.find(({ id }) => id === widget.id);
    return box === undefined ? widget : { ...widget, x: box.x, y: box.y, w: box.w, h: box.h };
  });
}

/**
 * One step of a widget. Where something lies, neighbours of one height (or, up and down, of one width) change places;
 * else the widget goes beyond what is in the way, to the next free place.
 */
export function moved<W extends Placed>(widgets: readonly W[], id: string, direction: Direction): Step<W> {
  const me = widgets.find((widget) => widget.id === id);
  if (me === undefined) return { is: 'edge' };
  const others = othersOf(widgets, id);
  const [dx, dy] = STEPS[direction];
  const by = (n: number): Box => ({ x: me.x + dx * n, y: me.y + dy * n, w: me.w, h: me.h });
  if (!isInside(by(1))) return { is: 'edge' };
  const first = others.find((other) => onEachOther(other, by(1)));
  if (first === undefined) return { is: 'moved', widgets: replaced(widgets, { ...by(1), id }) };
  const traded = swapped(me, first, direction);
  if (traded !== null) return { is: 'swapped', with: first, widgets: replaced(widgets, ...traded) };
  for (let n = 2; isInside(by(n)); n++) if (isFree(others, by(n))) return { is: 'jumped', widgets: replaced(widgets, { ...by(n), id }) };
  return { is: 'blocked', with: first };
}

/** Two that stand side by side and are of one height, or above each other and of one width, trade places. */
function swapped<W extends Placed>(me: W, other: W, direction: Direction): [W, W] | null {
  const isAcross = direction === 'start' || direction === 'end';
  if (isAcross ? me.y !== other.y || me.h !== other.h : me.x !== other.x || me.w !== other.w) return null;
  const isOnward = direction === 'end' || direction === 'down';
  const [first, second] = isOnward ? [me, other] : [other, me];
  const [place, size] = isAcross ? (['x', 'w'] as const) : (['y', 'h'] as const);
  if (first[place] + first[size] !== second[place]) return null;
  return [
    { ...second, [place]: first[place] },
    { ...first, [place]: first[place] + second[size] },
  ];
}

/** Moves the far edge of a widget by one cell. What lies beyond it becomes so much smaller, where it can still be read then. */
export function resized<W extends Placed>(widgets: readonly W[], id: string, direction: Direction): Step<W> {
  const me = widgets.find((widget) => widget.id === id);
  if (me === undefined) return { is: 'edge' };
  const [dx, dy] = STEPS[direction];
  const box = { ...me, w: me.w + dx, h: me.h + dy };
  const { least } = SIZES[me.kind];
  if (box.w < least.w || box.h < least.h) return { is: 'least' };
  if (!isInside(box)) return { is: 'edge' };
  const inTheWay = othersOf(widgets, id).filter((other) => onEachOther(other, box));
  const [first] = inTheWay;
  if (first === undefined) return { is: 'resized', widgets: replaced(widgets, box) };
  const smaller = inTheWay.map((other) => ({ ...other, x: other.x + dx, y: other.y + dy, w: other.w - dx, h: other.h - dy }));
  const stuck = inTheWay.find(({ kind }, i) => (smaller[i]?.w ?? 0) < SIZES[kind].least.w || (smaller[i]?.h ?? 0) < SIZES[kind].least.h);
  if (stuck !== undefined) return { is: 'blocked', with: stuck };
  return { is: 'pushed', with: first, widgets: replaced(widgets, box, ...smaller) };
}

/** In the order in which a page is read: the widgets of a row after one another, from the top. */
export function inReadingOrder<W extends Pick<Widget, 'x' | 'y'>>(widgets: readonly W[]): W[] {
  return [...widgets].sort((a, b) => a.y - b.y || a.x - b.x);
}
