#!/usr/bin/env node
import { CommandError } from './cli/failures.ts';
import { usage, usageOf } from './cli/usage.ts';

/** One file per command under cli/; each answers with an exit code: 0 fine, 1 failed, 2 bad usage or configuration. */
type Command = { run(args: readonly string[]): Promise<number> };

const commands: Record<string, () => Promise<Command>> = {
  start: () => import('./cli/start.ts'),
  check: () => import('./cli/check.ts'),
  import: () => import('./cli/import.ts'),
  recount: () => import('./cli/recount.ts'),
  backup: () => import('./cli/backup.ts'),
  restore: () => import('./cli/restore.ts'),
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    console.log(usage);
    return 0;
  }
  const load = name === undefined || !Object.hasOwn(commands, name) ? undefined : commands[name];
  if (load === undefined) {
    console.error(name === undefined ? usage : `moked: no command "${name}"\n\n${usage}`);
    return 2;
  }
  if (name !== undefined && asksForHelp(rest)) {
    console.log(usageOf(name));
    return 0;
  }
  return (await load()).run(rest);
}

/** What follows `--` is no option. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (!(error instanceof CommandError)) {
      console.error(error);
      process.exit(1);
    }
    for (const line of error.message.split('\n')) console.error(`moked: ${line}`);
    process.exit(error.code);
  },
);
