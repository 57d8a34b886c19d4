/** A notice: what a supervisor tells the floor, from an instant until another. */
import { wordsSchema } from './boards/options.ts';
import { v } from './schema.ts';

const instant = v.string();

export const noticeRowSchema = v.object({
  id: v.string(),
  text: wordsSchema,
  urgent: v.boolean(),
  startsAt: instant,
  /** null: until it is taken down. */
  endsAt: v.nullable(instant),
  by: v.string(),
});
/** A notice as walls have it while it holds. */
export type NoticeRow = v.InferOutput<typeof noticeRowSchema>;
