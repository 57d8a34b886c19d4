/**
 * Logs that come from a browser: kept in a file of `MOKED_DATA` while they come, imported as the command does it once they are whole, and gone then.
 * One at a time, with a bound; an upload that breaks off has imported nothing.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { hasImports, readSourceNames } from '../../db/import-ends.ts';
import { OWN_SOURCE } from '../../shared/ids.ts';
import type { Import, ImportFailure, ImportRefusal, Imports } from '../../shared/imports.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { realClock, sleep } from '../clock.ts';
import type { Logger } from '../log.ts';
import { importQueueLog, nameProblem } from './import-log.ts';
import { type JobContext, sourceSchema } from './jobs.ts';

const FOLDER = 'uploads';
/** A queue_log of 100 agents has some ten megabytes a day: half a gigabyte is weeks of it, and fits on the disk of every machine that may keep it. */
export const IMPORT_MAX_BYTES = 512 * 1024 * 1024;
/** So long without a byte, and whoever sends has gone: nobody else could import as long as it is waited for. By the machine's clock, as the network is. */
const STALLED_MS = 30 * SECOND_MS;
/** Progress of an upload is told in steps of that. */
const MEGABYTE = 1024 * 1024;

export type ImportDeskOptions = {
  readonly context: JobContext & { readonly signal: AbortSignal };
  readonly dataDir: string;
  readonly log: Logger;
  readonly isDemo: boolean;
  readonly configured: () => readonly string[];
  /** Bytes of the largest file. */
  readonly maxBytes?: number;
  /** How long an upload may bring nothing, in milliseconds. */
  readonly stalledMs?: number;
};

/** What comes with a file. `length`: as the sender tells it beforehand, bytes. */
export type Upload = {
  readonly body: AsyncIterable<Uint8Array>;
  readonly length: number | null;
  readonly file: string;
  readonly source: string;
  readonly newSource: boolean;
};

type Refused = { readonly ok: false; readonly error: ImportFailure };

export class ImportDesk {
  readonly #options: ImportDeskOptions;
  readonly #folder: string;
  readonly #maxBytes: number;
  #current: Import | null = null;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ImportDeskOptions) {
    this.#options = options;
    this.#folder = join(options.dataDir, FOLDER);
    this.#maxBytes = options.maxBytes ?? IMPORT_MAX_BYTES;
    // A server that was killed may have left one.
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** All that the page shows. */
  async status(): Promise<Omit<Imports, 'mayWrite'>> {
    const { sql } = this.#options.context.db;
    const [known, hasImported] = await Promise.all([readSourceNames(sql), hasImports(sql)]);
    const refused = this.#refusal();
    return {
      maxBytes: this.#maxBytes,
      refused: refused === null ? null : refused.error,
      sources: [...new Set([...this.#options.configured(), ...known])].filter((name) => name !== OWN_SOURCE).sort(),
      hasImported,
      current: this.#current,
    };
  }

  /** Takes a file to its end and begins to import it. Resolves when the import has begun, or with why there is none. */
  async receive(upload: Upload): Promise<Result<Import, ImportFailure>> {
    const refused = this.#refusal() ?? this.#tooLarge(upload.length ?? 0);
    if (refused !== null) return refused;
    const { file, source } = upload;
    const place: Import = { file, source, state: 'receiving', share: 0, text: '', result: null, failure: null };
    this.#current = place;
    const path = join(this.#folder, 'queue_log');
    const received = await this.#take(upload, path).catch((error: unknown) => this.#unkept(error));
    if (!received.ok) {
      rmSync(this.#folder, { recursive: true, force: true });
      this.#current = { ...place, state: 'failed', failure: received.error };
      return received;
    }
    this.#current = { ...place, state: 'running' };
    this.#running = this.#run(path, upload);
    return { ok: true, value: this.#current };
  }

  /** Resolves when nothing is under way any more. */
  async ended(): Promise<void> {
    await this.#running;
  }

  #refusal(): Refused | null {
    if (this.#options.isDemo) return refusal('demo', {}, 'this is the demo, and what is real has a database of its own: connect a source first');
    const state = this.#current?.state;
    const isBusy = state === 'receiving' || state === 'running';
    return isBusy ? refusal('busy', { file: this.#current?.file ?? '' }, 'another queue_log is being imported: wait for its end') : null;
  }

  #tooLarge(bytes: number): Refused | null {
    if (bytes <= this.#maxBytes) return null;
    const most = Math.floor(this.#maxBytes / MEGABYTE);
    return refusal(
      'too-large',
      { size: Math.ceil(bytes / MEGABYTE), most },
      `a file of at most ${most} MB is taken here: pack it (gzip), import rotated logs one by one, or use npx moked import queue-log`,
    );
  }

  async #take({ body, length, source, newSource }: Upload, path: string): Promise<Result<null, ImportFailure>> {
    const named = parse(sourceSchema, source);
    if (!named.ok) return refusal('bad-name', { source }, named.error);
    const wrong = await nameProblem(this.#options.context, { source, newSource });
    if (wrong !== null) return { ok: false, error: wrong };
    mkdirSync(this.#folder, { recursive: true });
    // It holds customers' numbers as they are.
    chmodSync(this.#folder, 0o700);
    const file = await open(path, 'w', 0o600);
    try {
      return await this.#write(file, body, length);
    } finally {
      await file.close();
    }
  }

  async #write(file: FileHandle, body: AsyncIterable<Uint8Array>, length: number | null): Promise<Result<null, ImportFailure>> {
    let bytes = 0;
    const stalledMs = this.#options.stalledMs ?? STALLED_MS;
    for await (const chunk of whole(body, stalledMs)) {
      if (chunk === 'stalled') return stalled(bytes, stalledMs);
      if (chunk === 'broken off' || this.#options.context.signal.aborted) return brokenOff(bytes);
      bytes += chunk.byteLength;
      const tooLarge = this.#tooLarge(bytes);
      if (tooLarge !== null) return tooLarge;
      await file.writeFile(chunk);
      if (this.#current !== null) this.#current = { ...this.#current, share: length === null || length === 0 ? 0 : Math.min(1, bytes / length) };
    }
    return { ok: true, value: null };
  }

  #unkept(error: unknown): Refused {
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code === null) throw error;
    this.#options.log.warn('an uploaded queue_log could not be kept', { error });
    return refusal(
      'no-room',
      { folder: this.#folder, code },
      `the file cannot be kept in ${this.#folder} (${code}): is there room, and may it be written?`,
    );
  }

  async #run(path: string, { file, source, newSource }: Upload): Promise<void> {
    const { context, log } = this.#options;
    try {
      for await (const step of importQueueLog(context, { file: path, shown: file, source, newSource })) {
        const now = this.#current as Import;
        if (step.is === 'progress') this.#current = { ...now, share: step.share, text: step.text };
        else if (step.is === 'done') this.#current = { ...now, state: 'done', share: 1, text: step.text, result: step.result ?? null };
        else this.#fail(step.failure ?? { code: 'failed', with: {}, text: step.text });
      }
    } catch (error) {
      log.warn('the import of an uploaded queue_log failed', { error });
      const text = error instanceof Error ? error.message : String(error);
      this.#fail({ code: 'failed', with: {}, text: `${text}: import the file again (twice is once)` });
    } finally {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  #fail(failure: ImportFailure): void {
    if (this.#current !== null) this.#current = { ...this.#current, state: 'failed', failure };
  }
}

function refusal(code: ImportRefusal, params: ImportFailure['with'], text: string): Refused {
  return { ok: false, error: { code, with: params, text } };
}

function brokenOff(bytes: number): Refused {
  return refusal('broken-off', { bytes }, `the file broke off after ${bytes} bytes: nothing of it was imported; send it again`);
}

function stalled(bytes: number, afterMs: number): Refused {
  const seconds = Math.ceil(afterMs / SECOND_MS);
  return refusal('stalled', { bytes, seconds }, `nothing came for ${seconds} s after ${bytes} bytes: nothing of it was imported; send it again`);
}

/** The chunks of a body, and why it ends before its end: by an error of whoever sends (what goes wrong with the file here is another matter), or by silence. */
async function* whole(body: AsyncIterable<Uint8Array>, stalledMs: number): AsyncGenerator<Uint8Array | 'broken off' | 'stalled'> {
  const chunks = body[Symbol.asyncIterator]();
  const next = async () => {
    const done = new AbortController();
    const silence = sleep(realClock, stalledMs, done.signal).then(() => 'stalled' as const);
    const chunk = chunks.next().catch(() => 'broken off' as const);
    return await Promise.race([chunk, silence]).finally(() => done.abort());
  };
  for (let chunk = await next(); ; chunk = await next()) {
    if (typeof chunk === 'string') {
      yield chunk;
      return;
    }
    if (chunk.done === true) return;
    yield chunk.value;
  }
}
