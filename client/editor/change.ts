/** What is done to a board: each a new layout that shares what did not change. */
import type { BoardLayout, BoardPage } from '../../shared/boards/layout.ts';
import type { Scope, Words } from '../../shared/boards/parts.ts';
import type { Widget, WidgetKind, WidgetOf } from '../../shared/boards/widgets.ts';
import { locale } from '../i18n/locale.ts';
import { type Box, freePlace, inReadingOrder } from './place.ts';

const FLOOR: Scope = { of: 'floor' };
/** How long a new page stays, in seconds. */
const STAY_S = 30;

type Options = { readonly [K in WidgetKind]: WidgetOf<K>['options'] };

/** What a widget is told when it is put on a page. */
const FIRST: Options = {
  metric: { metric: 'waiting', scope: FLOOR, window: null, target: null, byChannel: false, trend: false, spark: false },
  queues: { scope: FLOOR, columns: ['waiting', 'longest_waiting_ms', 'service_level', 'asa_ms', 'abandoned', 'free_of'], sort: 'trouble' },
  agents: { scope: FLOOR, by: 'team', names: 'full' },
  'agent-states': { scope: FLOOR },
  intraday: { scope: FLOOR },
  overruns: { scope: FLOOR, breaks: true, wrapup: true, lines: null, names: 'full' },
  'service-levels': { scope: FLOOR, window: 'day', formulas: ['5', '3', '1', '6'] },
  channels: { window: 'day' },
  waiters: { scope: FLOOR, lines: null },
  statutory: { scope: FLOOR, lines: null },
  alarms: { scope: FLOOR, lines: null },
  sources: {},
  notices: { lines: null },
  clock: { date: true, hebrewDate: true, shift: true },
  text: { text: { he: '', en: '' }, size: 'middle' },
  image: { source: '', says: { he: '', en: '' } },
};

/** The page with this id; the first one where there is none. */
export function pageOf(layout: BoardLayout, id: string | null): BoardPage {
  const page = layout.pages.find((one) => one.id === id) ?? layout.pages[0];
  if (page === undefined) throw new Error('a board has at least one page');
  return page;
}

/** A name that nothing has yet: `kind`, `kind-2`, `kind-3`. */
function freeId(stem: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? stem : `${stem}-${n}`;
    if (!taken.has(id)) return id;
  }
}

const widgetIds = (layout: BoardLayout) => new Set(layout.pages.flatMap(({ widgets }) => widgets.map(({ id }) => id)));
const pageIds = (layout: BoardLayout) => new Set(layout.pages.map(({ id }) => id));

/** Changes one page. */
export function withPage(layout: BoardLayout, id: string, change: (page: BoardPage) => BoardPage): BoardLayout {
  return { ...layout, pages: layout.pages.map((page) => (page.id === id ? change(page) : page)) };
}

/** Changes the widgets of a page. */
export function withWidgets(layout: BoardLayout, page: string, change: (widgets: readonly Widget[]) => readonly Widget[]): BoardLayout {
  return withPage(layout, page, (one) => ({ ...one, widgets: [...change(one.widgets)] }));
}

/** In the language of whoever composes: the other one stands empty, or it would be left on the screens of those who read it. */
const placeholder = (): Words => (locale() === 'he' ? { he: 'טקסט', en: '' } : { he: '', en: 'Text' });

/** Puts a new widget at a place. */
export function added(layout: BoardLayout, page: string, kind: WidgetKind, box: Box): { layout: BoardLayout; id: string } {
  const id = freeId(kind, widgetIds(layout));
  const options = kind === 'text' ? { ...FIRST.text, text: placeholder() } : FIRST[kind];
  const widget = { id, kind, ...box, options } as Widget;
  return { layout: withWidgets(layout, page, (widgets) => [...widgets, widget]), id };
}

/** The same once more on its page, as large as there is room for; null on a full page. */
export function duplicated(layout: BoardLayout, page: string, id: string): { layout: BoardLayout; id: string; box: Box } | null {
  const { widgets } = pageOf(layout, page);
  const widget = widgets.find((one) => one.id === id);
  const box = widget === undefined ? null : freePlace(widgets, widget.kind, widget);
  if (widget === undefined || box === null) return null;
  const copy = freeId(widget.kind, widgetIds(layout));
  return { layout: withWidgets(layout, page, (all) => [...all, { ...widget, ...box, id: copy }]), id: copy, box };
}

export function removed(layout: BoardLayout, page: string, id: string): BoardLayout {
  return withWidgets(layout, page, (widgets) => widgets.filter((widget) => widget.id !== id));
}

/** Tells a widget something else. */
export function told(layout: BoardLayout, page: string, id: string, options: Widget['options']): BoardLayout {
  return withWidgets(layout, page, (widgets) => widgets.map((widget) => (widget.id === id ? ({ ...widget, options } as Widget) : widget)));
}

/** Puts widgets where the boxes say. */
export function placed(layout: BoardLayout, page: string, boxes: ReadonlyMap<string, Box>): BoardLayout {
  return withWidgets(layout, page, (widgets) =>
    widgets.map((widget) => {
      const box = boxes.get(widget.id);
      return box === undefined ? widget : { ...widget, x: box.x, y: box.y, w: box.w, h: box.h };
    }),
  );
}

/** An empty page after the others. */
export function pageAdded(layout: BoardLayout): { layout: BoardLayout; id: string } {
  const id = freeId(`page-${layout.pages.length + 1}`, pageIds(layout));
  return { layout: { ...layout, pages: [...layout.pages, { id, name: null, stayS: STAY_S, widgets: [] }] }, id };
}

/** A page once more, after the first, its widgets under ids of their own. */
export function pageDuplicated(layout: BoardLayout, id: string): { layout: BoardLayout; id: string } {
  const at = layout.pages.findIndex((page) => page.id === id);
  const page = pageOf(layout, id);
  const copy = freeId(`page-${layout.pages.length + 1}`, pageIds(layout));
  const taken = widgetIds(layout);
  const widgets = page.widgets.map((widget) => {
    const own = freeId(widget.kind, taken);
    taken.add(own);
    return { ...widget, id: own };
  });
  return { layout: { ...layout, pages: layout.pages.toSpliced(at + 1, 0, { ...page, id: copy, widgets }) }, id: copy };
}

/** Without a page; the last one stays. */
export function pageRemoved(layout: BoardLayout, id: string): BoardLayout {
  return layout.pages.length === 1 ? layout : { ...layout, pages: layout.pages.filter((page) => page.id !== id) };
}

/** A page earlier (-1) or later (1) in the round. */
export function pageMoved(layout: BoardLayout, id: string, by: -1 | 1): BoardLayout {
  const at = layout.pages.findIndex((page) => page.id === id);
  const [page] = layout.pages.slice(at, at + 1);
  const to = at + by;
  if (page === undefined || to < 0 || to >= layout.pages.length) return layout;
  return { ...layout, pages: layout.pages.toSpliced(at, 1).toSpliced(to, 0, page) };
}

/** As it is saved: a phone and a reader go through a page in the order of its widgets. */
export function ordered(layout: BoardLayout): BoardLayout {
  return { ...layout, pages: layout.pages.map((page) => ({ ...page, widgets: inReadingOrder(page.widgets) })) };
}

/** A board with one empty page. */
export function emptyLayout(name: BoardLayout['name']): BoardLayout {
  const page = { id: 'page-1', name: null, stayS: STAY_S, widgets: [] };
  return { name, language: null, theme: 'dark', scale: 1, night: null, sound: true, pages: [page] };
}
