/**
 * The rules by which alarms are decided, as one document: what is looked at, where trouble begins and ends, when a rule rests, how it is heard.
 * Trouble begins at `at` and is over at `clear`, on its calm side; in between an alarm stays what it is.
 */
import { figureKind, figureProblem } from '../boards/options.ts';
import { nameSchema, type Scope, scopeSchema, windowSchema, wordsSchema } from '../boards/parts.ts';
import { v } from '../schema.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { hoursSchema } from './hours.ts';
import { ALARM_LEVELS, soundSchema } from './row.ts';

export const MAX_RULES = 200;
export const MAX_CONDITIONS = 8;

const durationSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HOUR_MS, 'is at most an hour, in milliseconds'));
const amountSchema = v.pipe(v.number(), v.finite());
const metricSchema = v.pipe(v.string(), v.maxLength(60));
export const sideSchema = v.picklist(['above', 'below']);
export type Side = v.InferOutput<typeof sideSchema>;

/** How long trouble must have lasted to be told, and calm to be believed: as long, where it is not said. */
const timesEntries = { forMs: durationSchema, clearForMs: v.optional(durationSchema) };
const levelSchema = v.nullable(v.strictObject({ at: amountSchema, clear: amountSchema, ...timesEntries }));
export type Level = NonNullable<v.InferOutput<typeof levelSchema>>;

/**
 * How `at` and `clear` are meant. value: in the unit of the metric · targets: so many times the target of the queue (of the floor, where it is not one
 * queue), on the line at most so many milliseconds · points: percentage points below the target of the service level, negative above it.
 */
export const meantSchema = v.variant('as', [
  v.strictObject({ as: v.literal('value') }),
  v.strictObject({
    as: v.literal('targets'),
    atMostOnTheLineMs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(DAY_MS))),
  }),
  v.strictObject({ as: v.literal('points') }),
]);

/** What must hold as well, of the same part of the floor. */
const conditionSchema = v.strictObject({ metric: metricSchema, window: v.nullable(windowSchema), side: sideSchema, at: amountSchema });
export type Condition = v.InferOutput<typeof conditionSchema>;

export const ruleIdSchema = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'must be of a to z, 0 to 9 and dashes, at most 60'));

const ruleEntries = {
  id: ruleIdSchema,
  /** Null: it goes by what it is about. The page asks for a name of whoever makes a new rule there; one without is whole all the same. */
  name: v.nullable(wordsSchema),
  enabled: v.boolean(),
  /** Outside of them the rule rests: nothing is raised, and what is open is closed. Null is always. */
  hours: v.nullable(hoursSchema),
  sound: v.nullable(soundSchema),
  /** The level from which on it is heard. */
  soundFrom: v.optional(v.picklist(ALARM_LEVELS), 'warn'),
};

const figureRuleSchema = v.pipe(
  v.strictObject({
    kind: v.literal('figure'),
    ...ruleEntries,
    /** `each`: every queue of the scope by itself, or every team for the figures of agents; without it the scope as one. */
    of: v.strictObject({ metric: metricSchema, scope: scopeSchema, window: v.nullable(windowSchema), each: v.boolean() }),
    side: sideSchema,
    meant: meantSchema,
    warn: levelSchema,
    critical: levelSchema,
    and: v.pipe(v.array(conditionSchema), v.maxLength(MAX_CONDITIONS, `has at most ${MAX_CONDITIONS} further conditions`)),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    const problem = dataset.typed ? problemOf(dataset.value) : null;
    if (problem !== null) addIssue({ message: problem });
  }),
);
export type FigureRule = v.InferOutput<typeof figureRuleSchema>;

/** `catching-up`: where no other source is up; of several one that catches up comes right by itself. `limited`: it is up, and may not tell everything. */
export const SOURCE_TROUBLES = ['down', 'catching-up', 'limited'] as const;

const sourceRuleSchema = v.strictObject({
  kind: v.literal('source'),
  ...ruleEntries,
  /** Null: every source. */
  names: v.nullable(v.pipe(v.array(nameSchema), v.minLength(1, 'needs a source; null is every one'), v.maxLength(100))),
  states: v.pipe(v.array(v.picklist(SOURCE_TROUBLES)), v.minLength(1, `needs a state: ${SOURCE_TROUBLES.join(', ')}`)),
  level: v.picklist(ALARM_LEVELS),
  ...timesEntries,
});
export type SourceRule = v.InferOutput<typeof sourceRuleSchema>;

export const ruleSchema = v.variant('kind', [figureRuleSchema, sourceRuleSchema]);
export type Rule = FigureRule | SourceRule;

export const rulesSchema = v.strictObject({
  rules: v.pipe(
    v.array(ruleSchema),
    v.maxLength(MAX_RULES, `there are at most ${MAX_RULES} rules`),
    v.check((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id'),
  ),
  /** Quiet hours: alarms are raised and shown, and not heard. */
  quiet: v.nullable(hoursSchema),
});
export type AlarmRules = v.InferOutput<typeof rulesSchema>;

/** What the rule speaks of one by one: each queue, each team, or the scope as one. */
export function eachOf({ metric, scope, each }: FigureRule['of']): 'queue' | 'team' | null {
  if (!each) return null;
  return scope.of === 'team' || figureKind(metric, scope) === 'agent' ? 'team' : 'queue';
}

/** What is wrong with a rule beyond its form, in a sentence that says what is allowed; null where nothing is. */
function problemOf(rule: FigureRule): string | null {
  const { metric, window, scope } = rule.of;
  if (scope.of === 'queue' && scope.id === null) return `rule "${rule.id}": its queue has no id; no screen chooses one for an alarm`;
  if (rule.warn === null && rule.critical === null) return `rule "${rule.id}" needs warn, critical or both`;
  for (const figure of [{ metric, window }, ...rule.and]) {
    const problem = figureProblem(figure.metric, subjectScope(rule), figure.window);
    if (problem !== null) return `rule "${rule.id}": ${problem}`;
  }
  const problem = meantProblem(rule) ?? levelsProblem(rule);
  return problem === null ? null : `rule "${rule.id}": ${problem}`;
}

/** A scope like those of which the rule will speak. */
export function subjectScope({ of }: FigureRule): Scope {
  const each = eachOf(of);
  if (each === 'queue') return { of: 'queue', id: 'each' };
  return each === 'team' ? { of: 'team', name: 'each' } : of.scope;
}

/** Waits have a target: those of this moment, and the mean, longest and other waits of a window. */
const WAITS: ReadonlySet<string> = new Set(['longest_waiting_ms', 'asa_ms', 'longest_wait_ms', 'wait_p50_ms', 'wait_p90_ms']);

/** True for a metric whose limits may be counted in targets. */
export const isInTargets = (metric: string): boolean => WAITS.has(metric);

function meantProblem({ of: { metric }, side, meant }: FigureRule): string | null {
  if (meant.as === 'targets' && !isInTargets(metric)) return `"${metric}" has no target to count in; allowed: ${[...WAITS].join(', ')}`;
  if (meant.as !== 'points') return null;
  if (!metric.startsWith('service_level')) return `"${metric}" has no target to be points away from; service_level has`;
  return side === 'below' ? null : 'points are counted below the target: side must be "below"';
}

/** Further into trouble is greater: points below a target count like a figure above a limit. */
export function inwards({ side, meant }: Pick<FigureRule, 'side' | 'meant'>): 1 | -1 {
  return side === 'above' || meant.as === 'points' ? 1 : -1;
}

function levelsProblem(rule: FigureRule): string | null {
  const sign = inwards(rule);
  for (const name of ALARM_LEVELS) {
    const level = rule[name];
    if (level !== null && sign * level.clear >= sign * level.at)
      return `${name}: clear must be ${sign > 0 ? 'less' : 'more'} than at (${level.at}), where it is calm again, and is ${level.clear}`;
    if (level !== null && rule.meant.as === 'targets' && level.clear < 0) return `${name}: clear must not be negative`;
  }
  const { warn, critical } = rule;
  if (warn === null || critical === null) return null;
  if (sign * warn.at > sign * critical.at) return `warn (at ${warn.at}) must not lie beyond critical (at ${critical.at})`;
  return sign * warn.clear > sign * critical.clear ? `warn must not be over (at ${warn.clear}) before critical is (at ${critical.clear})` : null;
}
