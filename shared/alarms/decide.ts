/** All rules looked at once: every alarm a step on, and what happened. Pure; whoever keeps the watches calls it each second. */

import { toIso } from '../time.ts';
import type { Hours } from './hours.ts';
import { judge, type Limit, limitOf } from './judge.ts';
import { Look, type Sight } from './look.ts';
import { close, IDLE, type Seen, step, type Transition, type Watch } from './machine.ts';
import type { AlarmLevel, AlarmRow, AlarmSubject } from './row.ts';
import type { AlarmRules, FigureRule, Rule, SourceRule } from './rules.ts';

/** Alarms that are open at most. Whoever has so many reads none of them, and every wall carries them all. */
export const MAX_OPEN = 1000;
/** Figures and conditions that are looked at at most, each of each subject: some fifty milliseconds a second. */
export const MAX_LOOKED_AT = 10_000;

/** A rule as it was when last looked at, and one of its subjects. */
export type Watched = { readonly rule: Rule; readonly subject: AlarmSubject; readonly watch: Watch };
/** By rule and subject (`watchKey`); of those that are idle nothing is kept. */
export type Watches = ReadonlyMap<string, Watched>;
/** What happened to an alarm, of which rule and subject. */
export type Told = Pick<Watched, 'rule' | 'subject'> & Transition;

export type Decided = {
  readonly watches: Watches;
  readonly told: readonly Told[];
  /** Places (`watchKey`) of alarms that were not raised because too many are open, and rules for whose subjects there was no room. */
  readonly refused: readonly string[];
  readonly passedOver: readonly string[];
};

export type DecideOptions = {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly newId: () => string;
  /** True where the clock of the site reads a time within the hours. */
  readonly isWithin: (hours: Hours) => boolean;
};

/** The place of a rule's subject among the watches. */
export function watchKey(rule: string, subject: AlarmSubject): string {
  if (subject.of === 'source') return `${rule} source ${subject.name}`;
  const { metric, window, scope } = subject;
  return scope.of === 'queue' ? `${rule} ${metric} ${window} queue ${scope.id}` : `${rule} ${metric} ${window} ${JSON.stringify(scope)}`;
}

/** A step for every rule and each of its subjects. */
export function decide(rules: AlarmRules, sight: Sight, watches: Watches, options: DecideOptions): Decided {
  const { now, newId, isWithin } = options;
  const look = new Look(sight, now);
  const passedOver: string[] = [];
  let lookedAt = 0;
  const due: { key: string; rule: Rule; subject: AlarmSubject }[] = [];
  for (const rule of rules.rules) {
    if (!rule.enabled || (rule.hours !== null && !isWithin(rule.hours))) continue;
    const subjects = subjectsOf(rule, look, sight);
    const readings = subjects.length * (rule.kind === 'figure' ? 1 + rule.and.length : 1);
    if (lookedAt + readings > MAX_LOOKED_AT) {
      passedOver.push(rule.id);
      continue;
    }
    lookedAt += readings;
    for (const subject of subjects) due.push({ key: watchKey(rule.id, subject), rule, subject });
  }
  for (const { rule, subject } of due) {
    if (rule.kind === 'source' || subject.of === 'source') continue;
    for (const figure of [rule.of, ...rule.and]) look.willRead(subject.scope, figure);
  }
  look.lookUp();
  const kept = new Map<string, Watched>();
  const told: Told[] = [];
  const looked = new Set<string>();
  let open = 0;
  const refused: string[] = [];
  for (const { watch } of watches.values()) if (watch.alarm !== null) open += 1;
  for (const { key, rule, subject } of due) {
    looked.add(key);
    const before = adapt(watches.get(key), rule, now, told);
    const seen = rule.kind === 'source' ? sourceSeen(rule, subject, look, sight) : figureSeen(rule, subject, look);
    // Most of a floor is calm: nothing was, and nothing begins.
    if (before === IDLE && seen.verdicts.warn !== 'trouble' && seen.verdicts.critical !== 'trouble') continue;
    const after = step(before, seen, now, newId);
    if (before.alarm === null && after.watch.alarm !== null && open >= MAX_OPEN) {
      refused.push(key);
      continue;
    }
    if (before.alarm === null && after.watch.alarm !== null) open += 1;
    for (const transition of after.transitions) told.push({ rule, subject, ...transition });
    if (!isIdle(after.watch)) kept.set(key, { rule, subject, watch: after.watch });
  }
  for (const [key, watched] of watches) {
    if (looked.has(key)) continue;
    if (passedOver.includes(watched.rule.id)) kept.set(key, watched);
    else if (watched.watch.alarm !== null) told.push({ ...watched, ...close(watched.watch.alarm, whyNot(watched.rule, rules, isWithin), now) });
  }
  return { watches: kept, told, refused, passedOver };
}

const isIdle = ({ trouble, calm, alarm }: Watch) =>
  alarm === null && trouble.warn === null && trouble.critical === null && calm.warn === null && calm.critical === null;

/** An alarm whose rule was changed goes on by the new one, judged anew, and says so. */
function adapt(watched: Watched | undefined, rule: Rule, at: number, told: Told[]): Watch {
  if (watched === undefined) return IDLE;
  const { watch, subject } = watched;
  if (watched.rule === rule || isSameRule(watched.rule, rule)) return watch;
  if (watch.alarm !== null) told.push({ rule, subject, change: 'rule changed', at, alarm: watch.alarm, value: null, why: null });
  return { ...IDLE, alarm: watch.alarm };
}

/** True for two rules that say the same, in whatever order their parts stand. */
export function isSameRule(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const parts = new Map(Object.entries(b));
  const mine = Object.entries(a);
  return mine.length === parts.size && mine.every(([key, part]) => parts.has(key) && isSameRule(part, parts.get(key)));
}

function whyNot(rule: Rule, { rules }: AlarmRules, isWithin: DecideOptions['isWithin']) {
  const now = rules.find(({ id }) => id === rule.id);
  if (now === undefined) return 'rule deleted';
  if (!now.enabled) return 'rule off';
  if (now.hours !== null && !isWithin(now.hours)) return 'rule rests';
  return isSameRule(now, rule) ? 'subject gone' : 'rule changed';
}

function subjectsOf(rule: Rule, look: Look, sight: Sight): AlarmSubject[] {
  if (rule.kind === 'figure') {
    const { metric, window } = rule.of;
    return look.scopes(rule).map((scope) => ({ of: 'figure', metric, scope, window }));
  }
  const names = sight.sources.map(({ name }) => name).filter((name) => rule.names === null || rule.names.includes(name));
  return [...new Set(names)].map((name) => ({ of: 'source', name }));
}

function sourceSeen({ states, level, forMs, clearForMs }: SourceRule, subject: AlarmSubject, look: Look, sight: Sight): Seen {
  const isTrouble = sight.sources.some((source) => subject.of === 'source' && source.name === subject.name && look.isInTrouble(source, states));
  const verdict = isTrouble ? 'trouble' : 'calm';
  const of = <T>(mine: T, other: T): Readonly<Record<AlarmLevel, T>> =>
    level === 'warn' ? { warn: mine, critical: other } : { warn: other, critical: mine };
  return { verdicts: of(verdict, 'calm'), times: of({ forMs, clearForMs }, null), value: null, limits: { warn: null, critical: null } };
}

function figureSeen(rule: FigureRule, subject: AlarmSubject, look: Look): Seen {
  // A rule of figures has subjects of figures: the other kind has none to be looked at.
  const scope = subject.of === 'figure' ? subject.scope : rule.of.scope;
  const reading = look.read(scope, rule.of);
  const also = rule.and.map((condition) => look.read(scope, condition));
  const measures = look.measures(scope);
  const limits: Record<AlarmLevel, Limit | null> = {
    warn: rule.warn === null ? null : limitOf(rule, rule.warn, measures),
    critical: rule.critical === null ? null : limitOf(rule, rule.critical, measures),
  };
  return {
    verdicts: { warn: judge(rule, limits.warn, reading, also), critical: judge(rule, limits.critical, reading, also) },
    times: { warn: rule.warn, critical: rule.critical },
    value: typeof reading === 'number' ? reading : null,
    limits: { warn: limits.warn?.at ?? null, critical: limits.critical?.at ?? null },
  };
}

/** The alarm as walls have it; null where there is none. @param isQuiet it is the hour for silence */
export function rowOf({ rule, subject, watch: { alarm } }: Watched, isQuiet: boolean): AlarmRow | null {
  if (alarm === null) return null;
  const { id, level, limit, value, acknowledged } = alarm;
  const isHeard = !isQuiet && (rule.soundFrom === 'warn' || level === 'critical');
  return {
    id,
    rule: rule.id,
    name: rule.name,
    level,
    subject,
    side: rule.kind === 'figure' ? rule.side : null,
    limit,
    value,
    raisedAt: toIso(alarm.raisedAt),
    levelAt: toIso(alarm.levelAt),
    noDataSince: alarm.noDataSince === null ? null : toIso(alarm.noDataSince),
    acknowledged: acknowledged === null ? null : { at: toIso(acknowledged.at), by: acknowledged.by, note: acknowledged.note },
    sound: isHeard ? rule.sound : null,
  };
}
