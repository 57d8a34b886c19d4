/** What ingest needs of the database, fulfilled with `db/`. */
import { dropDayCheckpoints, loadCheckpoint, loadDayCheckpoint, saveCheckpoint, type TellUnreadable } from '../db/checkpoints.ts';
import { readEntityIds, writeEntityIds } from '../db/entity-ids.ts';
import { append, countFacts, lastPosition, positionOf, readDay, readSettings, readTail } from '../db/event-log.ts';
import { writeFlush } from '../db/flush.ts';
import { clearMarkedDay, markingClock, readMarkedDays } from '../db/marked-days.ts';
import { readMeta, writeMeta } from '../db/meta.ts';
import { type Database, isAway } from '../db/open.ts';
import { putInQuarantine, readQuarantine } from '../db/quarantine.ts';
import { swapSpan } from '../db/recount.ts';
import { readKeptFrom } from '../db/retention.ts';
import { writeShiftsOfDay } from '../db/shifts.ts';
import { writeCompleteUntil } from '../db/source-notes.ts';
import { CHECKPOINT_FORMAT } from './engine/checkpoint.ts';
import { keptOnly } from './ingest/row-spans.ts';
import type { Store } from './ingest/store.ts';
import { type Logger, silentLogger } from './log.ts';
import { checkpointOf, packCheckpoint } from './saved-state.ts';

/** The store on a database. @param log is told what was set right in silence: a saved state that cannot be read. */
export function createStore(db: Database, log: Logger = silentLogger): Store {
  const { sql } = db;
  const tell: TellUnreadable = (checkpoint, reason) =>
    log.warn('a checkpoint cannot be read; an older one or the log stands in', { ...checkpoint, reason });
  return {
    append: async (events, receivedAt) => (await append(db.log, events, receivedAt)).positions,
    readTail: (afterPosition) => readTail(sql, afterPosition),
    readSpan: (from, to, upTo) => readDay(sql, { from, to: Math.min(to, 253_402_300_799_000), upTo }),
    readSettings: () => readSettings(sql),
    countFacts: (from, to) => countFacts(sql, from, to),
    lastPosition: () => lastPosition(sql),
    readKeptFrom: () => readKeptFrom(sql),
    async flush(rows, checkpoints) {
      const packed = checkpoints[0] === undefined ? null : await packCheckpoint(checkpoints[0].state);
      await db.transaction(async (tx) => {
        await writeFlush(tx, keptOnly(rows, await readKeptFrom(tx)));
        for (const { kind, day } of checkpoints)
          if (packed !== null) await saveCheckpoint(tx, { kind, day, position: rows.position, format: CHECKPOINT_FORMAT }, packed);
      });
    },
    loadCheckpoint: () => loadCheckpoint(sql, CHECKPOINT_FORMAT, tell).then(checkpointOf),
    loadDayCheckpoint: (day) => loadDayCheckpoint(sql, CHECKPOINT_FORMAT, day, tell).then(checkpointOf),
    dropDayCheckpoints: (day) => dropDayCheckpoints(sql, day),
    swapDay: (_day, span, rows) => db.transaction((tx) => swapSpan(tx, span, rows)),
    readEntityIds: () => readEntityIds(sql),
    writeEntityIds: (ids) => writeEntityIds(sql, ids),
    readMarkedDays: () => readMarkedDays(sql),
    markingClock: () => markingClock(sql),
    clearMarkedDay: (day, before) => clearMarkedDay(sql, day, before),
    writeShifts: (day, shifts) =>
      db.transaction((tx) =>
        writeShiftsOfDay(
          tx,
          day,
          shifts.map((shift) => ({ shift: shift.name, startAt: shift.startsAt, endAt: shift.endsAt })),
        ),
      ),
    writeCompleteUntil: (source, at) => writeCompleteUntil(sql, source, at),
    quarantined: async () => new Set((await readQuarantine(sql)).map(({ position }) => position)),
    quarantine: (position, reason) => putInQuarantine(sql, position, reason),
    async noteCrash(position) {
      const key = `fold_crashes_${position}`;
      const crashes = Number((await readMeta(sql, key)) ?? 0) + 1;
      await writeMeta(sql, key, crashes);
      return crashes;
    },
    positionOf: (source, eventId) => positionOf(sql, source, eventId),
    isAway,
  };
}
