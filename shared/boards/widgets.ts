/** The kinds of widgets, what each may be told, and how small it may become. To add one: an entry here, and its view in the client's registry. */
import { v } from '../schema.ts';
import { figureProblem } from './options.ts';
import { nameSchema, scopeSchema, windowSchema, wordsSchema } from './parts.ts';

/** The grid of a page: columns and rows of equal size that fill the screen between the header and the strip. */
export const COLUMNS = 12;
export const ROWS = 24;

/** Columns that a table of queues may have. */
export const QUEUE_COLUMNS = [
  'waiting',
  'longest_waiting_ms',
  'service_level',
  'asa_ms',
  'abandoned',
  'abandon_rate',
  'answered',
  'offered',
  'aht_ms',
  'free_of',
  'in_conversation',
] as const;

export const FORMULAS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
export const AGENTS_BY = ['team', 'state', 'trouble'] as const;
export const AGENT_NAMES = ['full', 'initials', 'pseudonym'] as const;
/** `pseudonym`: a code in place of the name, of which nothing is on the page. */
const names = v.optional(v.picklist(AGENT_NAMES), 'full');
const flag = (otherwise: boolean) => v.optional(v.boolean(), otherwise);
/** How many lines at most; null: as many as have room. */
const lines = v.optional(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))), null);

/** Nobody waits in a team. */
const queueScope = v.pipe(
  scopeSchema,
  v.check(({ of }) => of !== 'team', 'a team has no queues'),
);

/** The time of agents is known of the floor, of a team and of a site. */
const agentScope = v.pipe(
  scopeSchema,
  v.check(({ of }) => of === 'floor' || of === 'team' || of === 'site', 'agents are of the floor, a team or a site'),
);

const isImage = (text: string) => /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/.test(text);
const IMAGE_MAX = 400_000;

const OPTIONS = {
  metric: v.pipe(
    v.strictObject({
      metric: v.string(),
      scope: scopeSchema,
      /** null: this moment. */
      window: v.nullable(windowSchema),
      /** In the unit of the metric: a count, milliseconds, or 0…1. null: that of the settings, where the metric has one there. */
      target: v.optional(v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))), null),
      /** Beneath the value, what it is made of, by channel. */
      byChannel: flag(false),
      /** What changed since the same time last week; of contacts over the day or the shift. */
      trend: flag(false),
      /** The quarters of the day so far as a line; of contacts. */
      spark: flag(false),
    }),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      const { metric, scope, window } = dataset.value;
      const message = figureProblem(metric, scope, window);
      if (message !== null) addIssue({ message });
    }),
  ),
  queues: v.strictObject({
    scope: scopeSchema,
    columns: v.pipe(
      v.array(v.picklist(QUEUE_COLUMNS)),
      v.minLength(1, 'needs a column'),
      v.check((columns) => new Set(columns).size === columns.length, 'has a column twice'),
    ),
    sort: v.optional(v.picklist(['trouble', 'settings']), 'trouble'),
  }),
  agents: v.strictObject({
    scope: scopeSchema,
    /** `trouble`: one list, who is over an allowance first. */
    by: v.optional(v.picklist(AGENTS_BY), 'team'),
    names,
  }),
  'agent-states': v.strictObject({ scope: agentScope }),
  intraday: v.strictObject({
    /** The whole floor where nothing is said. */
    scope: v.optional(queueScope, { of: 'floor' }),
  }),
  overruns: v.strictObject({ scope: scopeSchema, breaks: flag(true), wrapup: flag(true), lines, names }),
  'service-levels': v.strictObject({
    scope: scopeSchema,
    window: windowSchema,
    formulas: v.pipe(
      v.array(v.picklist(FORMULAS)),
      v.minLength(1, 'needs a formula'),
      v.maxLength(4, 'has at most four formulas'),
      v.check((formulas) => new Set(formulas).size === formulas.length, 'has a formula twice'),
    ),
  }),
  channels: v.strictObject({ window: windowSchema }),
  waiters: v.strictObject({ scope: queueScope, lines }),
  statutory: v.strictObject({ scope: scopeSchema, lines }),
  alarms: v.strictObject({ scope: scopeSchema, lines }),
  sources: v.strictObject({}),
  notices: v.strictObject({ lines }),
  clock: v.strictObject({ date: flag(true), hebrewDate: flag(true), shift: flag(true) }),
  text: v.strictObject({ text: wordsSchema, size: v.optional(v.picklist(['small', 'middle', 'large']), 'middle') }),
  image: v.strictObject({
    /** A picture as a data URL: what a wall shows comes from its own server. */
    source: v.pipe(
      v.string(),
      v.maxLength(IMAGE_MAX, `a picture has at most ${(IMAGE_MAX * 3) / 4} bytes`),
      v.check(isImage, 'a picture is a PNG, JPEG or WebP as data:image/…;base64,…'),
    ),
    /** What it shows, for whoever does not see it. */
    says: wordsSchema,
  }),
};

export type WidgetKind = keyof typeof OPTIONS;
export const WIDGET_KINDS = Object.keys(OPTIONS) as readonly WidgetKind[];

export type Size = { readonly w: number; readonly h: number };

/** In cells of the grid. `least`: smaller it cannot be read; `usual`: as it is put on a page. */
export const SIZES: Readonly<Record<WidgetKind, { readonly least: Size; readonly usual: Size }>> = {
  metric: { least: { w: 2, h: 3 }, usual: { w: 2, h: 4 } },
  queues: { least: { w: 4, h: 4 }, usual: { w: 8, h: 10 } },
  agents: { least: { w: 3, h: 4 }, usual: { w: 12, h: 10 } },
  'agent-states': { least: { w: 4, h: 7 }, usual: { w: 6, h: 10 } },
  intraday: { least: { w: 3, h: 6 }, usual: { w: 4, h: 10 } },
  overruns: { least: { w: 3, h: 4 }, usual: { w: 4, h: 8 } },
  'service-levels': { least: { w: 3, h: 4 }, usual: { w: 6, h: 6 } },
  channels: { least: { w: 3, h: 4 }, usual: { w: 4, h: 6 } },
  waiters: { least: { w: 3, h: 4 }, usual: { w: 4, h: 8 } },
  statutory: { least: { w: 3, h: 4 }, usual: { w: 4, h: 8 } },
  alarms: { least: { w: 4, h: 4 }, usual: { w: 6, h: 8 } },
  sources: { least: { w: 3, h: 3 }, usual: { w: 4, h: 5 } },
  notices: { least: { w: 3, h: 4 }, usual: { w: 4, h: 8 } },
  clock: { least: { w: 2, h: 3 }, usual: { w: 3, h: 4 } },
  text: { least: { w: 2, h: 1 }, usual: { w: 4, h: 3 } },
  image: { least: { w: 1, h: 1 }, usual: { w: 2, h: 4 } },
};

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer('must be a whole number'), v.minValue(least, `is at least ${least}`), v.maxValue(most, `is at most ${most}`));

/** Where on its page a widget is, in cells: the first column and row are 0, at the reading start and the top. */
const placed = {
  id: nameSchema,
  x: whole(0, COLUMNS - 1),
  y: whole(0, ROWS - 1),
  w: whole(1, COLUMNS),
  h: whole(1, ROWS),
};

function widgetOf<const K extends WidgetKind>(kind: K) {
  return v.strictObject({ kind: v.literal(kind), ...placed, options: OPTIONS[kind] });
}

export const widgetSchema = v.variant('kind', [
  widgetOf('metric'),
  widgetOf('queues'),
  widgetOf('agents'),
  widgetOf('agent-states'),
  widgetOf('intraday'),
  widgetOf('overruns'),
  widgetOf('service-levels'),
  widgetOf('channels'),
  widgetOf('waiters'),
  widgetOf('statutory'),
  widgetOf('alarms'),
  widgetOf('sources'),
  widgetOf('notices'),
  widgetOf('clock'),
  widgetOf('text'),
  widgetOf('image'),
]);
export type Widget = v.InferOutput<typeof widgetSchema>;
export type WidgetOf<K extends WidgetKind> = Extract<Widget, { kind: K }>;
