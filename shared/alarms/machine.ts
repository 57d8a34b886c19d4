/**
 * One alarm from its raising to its clearing: a pure step in time. Trouble must have lasted to be told, and calm to be believed; what is not known
 * holds everything where it is, and when it is known again the judgement begins anew. Everything in it is plain data: written down and read back
 * it goes on as if nothing had happened.
 */
import type { Verdict, Verdicts } from './judge.ts';
import type { AlarmLevel } from './row.ts';

/** Who has taken the alarm on; it holds up to this level. Instants here are milliseconds since 1970. */
export type Acknowledged = { readonly at: number; readonly by: string; readonly note: string; readonly level: AlarmLevel };

export type Alarm = {
  readonly id: string;
  readonly level: AlarmLevel;
  readonly raisedAt: number;
  readonly levelAt: number;
  /** Limit and value when the level was reached. */
  readonly limit: number | null;
  readonly value: number | null;
  readonly noDataSince: number | null;
  readonly acknowledged: Acknowledged | null;
};

/** Since when it is so without a break; null where it is not. */
type Since = Readonly<Record<AlarmLevel, number | null>>;

/** What is known of a rule and one of its subjects. */
export type Watch = { readonly trouble: Since; readonly calm: Since; readonly alarm: Alarm | null };

const NEVER: Since = { warn: null, critical: null };
/** Nothing is wrong, and nothing is beginning. */
export const IDLE: Watch = { trouble: NEVER, calm: NEVER, alarm: null };

export type Times = { readonly forMs: number; readonly clearForMs?: number | undefined };

/** What is seen of a subject at one moment. `times`: null for a level that the rule has not. */
export type Seen = {
  readonly verdicts: Verdicts;
  readonly times: Readonly<Record<AlarmLevel, Times | null>>;
  readonly value: number | null;
  readonly limits: Readonly<Record<AlarmLevel, number | null>>;
};

export const CHANGES = ['raised', 'escalated', 'eased', 'cleared', 'no data', 'data again', 'acknowledged', 'rule changed'] as const;
export type Change = (typeof CHANGES)[number];

/** Why an alarm was cleared. `calm`: the figure came back; the others say that nobody looks at it any more. */
export const CLEARED_BECAUSE = ['calm', 'rule rests', 'rule off', 'rule deleted', 'rule changed', 'subject gone'] as const;
export type ClearedBecause = (typeof CLEARED_BECAUSE)[number];

/** What happened to an alarm: a line of its history. `alarm`: as it stands after it, or stood at last. */
export type Transition = {
  readonly change: Change;
  readonly at: number;
  readonly alarm: Alarm;
  /** The value now; null where it is not known, or there is nothing to measure. */
  readonly value: number | null;
  readonly why: ClearedBecause | null;
};

const RANK: Readonly<Record<AlarmLevel, number>> = { warn: 1, critical: 2 };

/** True where `level` is beyond `other`. */
export function isBeyond(level: AlarmLevel, other: AlarmLevel | null): boolean {
  return RANK[level] > (other === null ? 0 : RANK[other]);
}

/** One look at the subject. @param now milliseconds since 1970; where the clock was set back, what had begun begins anew */
export function step(
  watch: Watch,
  seen: Seen,
  now: number,
  newId: () => string,
): { readonly watch: Watch; readonly transitions: readonly Transition[] } {
  const { verdicts, value } = seen;
  if (verdicts.warn === 'unknown' || verdicts.critical === 'unknown') return unknown(watch, now);
  const transitions: Transition[] = [];
  let { alarm } = watch;
  const tell = (change: Change, after: Alarm, why: ClearedBecause | null = null) => transitions.push({ change, at: now, alarm: after, value, why });
  if (alarm !== null && alarm.noDataSince !== null) {
    alarm = { ...alarm, noDataSince: null };
    tell('data again', alarm);
  }
  const trouble = lasting(watch.trouble, verdicts, 'trouble', now);
  const calm = lasting(watch.calm, verdicts, 'calm', now);
  const level = nextLevel(alarm?.level ?? null, { trouble, calm }, seen, now);
  if (alarm === null && level === null) return { watch: { trouble, calm: NEVER, alarm: null }, transitions };
  if (level === null) {
    if (alarm !== null) tell('cleared', alarm, 'calm');
    return { watch: { trouble, calm: NEVER, alarm: null }, transitions };
  }
  if (alarm === null) {
    alarm = { id: newId(), level, raisedAt: now, levelAt: now, limit: seen.limits[level], value, noDataSince: null, acknowledged: null };
    tell('raised', alarm);
  } else if (alarm.level !== level) {
    const isHigher = isBeyond(level, alarm.level);
    const acknowledged = alarm.acknowledged !== null && !isBeyond(level, alarm.acknowledged.level) ? alarm.acknowledged : null;
    alarm = { ...alarm, level, levelAt: now, limit: seen.limits[level], value, acknowledged };
    tell(isHigher ? 'escalated' : 'eased', alarm);
  }
  return { watch: { trouble, calm, alarm }, transitions };
}

function unknown({ alarm }: Watch, now: number): { watch: Watch; transitions: Transition[] } {
  if (alarm === null) return { watch: IDLE, transitions: [] };
  if (alarm.noDataSince !== null) return { watch: { ...IDLE, alarm }, transitions: [] };
  const held = { ...alarm, noDataSince: now };
  return { watch: { ...IDLE, alarm: held }, transitions: [{ change: 'no data', at: now, alarm: held, value: null, why: null }] };
}

function lasting(since: Since, verdicts: Verdicts, wanted: Verdict, now: number): Since {
  const of = (level: AlarmLevel) => (verdicts[level] === wanted ? Math.min(since[level] ?? now, now) : null);
  return { warn: of('warn'), critical: of('critical') };
}

function nextLevel(level: AlarmLevel | null, { trouble, calm }: Pick<Watch, 'trouble' | 'calm'>, { times }: Seen, now: number): AlarmLevel | null {
  const isReached = (of: AlarmLevel) => lasted(trouble[of], times[of]?.forMs ?? null, now);
  // A level that the rule has no more is over at once.
  const isOver = (of: AlarmLevel) => times[of] === null || lasted(calm[of], clearForMs(times[of]), now);
  const reached = isReached('critical') ? 'critical' : isReached('warn') ? 'warn' : null;
  if (reached !== null && isBeyond(reached, level)) return reached;
  if (level === 'critical' && isOver('critical')) return isOver('warn') ? null : 'warn';
  return level === 'warn' && isOver('warn') ? null : level;
}

const clearForMs = ({ forMs, clearForMs = forMs }: Times) => clearForMs;

function lasted(since: number | null, ms: number | null, now: number): boolean {
  return since !== null && ms !== null && now - since >= ms;
}

/** Someone takes the alarm on, at the level that it has. */
export function acknowledge(
  watch: Watch & { readonly alarm: Alarm },
  by: string,
  note: string,
  now: number,
): { watch: Watch; transition: Transition } {
  const alarm = { ...watch.alarm, acknowledged: { at: now, by, note, level: watch.alarm.level } };
  return { watch: { ...watch, alarm }, transition: { change: 'acknowledged', at: now, alarm, value: null, why: null } };
}

/** Nobody looks at it any more. */
export function close(alarm: Alarm, why: ClearedBecause, now: number): Transition {
  return { change: 'cleared', at: now, alarm, value: null, why };
}
