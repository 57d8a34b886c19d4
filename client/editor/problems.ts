/** What is not right with a draft, by the page, the widget and the field that it is about. The schema decides; here it is told where, and in words. */
import { type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { type Widget, widgetSchema } from '../../shared/boards/widgets.ts';
import { v } from '../../shared/schema.ts';
import { type Word, word } from './words.ts';

export type Problem = {
  /** null: of the board. */
  readonly page: string | null;
  /** null: of the page, or of the board. */
  readonly widget: string | null;
  /** `name`, `options.columns`; empty where it is no field's. */
  readonly field: string;
  /** In English, as the schema says it. */
  readonly message: string;
};

/** Everything that keeps a draft from being saved; empty where nothing does. */
export function problemsOf(layout: BoardLayout): Problem[] {
  const checked = v.safeParse(layoutSchema, layout, { abortEarly: false });
  if (checked.success) return [];
  return checked.issues.map(({ path, message }) => {
    const keys = (path ?? []).map(({ key }) => key as string | number);
    const page = keys[0] === 'pages' ? layout.pages[Number(keys[1])] : undefined;
    const widget = keys[2] === 'widgets' ? page?.widgets[Number(keys[3])] : undefined;
    const rest = widget !== undefined ? keys.slice(4) : page !== undefined ? keys.slice(2) : keys;
    return { page: page?.id ?? null, widget: widget?.id ?? null, field: rest.join('.'), message };
  });
}

/** True for a widget that can be drawn as it is. */
export function isWhole(widget: Widget): boolean {
  return v.safeParse(widgetSchema, widget).success;
}

const TEXTS: readonly (readonly [RegExp, Word])[] = [
  [/^needs a text in/, 'wrongNoText'],
  [/^must not be empty$/, 'wrongEmpty'],
  [/^has at most \d+ characters$/, 'wrongTooLong'],
  [/^needs a channel$/, 'wrongNoChannel'],
  [/^needs a column$/, 'wrongNoColumn'],
  [/^needs a formula$/, 'wrongNoFormula'],
  [/^a page stays at (least|most)/, 'wrongStay'],
  [/^must be a time of day/, 'wrongTime'],
  [/^a picture is a/, 'wrongNoPicture'],
  [/^a picture has at most/, 'wrongLargePicture'],
  [/^a page has at most/, 'wrongManyWidgets'],
  [/^a board has at most/, 'wrongManyPages'],
  [/lie on each other$|reaches beyond the page/, 'wrongPlace'],
  [/^Invalid (type|value)/, 'wrongNumber'],
];

/** In the language of the page; what nobody foresaw stands as the schema says it. */
export function problemText(message: string): string {
  const known = TEXTS.find(([pattern]) => pattern.test(message));
  return known === undefined ? message : word(known[1]);
}
