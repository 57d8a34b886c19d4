/** Ctrl-C, and a stop by the system: a command ends in good order, its own PostgreSQL with it, and says by its exit code which signal it was. */
import { constants } from 'node:os';
import { clearLine } from './progress.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** As shells have it: 130 for SIGINT, 143 for SIGTERM. */
const BY_SIGNAL = 128;

class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/**
 * Does the work of a command. A second signal changes nothing: a terminal and npm both tell us.
 * @param left what an interruption leaves behind, in words. @returns the exit code of the work, or that of the signal which ended it.
 */
export async function interruptible(left: string, work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const asked = new AbortController();
  let code: number | undefined;
  const end = (name: (typeof SIGNALS)[number]) => {
    code ??= BY_SIGNAL + constants.signals[name];
    asked.abort(new Interrupted('asked to stop'));
  };
  for (const name of SIGNALS) process.on(name, end);
  try {
    return await work(asked.signal);
  } catch (error) {
    if (code === undefined) throw error;
    process.stderr.write(`${clearLine()}moked: interrupted; ${left}\n`);
    return code;
  }
}

/** What the work comes to, or a rejection as soon as the end is asked for: what it says after that nobody hears. */
export function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(signal.reason);
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

/** The steps of some work, until the end is asked for: then it rejects. */
export async function* stepsUnless<T>(signal: AbortSignal, steps: AsyncIterable<T>): AsyncGenerator<T> {
  const all = steps[Symbol.asyncIterator]();
  for (;;) {
    const step = await unless(signal, all.next());
    if (step.done === true) return;
    yield step.value;
  }
}
