/**
 * The tables. Names and columns are stable: people query them. Instants are timestamptz, durations `_ms`. Each table and column carries a
 * comment in the database (migrations/*_comments_and_views.sql); a contract test finds the ones without.
 */
import { sql } from 'drizzle-orm';
import { bigint, boolean, date, doublePrecision, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { bytea, durationMs, instant, position } from './column-types.ts';

export const eventLog = pgTable(
  'event_log',
  {
    position: position().generatedAlwaysAsIdentity({ cache: 1 }).primaryKey(),
    source: text('source').notNull(),
    eventId: text('event_id').notNull(),
    type: text('type').notNull(),
    at: instant('at').notNull(),
    sourceTime: instant('source_time').notNull(),
    receivedAt: instant('received_at').notNull(),
    sequence: text('sequence').notNull(),
    body: jsonb('body').notNull(),
  },
  (table) => [unique('event_log_source_event_id').on(table.source, table.eventId), index('event_log_at').on(table.at, table.position)],
);

/** What a stay and a contact share: `Counted` of the engine. */
const counted = () => ({
  outcome: text('outcome').notNull(),
  offeredAt: instant('offered_at').notNull(),
  exitAt: instant('exit_at'),
  exitReason: text('exit_reason'),
  waitMs: durationMs('wait_ms'),
  answeredAt: instant('answered_at'),
  endedAt: instant('ended_at'),
  handled: boolean('handled').notNull(),
  talkMs: durationMs('talk_ms').notNull(),
  holdMs: durationMs('hold_ms').notNull(),
  acwMs: durationMs('acw_ms'),
  acwSource: text('acw_source').notNull(),
  targetMs: durationMs('target_ms').notNull(),
  shortMs: durationMs('short_ms').notNull(),
  inTarget: boolean('in_target').notNull(),
  short: boolean('short').notNull(),
  settingsVersion: bigint('settings_version', { mode: 'number' }).notNull(),
  ringNoAnswer: integer('ring_no_answer').notNull(),
  transferredWarm: integer('transferred_warm').notNull(),
  transferredBlind: integer('transferred_blind').notNull(),
  overStatutory: boolean('over_statutory'),
  firstResponses: integer('first_responses').notNull().default(0),
  firstResponseWaitMs: durationMs('first_response_wait_ms').notNull().default(0),
  estimated: boolean('estimated').notNull(),
});

export const contact = pgTable(
  'contact',
  {
    source: text('source').notNull(),
    contactId: text('contact_id').notNull(),
    channel: text('channel').notNull(),
    direction: text('direction').notNull(),
    firstQueueId: text('first_queue_id').notNull(),
    startedAt: instant('started_at'),
    stays: integer('stays').notNull(),
    ...counted(),
  },
  (table) => [primaryKey({ columns: [table.source, table.contactId] }), index('contact_offered_at').on(table.offeredAt)],
);

export const queueStay = pgTable(
  'queue_stay',
  {
    source: text('source').notNull(),
    contactId: text('contact_id').notNull(),
    segmentId: text('segment_id').notNull(),
    queueId: text('queue_id').notNull(),
    channel: text('channel').notNull(),
    agentId: text('agent_id'),
    endedBy: text('ended_by'),
    ...counted(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.contactId, table.segmentId] }),
    index('queue_stay_offered_at').on(table.offeredAt),
    // Who waits now is asked with every look at a figure of this moment: of a million stays some dozens are open.
    index('queue_stay_open').on(table.offeredAt).where(sql`outcome = 'open'`),
    index('queue_stay_queue').on(table.queueId, table.offeredAt),
    index('queue_stay_agent').on(table.agentId, table.offeredAt),
  ],
);

export const agentSpan = pgTable(
  'agent_span',
  {
    agentId: text('agent_id').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
    state: text('state').notNull(),
    reason: text('reason'),
    source: text('source'),
    contactId: text('contact_id'),
    queueId: text('queue_id'),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.startedAt] }),
    index('agent_span_started_at').on(table.startedAt),
    index('agent_span_ended_at').on(table.endedAt),
  ],
);

export const agentPause = pgTable(
  'agent_pause',
  {
    agentId: text('agent_id').notNull(),
    queueId: text('queue_id').notNull(),
    reason: text('reason').notNull(),
    startedAt: instant('started_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.queueId, table.startedAt] }),
    index('agent_pause_started_at').on(table.startedAt),
    index('agent_pause_ended_at').on(table.endedAt),
  ],
);

/** The additive components of stays or contacts: `StayComponents`. */
const stayComponents = () => ({
  offered: integer('offered').notNull(),
  answered: integer('answered').notNull(),
  answeredInTarget: integer('answered_in_target').notNull(),
  abandoned: integer('abandoned').notNull(),
  abandonedShort: integer('abandoned_short').notNull(),
  abandonedInTarget: integer('abandoned_in_target').notNull(),
  leftOtherwise: integer('left_otherwise').notNull(),
  lost: integer('lost').notNull(),
  open: integer('open').notNull(),
  undecided: integer('undecided').notNull(),
  handled: integer('handled').notNull(),
  waitMsAnswered: durationMs('wait_ms_answered').notNull(),
  waitMsAbandoned: durationMs('wait_ms_abandoned').notNull(),
  waitMsMax: durationMs('wait_ms_max').notNull(),
  waitHistogram: integer('wait_histogram').array().notNull(),
  handledTalkMs: durationMs('handled_talk_ms').notNull(),
  handledHoldMs: durationMs('handled_hold_ms').notNull(),
  handledAcwMs: durationMs('handled_acw_ms').notNull(),
  acwKnown: integer('acw_known').notNull(),
  ringNoAnswer: integer('ring_no_answer').notNull(),
  transferredWarm: integer('transferred_warm').notNull(),
  transferredBlind: integer('transferred_blind').notNull(),
  overStatutory: integer('over_statutory').notNull(),
  statutoryKnown: integer('statutory_known').notNull(),
  firstResponses: integer('first_responses').notNull().default(0),
  firstResponseWaitMs: durationMs('first_response_wait_ms').notNull().default(0),
  revision: integer('revision').notNull().default(0),
});

export const queueInterval = pgTable(
  'queue_interval',
  { queueId: text('queue_id').notNull(), startAt: instant('start_at').notNull(), ...stayComponents() },
  (table) => [primaryKey({ columns: [table.queueId, table.startAt] }), index('queue_interval_start_at').on(table.startAt)],
);

export const floorInterval = pgTable('floor_interval', { startAt: instant('start_at').primaryKey(), ...stayComponents() });

export const agentInterval = pgTable(
  'agent_interval',
  {
    agentId: text('agent_id').notNull(),
    startAt: instant('start_at').notNull(),
    signedInMs: durationMs('signed_in_ms').notNull(),
    availableMs: durationMs('available_ms').notNull(),
    ringingMs: durationMs('ringing_ms').notNull(),
    talkMs: durationMs('talk_ms').notNull(),
    holdMs: durationMs('hold_ms').notNull(),
    acwMs: durationMs('acw_ms').notNull(),
    breakMs: durationMs('break_ms').notNull(),
    breakMsByReason: jsonb('break_ms_by_reason').notNull(),
    busyMs: durationMs('busy_ms').notNull(),
    unknownMs: durationMs('unknown_ms').notNull(),
    answered: integer('answered').notNull(),
    handled: integer('handled').notNull(),
    handledTalkMs: durationMs('handled_talk_ms').notNull(),
    handledHoldMs: durationMs('handled_hold_ms').notNull(),
    handledAcwMs: durationMs('handled_acw_ms').notNull(),
    acwKnown: integer('acw_known').notNull(),
    ringNoAnswer: integer('ring_no_answer').notNull(),
    revision: integer('revision').notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.startAt] }), index('agent_interval_start_at').on(table.startAt)],
);

export const queueSetting = pgTable(
  'queue_setting',
  {
    queueId: text('queue_id').notNull(),
    from: instant('from_at').notNull(),
    version: integer('version').notNull(),
    name: text('name'),
    nameEn: text('name_en'),
    channel: text('channel'),
    formula: text('formula').notNull(),
    targetMs: durationMs('target_ms').notNull(),
    serviceLevelTarget: doublePrecision('service_level_target').notNull(),
    shortMs: durationMs('short_ms').notNull(),
    wrapupAllowedMs: durationMs('wrapup_allowed_ms').notNull(),
    site: text('site'),
    group: text('group_name'),
    hidden: boolean('hidden').notNull(),
  },
  (table) => [primaryKey({ columns: [table.queueId, table.from] })],
);

/** Column names `from` and `to` are words of SQL: whoever queries would have to quote them. */
export const gap = pgTable(
  'gap',
  { source: text('source').notNull(), from: instant('from_at').notNull(), to: instant('to_at'), reason: text('reason').notNull() },
  (table) => [primaryKey({ columns: [table.source, table.from] })],
);

export const shiftSpan = pgTable(
  'shift_span',
  { day: date('day').notNull(), shift: text('shift').notNull(), startAt: instant('start_at').notNull(), endAt: instant('end_at').notNull() },
  (table) => [primaryKey({ columns: [table.day, table.shift] }), index('shift_span_start_at').on(table.startAt)],
);

export const checkpoint = pgTable(
  'checkpoint',
  {
    kind: text('kind').notNull(),
    position: position().notNull(),
    day: date('day'),
    savedAt: instant('saved_at').notNull().default(sql`now()`),
    format: integer('format').notNull(),
    state: bytea('state').notNull(),
  },
  (table) => [primaryKey({ columns: [table.kind, table.position] })],
);

export const entityId = pgTable(
  'entity_id',
  { kind: text('kind').notNull(), source: text('source').notNull(), platformId: text('platform_id').notNull(), id: text('id').notNull() },
  (table) => [primaryKey({ columns: [table.kind, table.source, table.platformId] }), index('entity_id_id').on(table.kind, table.id)],
);

export const markedDay = pgTable('marked_day', {
  day: date('day').primaryKey(),
  markedAt: instant('marked_at').notNull().default(sql`now()`),
});

export const quarantine = pgTable('quarantine', {
  position: position().primaryKey(),
  source: text('source').notNull(),
  eventId: text('event_id').notNull(),
  reason: text('reason').notNull(),
  quarantinedAt: instant('quarantined_at').notNull().default(sql`now()`),
});

export const sourceNote = pgTable('source_note', {
  source: text('source').primaryKey(),
  note: jsonb('note'),
  completeUntil: instant('complete_until'),
});

export const meta = pgTable('meta', { key: text('key').primaryKey(), value: jsonb('value').notNull() });
