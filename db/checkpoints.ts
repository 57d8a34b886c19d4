/**
 * Saved states of the fold. `minute`: the newest serve a start, a few are kept in case one cannot be read. `day`: the state at the start of a
 * business day, from which a recount begins, kept 35 days.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import type { Sql } from './open.ts';

const MINUTES_KEPT = 3;
const CHECKSUM_BYTES = 32;
/** How long a state at the start of a business day is kept. */
export const DAYS_KEPT = 35;

export type CheckpointKind = 'minute' | 'day';

/** A part of a state that is kept as it is and hardly ever read. One object is packed once. */
export type Text = { readonly text: string };

/** `state` is plain JSON of the fold's own, `texts` what is kept beside it; `format` grows when an older state can no longer be read. */
export type Checkpoint = {
  readonly kind: CheckpointKind;
  readonly position: number;
  readonly day: string | null;
  readonly format: number;
  readonly state: unknown;
  readonly texts: readonly Text[];
};

/** Packed texts of the objects that hold them: a day has thousands of contacts that nothing changes any more, and is saved each minute. */
const packed = new WeakMap<Text, Buffer>();

const pack = (text: string): Promise<Buffer> => promisify(gzip)(text, { level: 1 });

/**
 * A state as it is stored: a checksum, its number of parts, the length of each, and the parts, the state first. Compressed off the main thread, at the fastest
 * level: a state is written each minute and hardly ever read. The state is written down before this returns; it may change while it is compressed.
 */
export async function packState(state: unknown, texts: readonly Text[] = []): Promise<Buffer> {
  const parts = [await pack(JSON.stringify(state))];
  for (const text of texts) {
    const part = packed.get(text) ?? (await pack(text.text));
    packed.set(text, part);
    parts.push(part);
  }
  const all = [numbers([parts.length, ...parts.map(({ length }) => length)]), ...parts];
  return Buffer.concat([checksum(all), ...all]);
}

/** A part that is read hours later must not turn out to be damaged then. */
function checksum(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [place, value] of values.entries()) bytes.writeUInt32LE(value, place * 4);
  return bytes;
}

/** @throws what is wrong with it. */
async function unpackState(bytes: Buffer): Promise<{ state: unknown; texts: Text[] }> {
  const body = bytes.subarray(CHECKSUM_BYTES);
  if (!checksum([body]).equals(bytes.subarray(0, CHECKSUM_BYTES))) throw new Error('it is not what was written');
  const count = body.readUInt32LE(0);
  let from = 4 * (count + 1);
  const parts = Array.from({ length: count }, (_, place) => {
    const part = body.subarray(from, from + body.readUInt32LE(4 * (place + 1)));
    from += part.length;
    return part;
  });
  const [state, ...texts] = parts as [Buffer, ...Buffer[]];
  return { state: JSON.parse((await promisify(gunzip)(state)).toString('utf8')), texts: texts.map(textOf) };
}

/** A text that is unpacked where it is asked for. */
function textOf(part: Buffer): Text {
  // Not a view: the whole state would stay in memory with it.
  const own = Buffer.from(part);
  const text = {
    get text() {
      return gunzipSync(own).toString('utf8');
    },
  };
  packed.set(text, own);
  return text;
}

/** @param sql the transaction of the flush that belongs to it. @param packed from `packState`, made before the transaction begins. */
export async function saveCheckpoint(sql: Sql, checkpoint: Omit<Checkpoint, 'state' | 'texts'>, packed: Buffer): Promise<void> {
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
    const { state, texts } = await unpackState(Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength));
    if (typeof state !== 'object' || state === null) return new Error('it holds no state');
    return { kind, position: Number(position), day, format, state, texts };
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
