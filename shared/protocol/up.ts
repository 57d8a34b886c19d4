/**
 * Wall → server. `hello` comes first, within 5 s; `resume` names where the replica stands. A board is `floor`, or a part of it:
 * `floor?queue=ID&queue=ID&team=NAME` (these queues, and the agents of these teams, or else of these queues; at most 200). Its figures of the
 * floor are of the whole floor. With `figure=KEY`, at most 100 times, it has figures beside the rows (`boards/figure-key.ts`), with
 * `waiters=KEY`, at most 20 times, those who wait longest in a part of the floor (`boards/waiters-key.ts`). `subscribe` changes the board and is answered by its snapshot.
 */
import { v } from '../schema.ts';

const boardName = v.pipe(v.string(), v.maxLength(12_000));

export const upSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('hello'),
    protocol: v.string(),
    board: v.optional(boardName),
    token: v.optional(v.pipe(v.string(), v.maxLength(512))),
    resume: v.optional(v.strictObject({ epoch: v.pipe(v.string(), v.maxLength(100)), seq: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  }),
  v.strictObject({ type: v.literal('subscribe'), board: boardName }),
  v.strictObject({ type: v.literal('resync'), reason: v.pipe(v.string(), v.maxLength(200)) }),
]);
export type Up = v.InferOutput<typeof upSchema>;
