/** `moked restore FILE`: a backup into an empty database. */
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { BackupError } from '../../db/backup/format.ts';
import { countAllFacts } from '../../db/backup/restore.ts';
import { type RestoreProgress, restoreBackup } from '../backup/restore.ts';
import type { Config } from '../config.ts';
import { readConfig } from './environment.ts';
import { asCommandError, CommandError } from './failures.ts';
import { interruptible } from './interruptible.ts';
import { type Opened, openConfigured, takeLock } from './open.ts';
import { clearLine, progressLine } from './progress.ts';
import { RESTORE_USAGE } from './usage.ts';

export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0 || (file.startsWith('-') && file !== '-')) throw new CommandError(2, RESTORE_USAGE);
  const config = readConfig();
  if (config.isDemo) {
    throw new CommandError(
      2,
      'MOKED_SOURCES is not set here, so this would go into the demo: set it as for the server, e.g. export MOKED_SOURCES=… (or none)',
    );
  }
  if (file !== '-') checkFile(file);
  return interruptible('nothing was restored', (signal) => restoreInto(config, file, signal));
}

async function restoreInto(config: Config, file: string, signal: AbortSignal): Promise<number> {
  const opened = await openConfigured(config, { name: `moked restore, process ${process.pid}`, signal });
  const lock = await takeLock(opened);
  try {
    if (!lock.isHeld) throw new CommandError(2, `${opened.place} is in use by ${lock.holder}: stop it, and restore into an empty database`);
    // Waited for whatever is asked: only its end tells whether it was restored.
    await restore(opened, file, signal);
    return 0;
  } catch (error) {
    process.stderr.write(clearLine());
    signal.throwIfAborted();
    if (error instanceof BackupError) throw new CommandError(1, `${file === '-' ? 'the input' : file}: ${error.message}; nothing was restored`);
    throw asCommandError(error, opened.place);
  } finally {
    if (lock.isHeld) await lock.release();
    await opened.close();
  }
}

/** Reading is a third of the way, counting the rest. */
const READING = 1 / 3;

async function restore({ db, place }: Opened, file: string, signal: AbortSignal): Promise<void> {
  const there = await countAllFacts(db.sql);
  if (there > 0) {
    throw new CommandError(
      2,
      `${place} has ${there} facts, and a backup is restored into an empty database only: set MOKED_DATA to a new folder, or DATABASE_URL to a new ` +
        'database, restore there, and start the server with the same',
    );
  }
  const line = progressLine();
  const tell: RestoreProgress = (step, facts, of) => {
    const share = Math.min(facts / Math.max(of, 1), 1);
    const text = step === 'reading' ? `${facts} facts read` : `${facts} facts counted`;
    process.stderr.write(line(step === 'reading' ? share * READING : READING + share * (1 - READING), text));
  };
  const head = await restoreBackup(db, file === '-' ? process.stdin : await openFile(file), tell, signal);
  process.stderr.write(clearLine());
  console.log(`${head.facts} facts of ${head.at} restored to ${place}, and every day counted again`);
}

/** @throws before anything waits for it: an error that nobody listens to would end the process. */
async function openFile(file: string): Promise<Readable> {
  const stream = createReadStream(file);
  await once(stream, 'open');
  return stream;
}

function checkFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(2, `there is no file ${file}`);
  if (found.isDirectory()) throw new CommandError(2, `${file} is a folder: name the file in it`);
}
