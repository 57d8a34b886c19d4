/** Facts about contacts (events.md section 2). Each schema is the `data` of one event type. */
import { ID_MAX_LENGTH } from '../ids.ts';
import { v } from '../schema.ts';
import { DAY_MS, fromIso } from '../time.ts';

export const CHANNELS = ['voice', 'chat', 'whatsapp', 'email', 'portal', 'social', 'sms', 'video', 'callback', 'other'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Channels in which the customer waits on the line; the floor's waiting and longest wait are of these. */
export const SYNCHRONOUS_CHANNELS: ReadonlySet<string> = new Set<Channel>(['voice', 'chat', 'video']);

export const OFFER_RESULTS = ['noanswer', 'rejected', 'busy', 'unreachable', 'lostrace', 'canceled', 'agentdump'] as const;
export const DEQUEUE_REASONS = [
  'overflow',
  'timeout',
  'keypress',
  'noagents',
  'withdrawn',
  'full',
  'callbackrequested',
  'incompatible',
  'system',
  'transfer',
  'unknown',
] as const;
export type DequeueReason = (typeof DEQUEUE_REASONS)[number];

/** Longer is a slip of a sender, and would make the clipping to intervals endless. */
const DURATION_MAX_MS = 31 * DAY_MS;
/** The year 2200: far enough for any platform, near enough for any database. */
const INSTANT_MAX = 7_258_118_400_000;

/** NUL and halves of surrogate pairs: no database holds them, so an id with one could not be the same before and after a restart. */
const HALF_PAIR = /[\ud800-\udfff]/u;
export const storable = v.check((text: string) => !text.includes('\0') && !HALF_PAIR.test(text), 'must not hold NUL or half a surrogate pair');

export const idSchema = v.pipe(
  v.string(),
  v.minLength(1, 'an id must not be empty'),
  v.maxLength(ID_MAX_LENGTH, `an id has at most ${ID_MAX_LENGTH} characters`),
  storable,
);
export const textSchema = v.pipe(v.string(), v.maxLength(500), storable);
const instantTextSchema = v.pipe(
  v.string(),
  v.check((text) => fromIso(text) !== null, 'must be an RFC 3339 instant with its offset'),
  v.transform((text) => fromIso(text) ?? 0),
);
/** A number of any kind. JSON knows larger ones than any database and no infinity: what is not finite would be lost on the way to the log. */
export const amountSchema = v.pipe(v.number(), v.finite('must be a finite number'));

const durationSchema = v.pipe(
  v.number(),
  v.finite(),
  v.transform(Math.round),
  v.minValue(0, 'a duration is not negative'),
  v.maxValue(DURATION_MAX_MS, 'a duration is at most 31 days'),
);

const common = {
  contactId: idSchema,
  /** One stay in one queue. Without it the engine numbers the stays of a contact by their order. */
  segmentId: v.optional(idSchema),
  channel: v.optional(v.picklist(CHANNELS), 'voice'),
  direction: v.optional(v.picklist(['inbound', 'outbound', 'internal']), 'inbound'),
  queueId: v.optional(idSchema),
  agentId: v.optional(idSchema),
  customerRef: v.optional(textSchema),
  parentSegmentId: v.optional(idSchema),
} as const;

const queued = { ...common, queueId: idSchema };
const withAgent = { ...common, agentId: idSchema };

export const contactEventData = {
  'cc.contact.offered.v1': v.object({ ...common, entry: v.optional(textSchema) }),
  'cc.contact.selfserved.v1': v.object({ ...common, intent: v.optional(textSchema) }),
  'cc.contact.queued.v1': v.object({
    ...queued,
    priority: v.optional(amountSchema),
    position: v.optional(amountSchema),
    reason: v.optional(v.picklist(['new', 'transfer', 'overflow', 'return', 'callback']), 'new'),
    /** Start of the contact, where the platform knows it: the statutory clock runs from here. RFC 3339 outside, an instant inside. */
    contactStartedAt: v.optional(v.union([v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(INSTANT_MAX)), instantTextSchema])),
  }),
  'cc.contact.ringing.v1': v.object({ ...withAgent, offerId: v.optional(idSchema) }),
  'cc.contact.offerended.v1': v.object({
    ...withAgent,
    offerId: v.optional(idSchema),
    result: v.picklist(OFFER_RESULTS),
    ringMs: v.optional(durationSchema),
  }),
  'cc.contact.answered.v1': v.object({
    ...withAgent,
    offerId: v.optional(idSchema),
    waitMs: v.optional(durationSchema),
    ringMs: v.optional(durationSchema),
    /** True where the instant is not known and the time of connecting stands in for it. */
    estimated: v.optional(v.boolean()),
  }),
  'cc.contact.held.v1': v.object({ ...common, by: v.optional(textSchema) }),
  'cc.contact.resumed.v1': v.object({ ...common, by: v.optional(textSchema) }),
  'cc.contact.transferred.v1': v.object({
    ...common,
    kind: v.picklist(['blind', 'attended']),
    to: v.optional(v.object({ queueId: v.optional(idSchema), agentId: v.optional(idSchema), external: v.optional(v.boolean()) })),
    nextSegmentId: v.optional(idSchema),
  }),
  'cc.contact.conferenced.v1': v.object({ ...common, parties: v.optional(amountSchema) }),
  'cc.contact.abandoned.v1': v.object({
    ...common,
    waitMs: v.optional(durationSchema),
    phase: v.optional(v.picklist(['ivr', 'queue', 'ringing']), 'queue'),
  }),
  'cc.contact.dequeued.v1': v.object({ ...common, reason: v.optional(v.picklist(DEQUEUE_REASONS), 'unknown'), toQueueId: v.optional(idSchema) }),
  'cc.contact.callback.v1': v.object({
    ...common,
    state: v.picklist(['requested', 'scheduled', 'dialed', 'completed', 'failed']),
    dueAt: v.optional(textSchema),
  }),
  'cc.contact.ended.v1': v.object({
    ...common,
    by: v.optional(v.picklist(['customer', 'agent', 'system', 'transfer', 'unknown']), 'unknown'),
    talkMs: v.optional(durationSchema),
    holdMs: v.optional(durationSchema),
  }),
  'cc.contact.wrapup.v1': v.object({
    ...common,
    state: v.picklist(['started', 'ended']),
    code: v.optional(textSchema),
    /** With `started`: a derived wrap-up runs this long unless an `ended` comes first. */
    durationMs: v.optional(durationSchema),
  }),
  'cc.contact.outcome.v1': v.object({ ...common, code: textSchema, resolved: v.optional(v.boolean()), value: v.optional(amountSchema) }),
  'cc.contact.survey.v1': v.object({ ...common, kind: v.picklist(['csat', 'nps', 'ces']), score: amountSchema, scale: amountSchema }),
  'cc.contact.message.v1': v.object({ ...common, from: v.picklist(['customer', 'agent', 'bot']), first: v.optional(v.boolean()) }),
} as const;
