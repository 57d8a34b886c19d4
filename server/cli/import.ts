/** `moked import queue-log FILE --source NAME [--new-source]`: back-fills history. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from './failures.ts';
import { perform } from './job.ts';
import { IMPORT_USAGE } from './usage.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { positionals, values } = read(args);
  const [kind, file] = positionals;
  if (kind !== 'queue-log' || file === undefined || values.source === undefined || positionals.length > 2) throw new CommandError(2, IMPORT_USAGE);
  checkFile(file);
  return perform({ job: 'import queue-log', file, source: values.source, newSource: values['new-source'] === true });
}

/** What is plainly no file is bad usage; whether it is a log shows when it is read. */
function checkFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new CommandError(2, `there is no file ${file}`);
  if (found.isDirectory()) throw new CommandError(2, `${file} is a folder: name the file in it, such as ${join(file, 'queue_log')}`);
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { source: { type: 'string' }, 'new-source': { type: 'boolean' } } });
  } catch (error) {
    throw new CommandError(2, `${error instanceof Error ? error.message : String(error)}\n${IMPORT_USAGE}`);
  }
}
