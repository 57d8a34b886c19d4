/** A backup as a file: whole under its name, or not there. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Database } from '../open.ts';
import { BackupError, type End } from './format.ts';
import { readBackup } from './read.ts';
import { type BackupOptions, writeBackup } from './write.ts';

/**
 * Writes a backup beside its name, reads it again, and renames it when it is on the disk and found whole.
 * @throws what the database or the disk said, BackupError, or the reason of the signal: then nothing is there.
 */
export async function writeBackupFile(db: Database, path: string, options: BackupOptions): Promise<End> {
  const part = `${path}.part`;
  const out = createWriteStream(part, { mode: 0o600 });
  try {
    // Nobody listens before the first row: a folder that may not be written to would end the process.
    await once(out, 'open');
    const end = await writeBackup(db, out, options);
    await sync(part);
    const read = await readBackup(createReadStream(part));
    if (read.end.sha256 !== end.sha256) throw new BackupError('what was written is not what is read');
    // The last moment to stop: from here on it is there, and is said to be.
    options.signal?.throwIfAborted();
    await rename(part, path);
    await sync(dirname(path));
    return end;
  } catch (error) {
    out.destroy();
    await rm(part, { force: true });
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
