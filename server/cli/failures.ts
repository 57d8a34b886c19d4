/** What stops a command, as a sentence and an exit code. */
import { codeOf, EmbeddedError } from '../../db/embedded/embedded-error.ts';
import { MigrationError } from '../../db/migrate.ts';
import { describeFailure, isAway, isKnownFailure } from '../../db/open.ts';

/** A failure to tell in a sentence, with the exit code: 1 failed (another try may succeed), 2 bad usage or configuration (none will). */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: 1 | 2;

  constructor(code: 1 | 2, message: string) {
    super(message);
    this.code = code;
  }
}

/** A start that may succeed later says so: whoever waits for it need not wonder. */
const MAY_PASS = 'it may come by itself; another start is worth a try';

/** The failure of a place that cannot be used. @param mayPass true where nobody has to put anything right. */
export function unusable(text: string, mayPass: boolean): CommandError {
  return mayPass ? new CommandError(1, `${text} (${MAY_PASS})`) : new CommandError(2, text);
}

/** Refusals of the file system look like a server that is away, by their names alone. */
const SYSTEM_REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ENOENT', 'ELOOP', 'ENAMETOOLONG']);
/** A standby that is about to be made the primary. */
const READ_ONLY = '25006';

/** In words, where the operator can do something about it; a programmer's error comes back as it was. */
export function asCommandError(error: unknown, place: string): unknown {
  if (error instanceof CommandError) return error;
  if (error instanceof EmbeddedError) return unusable(error.message, error.mayPass);
  if (error instanceof MigrationError) return new CommandError(2, error.message);
  // The query builder wraps what the driver said.
  const inner = codeOf(error) === undefined && error instanceof Error ? error.cause : error;
  const code = codeOf(inner) ?? '';
  const why = describeFailure(inner);
  if (why === undefined || !(isKnownFailure(inner) || code === READ_ONLY)) return error;
  return unusable(`${place}: ${why}`, code === READ_ONLY || (isAway(inner) && !SYSTEM_REFUSALS.has(code)));
}
