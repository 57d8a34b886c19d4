/** The grid library on the elements of a page. The store is the truth: widgets are drawn by Solid and told to the grid, and what a hand drags comes back as places. */
import { GridStack, type GridStackNode } from 'gridstack';
import { assert } from '../../shared/assert.ts';
import { COLUMNS, ROWS, SIZES, type Widget } from '../../shared/boards/widgets.ts';
import { type Box, isSound } from './place.ts';

export type Grid = {
  /** Puts every widget where the store has it. An element that is gone must be told by `forget` before it leaves the page. */
  show(widgets: readonly Widget[], elements: ReadonlyMap<string, HTMLElement>): void;
  forget(element: HTMLElement): void;
  /** In pixels. */
  rowHeight(px: number): void;
  destroy(): void;
};

export type GridOptions = {
  readonly isRtl: boolean;
  /** A hand has let go: where everything on the page is now. */
  onPlaced(boxes: ReadonlyMap<string, Box>, id: string): void;
  /** It let go where the page has no room; all is where it was. */
  onRefused(id: string): void;
};

/** A hand that let go nearer than this to where it took hold has not wanted to move anything. */
const FAR_PX = 60;

const boxOf = ({ x = 0, y = 0, w = 1, h = 1 }: GridStackNode): Box => ({ x, y, w, h });
const isSame = (a: Box, b: Box) => a.x === b.x && a.y === b.y && a.w === b.w && a.h === b.h;
const nodeOf = (element: HTMLElement) => (element as HTMLElement & { gridstackNode?: GridStackNode }).gridstackNode;

/** Makes a grid of an element; its items come by `show`. */
export function createGrid(root: HTMLElement, options: GridOptions): Grid {
  const grid = initGrid(root, options.isRtl);
  let shown: readonly Widget[] = [];
  let elementsShown: ReadonlyMap<string, HTMLElement> = new Map();
  /** `wasFar`: it went further than to where it was. */
  const settle = (id: string, wasFar: boolean) => {
    const boxes = new Map(grid.engine.nodes.map((node) => [node.id ?? '', boxOf(node)]));
    const placed = shown.map((widget) => ({ ...widget, ...boxes.get(widget.id) }));
    const isMoved = placed.some((box, i) => !isSame(box, shown[i] ?? box));
    if (isMoved && isSound(placed)) options.onPlaced(boxes, id);
    else {
      if (isMoved || wasFar) options.onRefused(id);
      putInPlace(grid, shown, elementsShown);
    }
  };
  let from: MouseEvent | null = null;
  grid.on('dragstart', (event: Event) => {
    from = event as MouseEvent;
  });
  // The library still tidies up after it has told. After Escape the event is that with which it began.
  const stopped = (event: Event, element: HTMLElement) => {
    const { clientX, clientY } = event as MouseEvent;
    const wasFar = from !== null && Math.hypot(clientX - from.clientX, clientY - from.clientY) > FAR_PX;
    from = null;
    queueMicrotask(() => settle(element.dataset['widget'] ?? '', wasFar));
  };
  grid.on('dragstop', stopped);
  grid.on('resizestop', stopped);
  return {
    show(widgets, elements) {
      shown = widgets;
      elementsShown = elements;
      putInPlace(grid, widgets, elements);
    },
    forget: (element) => {
      if (nodeOf(element) !== undefined) grid.removeWidget(element, false, false);
    },
    rowHeight: (px) => {
      grid.cellHeight(px);
    },
    destroy: () => {
      grid.destroy(false);
    },
  };
}

function initGrid(root: HTMLElement, isRtl: boolean): GridStack {
  const grid = GridStack.init(
    {
      column: COLUMNS,
      row: ROWS,
      mode: 'float',
      margin: 0,
      // Until the page is laid out.
      cellHeight: 10,
      auto: false,
      animate: false,
      rtl: isRtl,
      resizable: { handles: 'all', autoHide: false },
    },
    root,
  );
  assert(grid !== null, 'the element of the grid is there');
  return grid;
}

function putInPlace(grid: GridStack, widgets: readonly Widget[], elements: ReadonlyMap<string, HTMLElement>): void {
  const stale = widgets.flatMap((widget) => {
    const element = elements.get(widget.id);
    const node = element === undefined ? undefined : nodeOf(element);
    return element === undefined || (node !== undefined && isSame(boxOf(node), widget)) ? [] : [{ widget, element, node }];
  });
  // All that change their places leave first: on its way to its own place none pushes another.
  for (const { element, node } of stale) if (node !== undefined) grid.removeWidget(element, false, false);
  grid.batchUpdate();
  for (const { widget, element } of stale) {
    const { id, x, y, w, h, kind } = widget;
    const { least } = SIZES[kind];
    grid.makeWidget(element, { id, x, y, w, h, minW: least.w, minH: least.h });
  }
  grid.batchUpdate(false);
}
