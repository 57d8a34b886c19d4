/** What the settings page asks the server. Every answer is checked. */
import type { Result } from '../../shared/result.ts';
import { v } from '../../shared/schema.ts';
import { AGENT_FIELDS, type Field, ORDER, QUEUE_FIELDS } from '../../shared/settings-fields.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

const values = v.record(v.string(), v.unknown());
export type Values = v.InferOutput<typeof values>;

const about = {
  id: v.string(),
  own: values,
  revision: v.string(),
  isNew: v.boolean(),
  planned: v.number(),
  changedAt: v.nullable(v.string()),
  by: v.nullable(v.string()),
  source: v.nullable(v.string()),
};
const rowSchema = v.object({
  ...about,
  platformName: v.optional(v.nullable(v.string()), null),
  platformChannel: v.optional(v.nullable(v.string()), null),
  agents: v.optional(v.number(), 0),
  queues: v.optional(v.number(), 0),
});
export type Row = v.InferOutput<typeof rowSchema>;

const shift = v.object({ name: v.string(), start: v.string(), end: v.string() });
const pageSchema = v.object({
  at: v.string(),
  dayStartsAt: v.string(),
  mayWrite: v.boolean(),
  defaults: v.record(v.string(), v.union([v.string(), v.number()])),
  site: v.object({
    timezone: v.string(),
    dayStart: v.string(),
    shifts: v.array(shift),
    breakMinutes: v.number(),
    statutorySeconds: v.number(),
  }),
  queues: v.array(rowSchema),
  agents: v.array(rowSchema),
  teams: v.array(rowSchema),
  sites: v.array(rowSchema),
});
export type Page = v.InferOutput<typeof pageSchema>;

export const KINDS = ['queues', 'agents', 'teams', 'sites'] as const;
export type Kind = (typeof KINDS)[number];

/** What is edited of each kind, in the order of the form. */
export const EDITED: Readonly<Record<Kind, readonly Field[]>> = {
  queues: QUEUE_FIELDS,
  agents: AGENT_FIELDS,
  teams: [
    { name: 'name', kind: 'text' },
    { name: 'nameEn', kind: 'text' },
    { name: 'order', kind: 'integer', ...ORDER },
  ],
  sites: [
    { name: 'name', kind: 'text' },
    { name: 'nameEn', kind: 'text' },
    { name: 'order', kind: 'integer', ...ORDER },
  ],
};

const changeSchema = v.object({ field: v.string(), from: v.unknown(), to: v.unknown() });
const historySchema = v.object({
  changes: v.array(
    v.object({ changedAt: v.string(), effectiveAt: v.string(), by: v.nullable(v.string()), source: v.string(), changes: v.array(changeSchema) }),
  ),
});
export type History = v.InferOutput<typeof historySchema>;

const planSchema = v.object({
  rows: v.number(),
  unchanged: v.number(),
  revision: v.string(),
  problems: v.array(v.object({ row: v.number(), column: v.nullable(v.string()), value: v.string(), is: v.string(), allowed: v.string() })),
  changes: v.array(v.object({ row: v.number(), id: v.string(), isUnknown: v.boolean(), fields: v.array(changeSchema) })),
});
export type Plan = v.InferOutput<typeof planSchema>;

export const getPage = () => getJson(pageSchema, '/api/v1/settings');

/** The history of a row; of the site without one. */
export const getHistory = (kind: Kind | 'site', id = '') =>
  getJson(historySchema, kind === 'site' ? '/api/v1/site/history' : `/api/v1/${kind}/${encodeURIComponent(id)}/history`);

/** Saves what was changed, on the revision that was seen: status 412 where it is no more. */
export function putRow(kind: Kind, row: Pick<Row, 'id' | 'revision'>, body: Values): Promise<Result<unknown, ApiError>> {
  return sendJson('PUT', `/api/v1/${kind}/${encodeURIComponent(row.id)}`, JSON.stringify(body), { 'if-match': `"${row.revision}"` });
}

const CONFIRMED_AT_ONCE = 500;

/** Takes rows as they are: they are new no more. */
export async function confirmRows(kind: 'queues' | 'agents', ids: readonly string[]): Promise<Result<unknown, ApiError>> {
  let answer: Result<unknown, ApiError> = { ok: true, value: null };
  for (let from = 0; from < ids.length && answer.ok; from += CONFIRMED_AT_ONCE)
    answer = await sendJson('POST', '/api/v1/settings/confirm', JSON.stringify({ [kind]: ids.slice(from, from + CONFIRMED_AT_ONCE) }));
  return answer;
}

export const tablePath = (kind: 'queues' | 'agents') => `/api/v1/settings/${kind}.csv`;

/** What a table would do. */
export function tryTable(kind: 'queues' | 'agents', file: Blob, effectiveAt: string | null): Promise<Result<Plan, ApiError>> {
  return sendJson('POST', `${tablePath(kind)}?${queryOf(effectiveAt, 'yes')}`, file, { 'content-type': 'text/csv' }, planSchema);
}

/** Takes a table as a whole, on the settings that it was tried against. */
export function applyTable(kind: 'queues' | 'agents', file: Blob, effectiveAt: string | null, revision: string): Promise<Result<unknown, ApiError>> {
  return sendJson('POST', `${tablePath(kind)}?${queryOf(effectiveAt, 'no')}`, file, { 'content-type': 'text/csv', 'if-match': `"${revision}"` });
}

function queryOf(effectiveAt: string | null, dryRun: 'yes' | 'no'): string {
  return new URLSearchParams({ dryRun, ...(effectiveAt === null ? {} : { effectiveAt }) }).toString();
}
