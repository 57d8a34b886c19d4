/**
 * The format of a backup: gzip of lines of JSON. A line that is a list speaks of the file, one that is an object is a row:
 * `["moked backup", head]`, then for each table `["table", name, columns]` and its rows, and last `["end", {counts, sha256}]`, where `sha256` is of
 * every byte before that line. What has no end is no backup.
 */
import { parse, v } from '../../shared/schema.ts';

/** Rises when an older Moked could not read it any more. */
export const BACKUP_FORMAT = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const headSchema = v.object({
  format: v.number(),
  /** Of Moked. */
  version: v.string(),
  at: v.string(),
  timezone: v.string(),
  /** Of the log. */
  lastPosition: count,
  /** Facts in the log. */
  facts: count,
});
export type Head = v.InferOutput<typeof headSchema>;

const endSchema = v.object({ counts: v.record(v.string(), count), sha256: v.string() });
export type End = v.InferOutput<typeof endSchema>;

const lineSchema = v.union([
  v.tuple([v.literal('moked backup'), v.unknown()]),
  v.tuple([v.literal('table'), v.string(), v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/)))]),
  v.tuple([v.literal('end'), endSchema]),
]);

export const parseLine = (line: unknown) => parse(lineSchema, line);
export const parseHead = (head: unknown) => parse(headSchema, head);

/** A file that is no backup, or no whole one. The message is a sentence for the operator. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}
