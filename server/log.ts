/**
 * The log: one line an entry, `time level message key=value …`. It carries ids, never customers' numbers or secrets: fields whose
 * names promise one are withheld.
 */
import { toIso } from '../shared/time.ts';
import type { Clock } from './clock.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
export type LogFields = Readonly<Record<string, unknown>>;

export type Logger = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line. */
  with(fields: LogFields): Logger;
};

const WITHHELD = /phone|callerid|callernum|connectedline|password|secret|token|wallkey|authorization/i;
const VALUE_MAX_LENGTH = 2000;

function text(value: unknown): string {
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : ` (${text(value.cause)})`;
    return `${value.stack ?? value.message}${cause}`;
  }
  if (typeof value === 'string') return value;
  return JSON.stringify(value) ?? String(value);
}

function field([name, value]: [string, unknown]): string {
  if (value === undefined) return '';
  if (WITHHELD.test(name)) return ` ${name}=[withheld]`;
  const shown = text(value).slice(0, VALUE_MAX_LENGTH);
  return ` ${name}=${/^[\w.:@/+-]+$/.test(shown) ? shown : JSON.stringify(shown)}`;
}

/** A logger that hands finished lines to `write`. */
export function createLogger(clock: Pick<Clock, 'now'>, write: (line: string) => void = (line) => console.log(line), fields: LogFields = {}): Logger {
  const at =
    (level: Level) =>
    (message: string, more: LogFields = {}) => {
      const all = Object.entries({ ...fields, ...more });
      write(`${toIso(clock.now())} ${level.padEnd(5)} ${message.replaceAll('\n', ' ')}${all.map(field).join('')}`);
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (more) => createLogger(clock, write, { ...fields, ...more }),
  };
}

/** For tests and for code that has nothing to tell. */
export const silentLogger: Logger = createLogger({ now: () => 0 }, () => undefined);
