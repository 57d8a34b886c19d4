/** A rule while it is edited: what may be chosen, how amounts are typed, and faults in words. An empty field of a number is NaN. */
import { type RuleFault, type RuleFaultCode, ruleFaults } from '../../shared/alarms/rule-faults.ts';
import { type FigureRule, isInTargets, type Level, type Rule } from '../../shared/alarms/rules.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { aboutMetric } from '../board/figure.ts';
import { answerable } from '../editor/choices.ts';
import type { Word } from './words.ts';

/** A rule that says nothing in particular yet. */
export function blankRule(taken: readonly string[]): FigureRule {
  let number = taken.length + 1;
  while (taken.includes(`rule-${number}`)) number += 1;
  return {
    kind: 'figure',
    id: `rule-${number}`,
    name: null,
    enabled: true,
    hours: null,
    of: { metric: 'waiting', scope: { of: 'floor' }, window: null, each: true },
    side: 'above',
    meant: { as: 'value' },
    warn: { at: 10, clear: 7, forMs: 5 * SECOND_MS },
    critical: null,
    and: [],
    sound: null,
    soundFrom: 'warn',
  };
}

/** The rule about figures, or about sources; what both have stays. */
export function ofKind(rule: Rule, kind: Rule['kind']): Rule {
  if (rule.kind === kind) return rule;
  const { id, name, enabled, hours, sound } = rule;
  const same = { id, name, enabled, hours, sound, soundFrom: 'warn' } as const;
  if (kind === 'figure') return { ...blankRule([]), ...same };
  return { kind, ...same, names: null, states: ['down'], level: 'warn', forMs: 10 * SECOND_MS, clearForMs: 3 * SECOND_MS };
}

/** As a number is typed: a time in seconds, a share in per cent. */
const TIMES = { count: 1, ms: SECOND_MS, ratio: 0.01 } as const;
const round = (value: number) => Math.round(value * 1e6) / 1e6;

/** By what a typed limit of the rule is multiplied to be kept. */
export function timesOf({ of, meant }: Pick<FigureRule, 'of' | 'meant'>): number {
  return meant.as === 'value' ? TIMES[aboutMetric(of.metric, of.scope)?.unit ?? 'count'] : 1;
}

export const typedOf = (kept: number, times: number): number | null => (Number.isNaN(kept) ? null : round(kept / times));
export const keptOf = (typed: number | null, times: number): number => (typed === null ? Number.NaN : round(typed * times));

/** How limits of a metric may be meant. */
export function meantChoices({ of: { metric } }: FigureRule): FigureRule['meant']['as'][] {
  if (isInTargets(metric)) return ['value', 'targets'];
  return metric.startsWith('service_level') ? ['value', 'points'] : ['value'];
}

/** The rule about something else: limits that mean nothing to it are begun anew. */
export function about(rule: FigureRule, change: Partial<FigureRule['of']>): FigureRule {
  const wanted = { ...rule.of, ...change };
  const of = { ...answerable(wanted), each: wanted.each };
  if (of.metric === rule.of.metric) return { ...rule, of };
  const and = rule.and.filter(({ metric, window }) => answerable({ metric, scope: of.scope, window }).metric === metric);
  return { ...rule, of, and, meant: { as: 'value' }, warn: begun(rule.warn), critical: begun(rule.critical) };
}

const begun = (level: Level | null): Level | null => (level === null ? null : { ...level, at: Number.NaN, clear: Number.NaN });

/** A name in one language at least, or none. */
export const named = <R extends Rule>(rule: R): R => ({ ...rule, name: isNamed(rule) ? rule.name : null });

const isNamed = ({ name }: Rule) => name !== null && (name.he + name.en).trim() !== '';

type DraftFault = Omit<RuleFault, 'is'> & { readonly is: RuleFaultCode | 'unnamed' };

/**
 * What keeps a rule from being saved, by field. A new one needs a name as well: it comes filled in, and whoever only opened it has not said yet what he
 * wants. One that is stored without a name is called by what it is about.
 */
export function draftFaults(rule: Rule, isNew: boolean): readonly DraftFault[] {
  const faults = ruleFaults(rule);
  return isNew && !isNamed(rule) ? [{ field: 'name', is: 'unnamed' }, ...faults] : faults;
}

/** What is wrong with a field, in words. */
export const FAULT_WORDS: Readonly<Record<DraftFault['is'], Word>> = {
  unnamed: 'faultUnnamed',
  days: 'faultDays',
  hours: 'faultHours',
  manyHours: 'faultManyHours',
  seconds: 'faultSeconds',
  times: 'faultTimes',
  name: 'faultName',
  states: 'faultStates',
  names: 'faultNames',
  duration: 'faultDuration',
  number: 'faultNumber',
  noLevel: 'faultNoLevel',
  clear: 'faultClear',
  beyond: 'faultBeyond',
  clearOrder: 'faultClearOrder',
  figure: 'faultFigure',
  queue: 'faultQueue',
  conditions: 'faultConditions',
};
