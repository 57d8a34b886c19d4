/** Notices as they are written and kept: what may be written, and what a record says. What walls have of them is in `notices.ts`. */
import { nameSchema, wordsSchema } from './boards/parts.ts';
import { noticeRowSchema } from './notices.ts';
import { v } from './schema.ts';
import { DAY_MS, fromIso } from './time.ts';

/** Longer is not read from across a room. */
export const NOTICE_TEXT_MAX = 280;
/** Notices that hold or are still to come, at most. */
export const NOTICES_MAX = 50;
/** How far ahead a notice may begin or end. */
export const NOTICE_AHEAD_MS = 366 * DAY_MS;

const tooLong = `has at most ${NOTICE_TEXT_MAX} characters in each language`;
/** What a notice may say. */
export const noticeTextSchema = v.pipe(
  wordsSchema,
  v.check(({ he, en }) => he.length <= NOTICE_TEXT_MAX && en.length <= NOTICE_TEXT_MAX, tooLong),
);
const instantSchema = v.pipe(
  v.string(),
  v.transform((text) => fromIso(text)),
  v.number('must be an RFC 3339 instant with its offset, such as 2026-11-17T07:00:00+02:00'),
);
/** The clock of whoever asks may be wrong; the server's is not. */
const orNow = v.union([v.literal('now'), instantSchema], 'must be "now" or an RFC 3339 instant with its offset, such as 2026-11-17T07:00:00+02:00');

/** A notice as it is written. Instants are milliseconds since 1970. */
export const writeNoticeSchema = v.strictObject({
  text: noticeTextSchema,
  urgent: v.optional(v.boolean(), false),
  startsAt: v.optional(orNow, 'now'),
  /** null: until it is taken down. */
  endsAt: v.optional(v.nullable(instantSchema), null),
  by: v.optional(nameSchema),
});

/** A change of one: what is not given stays. */
export const changeNoticeSchema = v.strictObject({
  text: v.optional(noticeTextSchema),
  urgent: v.optional(v.boolean()),
  startsAt: v.optional(orNow),
  endsAt: v.optional(v.nullable(orNow)),
  by: v.optional(nameSchema),
});

const { by: _, id: __, ...said } = noticeRowSchema.entries;
/** What it said from one change to the next. */
export const noticeVersionSchema = v.object({ ...said, version: v.number(), savedAt: v.string(), savedBy: v.string() });
export type NoticeVersion = v.InferOutput<typeof noticeVersionSchema>;

/** A notice with everything that it ever said, the first words first; `state` as of the answer. */
export const noticeRecordSchema = v.object({
  ...noticeVersionSchema.entries,
  id: v.string(),
  state: v.picklist(['coming', 'holds', 'over', 'withdrawn']),
  history: v.array(noticeVersionSchema),
});
export type NoticeRecord = v.InferOutput<typeof noticeRecordSchema>;
/** A page of them; `total`: how many there are on all pages, `cursor` asks for the next one. */
export const noticeRecordsSchema = v.object({ notices: v.array(noticeRecordSchema), total: v.number(), cursor: v.nullable(v.string()) });
