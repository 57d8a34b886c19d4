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
  for (const { id, layout } of READY_MADE) await addBoard(db, id, layout, { at, by: AUTHOR });
  await writeMeta(
    db.sql,
    MADE,
    READY_MADE.map(({ id }) => id),
  );
}
