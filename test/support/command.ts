import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

type Ended = { code: number | null; output: string };

function launch(args: readonly string[], env: Record<string, string>): ChildProcessWithoutNullStreams {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('MOKED_') && name !== 'DATABASE_URL');
  return spawn(process.execPath, ['dist/server/main.js', ...args], { cwd: root, env: { ...Object.fromEntries(inherited), ...env } });
}

function ended(child: ChildProcessWithoutNullStreams, onOutput: (output: string) => void = () => undefined): Promise<Ended> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output += text.toString();
      onOutput(output);
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

/** Runs a command of `moked` as an operator would, in a process of its own. @param env on top of this process's, less any setting of Moked. */
export function runCommand(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  return ended(launch(args, env));
}

/** Often enough to see a file that is there for a tenth of a second. */
const LOOK_EVERY_MS = 2;

/**
 * The same, and sends a signal once it is time, by what it has said so far or by what can be seen of it: then and a moment later again, as a terminal and
 * npm both do. It stands still meanwhile: however fast it is, the signal comes before anything else that it does.
 */
export function interruptCommand(
  args: readonly string[],
  env: Record<string, string>,
  signal: NodeJS.Signals,
  isTime: (output: string) => boolean,
): Promise<Ended> {
  const child = launch(args, env);
  let isSent = false;
  let said = '';
  const look = () => {
    if (isSent || !isTime(said)) return;
    isSent = true;
    child.kill('SIGSTOP');
    child.kill(signal);
    child.kill('SIGCONT');
    setImmediate(() => child.kill(signal));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return ended(child, (output) => {
    said = output;
    look();
  }).finally(() => clearInterval(timer));
}
