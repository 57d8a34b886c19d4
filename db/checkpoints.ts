/**
 * Saved states of the fold. `minute`: the newest serve a start, a few are kept in case one cannot be read. `day`: the state at the start of a
 * business day, from which a recount begins, kept 35 days.
 */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Sql } from './open.ts';

const MINUTES_KEPT = 3;
/** How long a state at the start of a business day is kept. */
export const DAYS_KEPT = 35;

export type CheckpointKind = 'minute' | 'day';

/** `state` is plain JSON of the fold's own; `format` grows when an older state can no longer be read. */
export type Checkpoint = {
  readonly kind: CheckpointKind;
  readonly position: number;
  readonly day: string | null;
  readonly format: number;
  readonly state: unknown;
};

/** Compressed off the main thread, at the fastest level: a state is written each minute and hardly ever read. */
export async function packState(state: unknown): Promise<Buffer> {
  return promisify(gzip)(JSON.stringify(state), { level: 1 });
}

/** @param sql the transaction of the flush that belongs to it. @param packed from `packState`, made before the transaction begins. */
export async function saveCheckpoint(sql: Sql, checkpoint: Omit<Checkpoint, 'state'>, packed: Buffer): Promise<void> {
  const { kind, position, day, format } = checkpoint;
  await sql`insert into checkpoint (kind, position, day, format, state) values (${kind}, ${position}, ${day}, ${format}, ${packed})
    on conflict (kind, position) do update set day = excluded.day, saved_at = now(), format = excluded.format, state = excluded.state`;
  if (kind === 'minute') {
    await sql`delete from checkpoint where kind = 'minute' and position not in
      (select position from checkpoint where kind = 'minute' order by position desc limit ${MINUTES_KEPT})`;
  } else {
    await sql`delete from checkpoint where kind = 'day' and day < (select max(day) from checkpoint where kind = 'day') - ${DAYS_KEPT}::int`;
  }
}

type Row = { kind: CheckpointKind; position: string; day: string | null; format: number; state: Uint8Array };

async function checkpointOf({ kind, position, day, format, state: packed }: Row): Promise<Checkpoint | Error> {
  try {
    const state: unknown = JSON.parse((await promisify(gunzip)(packed)).toString('utf8'));
    if (typeof state !== 'object' || state === null) return new Error('it holds no state');
    return { kind, position: Number(position), day, format, state };
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Told of a checkpoint that cannot be read: which, and why. */
export type TellUnreadable = (checkpoint: Pick<Checkpoint, 'kind' | 'position' | 'day'>, reason: string) => void;

type Place = Pick<Row, 'kind' | 'position'>;

/** The first that can be read: one that cannot is none, because the log has everything. One at a time, because a state may have many megabytes. */
async function firstReadable(sql: Sql, places: readonly Place[], tell: TellUnreadable): Promise<Checkpoint | undefined> {
  for (const { kind, position } of places) {
    const [row] = await sql<Row[]>`select kind, position, day::text, format, state from checkpoint where kind = ${kind} and position = ${position}`;
    // Another process may have made room for a newer one meanwhile.
    if (row === undefined) continue;
    const checkpoint = await checkpointOf(row);
    if (!(checkpoint instanceof Error)) return checkpoint;
    tell({ kind: row.kind, position: Number(row.position), day: row.day }, checkpoint.message);
  }
  return undefined;
}

/** The newest state of a format that can be read. */
export async function loadCheckpoint(sql: Sql, format: number, tell: TellUnreadable = () => undefined): Promise<Checkpoint | undefined> {
  const places = await sql<Place[]>`select kind, position from checkpoint
    where kind = 'minute' and format = ${format} order by position desc limit ${MINUTES_KEPT}`;
  return firstReadable(sql, places, tell);
}

/** The state at the start of a business day, or of the nearest day before it that can be read. */
export async function loadDayCheckpoint(
  sql: Sql,
  format: number,
  day: string,
  tell: TellUnreadable = () => undefined,
): Promise<Checkpoint | undefined> {
  const places = await sql<Place[]>`select kind, position from checkpoint
    where kind = 'day' and format = ${format} and day <= ${day}::date order by day desc, position desc limit ${MINUTES_KEPT}`;
  return firstReadable(sql, places, tell);
}

/** Those of later business days than `day`: what they hold of it is no longer what it counts. */
export async function dropDayCheckpoints(sql: Sql, day: string): Promise<void> {
  await sql`delete from checkpoint where kind = 'day' and day > ${day}::date`;
}
