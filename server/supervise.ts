/**
 * `npm start`: builds when the sources are newer than the build, runs the server, and starts it again when it dies.
 * A wrong wall is worse than a blank second, so the server exits on programmer errors and relies on this.
 * Exit codes 0 (asked to stop) and 2 (bad configuration) are final; after 3 it starts again at once.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundle = join(root, 'dist/server/main.js');
const sources = ['server', 'client', 'shared', 'db', 'package.json', 'package-lock.json', 'vite.config.ts'];

const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 30_000;
/** Facts live for three quarters of an hour: in a small nursery of the garbage collector each is copied twice before it dies (DECISIONS 34). */
const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=32'];
/** Threads that pack checkpoints each take an arena of the C library's memory and keep the largest that they ever needed: two are enough (DECISIONS 34). */
const ENVIRONMENT = { MALLOC_ARENA_MAX: '2' };
/** As `cli/start.ts` has it. */
const RESTART = 3;
/** A server that lived this long was well: the next crash starts from the first step again. */
const WELL_AFTER_MS = 60_000;

function modifiedAt(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => modifiedAt(join(path, name))));
}

function isStale(): boolean {
  const builtAt = Math.min(modifiedAt(bundle), modifiedAt(join(root, 'dist/client/index.html')));
  return sources.some((source) => modifiedAt(join(root, source)) > builtAt);
}

let child: ChildProcess | undefined;
let stopping = false;
let wake: (() => void) | undefined;

/** With a channel the child notices when this process is killed: the channel closes, whatever the signal was. */
function run(command: string, args: readonly string[], withChannel: boolean): Promise<number> {
  return new Promise((resolve) => {
    const stdio: StdioOptions = withChannel ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit';
    child = spawn(command, args, { cwd: root, stdio, env: { ...ENVIRONMENT, ...process.env } });
    child.once('error', (error) => {
      console.error(`cannot run ${command}: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    stopping = true;
    child?.kill(signal);
    wake?.();
  });
}

async function main(): Promise<number> {
  if (isStale()) {
    const code = await run('npm', ['run', '--silent', 'build', '--', '--logLevel', 'warn'], false);
    if (code !== 0 || stopping) return code;
  }
  let backoffMs = BACKOFF_FIRST_MS;
  for (;;) {
    const startedAt = performance.now();
    const code = await run(process.execPath, [...NODE_OPTIONS, bundle, 'start', ...process.argv.slice(2)], true);
    if (stopping || code === 0 || code === 2) return code;
    // It asked for it, to open other data.
    if (code === RESTART) continue;
    if (performance.now() - startedAt > WELL_AFTER_MS) backoffMs = BACKOFF_FIRST_MS;
    console.error(`the server ended with code ${code}; starting it again in ${backoffMs / 1000} s (Ctrl-C ends it)`);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, backoffMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    if (stopping) return 0;
    backoffMs = Math.min(backoffMs * 2, BACKOFF_MAX_MS);
  }
}

process.exit(await main());
