/** `moked backup FILE`: everything in one checked file, while the server runs or not. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writeBackupFile } from '../../db/backup/file.ts';
import { writeBackup } from '../../db/backup/write.ts';
import { versionOf } from '../build.ts';
import { realClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { readConfig } from './environment.ts';
import { asCommandError, CommandError } from './failures.ts';
import { interruptible } from './interruptible.ts';
import { DEMO, openConfigured, takeLock } from './open.ts';
import { clearLine, progressLine } from './progress.ts';
import { BACKUP_USAGE } from './usage.ts';

export async function run(args: readonly string[]): Promise<number> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0 || (file.startsWith('-') && file !== '-')) throw new CommandError(2, BACKUP_USAGE);
  const config = readConfig();
  if (file !== '-') checkPlace(file);
  return interruptible('nothing is left of the backup', (signal) => backUp(config, file, signal));
}

async function backUp(config: Config, file: string, signal: AbortSignal): Promise<number> {
  const opened = await openConfigured(config, { name: `moked backup, process ${process.pid}`, signal });
  if (config.isDemo) console.error(`moked: MOKED_SOURCES is not set, so this is of the demo: ${opened.place}, database ${DEMO}`);
  // Where no server runs nobody may start one meanwhile: our own PostgreSQL goes when this ends. A server that runs keeps it.
  const lock = await takeLock(opened);
  const line = progressLine();
  const options = {
    version: versionOf(),
    timezone: config.timezone,
    at: realClock.now(),
    signal,
    progress: (facts: number, of: number) => void process.stderr.write(line(facts / Math.max(of, 1), `${facts} facts`)),
  };
  try {
    const { counts } = await (file === '-' ? writeBackup(opened.db, process.stdout, options) : writeBackupFile(opened.db, resolve(file), options));
    process.stderr.write(clearLine());
    const told = `${counts['event_log'] ?? 0} facts in ${file === '-' ? 'the backup' : `${file}, ${statSync(file).size} bytes`}`;
    (file === '-' ? process.stderr : process.stdout).write(`${told}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(clearLine());
    throw ofFile(error, file) ?? asCommandError(error, opened.place);
  } finally {
    if (lock.isHeld) await lock.release();
    await opened.close();
  }
}

/** Found before the work, not after it. */
function checkPlace(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) throw new CommandError(2, `${file} is a folder: name the file in it`);
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new CommandError(2, `there is no folder ${folder}`);
  if (existsSync(file)) throw new CommandError(2, `${file} is there already: name another file, or take it away first`);
}

const OF_DISK = new Set(['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EDQUOT', 'EIO', 'EPIPE']);

function ofFile(error: unknown, file: string): CommandError | undefined {
  if (!(error instanceof Error && 'code' in error && OF_DISK.has(String(error.code)))) return undefined;
  return new CommandError(1, `cannot write ${file}: ${error.message}; nothing is left of it`);
}
