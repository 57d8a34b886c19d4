/**
 * Follows a queue_log on disk: rotation by renaming, truncation, a last line that is not whole yet, and going on after a restart where it
 * was. Reads only when asked.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { v } from '../../../../shared/schema.ts';
import { type IdentityState, type LogLine, lineIdentity, markThrownOut, parseLogLine } from './parse.ts';

export const positionSchema = v.object({
  inode: v.number(),
  offset: v.number(),
  /** The first bytes of the file by their hash: an inode number is used again after a file is deleted. */
  head: v.object({ length: v.number(), hash: v.string() }),
  identity: v.object({ second: v.string(), counts: v.record(v.string(), v.number()) }),
});
export type LogPosition = v.InferOutput<typeof positionSchema>;

export type FollowerProblem = 'queue-log-unreadable' | 'queue-log-truncated' | 'queue-log-lost' | 'queue-log-line';

type Opened = { readonly handle: FileHandle; readonly inode: number; offset: number; head: LogPosition['head'] };

const READ_BYTES = 256 * 1024;
/** A line of queue_log has some hundred bytes; what is longer is none. */
const LINE_MAX_BYTES = 64 * 1024;
const HEAD_BYTES = 256;
const LF = 10;

/** Follows one file from where an earlier run stopped, or from its end. */
export class QueueLogFollower {
  readonly #path: string;
  readonly #identity: { idOf(text: string): string; state(): IdentityState };
  readonly #tell: (problem: FollowerProblem, example: string) => void;
  #from: LogPosition | null;
  #file: Opened | null = null;
  #isFirst = true;
  #problem: string | null = null;

  constructor(source: string, path: string, from: LogPosition | null, tell: (problem: FollowerProblem, example: string) => void) {
    this.#path = path;
    this.#from = from;
    this.#identity = lineIdentity(source, from?.identity);
    this.#tell = tell;
  }

  /** Why the last read failed, in words; null if it did not. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Where to go on after a restart; null before the file was ever opened. */
  get position(): LogPosition | null {
    if (this.#file === null) return this.#from;
    const { inode, offset, head } = this.#file;
    return { inode, offset, head, identity: this.#identity.state() };
  }

  /** Every whole line written since the last call, in order. Never rejects: what is wrong with the file is told. */
  async read(): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    try {
      this.#file ??= await this.#openFirst();
      await this.#readToEnd(this.#file, lines);
      await this.#followRotation(lines);
      this.#problem = null;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // A file that is only now made begins with us.
      if (error.code === 'ENOENT') this.#isFirst = false;
      if (this.#problem === null) this.#tell('queue-log-unreadable', `${this.#path}: ${error.code}`);
      this.#problem = unreadable(this.#path, error.code);
    }
    return markThrownOut(lines);
  }

  async close(): Promise<void> {
    await this.#file?.handle.close();
    this.#file = null;
  }

  async #openFirst(): Promise<Opened> {
    const from = this.#from;
    const isFirst = this.#isFirst;
    const resumed = from === null ? null : await this.#find(from);
    const file = resumed ?? (await openLog(this.#path));
    // Never seen before: its past is for an import. Lost since the last run: whatever it holds now is new.
    if (resumed === null && from === null && isFirst) file.offset = await lastLineEnd(file);
    if (resumed === null && from !== null) this.#tell('queue-log-lost', this.#path);
    this.#isFirst = false;
    this.#from = null;
    return file;
  }

  /** The file that was read last time, under its name or the one that rotation gave it. */
  async #find(from: LogPosition): Promise<Opened | null> {
    const folder = dirname(this.#path);
    const names = (await readdir(folder)).filter((name) => name.startsWith(basename(this.#path)));
    for (const name of names) {
      const path = join(folder, name);
      const { ino, size } = await stat(path);
      if (ino !== from.inode || size < from.offset) continue;
      const file = await openLog(path);
      if ((await headOf(file.handle, from.head.length)).hash === from.head.hash) return { ...file, offset: from.offset, head: from.head };
      await file.handle.close();
    }
    return null;
  }

  async #readToEnd(file: Opened, lines: LogLine[]): Promise<void> {
    const { size } = await file.handle.stat();
    if (size < file.offset) {
      this.#tell('queue-log-truncated', this.#path);
      file.offset = 0;
      file.head = { length: 0, hash: '' };
    }
    for (;;) {
      const buffer = Buffer.alloc(READ_BYTES);
      const { bytesRead } = await file.handle.read(buffer, 0, READ_BYTES, file.offset);
      const end = bytesRead === 0 ? -1 : buffer.lastIndexOf(LF, bytesRead - 1);
      if (end === -1) {
        if (bytesRead < LINE_MAX_BYTES) break;
        this.#tell('queue-log-line', `a line of more than ${LINE_MAX_BYTES} bytes`);
        file.offset += bytesRead;
        continue;
      }
      this.#take(buffer.subarray(0, end), lines);
      file.offset += end + 1;
    }
    if (file.head.length === 0) file.head = await headOf(file.handle, Math.min(file.offset, HEAD_BYTES));
  }

  #take(bytes: Buffer, lines: LogLine[]): void {
    for (const raw of bytes.toString('utf8').split('\n')) {
      const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      if (text === '') continue;
      const line = parseLogLine(text, this.#identity.idOf(text));
      if (line === null) this.#tell('queue-log-line', `a line of ${text.length} characters that is none of queue_log`);
      else lines.push(line);
    }
  }

  /** The name now belongs to another file: the old one has been read to its end, and the new one begins. */
  async #followRotation(lines: LogLine[]): Promise<void> {
    const old = this.#file;
    if (old === null) return;
    const { ino } = await stat(this.#path);
    if (ino === old.inode) return;
    await this.#readToEnd(old, lines);
    await old.handle.close();
    this.#file = null;
    this.#file = await openLog(this.#path);
    await this.#readToEnd(this.#file, lines);
  }
}

/** What is wrong with a queue_log that cannot be read, and what to look at. */
export function unreadable(path: string, code: string): string {
  return `queueLog=${path} cannot be read (${code}): is the path right, and may this user read it?`;
}

async function openLog(path: string): Promise<Opened> {
  // To open a pipe would wait for whoever writes into it.
  if (!(await stat(path)).isFile()) throw Object.assign(new Error(`${path} is no file`), { code: 'EINVAL' });
  const handle = await open(path, 'r');
  const { ino } = await handle.stat();
  return { handle, inode: ino, offset: 0, head: { length: 0, hash: '' } };
}

async function headOf(handle: FileHandle, length: number): Promise<LogPosition['head']> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = length === 0 ? { bytesRead: 0 } : await handle.read(buffer, 0, length, 0);
  return { length, hash: createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url') };
}

/** End of the last whole line: a line that is being written now is not skipped. */
async function lastLineEnd({ handle }: Opened): Promise<number> {
  const { size } = await handle.stat();
  const length = Math.min(size, LINE_MAX_BYTES);
  const buffer = Buffer.alloc(length);
  if (length === 0) return 0;
  const { bytesRead } = await handle.read(buffer, 0, length, size - length);
  return size - length + buffer.subarray(0, bytesRead).lastIndexOf(LF) + 1;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
