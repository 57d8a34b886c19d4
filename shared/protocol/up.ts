/** Wall → server. `hello` comes first, within 5 s; `resume` names where the replica stands. */
import { v } from '../schema.ts';

export const upSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('hello'),
    protocol: v.string(),
    token: v.optional(v.pipe(v.string(), v.maxLength(512))),
    resume: v.optional(v.strictObject({ epoch: v.pipe(v.string(), v.maxLength(100)), seq: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  }),
  v.strictObject({ type: v.literal('subscribe'), board: v.pipe(v.string(), v.maxLength(256)) }),
  v.strictObject({ type: v.literal('resync'), reason: v.pipe(v.string(), v.maxLength(200)) }),
]);
export type Up = v.InferOutput<typeof upSchema>;
