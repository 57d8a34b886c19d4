/** Facts about configuration, schedules, platform gauges and the health of sources (events.md section 2). Instants are RFC 3339 text. */
import { v } from '../schema.ts';
import { fromIso } from '../time.ts';
import { AGENT_STATES } from './agent.ts';
import { amountSchema, CHANNELS, idSchema, textSchema } from './contact.ts';

export const isoInstantSchema = v.pipe(
  v.string(),
  v.check((text) => fromIso(text) !== null, 'must be an RFC 3339 instant with its offset, such as 2026-11-17T12:46:20.000Z'),
);
function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const secondsSchema = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(86_400 * 7));

/** Service-level formulas by the numbers of METRICS.md, section service level. */
export const SERVICE_LEVEL_FORMULAS = ['1', '2', '3', '4', '5', '6', '7', '8'] as const;
export type ServiceLevelFormula = (typeof SERVICE_LEVEL_FORMULAS)[number];

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** A local time of day; 24:00 is the end of the day. */
export const hourSchema = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a local time, such as 08:00'));

/** Local hours of service by weekday. A break is the space between two windows. */
export const serviceHoursSchema = v.pipe(
  v.array(
    v.pipe(
      v.object({ days: v.pipe(v.array(v.picklist(WEEKDAYS)), v.minLength(1)), from: hourSchema, to: hourSchema }),
      v.check(({ from, to }) => from < to, 'service hours end after they begin; past midnight is a window of the next day'),
    ),
  ),
  v.minLength(1, 'service hours have at least one window'),
  v.maxLength(50),
);
export type ServiceHours = v.InferOutput<typeof serviceHoursSchema>;

/** What starts the clock of the first response: the opening of the conversation, or the customer's first message in it. */
export const RESPONSE_STARTS = ['opened', 'message'] as const;
export type ResponseStart = (typeof RESPONSE_STARTS)[number];

/** A part of a queue's settings that may be given; what is left out stays as it was. `null` takes an override away. */
export const queueSettingsFields = {
  name: v.optional(v.nullable(textSchema)),
  nameEn: v.optional(v.nullable(textSchema)),
  channel: v.optional(v.nullable(v.picklist(CHANNELS))),
  slaSeconds: v.optional(v.nullable(secondsSchema)),
  slaTarget: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0), v.maxValue(100)))),
  formula: v.optional(v.nullable(v.picklist(SERVICE_LEVEL_FORMULAS))),
  shortAbandonSeconds: v.optional(v.nullable(secondsSchema)),
  wrapupSeconds: v.optional(v.nullable(secondsSchema)),
  site: v.optional(v.nullable(textSchema)),
  group: v.optional(v.nullable(textSchema)),
  hidden: v.optional(v.nullable(v.boolean())),
  order: v.optional(v.nullable(v.pipe(v.number(), v.integer()))),
  /** The first response counts within these hours only; without them by the clock on the wall. */
  serviceHours: v.optional(v.nullable(serviceHoursSchema)),
  responseFrom: v.optional(v.nullable(v.picklist(RESPONSE_STARTS))),
  /** By metric id: where a warning and where a critical state begins. */
  thresholds: v.optional(v.nullable(v.record(v.string(), v.object({ warn: v.optional(amountSchema), critical: v.optional(amountSchema) })))),
} as const;

export const agentSettingsFields = {
  name: v.optional(v.nullable(textSchema)),
  nameEn: v.optional(v.nullable(textSchema)),
  team: v.optional(v.nullable(textSchema)),
  teamEn: v.optional(v.nullable(textSchema)),
  site: v.optional(v.nullable(textSchema)),
  siteEn: v.optional(v.nullable(textSchema)),
  nesting: v.optional(v.nullable(v.boolean())),
  hidden: v.optional(v.nullable(v.boolean())),
} as const;

const localTimeSchema = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):(00|15|30|45)$/, 'must be a local time on a quarter of an hour, such as 07:00'));
export const shiftSchema = v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(60)), start: localTimeSchema, end: localTimeSchema });
export type ShiftSetting = v.InferOutput<typeof shiftSchema>;

/** A team or a site, by the name that agents and queues carry; what is left out stays, `null` takes it away. */
const labelSchema = v.object({
  name: v.pipe(textSchema, v.minLength(1)),
  nameEn: v.optional(v.nullable(textSchema)),
  order: v.optional(v.nullable(v.pipe(v.number(), v.integer()))),
});

export const siteSettingsFields = {
  timezone: v.optional(v.pipe(textSchema, v.check(isZone, 'must be an IANA time zone, such as Asia/Jerusalem'))),
  dayStart: v.optional(localTimeSchema),
  shifts: v.optional(v.array(shiftSchema)),
  teams: v.optional(v.array(labelSchema)),
  sites: v.optional(v.array(labelSchema)),
  defaults: v.optional(
    v.object({
      slaSeconds: v.optional(secondsSchema),
      slaTarget: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
      formula: v.optional(v.picklist(SERVICE_LEVEL_FORMULAS)),
      shortAbandonSeconds: v.optional(secondsSchema),
      wrapupSeconds: v.optional(secondsSchema),
      breakMinutes: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1440))),
      statutorySeconds: v.optional(secondsSchema),
    }),
  ),
} as const;

const snapshotContact = v.object({
  contactId: idSchema,
  segmentId: v.optional(idSchema),
  queueId: idSchema,
  channel: v.optional(v.picklist(CHANNELS), 'voice'),
  /** Since when it waits, as well as the platform tells. */
  since: isoInstantSchema,
});

const snapshotTalk = v.object({
  contactId: idSchema,
  segmentId: v.optional(idSchema),
  queueId: v.optional(idSchema),
  agentId: idSchema,
  since: isoInstantSchema,
  estimated: v.optional(v.boolean()),
});

const snapshotAgent = v.object({
  agentId: idSchema,
  name: v.optional(textSchema),
  /** State of her device or her session, as in `cc.agent.state.v1`. */
  state: v.optional(v.picklist(AGENT_STATES)),
  reason: v.optional(textSchema),
  queues: v.array(
    v.object({ queueId: idSchema, paused: v.optional(v.boolean(), false), reason: v.optional(textSchema), acw: v.optional(v.boolean()) }),
  ),
  /** True while she is in conversation with a contact of a queue, known or not. */
  inCall: v.optional(v.boolean()),
});

/** Who made the change: `this machine`, or the address that asked for it. */
const by = v.optional(textSchema);

export const systemEventData = {
  'cc.queue.config.v1': v.object({ queueId: idSchema, effectiveAt: isoInstantSchema, by, ...queueSettingsFields }),
  'cc.agent.config.v1': v.object({ agentId: idSchema, effectiveAt: isoInstantSchema, by, ...agentSettingsFields }),
  'cc.site.config.v1': v.object({ effectiveAt: isoInstantSchema, by, ...siteSettingsFields }),
  'cc.schedule.shift.v1': v.object({
    shiftId: idSchema,
    agentId: idSchema,
    start: isoInstantSchema,
    end: isoInstantSchema,
    activities: v.optional(v.array(v.object({ kind: textSchema, start: isoInstantSchema, end: isoInstantSchema })), []),
  }),
  'cc.snapshot.v1': v.object({
    scope: v.picklist(['source', 'queue', 'agent']),
    /** With scope queue or agent: which one the snapshot covers. */
    id: v.optional(idSchema),
    waiting: v.array(snapshotContact),
    /** Conversations under way. Left out where the platform cannot tell: then agents' `inCall` says who talks. */
    talking: v.optional(v.array(snapshotTalk)),
    agents: v.array(snapshotAgent),
    asOf: isoInstantSchema,
  }),
  'cc.gauge.v1': v.object({ queueId: idSchema, metric: textSchema, value: amountSchema, window: v.optional(textSchema), asOf: isoInstantSchema }),
  'cc.source.status.v1': v.object({
    state: v.picklist(['up', 'down', 'gap', 'catching-up']),
    from: v.optional(isoInstantSchema),
    to: v.optional(isoInstantSchema),
    skewMs: v.optional(amountSchema),
    reason: v.optional(textSchema),
    kind: v.optional(textSchema),
  }),
} as const;
