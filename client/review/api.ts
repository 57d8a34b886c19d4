/** What the review asks the server. Every answer is checked; a figure that is not there is a dash, not a zero. */
import { metricsSchema } from '../../shared/board.ts';
import type { Result } from '../../shared/result.ts';
import { v } from '../../shared/schema.ts';
import { type ApiError, getJson } from '../api.ts';

const instant = v.string();
const components = v.optional(v.record(v.string(), v.unknown()));
const row = { id: v.string(), name: v.nullable(v.string()), components, metrics: metricsSchema };
const settings = v.object({ targetMs: v.number(), serviceLevelTarget: v.number(), formula: v.string(), shortMs: v.number() });

const rowSchema = v.object(row);
const floorSchema = v.object({ ...row, settings });
const queueSchema = v.object({ ...row, nameEn: v.optional(v.nullable(v.string()), null), settings, channel: v.optional(v.string()) });
const english = v.optional(v.nullable(v.string()), null);
const agentSchema = v.object({ ...row, nameEn: english, team: v.nullable(v.string()), teamEn: english });
const intervalSchema = v.object({ ...row, startsAt: instant });

const shiftsSchema = v.object({
  day: v.string(),
  dayStartsAt: instant,
  dayEndsAt: instant,
  shifts: v.array(v.object({ name: v.string(), startsAt: instant, endsAt: instant, totals: v.nullable(rowSchema) })),
});

const reviewSchema = v.object({
  from: instant,
  to: instant,
  floor: floorSchema,
  queues: v.array(queueSchema),
  agents: v.array(agentSchema),
  intervals: v.array(intervalSchema),
  gaps: v.array(v.object({ source: v.string(), from: instant, to: v.nullable(instant) })),
  /** Business days whose figures are being counted again. */
  recounting: v.array(v.string()),
});

const contactsSchema = v.object({
  contacts: v.array(
    v.object({
      contactId: v.string(),
      segmentId: v.string(),
      queueId: v.nullable(v.string()),
      queueName: v.nullable(v.string()),
      queueNameEn: v.optional(v.nullable(v.string()), null),
      agentId: v.nullable(v.string()),
      offeredAt: instant,
      waitMs: v.nullable(v.number()),
      outcome: v.string(),
      exitReason: v.nullable(v.string()),
      channel: v.string(),
    }),
  ),
  nextCursor: v.nullable(v.string()),
});

export type Shifts = v.InferOutput<typeof shiftsSchema>;
export type Review = v.InferOutput<typeof reviewSchema>;
export type QueueReview = v.InferOutput<typeof queueSchema>;
export type AgentReview = v.InferOutput<typeof agentSchema>;
export type ContactPage = v.InferOutput<typeof contactsSchema>;
export type Contact = ContactPage['contacts'][number];

/** The shifts of a business day, `YYYY-MM-DD`. */
export function getShifts(day: string): Promise<Result<Shifts, ApiError>> {
  return getJson(shiftsSchema, '/api/v1/shifts', { day });
}

/** Everything about a span of instants. */
export function getReview(from: string, to: string): Promise<Result<Review, ApiError>> {
  return getJson(reviewSchema, '/api/v1/reviews', { from, to });
}

/** The contacts that were abandoned in a span, a page at a time. */
export function getAbandoned(from: string, to: string, cursor?: string): Promise<Result<ContactPage, ApiError>> {
  return getJson(contactsSchema, '/api/v1/contacts', { from, to, outcome: 'abandoned', cursor });
}
