/** What a browser is told of the import of a queue_log: one shape for the server that answers and the page that checks. */
import { v } from './schema.ts';

/** Why a log is not taken, or not to its end: pages have words and a remedy for each, and `text` says it in English with its figures. */
export const IMPORT_REFUSALS = [
  'demo',
  'busy',
  'too-large',
  'no-room',
  'broken-off',
  'stalled',
  'own-name',
  'bad-name',
  'other-source',
  'empty',
  'other-file',
  'not-text',
  'long-line',
  'packed',
  'damaged',
  'ends-early',
  'future',
  'stopped',
  'failed',
] as const;
export type ImportRefusal = (typeof IMPORT_REFUSALS)[number];

const params = v.record(v.string(), v.union([v.string(), v.number()]));

/** What a log has brought. `rejected` lines are none of a queue_log; `example` is the first of them, without long numbers. */
export const importResultSchema = v.object({
  lines: v.number(),
  contacts: v.number(),
  accepted: v.number(),
  duplicate: v.number(),
  /** Facts older than what is kept. */
  tooOld: v.number(),
  rejected: v.number(),
  example: v.nullable(v.object({ line: v.number(), text: v.string() })),
  anomalies: v.array(v.object({ kind: v.string(), count: v.number(), example: v.string() })),
});
export type ImportResult = v.InferOutput<typeof importResultSchema>;

export const importFailureSchema = v.object({ code: v.picklist(IMPORT_REFUSALS), with: params, text: v.string() });
export type ImportFailure = v.InferOutput<typeof importFailureSchema>;

export const importSchema = v.object({
  /** The name of the file as the browser tells it. */
  file: v.string(),
  source: v.string(),
  state: v.picklist(['receiving', 'running', 'done', 'failed']),
  /** 0 to 1, of what `state` says. */
  share: v.number(),
  /** What is done now, in English. */
  text: v.string(),
  result: v.nullable(importResultSchema),
  failure: v.nullable(importFailureSchema),
});
export type Import = v.InferOutput<typeof importSchema>;

/** `GET /api/v1/imports`. */
export const importsSchema = v.object({
  mayWrite: v.boolean(),
  /** The largest file that is taken, bytes. */
  maxBytes: v.number(),
  /** Why none can be taken now; null where one can. */
  refused: v.nullable(importFailureSchema),
  /** Names of the sources that a log may be of: those set up, and those that were imported before. */
  sources: v.array(v.string()),
  /** Whether a log was ever imported here. */
  hasImported: v.boolean(),
  /** The one that runs, or the last one since the start of the server. */
  current: v.nullable(importSchema),
});
export type Imports = v.InferOutput<typeof importsSchema>;
