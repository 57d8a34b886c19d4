/**
 * Server → wall. The first frame is `welcome`; then one `snapshot` (or the deltas missed, or nothing, in answer to `resume`), then deltas.
 * A delta joins on exactly: same epoch, `from` equal to the replica's seq. Anything else is one `resync`, never a guess.
 */
import { boardSchema } from '../board.ts';
import { v } from '../schema.ts';
import { delSchema, putSchema } from './delta.ts';

const instant = v.string();
const seq = v.pipe(v.number(), v.integer(), v.minValue(0));

export const downSchema = v.variant('type', [
  v.object({ type: v.literal('welcome'), protocol: v.literal('moked.v1'), epoch: v.string(), serverNow: instant, build: v.optional(v.string()) }),
  v.object({ type: v.literal('snapshot'), epoch: v.string(), seq, board: boardSchema }),
  v.object({ type: v.literal('delta'), epoch: v.string(), from: seq, to: seq, put: putSchema, del: delSchema }),
  v.object({ type: v.literal('heartbeat'), seq, serverNow: instant }),
  v.object({ type: v.literal('notice'), text: v.string(), textEn: v.optional(v.string()), at: instant }),
  /** A board was saved, put away or brought back: a screen that shows it fetches it again. */
  v.object({ type: v.literal('board'), id: v.string(), version: v.number() }),
  v.object({ type: v.literal('error'), code: v.string(), message: v.string(), retryAfterMs: v.optional(v.number()) }),
]);
/** As it is read. */
export type Down = v.InferOutput<typeof downSchema>;
/** As it is sent: what says nothing may be left out. */
export type Sent = v.InferInput<typeof downSchema>;
