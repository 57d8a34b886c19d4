/** The tables of alarms: the rules by which they are decided, and what came of them. Part of `schema.ts`, by its rules. */
import { sql } from 'drizzle-orm';
import { doublePrecision, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './column-types.ts';

export const alarmRules = pgTable('alarm_rules', {
  version: integer('version').primaryKey(),
  rules: jsonb('rules').notNull(),
  savedAt: instant('saved_at').notNull(),
  savedBy: text('saved_by').notNull(),
  restoredFrom: integer('restored_from'),
});

/** `limit` is a word of SQL: whoever queries would have to quote it. */
export const alarm = pgTable(
  'alarm',
  {
    id: text('id').primaryKey(),
    ruleId: text('rule_id').notNull(),
    rule: jsonb('rule').notNull(),
    subject: jsonb('subject').notNull(),
    level: text('level').notNull(),
    limit: doublePrecision('limit_value'),
    value: doublePrecision('value'),
    raisedAt: instant('raised_at').notNull(),
    levelAt: instant('level_at').notNull(),
    noDataSince: instant('no_data_since'),
    acknowledgedAt: instant('acknowledged_at'),
    acknowledgedBy: text('acknowledged_by'),
    acknowledgedNote: text('acknowledged_note'),
    acknowledgedLevel: text('acknowledged_level'),
    clearedAt: instant('cleared_at'),
    clearedWhy: text('cleared_why'),
  },
  (table) => [
    index('alarm_raised_at').on(table.raisedAt, table.id),
    index('alarm_cleared_at').on(table.clearedAt),
    index('alarm_open').on(table.id).where(sql`cleared_at is null`),
    index('alarm_rule').on(table.ruleId, table.raisedAt, table.id),
    index('alarm_part').on(sql`coalesce(subject -> 'scope', subject -> 'name')`, table.raisedAt, table.id),
  ],
);

export const alarmTransition = pgTable(
  'alarm_transition',
  {
    alarmId: text('alarm_id')
      .notNull()
      .references(() => alarm.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    at: instant('at').notNull(),
    change: text('change').notNull(),
    level: text('level').notNull(),
    limit: doublePrecision('limit_value'),
    value: doublePrecision('value'),
    why: text('why'),
    by: text('by_whom'),
    note: text('note'),
    toldAt: instant('told_at'),
  },
  (table) => [
    primaryKey({ columns: [table.alarmId, table.number] }),
    index('alarm_transition_untold').on(table.at, table.alarmId, table.number).where(sql`told_at is null`),
    index('alarm_transition_critical').on(table.alarmId, table.number).where(sql`level = 'critical'`),
    index('alarm_transition_acknowledged').on(table.alarmId).where(sql`change = 'acknowledged'`),
  ],
);
