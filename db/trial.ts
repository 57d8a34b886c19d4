/** A write to the log that is taken back: shows whether facts can be stored again, where nobody sends one. */
import { randomBytes } from 'node:crypto';
import type { Database } from './open.ts';

/** More than a page: a disk that is full has room for a little. */
const TRIAL_BYTES = 64 * 1024;

class Enough extends Error {
  override readonly name = 'Enough';
}

/** @throws what the database says, or that it does not answer within a second. */
export async function tryAppend(db: Database): Promise<void> {
  const body = JSON.stringify({ data: randomBytes(TRIAL_BYTES).toString('base64') });
  try {
    await db.transaction(async (sql) => {
      await sql`set local lock_timeout = '1s'`;
      await sql`insert into event_log (source, event_id, type, at, source_time, received_at, sequence, body)
        values ('moked', 'trial', 'trial', now(), now(), now(), '', ${body}::jsonb)`;
      throw new Enough();
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}
