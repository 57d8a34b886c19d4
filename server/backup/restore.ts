/** A backup into an empty database, projections and all: everything in one transaction, or nothing. */
import type { Readable } from 'node:stream';
import { readCleanCuts } from '../../db/backup/cuts.ts';
import type { Head } from '../../db/backup/format.ts';
import { restoreRows } from '../../db/backup/restore.ts';
import { DAYS_KEPT, saveCheckpoint } from '../../db/checkpoints.ts';
import { lastPosition, readDay, readLastAt, readSettings } from '../../db/event-log.ts';
import { writeFlush } from '../../db/flush.ts';
import type { Database, Sql } from '../../db/open.ts';
import { readQuarantine } from '../../db/quarantine.ts';
import { readKeptFrom } from '../../db/retention.ts';
import { DAY_MS } from '../../shared/time.ts';
import { CHECKPOINT_FORMAT } from '../engine/checkpoint.ts';
import { type Rebuilding, rebuild } from '../ingest/rebuild.ts';
import { packCheckpoint } from '../saved-state.ts';

export type RestoreProgress = (step: 'reading' | 'counting', facts: number, of: number) => void;

/**
 * Restores and counts every day again. The caller has seen that the database has no facts and that nobody else folds it.
 * @param signal ends it: up to the end of the counting, then it is done.
 * @throws BackupError, what the database said, or the reason of the signal: then the database is as it was.
 */
export async function restoreBackup(db: Database, input: Readable, progress: RestoreProgress, signal?: AbortSignal): Promise<Head> {
  // What never comes to its end, such as a terminal, is not waited for.
  const stop = () => input.destroy(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  const told: RestoreProgress = (...step) => {
    signal?.throwIfAborted();
    progress(...step);
  };
  const head = await db.slow.begin(async (sql) => {
    const head = await restoreRows(sql, input, (facts, of) => told('reading', facts, of));
    await rebuild(await rebuilding(sql), (facts) => told('counting', facts, head.facts));
    signal?.throwIfAborted();
    return head;
  });
  signal?.removeEventListener('abort', stop);
  // What PostgreSQL knows of tables that were empty a moment ago would make the first reviews slow.
  await db.slow`analyze`;
  return head;
}

async function rebuilding(sql: Sql): Promise<Rebuilding> {
  const isClean = await readCleanCuts(sql);
  // No older state is ever kept.
  const since = (await readLastAt(sql)) - (DAYS_KEPT + 1) * DAY_MS;
  return {
    keptFrom: await readKeptFrom(sql),
    isCleanCut: (at) => at >= since && isClean(at),
    readSpan: (from, to, upTo) => readDay(sql, { from, to: Math.min(to, 253_402_300_799_000), upTo }),
    readSettings: () => readSettings(sql),
    quarantined: async () => new Set((await readQuarantine(sql)).map(({ position }) => position)),
    lastPosition: () => lastPosition(sql),
    async flush(rows, checkpoints) {
      await writeFlush(sql, rows);
      for (const { kind, day, state } of checkpoints)
        await saveCheckpoint(sql, { kind, day, position: rows.position, format: CHECKPOINT_FORMAT }, await packCheckpoint(state));
    },
  };
}
