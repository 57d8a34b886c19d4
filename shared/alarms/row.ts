/** An alarm as every wall has it: decided once, on the server. A row leaves the board when the alarm has cleared. */
import { scopeSchema, windowSchema, wordsSchema } from '../boards/parts.ts';
import { v } from '../schema.ts';

const instant = v.string();

/** warn: look · critical: act. */
export const ALARM_LEVELS = ['warn', 'critical'] as const;
export type AlarmLevel = (typeof ALARM_LEVELS)[number];

/** How an alarm is heard: once, for so many seconds, as long as it lasts, or so many times. */
export const soundSchema = v.variant('mode', [
  v.strictObject({ mode: v.literal('once') }),
  v.strictObject({ mode: v.literal('seconds'), seconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600)) }),
  v.strictObject({ mode: v.literal('while') }),
  v.strictObject({ mode: v.literal('times'), times: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(100)) }),
]);
export type Sound = v.InferOutput<typeof soundSchema>;

/** What an alarm speaks of: a figure of a part of the floor (a queue is named by its id), or a source. */
export const subjectSchema = v.variant('of', [
  v.object({ of: v.literal('figure'), metric: v.string(), scope: scopeSchema, window: v.nullable(windowSchema) }),
  v.object({ of: v.literal('source'), name: v.string() }),
]);
export type AlarmSubject = v.InferOutput<typeof subjectSchema>;

export const alarmRowSchema = v.object({
  id: v.string(),
  /** Id of the rule, and its name where it was given one. */
  rule: v.string(),
  name: v.nullable(wordsSchema),
  level: v.picklist(ALARM_LEVELS),
  subject: subjectSchema,
  /** On which side of the limit is trouble; the limit and the value when the level was reached, in the unit of the metric. Null for a source. */
  side: v.nullable(v.picklist(['above', 'below'])),
  limit: v.nullable(v.number()),
  value: v.nullable(v.number()),
  /** When it was raised, and when it reached the level that it has. */
  raisedAt: instant,
  levelAt: instant,
  /** Since when nothing is known of its figure; null while it is known. */
  noDataSince: v.nullable(instant),
  /** Who has taken it on. A level that is reached later is nobody's again. */
  acknowledged: v.nullable(v.object({ at: instant, by: v.string(), note: v.string() })),
  /** How it is heard; null where it is silent, by its rule or in quiet hours. */
  sound: v.nullable(soundSchema),
});
export type AlarmRow = v.InferOutput<typeof alarmRowSchema>;
