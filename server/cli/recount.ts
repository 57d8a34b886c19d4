/** `moked recount --from DAY --to DAY`: counts business days again from the log. */
import { parseArgs } from 'node:util';
import { isDay } from '../../shared/calendar.ts';
import { CommandError } from './failures.ts';
import { perform } from './job.ts';

const USAGE = 'usage: moked recount --from 2026-11-15 --to 2026-11-17';

export async function run(args: readonly string[]): Promise<number> {
  const { from, to } = read(args);
  if (from === undefined || to === undefined) throw new CommandError(2, USAGE);
  for (const day of [from, to]) if (!isDay(day)) throw new CommandError(2, `"${day}" is not a day; ${USAGE}`);
  return perform({ job: 'recount', from, to });
}

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { from: { type: 'string' }, to: { type: 'string' } } }).values;
  } catch (error) {
    throw new CommandError(2, `${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}
