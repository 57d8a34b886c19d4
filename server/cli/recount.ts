/** `moked recount --from DAY --to DAY`: counts business days again from the log. */
import { parseArgs } from 'node:util';
import { isDay } from '../../shared/calendar.ts';
import { CommandError } from './failures.ts';
import { perform } from './job.ts';
import { RECOUNT_USAGE } from './usage.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { from, to } = read(args);
  if (from === undefined || to === undefined) throw new CommandError(2, RECOUNT_USAGE);
  for (const day of [from, to]) if (!isDay(day)) throw new CommandError(2, `"${day}" is not a day; ${RECOUNT_USAGE}`);
  // Days sort as text.
  if (from > to) throw new CommandError(2, `--from ${from} lies after --to ${to}; ${RECOUNT_USAGE}`);
  return perform({ job: 'recount', from, to });
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
  } catch (error) {
    throw new CommandError(2, `${error instanceof Error ? error.message : String(error)}\n${RECOUNT_USAGE}`);
  }
}
