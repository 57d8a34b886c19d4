/** A queue_log on disk as lines: plain, or packed by gzip as rotated logs are. What is neither is told in a sentence. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ImportRefusal } from '../../shared/imports.ts';

/** Something about the file that its owner can put right; the code and what it names are for pages with words of their own. */
export class LogFileError extends Error {
  override readonly name = 'LogFileError';
  readonly code: ImportRefusal;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(message: string, code: ImportRefusal = 'failed', params: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.code = code;
    this.params = params;
  }
}

export type LogFile = {
  /** Lines without their line feeds. Throws `LogFileError` where the file turns out to be no text, or ends too early. */
  readonly lines: AsyncIterable<string>;
  /** How much of the file has been read, 0 to 1. */
  share(): number;
};

/** A line of queue_log has some hundred bytes; what is longer is none. */
const LINE_MAX_LENGTH = 64 * 1024;

/** First bytes of what looks like a log by its name and is packed in a way that we do not unpack. */
const PACKED: readonly (readonly [string, string])[] = [
  ['425a68', 'bunzip2'],
  ['fd377a58', 'unxz'],
  ['28b52ffd', 'unzstd'],
  ['504b0304', 'unzip'],
];

/** Opens a file. @param shown what it is called in what is told of it. @throws LogFileError if it cannot be one. */
export async function openLogFile(path: string, shown: string = path): Promise<LogFile> {
  const { size, head } = await look(path);
  const hex = head.toString('hex');
  const packed = PACKED.find(([magic]) => hex.startsWith(magic));
  if (packed !== undefined) throw new LogFileError(`${shown} is packed: unpack it first (${packed[1]})`, 'packed', { file: shown, how: packed[1] });
  const raw = createReadStream(path);
  // The error comes out at the end of the line, where it is read.
  const bytes = hex.startsWith('1f8b') ? pipeline(raw, createGunzip(), () => undefined) : raw;
  return { lines: linesOf(bytes, shown), share: () => (size === 0 ? 1 : Math.min(1, raw.bytesRead / size)) };
}

async function look(path: string): Promise<{ size: number; head: Buffer }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new LogFileError(`${path} is a folder: name the file in it, such as ${path.replace(/\/$/, '')}/queue_log`);
    if (!found.isFile()) throw new LogFileError(`${path} is no file`);
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return { size: found.size, head: buffer.subarray(0, bytesRead) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw inWords(error, path);
  }
}

function inWords(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new LogFileError(`there is no file ${path}`);
  if (code === 'EACCES')
    return new LogFileError(`${path} may not be read by the user of this process (where a server runs, it is the one who reads)`);
  if (code === 'Z_BUF_ERROR')
    return new LogFileError(`${path} ends in the middle: import it again once it is whole (twice is once)`, 'ends-early', { file: path });
  if (typeof code === 'string' && code.startsWith('Z_'))
    return new LogFileError(`${path} cannot be unpacked (${String(code)}): is it damaged?`, 'damaged', { file: path });
  return error;
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of bytes) {
      if (chunk.includes(0)) throw new LogFileError(`${path} is no text, so it is no queue_log`, 'not-text', { file: path });
      const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      if (rest.length > LINE_MAX_LENGTH)
        throw new LogFileError(`${path} has a line of more than ${LINE_MAX_LENGTH} characters, so it is no queue_log`, 'long-line', { file: path });
      yield* parts;
    }
  } catch (error) {
    throw inWords(error, path);
  }
  if (rest !== '') yield rest;
}
