/** A board as people compose it: pages of widgets on a grid, its language and its look. Stored as versions, exported and imported as one file. */
import { v } from '../schema.ts';
import { nameSchema, wordsSchema } from './parts.ts';
import { COLUMNS, ROWS, SIZES, type Widget, widgetSchema } from './widgets.ts';

const MAX_PAGES = 12;
const MAX_WIDGETS = 40;
/** Hours and minutes of the site's clock. */
const timeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:30'));

const pageSchema = v.strictObject({
  id: nameSchema,
  name: v.optional(v.nullable(wordsSchema), null),
  /** How long the page stays before the next one comes, in seconds. */
  stayS: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(5, 'a page stays at least 5 s'), v.maxValue(3600, 'a page stays at most an hour')),
    30,
  ),
  widgets: v.pipe(
    v.array(widgetSchema),
    v.maxLength(MAX_WIDGETS, `a page has at most ${MAX_WIDGETS} widgets`),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) for (const message of placingProblems(dataset.value)) addIssue({ message });
    }),
  ),
});

export type BoardPage = v.InferOutput<typeof pageSchema>;

export const layoutSchema = v.strictObject({
  name: wordsSchema,
  /** null: the language of the site. */
  language: v.optional(v.nullable(v.picklist(['he', 'en'])), null),
  theme: v.optional(v.picklist(['dark', 'light']), 'dark'),
  /** 1 is meant for five metres on 55 inches; larger for a screen that hangs further away. */
  scale: v.optional(v.pipe(v.number(), v.minValue(0.8), v.maxValue(1.6)), 1),
  /** When the screen is dimmed, by the clock of the site, and to which share of its light. */
  night: v.optional(v.nullable(v.strictObject({ from: timeOfDay, to: timeOfDay, level: v.pipe(v.number(), v.minValue(0.2), v.maxValue(1)) })), null),
  /** Whether alarms are heard on screens of this board. */
  sound: v.optional(v.boolean(), true),
  pages: v.pipe(
    v.array(pageSchema),
    v.minLength(1, 'a board has at least one page'),
    v.maxLength(MAX_PAGES, `a board has at most ${MAX_PAGES} pages`),
    v.check((pages) => new Set(pages.map(({ id }) => id)).size === pages.length, 'two pages have the same id'),
    v.check((pages) => {
      const ids = pages.flatMap(({ widgets }) => widgets.map(({ id }) => id));
      return new Set(ids).size === ids.length;
    }, 'two widgets have the same id'),
  ),
});
export type BoardLayout = v.InferOutput<typeof layoutSchema>;

/** What is written before a layout that leaves as a file, so that another file is not taken for one. */
export const BOARD_FORMAT = 'moked.board.v1';

type Placed = Pick<Widget, 'id' | 'kind' | 'x' | 'y' | 'w' | 'h'>;

/** True where two widgets share a cell. */
export function overlap(a: Placed, b: Placed): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** What is wrong with where the widgets of a page are; empty where nothing is. */
function placingProblems(widgets: readonly Placed[]): string[] {
  const problems: string[] = [];
  for (const [i, widget] of widgets.entries()) {
    const { id, kind, x, y, w, h } = widget;
    const { least } = SIZES[kind];
    if (x + w > COLUMNS || y + h > ROWS) problems.push(`"${id}" reaches beyond the page of ${COLUMNS} × ${ROWS} cells`);
    if (w < least.w || h < least.h) problems.push(`"${id}" is ${w} × ${h} cells; a ${kind} has at least ${least.w} × ${least.h}`);
    for (const other of widgets.slice(i + 1)) if (overlap(widget, other)) problems.push(`"${id}" and "${other.id}" lie on each other`);
  }
  return problems;
}
