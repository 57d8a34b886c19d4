/** What the page of alarms asks the server. Every answer is checked. */
import { alarmRowSchema } from '../../shared/alarms/row.ts';
import { v } from '../../shared/schema.ts';
import { getJson, sendJson } from '../api.ts';

const { level, subject, side: _, ...row } = alarmRowSchema.entries;
const who = v.object({ at: v.string(), by: v.nullable(v.string()), note: v.nullable(v.string()) });

/** An alarm as it is kept: with its end, and who had it. */
const recordSchema = v.object({
  id: row.id,
  rule: v.string(),
  judgedBy: v.object({ name: row.name }),
  level,
  subject,
  limit: row.limit,
  value: row.value,
  /** The worst that it was: what it shows by. */
  worst: v.object({ level, limit: row.limit, value: row.value }),
  raisedAt: v.string(),
  clearedAt: v.nullable(v.string()),
  clearedWhy: v.nullable(v.string()),
  noDataSince: row.noDataSince,
  acknowledged: v.nullable(who),
  history: v.array(v.object({ at: v.string(), change: v.string(), level: v.string(), by: v.nullable(v.string()), note: v.nullable(v.string()) })),
});
export type AlarmRecord = v.InferOutput<typeof recordSchema>;
const recordsSchema = v.object({ alarms: v.array(recordSchema), cursor: v.nullable(v.string()) });

/** Alarms that were open at some time of a span, the newest first; `cursor` goes on after a page. */
export const getAlarms = (query: Readonly<Record<string, string | undefined>>) => getJson(recordsSchema, '/api/v1/alarms', query);

const about = { version: v.number(), savedAt: v.string(), savedBy: v.string(), restoredFrom: v.nullable(v.number()) };
/** `rules` is parsed by whoever edits them: a list shows what it can read. */
const storedSchema = v.object({ ...about, rules: v.unknown(), problem: v.nullable(v.string()), passedOver: v.array(v.string()) });
export type StoredRules = v.InferOutput<typeof storedSchema>;

const PATH = '/api/v1/alarm-rules';
const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

export const getRules = () => getJson(storedSchema, PATH);

/** Saves the rules on the version that was seen; 412 where it is the present one no more. */
export const putRules = (seen: number, rules: unknown, by: string | null) =>
  sendJson('PUT', PATH, JSON.stringify({ rules, ...(by === null ? {} : { by }) }), ifMatch(seen), storedSchema);

const versionsSchema = v.object({ versions: v.array(v.object(about)) });
export const getVersions = () => getJson(versionsSchema, `${PATH}/versions`);

/** Brings an earlier version back, as one more. */
export const restoreRules = (seen: number, version: number, by: string | null) =>
  sendJson('POST', `${PATH}/restore`, JSON.stringify({ version, ...(by === null ? {} : { by }) }), ifMatch(seen), storedSchema);
