/** What is wrong with a rule, by its field: one list for the page, before anything is sent, and for the server. Pure. An amount that is missing is NaN. */
import { figureProblem } from '../boards/options.ts';
import { HOUR_MS } from '../time.ts';
import type { Hours } from './hours.ts';
import { ALARM_LEVELS } from './row.ts';
import { type FigureRule, inwards, type Level, MAX_CONDITIONS, type Rule, subjectScope } from './rules.ts';

export const RULE_FAULTS = [
  'days',
  'hours',
  'manyHours',
  'seconds',
  'times',
  'name',
  'unnamed',
  'states',
  'names',
  'duration',
  'number',
  'noLevel',
  'clear',
  'beyond',
  'clearOrder',
  'figure',
  'queue',
  'conditions',
] as const;
export type RuleFaultCode = (typeof RULE_FAULTS)[number];
/** `field` as it is written in the rule, such as `warn.clear`. */
export type RuleFault = { readonly field: string; readonly is: RuleFaultCode };

const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const SPANS_MAX = 50;
const NAME_MAX = 500;

/** What is wrong with spans of hours; the field is `name` with their place. */
export function hoursFaults(hours: Hours | null, name: string): RuleFault[] {
  const faults = (hours ?? []).flatMap(({ days, from, to }, i): RuleFault[] => {
    if (days.length === 0) return [{ field: `${name}.${i}`, is: 'days' }];
    return TIME.test(from) && TIME.test(to) && from < to ? [] : [{ field: `${name}.${i}`, is: 'hours' }];
  });
  return (hours ?? []).length > SPANS_MAX ? [...faults, { field: `${name}.${SPANS_MAX}`, is: 'manyHours' }] : faults;
}

/** What is wrong, by field; none in a rule that the server takes. */
export function ruleFaults(rule: Rule): RuleFault[] {
  const faults = hoursFaults(rule.hours, 'hours');
  const { sound, name } = rule;
  if (sound?.mode === 'seconds' && !(sound.seconds >= 1 && sound.seconds <= 600)) faults.push({ field: 'sound', is: 'seconds' });
  if (sound?.mode === 'times' && !(sound.times >= 2 && sound.times <= 100)) faults.push({ field: 'sound', is: 'times' });
  if (name !== null && Math.max(name.he.length, name.en.length) > NAME_MAX) faults.push({ field: 'name', is: 'name' });
  if (rule.kind === 'figure') return [...faults, ...figureFaults(rule), ...levelFaults(rule)];
  if (rule.states.length === 0) faults.push({ field: 'states', is: 'states' });
  if (rule.names?.length === 0) faults.push({ field: 'names', is: 'names' });
  for (const field of ['forMs', 'clearForMs'] as const) if (!isDuration(rule[field])) faults.push({ field, is: 'duration' });
  return faults;
}

const isDuration = (ms: number | undefined) => ms === undefined || (ms >= 0 && ms <= HOUR_MS);

function figureFaults(rule: FigureRule): RuleFault[] {
  const { of, and } = rule;
  if (of.scope.of === 'queue' && of.scope.id === null) return [{ field: 'scope', is: 'queue' }];
  const isTold = (metric: string, window: FigureRule['of']['window']) => figureProblem(metric, subjectScope(rule), window) === null;
  const faults: RuleFault[] = isTold(of.metric, of.window) ? [] : [{ field: 'metric', is: 'figure' }];
  for (const [i, { metric, window, at }] of and.entries()) {
    if (!isTold(metric, window)) faults.push({ field: `and.${i}`, is: 'figure' });
    else if (Number.isNaN(at)) faults.push({ field: `and.${i}`, is: 'number' });
  }
  return and.length > MAX_CONDITIONS ? [...faults, { field: `and.${MAX_CONDITIONS}`, is: 'conditions' }] : faults;
}

function levelFaults(rule: FigureRule): RuleFault[] {
  const { warn, critical } = rule;
  if (warn === null && critical === null) return [{ field: 'warn', is: 'noLevel' }];
  const sign = inwards(rule);
  const faults = ALARM_LEVELS.flatMap((name) => (rule[name] === null ? [] : oneLevelFaults(rule[name], sign, name)));
  if (warn === null || critical === null) return faults;
  if (sign * warn.at > sign * critical.at) faults.push({ field: 'critical.at', is: 'beyond' });
  if (sign * warn.clear > sign * critical.clear) faults.push({ field: 'critical.clear', is: 'clearOrder' });
  return faults;
}

function oneLevelFaults(level: Level, sign: 1 | -1, name: string): RuleFault[] {
  const found: RuleFault[] = [];
  if (Number.isNaN(level.at)) found.push({ field: `${name}.at`, is: 'number' });
  if (Number.isNaN(level.clear)) found.push({ field: `${name}.clear`, is: 'number' });
  if (sign * level.clear >= sign * level.at) found.push({ field: `${name}.clear`, is: 'clear' });
  for (const field of ['forMs', 'clearForMs'] as const) if (!isDuration(level[field])) found.push({ field: `${name}.${field}`, is: 'duration' });
  return found;
}
