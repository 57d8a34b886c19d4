/** A rule while it is edited: what may be chosen, how amounts are typed, and what is wrong with it by its field. An empty field of a number is NaN. */
import type { Hours } from '../../shared/alarms/hours.ts';
import { ALARM_LEVELS } from '../../shared/alarms/row.ts';
import { type FigureRule, inwards, isInTargets, type Level, type Rule } from '../../shared/alarms/rules.ts';
import { HOUR_MS, SECOND_MS } from '../../shared/time.ts';
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

export type Fault = { readonly field: string; readonly of: Word };

const TIME = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** What is wrong with spans of hours; the field is `name` with their place. */
export function hoursFaults(hours: Hours | null, name: string): Fault[] {
  return (hours ?? []).flatMap(({ days, from, to }, i): Fault[] => {
    if (days.length === 0) return [{ field: `${name}.${i}`, of: 'faultDays' }];
    return TIME.test(from) && TIME.test(to) && from < to ? [] : [{ field: `${name}.${i}`, of: 'faultHours' }];
  });
}

/** What is wrong, by field. The server looks again, and knows more. */
export function faultsOf(rule: Rule): Fault[] {
  const faults = hoursFaults(rule.hours, 'hours');
  if (rule.sound?.mode === 'seconds' && !(rule.sound.seconds >= 1 && rule.sound.seconds <= 600)) faults.push({ field: 'sound', of: 'faultSeconds' });
  if (rule.sound?.mode === 'times' && !(rule.sound.times >= 2 && rule.sound.times <= 100)) faults.push({ field: 'sound', of: 'faultTimes' });
  if (rule.kind === 'source') {
    if (rule.states.length === 0) faults.push({ field: 'states', of: 'faultStates' });
    if (!isDuration(rule.forMs)) faults.push({ field: 'forMs', of: 'faultDuration' });
    return faults;
  }
  return [
    ...faults,
    ...levelFaults(rule),
    ...rule.and.flatMap(({ at }, i) => (Number.isNaN(at) ? [{ field: `and.${i}`, of: 'faultNumber' } as const] : [])),
  ];
}

const isDuration = (ms: number | undefined) => ms === undefined || (ms >= 0 && ms <= HOUR_MS);

function levelFaults(rule: FigureRule): Fault[] {
  const { warn, critical } = rule;
  if (warn === null && critical === null) return [{ field: 'warn', of: 'faultNoLevel' }];
  const sign = inwards(rule);
  const faults = ALARM_LEVELS.flatMap((name): Fault[] => {
    const level = rule[name];
    if (level === null) return [];
    const found: Fault[] = [];
    if (Number.isNaN(level.at)) found.push({ field: `${name}.at`, of: 'faultNumber' });
    if (Number.isNaN(level.clear)) found.push({ field: `${name}.clear`, of: 'faultNumber' });
    if (sign * level.clear >= sign * level.at) found.push({ field: `${name}.clear`, of: 'faultClear' });
    if (!isDuration(level.forMs)) found.push({ field: `${name}.forMs`, of: 'faultDuration' });
    if (!isDuration(level.clearForMs)) found.push({ field: `${name}.clearForMs`, of: 'faultDuration' });
    return found;
  });
  if (warn === null || critical === null) return faults;
  if (sign * warn.at > sign * critical.at) faults.push({ field: 'critical.at', of: 'faultBeyond' });
  if (sign * warn.clear > sign * critical.clear) faults.push({ field: 'critical.clear', of: 'faultClearOrder' });
  return faults;
}
