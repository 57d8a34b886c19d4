/**
 * What a wall sees. Rows are keyed by id and travel whole. Instants leave as RFC 3339 text; running durations never leave:
 * the wall computes them from `since` and one corrected clock.
 */
import { alarmRowSchema } from './alarms/row.ts';
import { AGENT_STATES } from './events/agent.ts';
import { noticeRowSchema } from './notices.ts';
import { v } from './schema.ts';

const instant = v.string();
const nullableInstant = v.nullable(v.string());
const count = v.number();
/** Says nothing where it is null, or false: then it need not travel, and whoever reads a frame has it again (`terse` in protocol/delta.ts). */
const silentText = v.optional(v.nullable(v.string()), null);
const silentNumber = v.optional(v.nullable(v.number()), null);
const silentFlag = v.optional(v.boolean(), false);

/** Metric id → value; a ratio with nothing to divide by is null. Durations in ms, ratios in 0…1. */
export const metricsSchema = v.record(v.string(), v.nullable(v.number()));
export type Metrics = v.InferOutput<typeof metricsSchema>;

/** Metrics travel; components stay with REST (absent on the wire). */
export const windowSchema = v.object({ metrics: metricsSchema, components: v.optional(v.record(v.string(), v.unknown())) });

/** day: the business day · shift: the shift under way · interval: the quarter under way · rolling30: offered within the last 30 minutes. */
const stayWindowsSchema = v.object({ day: windowSchema, shift: windowSchema, interval: windowSchema, rolling30: windowSchema });
const agentWindowsSchema = v.object({ day: windowSchema, shift: windowSchema });

/** Signed-in agents of a queue by their one state; `onBreak` is `break`. */
export const agentCountsSchema = v.object({
  signedIn: count,
  available: count,
  ringing: count,
  talking: count,
  hold: count,
  acw: count,
  break: count,
  busy: count,
  unknown: count,
});
export type AgentCounts = v.InferOutput<typeof agentCountsSchema>;

/** What a queue's settings say that the wall shows. `serviceLevelTarget` in 0…1. */
export const queueSettingsSchema = v.object({
  targetMs: count,
  serviceLevelTarget: count,
  formula: v.string(),
  shortMs: count,
  wrapupAllowedMs: count,
});

export const queueStateSchema = v.object({
  id: v.string(),
  name: v.string(),
  nameEn: silentText,
  channel: v.string(),
  site: silentText,
  group: silentText,
  hidden: silentFlag,
  order: silentNumber,
  sources: v.array(v.string()),
  waiting: count,
  oldestWaitingSince: nullableInstant,
  /** Start of the oldest contact that waits here, however many queues it has been in: the statutory clock. Null where no start is known. */
  oldestContactStartedAt: nullableInstant,
  inConversation: count,
  agents: agentCountsSchema,
  settings: queueSettingsSchema,
});
export type QueueState = v.InferOutput<typeof queueStateSchema>;

export const agentStateRowSchema = v.object({
  id: v.string(),
  name: v.string(),
  nameEn: silentText,
  team: v.nullable(v.string()),
  teamEn: silentText,
  site: v.nullable(v.string()),
  siteEn: silentText,
  /** Place of her team among the teams of the wall; null: by its name. */
  teamOrder: silentNumber,
  /** Place of her site among the sites: goes before that of the team. */
  siteOrder: silentNumber,
  nesting: silentFlag,
  hidden: silentFlag,
  state: v.picklist(AGENT_STATES),
  reason: v.nullable(v.string()),
  since: instant,
  source: v.nullable(v.string()),
  queues: v.array(v.string()),
  pausedIn: v.array(v.object({ queue: v.string(), reason: v.string(), since: instant })),
  contact: v.nullable(v.object({ queue: v.nullable(v.string()), channel: v.string(), since: instant, estimated: v.boolean() })),
  /** What she may take before the wall marks an overrun; null: no allowance for this state. */
  allowedMs: silentNumber,
});
export type AgentStateRow = v.InferOutput<typeof agentStateRowSchema>;

export const sourceRowSchema = v.object({
  name: v.string(),
  kind: v.string(),
  state: v.picklist(['up', 'down', 'catching-up']),
  since: instant,
  lastEventAt: nullableInstant,
  skewMs: v.nullable(v.number()),
  gaps: count,
  /** Reason in words where it is down. */
  reason: v.nullable(v.string()),
  anomalies: v.record(v.string(), v.number()),
});
export type SourceRow = v.InferOutput<typeof sourceRowSchema>;

/** The shift and day under way, so that every wall shows the same. */
export const periodSchema = v.object({
  day: v.string(),
  dayStartsAt: instant,
  dayEndsAt: instant,
  shift: v.nullable(v.object({ name: v.string(), startsAt: instant, endsAt: instant })),
});

/** One quarter of an hour of the floor, for today's curve. */
export const curvePointSchema = v.object({
  startsAt: instant,
  offered: count,
  answered: count,
  abandoned: count,
  serviceLevel: v.nullable(v.number()),
});
export type CurvePoint = v.InferOutput<typeof curvePointSchema>;

export const floorStateSchema = v.object({
  waiting: count,
  waitingByChannel: v.record(v.string(), v.number()),
  oldestWaitingSince: nullableInstant,
  oldestWaitingQueue: v.nullable(v.string()),
  inConversation: count,
  agents: agentCountsSchema,
  timezone: v.string(),
  demo: v.boolean(),
  period: periodSchema,
  settings: queueSettingsSchema,
  /** How long after the start of a call the law allows until a person answers. */
  statutoryMs: count,
  windows: stayWindowsSchema,
  curve: v.array(curvePointSchema),
  gaps: v.array(v.object({ source: v.string(), from: instant, to: nullableInstant })),
});
export type FloorRow = v.InferOutput<typeof floorStateSchema>;

export const queueWindowsRowSchema = v.object({ id: v.string(), windows: stayWindowsSchema });
export type QueueWindowsRow = v.InferOutput<typeof queueWindowsRowSchema>;
export const agentWindowsRowSchema = v.object({ id: v.string(), windows: agentWindowsSchema });
export type AgentWindowsRow = v.InferOutput<typeof agentWindowsRowSchema>;

export const queueRowSchema = v.object({ ...queueStateSchema.entries, windows: stayWindowsSchema });
export type QueueRow = v.InferOutput<typeof queueRowSchema>;
export const agentRowSchema = v.object({ ...agentStateRowSchema.entries, windows: agentWindowsSchema });
export type AgentRow = v.InferOutput<typeof agentRowSchema>;

/** Who waits longest in a part of the floor, the longest first, and how many wait beside them. Nothing says who they are. */
export const waitersSchema = v.object({ rows: v.array(v.object({ queue: v.string(), channel: v.string(), since: instant })), more: count });
export type Waiters = v.InferOutput<typeof waitersSchema>;

export const boardSchema = v.object({
  floor: floorStateSchema,
  queues: v.array(queueRowSchema),
  agents: v.array(agentRowSchema),
  sources: v.array(sourceRowSchema),
  /** Figures that the wall asked for beside the rows, by their keys (`boards/figure-key.ts`). */
  figures: v.optional(metricsSchema, () => ({})),
  /** Longest waiters that the wall asked for, by their keys (`boards/waiters-key.ts`). */
  waiters: v.optional(v.record(v.string(), waitersSchema), () => ({})),
  /** Alarms that have not cleared. */
  alarms: v.optional(v.array(alarmRowSchema), () => []),
  /** Notices that hold now. */
  notices: v.optional(v.array(noticeRowSchema), () => []),
});
/** The whole wall at one moment. */
export type Board = v.InferOutput<typeof boardSchema>;
