/**
 * The one door for outside data. Every value that crosses a boundary goes through `parse` as `unknown` and comes out typed or as a
 * sentence that says what is wrong. Only this file imports the validator, so that it can be replaced.
 */
import * as v from 'valibot';
import { completes, conforms } from './conforms.ts';
import type { Result } from './result.ts';

export { v };

/**
 * Checks `input` against `schema`.
 * A value that needs no change comes back itself, not copied.
 * @returns the typed value, or an error sentence naming the path, what came and what is allowed; never throws.
 */
export function parse<const S extends v.GenericSchema>(schema: S, input: unknown): Result<v.InferOutput<S>, string> {
  if (conforms(schema, input)) return { ok: true, value: input as v.InferOutput<S> };
  return parseFully(schema, input);
}

/**
 * The same for a value that is nobody else's, as text that was just read: it comes back itself with its defaults written into it, and is not copied for them.
 * @returns as `parse` does.
 */
export function parseOwn<const S extends v.GenericSchema>(schema: S, input: unknown): Result<v.InferOutput<S>, string> {
  if (completes(schema, input)) return { ok: true, value: input as v.InferOutput<S> };
  return parseFully(schema, input);
}

function parseFully<const S extends v.GenericSchema>(schema: S, input: unknown): Result<v.InferOutput<S>, string> {
  const checked = v.safeParse(schema, input, { abortEarly: false });
  if (checked.success) return { ok: true, value: checked.output };
  return { ok: false, error: describe(checked.issues) };
}

function messageOf({ message, received, expected }: v.BaseIssue<unknown>): string {
  if (!message.startsWith('Invalid key: Expected')) return message;
  if (expected === 'never') return 'is not known';
  return received === 'undefined' ? 'is missing' : message;
}

const MAX_ISSUES = 5;

function describe(issues: readonly v.BaseIssue<unknown>[]): string {
  const told = issues.slice(0, MAX_ISSUES).map((issue) => {
    const path = v.getDotPath(issue);
    const message = messageOf(issue);
    return path === null ? message : `${path}: ${message}`;
  });
  const rest = issues.length - told.length;
  return rest > 0 ? `${told.join('; ')}; and ${rest} more` : told.join('; ');
}
