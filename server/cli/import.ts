/** `moked import queue-log FILE --source NAME`: back-fills history. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommandError } from './failures.ts';
import { perform } from './job.ts';

const USAGE = 'usage: moked import queue-log FILE --source NAME';

export async function run(args: readonly string[]): Promise<number> {
  const { positionals, values } = read(args);
  const [kind, file] = positionals;
  if (kind !== 'queue-log' || file === undefined || values.source === undefined || positionals.length > 2) throw new CommandError(2, USAGE);
  if (!existsSync(file)) throw new CommandError(2, `there is no file ${file}`);
  return perform({ job: 'import queue-log', file, source: values.source });
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { source: { type: 'string' } } });
  } catch (error) {
    throw new CommandError(2, `${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
