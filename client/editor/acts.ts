/** What is done with the widgets of the page that is shown, by key, button or hand; each says what came of it. */
import { batch } from 'solid-js';
import type { Widget, WidgetKind } from '../../shared/boards/widgets.ts';
import { added, duplicated, placed, removed, withWidgets } from './change.ts';
import { KINDS, widgetName } from './kinds.ts';
import { type Box, type Direction, freePlace, inReadingOrder, moved, placeAt, resized, type Step } from './place.ts';
import type { Said, Session } from './session.ts';
import { word } from './words.ts';

const cellsOf = ({ x, y, w, h }: Box) => ({ column: x + 1, row: y + 1, w, h });

export type Acts = {
  /** Adds one at a cell, or where there is room. @returns its id; null on a full page. */
  add(kind: WidgetKind, at?: { readonly x: number; readonly y: number }): string | null;
  move(id: string, direction: Direction): void;
  resize(id: string, direction: Direction): void;
  /** @returns the id of the copy; null on a full page. */
  duplicate(id: string): string | null;
  /** @returns the id of the widget that is next to it in order; null where none is left. */
  remove(id: string): string | null;
  /** Where a hand has put things. */
  place(boxes: ReadonlyMap<string, Box>, id: string): void;
};

/** What is done with the widgets of the page that a session shows. */
export function createActs(session: Session): Acts {
  const widgets = () => session.page().widgets;
  const stepTo = (step: Step<Widget>, id: string) => {
    if ('widgets' in step) session.change(withWidgets(session.layout(), session.page().id, () => step.widgets));
    session.say(
      saidOf(
        step,
        widgets().find((widget) => widget.id === id),
      ),
    );
  };
  return {
    add: (kind, at) => add(session, kind, at),
    move: (id, direction) => stepTo(moved(widgets(), id, direction), id),
    resize: (id, direction) => stepTo(resized(widgets(), id, direction), id),
    duplicate: (id) => duplicate(session, id),
    remove: (id) => remove(session, id),
    place: (boxes, id) => place(session, boxes, id),
  };
}

function add(session: Session, kind: WidgetKind, at?: { readonly x: number; readonly y: number }): string | null {
  const { widgets, id: page } = session.page();
  const box = at === undefined ? freePlace(widgets, kind) : placeAt(widgets, kind, at);
  const what = word(KINDS[kind].name);
  if (box === null) {
    session.say({ of: 'noRoom', with: { what } });
    return null;
  }
  const { layout, id } = added(session.layout(), page, kind, box);
  batch(() => {
    session.change(layout);
    session.choose(id);
    session.say({ of: 'saidAdded', with: { what, ...cellsOf(box) } });
  });
  return id;
}

function duplicate(session: Session, id: string): string | null {
  const widget = session.page().widgets.find((one) => one.id === id);
  const copy = duplicated(session.layout(), session.page().id, id);
  if (widget === undefined) return null;
  const what = widgetName(widget);
  if (copy === null) {
    session.say({ of: 'noRoom', with: { what } });
    return null;
  }
  batch(() => {
    session.change(copy.layout);
    session.choose(copy.id);
    session.say({ of: 'saidDuplicated', with: { what, ...cellsOf(copy.box) } });
  });
  return copy.id;
}

function remove(session: Session, id: string): string | null {
  const widgets = inReadingOrder(session.page().widgets);
  const at = widgets.findIndex((one) => one.id === id);
  const [widget] = widgets.slice(at, at + 1);
  if (widget === undefined) return null;
  const next = widgets[at + 1] ?? widgets[at - 1] ?? null;
  batch(() => {
    session.change(removed(session.layout(), session.page().id, id));
    session.choose(next?.id ?? null);
    session.say({ of: 'saidRemoved', with: { what: widgetName(widget) } });
  });
  return next?.id ?? null;
}

function place(session: Session, boxes: ReadonlyMap<string, Box>, id: string): void {
  const isMoved = session.page().widgets.some(({ id: one, x, y, w, h }) => {
    const box = boxes.get(one);
    return box !== undefined && (box.x !== x || box.y !== y || box.w !== w || box.h !== h);
  });
  if (!isMoved) return;
  session.change(placed(session.layout(), session.page().id, boxes));
  const box = boxes.get(id);
  if (box !== undefined) session.say({ of: 'saidPlaced', with: cellsOf(box) });
}

const WORDS = {
  moved: 'saidMoved',
  jumped: 'saidJumped',
  swapped: 'saidSwapped',
  resized: 'saidResized',
  pushed: 'saidPushed',
  edge: 'saidEdge',
  least: 'saidLeast',
  blocked: 'saidBlocked',
} as const;

function saidOf(step: Step<Widget>, me: Widget | undefined): Said {
  const cells = me === undefined ? {} : cellsOf(me);
  return { of: WORDS[step.is], with: 'with' in step ? { ...cells, other: widgetName(step.with) } : cells };
}
