/** Gives a new install its boards, once: one that people put away does not come back with the next start. */
import { addBoard } from '../db/boards.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import type { Database } from '../db/open.ts';
import { READY_MADE } from '../shared/boards/ready-made.ts';

const MADE = 'ready_boards';
const AUTHOR = 'Moked';

/** Does nothing where they were made before. @param at milliseconds since 1970. */
export async function makeReadyBoards(db: Database, at: number): Promise<void> {
  if ((await readMeta(db.sql, MADE)) !== undefined) return;
  // Boards are listed as they were made: one after the other, in this order.
  for (const [place, { id, layout }] of READY_MADE.entries()) await addBoard(db, id, layout, { at: at + place, by: AUTHOR });
  await writeMeta(
    db.sql,
    MADE,
    READY_MADE.map(({ id }) => id),
  );
}
