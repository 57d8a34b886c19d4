/** What the panel asks the server. Every answer is checked. */
import { scopeSchema, windowSchema } from '../../shared/boards/parts.ts';
import { v } from '../../shared/schema.ts';
import { getJson } from '../api.ts';
import type { Explained } from './explainable.ts';

const instant = v.string();

const explanationSchema = v.object({
  metric: v.string(),
  scope: scopeSchema,
  window: v.nullable(windowSchema),
  kind: v.picklist(['now', 'stay', 'agent']),
  unit: v.picklist(['count', 'ms', 'ratio']),
  formula: v.string(),
  at: instant,
  value: v.nullable(v.number()),
  span: v.nullable(v.object({ from: instant, to: instant })),
  parts: v.nullable(v.object({ numerator: v.number(), denominator: v.number() })),
  components: v.nullable(v.record(v.string(), v.unknown())),
  counts: v.nullable(v.picklist(['contacts', 'stays', 'time'])),
  settings: v.array(
    v.object({
      queue: v.nullable(v.string()),
      name: v.nullable(v.string()),
      nameEn: v.nullable(v.string()),
      version: v.number(),
      from: v.nullable(instant),
      targetMs: v.number(),
      serviceLevelTarget: v.number(),
      formula: v.string(),
      shortMs: v.number(),
    }),
  ),
  sources: v.array(
    v.object({
      name: v.string(),
      kind: v.string(),
      state: v.picklist(['up', 'down', 'catching-up']),
      since: instant,
      lastEventAt: v.nullable(instant),
    }),
  ),
  lastEventAt: v.nullable(instant),
  gaps: v.array(v.object({ source: v.string(), from: instant, to: v.nullable(instant) })),
  hasContacts: v.boolean(),
});
export type Explanation = v.InferOutput<typeof explanationSchema>;

const contactsSchema = v.object({
  contacts: v.array(
    v.object({
      source: v.string(),
      contactId: v.string(),
      segmentId: v.string(),
      queueId: v.string(),
      queueName: v.string(),
      queueNameEn: v.nullable(v.string()),
      agentName: v.nullable(v.string()),
      agentNameEn: v.nullable(v.string()),
      channel: v.string(),
      offeredAt: instant,
      waitMs: v.nullable(v.number()),
      inTarget: v.boolean(),
      outcome: v.picklist(['answered', 'abandoned', 'left_otherwise', 'lost', 'open']),
    }),
  ),
  nextCursor: v.nullable(v.string()),
});
export type Contacts = v.InferOutput<typeof contactsSchema>;

const query = ({ metric, scope, window, span }: Explained) => ({
  metric,
  scope: JSON.stringify(scope),
  window: window ?? undefined,
  from: span?.from,
  to: span?.to,
});

/** What a figure is made of. */
export const getExplanation = (of: Explained) => getJson(explanationSchema, '/api/v1/explain', query(of));

/** A page of the contacts that a figure counts. */
export const getContacts = (of: Explained, cursor: string | null) =>
  getJson(contactsSchema, '/api/v1/explain/contacts', { ...query(of), cursor: cursor ?? undefined });
