/** Alarms between the fold of time and the tables: what is written of one, and one as it is read back. */
import type { AlarmRecord, TransitionRecord } from '../../db/alarms.ts';
import type { Watched } from '../../shared/alarms/decide.ts';
import { type Alarm, type ClearedBecause, IDLE, type Transition } from '../../shared/alarms/machine.ts';
import { ALARM_LEVELS, subjectSchema } from '../../shared/alarms/row.ts';
import { ruleSchema } from '../../shared/alarms/rules.ts';
import { parse, v } from '../../shared/schema.ts';

export type Entry = { readonly alarm: AlarmRecord; readonly transition: TransitionRecord };

/** What is written of something that happened. @param number its place in the history of the alarm */
export function entryOf({ rule, subject }: Pick<Watched, 'rule' | 'subject'>, transition: Transition, number: number): Entry {
  const { alarm, change, at, value, why } = transition;
  const isAcknowledgement = change === 'acknowledged';
  const cleared = change === 'cleared' ? { clearedAt: at, clearedWhy: why } : { clearedAt: null, clearedWhy: null };
  return {
    alarm: { ...recordOf(alarm), ...cleared, ruleId: rule.id, rule, subject },
    transition: {
      alarmId: alarm.id,
      number,
      at,
      change,
      level: alarm.level,
      limit: alarm.limit,
      value,
      why,
      by: isAcknowledgement ? (alarm.acknowledged?.by ?? null) : null,
      note: isAcknowledgement ? (alarm.acknowledged?.note ?? null) : null,
    },
  };
}

function recordOf({ id, level, limit, value, raisedAt, levelAt, noDataSince, acknowledged }: Alarm) {
  return {
    id,
    level,
    limit,
    value,
    raisedAt,
    levelAt,
    noDataSince,
    acknowledgedAt: acknowledged?.at ?? null,
    acknowledgedBy: acknowledged?.by ?? null,
    acknowledgedNote: acknowledged?.note ?? null,
    acknowledgedLevel: acknowledged?.level ?? null,
  };
}

const levelSchema = v.picklist(ALARM_LEVELS);
const storedSchema = v.object({ rule: ruleSchema, subject: subjectSchema, level: levelSchema, acknowledgedLevel: v.nullable(levelSchema) });

/** An open alarm as it is read; null where its rule or its subject says nothing to this Moked. */
export function watchedOf(record: AlarmRecord): (Watched & { readonly alarm: Alarm }) | null {
  const { rule, subject, level, acknowledgedLevel } = record;
  const read = parse(storedSchema, { rule, subject, level, acknowledgedLevel });
  if (!read.ok) return null;
  const { id, limit, value, raisedAt, levelAt, noDataSince, acknowledgedAt, acknowledgedBy, acknowledgedNote } = record;
  const stored = read.value;
  const acknowledged =
    acknowledgedAt === null || acknowledgedBy === null || stored.acknowledgedLevel === null
      ? null
      : { at: acknowledgedAt, by: acknowledgedBy, note: acknowledgedNote ?? '', level: stored.acknowledgedLevel };
  const alarm: Alarm = { id, level: stored.level, limit, value, raisedAt, levelAt, noDataSince, acknowledged };
  return { rule: stored.rule, subject: stored.subject, watch: { ...IDLE, alarm }, alarm };
}

/** What is written of an open alarm that cannot be read: it is closed, since nobody would ever clear it. */
export function abandonedEntry(record: AlarmRecord, number: number, at: number): Entry {
  const { id, level, limit } = record;
  const why: ClearedBecause = 'rule changed';
  return {
    alarm: { ...record, clearedAt: at, clearedWhy: why },
    transition: { alarmId: id, number, at, change: 'cleared', level, limit, value: null, why, by: null, note: null },
  };
}
