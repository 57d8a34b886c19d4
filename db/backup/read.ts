/** Reads a backup from a stream, a few rows at a time, and checks all of it: that it is one, whole, and not changed since. */
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BACKUP_FORMAT, BackupError, type End, type Head, parseHead, parseLine } from './format.ts';

/** A row is a fact of at most some hundred kilobytes: what is longer is no row. */
const LINE_MAX_BYTES = 64 * 1024 * 1024;
/** Rows are handed on when they are so many, or so large. */
const BATCH_ROWS = 2000;
const BATCH_BYTES = 1024 * 1024;
const NEWLINE = 10;
const LIST = '['.charCodeAt(0);

export type BackupReader = {
  /** The first that is told. Throws to refuse. */
  head?(head: Head): Promise<void> | void;
  /** A table begins. */
  table?(name: string, columns: readonly string[]): Promise<void>;
  /** Rows of the table that began last, each a JSON object. */
  rows?(lines: readonly Buffer[]): Promise<void>;
};

const damaged = (why: string) => new BackupError(`the backup is damaged or not whole: ${why}`);

/**
 * Reads it to its end. What was told before is good only if this resolves.
 * @returns what it holds. @throws BackupError; or what the reader threw.
 */
export async function readBackup(input: Readable, reader: BackupReader = {}): Promise<{ readonly head: Head; readonly end: End }> {
  const reading = new Reading(reader);
  const gunzip = createGunzip();
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    // Joined when the line has its end: joining at each piece would make a long line cost its square.
    let begun: Buffer[] = [];
    let length = 0;
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        const last = chunk.subarray(start, end + 1);
        await reading.line(begun.length === 0 ? last : Buffer.concat([...begun, last]));
        start = end + 1;
        begun = [];
        length = 0;
      }
      if (start < chunk.length) begun.push(chunk.subarray(start));
      length += chunk.length - start;
      if (length > LINE_MAX_BYTES) throw reading.hasBegun ? damaged('a line without an end') : new BackupError('this is not a backup of Moked');
    }
    return reading.over(length);
  } catch (error) {
    throw fromZlib(error, reading.hasBegun);
  } finally {
    input.unpipe(gunzip);
    input.destroy();
    gunzip.destroy();
  }
}

function fromZlib(error: unknown, hasBegun: boolean): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!code.startsWith('Z_')) return error;
  if (!hasBegun && code === 'Z_DATA_ERROR') return new BackupError('this is not a backup of Moked');
  return damaged(code === 'Z_BUF_ERROR' ? 'it breaks off' : 'its bytes do not fit together');
}

class Reading {
  readonly #reader: BackupReader;
  readonly #hash: Hash = createHash('sha256');
  readonly #counts: Record<string, number> = {};
  #head: Head | undefined;
  #end: End | undefined;
  #table: string | undefined;
  #batch: Buffer[] = [];
  #batchBytes = 0;

  constructor(reader: BackupReader) {
    this.#reader = reader;
  }

  get hasBegun(): boolean {
    return this.#head !== undefined;
  }

  /** @param bytes with its newline. */
  async line(bytes: Buffer): Promise<void> {
    if (this.#end !== undefined) throw damaged('something follows its end');
    if (bytes[0] !== LIST) return this.#row(bytes);
    await this.#flush();
    const read = parseLine(readJson(bytes));
    if (!read.ok) throw this.hasBegun ? damaged('a line that nobody knows') : new BackupError('this is not a backup of Moked');
    const [kind] = read.value;
    if (kind === 'end') return this.#atEnd(read.value[1]);
    this.#hash.update(bytes);
    if (kind === 'moked backup') return this.#atHead(read.value[1]);
    if (this.#head === undefined) throw new BackupError('this is not a backup of Moked');
    const [, name, columns] = read.value;
    if (name in this.#counts) throw damaged(`table ${name} comes twice`);
    this.#table = name;
    this.#counts[name] = 0;
    await this.#reader.table?.(name, columns);
  }

  /** After the last byte. */
  over(restBytes: number): { head: Head; end: End } {
    if (this.#head === undefined) throw new BackupError('this is not a backup of Moked');
    if (this.#end === undefined || restBytes > 0) throw damaged('it breaks off');
    return { head: this.#head, end: this.#end };
  }

  async #atHead(told: unknown): Promise<void> {
    if (this.hasBegun) throw damaged('it begins twice');
    const head = parseHead(told);
    if (!head.ok) throw damaged(head.error);
    if (head.value.format !== BACKUP_FORMAT) {
      throw new BackupError(
        `the backup has the format ${head.value.format}, written by Moked ${head.value.version}; this one reads the format ${BACKUP_FORMAT}: restore it with that version or a later one`,
      );
    }
    this.#head = head.value;
    await this.#reader.head?.(head.value);
  }

  async #row(bytes: Buffer): Promise<void> {
    if (this.#table === undefined) throw this.hasBegun ? damaged('a row of no table') : new BackupError('this is not a backup of Moked');
    this.#hash.update(bytes);
    this.#counts[this.#table] = (this.#counts[this.#table] ?? 0) + 1;
    if (this.#reader.rows === undefined) return;
    this.#batch.push(Buffer.from(bytes.subarray(0, -1)));
    this.#batchBytes += bytes.length;
    if (this.#batch.length >= BATCH_ROWS || this.#batchBytes >= BATCH_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#batchBytes = 0;
    await this.#reader.rows?.(batch);
  }

  #atEnd(end: End): void {
    if (this.#hash.digest('hex') !== end.sha256) throw damaged('its checksum is another');
    for (const name of new Set([...Object.keys(end.counts), ...Object.keys(this.#counts)]))
      if (end.counts[name] !== this.#counts[name])
        throw damaged(`it has ${this.#counts[name] ?? 0} rows of ${name} and not ${end.counts[name] ?? 0}`);
    this.#end = end;
  }
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
