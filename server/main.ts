#!/usr/bin/env node
import { CommandError } from './cli/failures.ts';
import { usage } from './cli/usage.ts';

/** One file per command under cli/; each answers with an exit code: 0 fine, 1 failed, 2 bad usage or configuration. */
type Command = { run(args: readonly string[]): Promise<number> };

const commands: Record<string, () => Promise<Command>> = {
  start: () => import('./cli/start.ts'),
  check: () => import('./cli/check.ts'),
  import: () => import('./cli/import.ts'),
  recount: () => import('./cli/recount.ts'),
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
  return (await load()).run(rest);
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
