/** A notice: what a supervisor tells the floor, from an instant until another. */
import { wordsSchema } from './boards/parts.ts';
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

/** Whether a notice is on the walls at an instant. Milliseconds since 1970; `endsAt` null: until it is taken down. */
export function holdsAt({ startsAt, endsAt }: { readonly startsAt: number; readonly endsAt: number | null }, at: number): boolean {
  return startsAt <= at && (endsAt === null || at < endsAt);
}
