/** Query strings, strictly: an unknown parameter is an error that names it and what is allowed. */
import type { Context } from 'hono';
import type { Result } from '../../shared/result.ts';
import { parse, v } from '../../shared/schema.ts';
import { fromIso } from '../../shared/time.ts';
import { readUtf8 } from './utf8.ts';

/** An instant in a query; a plus sign that a careless client sent raw came as a blank. */
export const instantParam = v.pipe(
  v.string(),
  v.transform((text) => fromIso(text.replace(' ', '+'))),
  v.number('must be an RFC 3339 instant with its offset, such as 2026-11-17T07:00:00+02:00'),
);

/** Text that the database can hold: a NUL would be its error, not the asker's. */
export const textParam = v.pipe(
  v.string(),
  v.maxLength(500),
  v.check((text) => !text.includes('\0'), 'must not hold NUL'),
);

/** Reads the query of a request by a schema of its parameters. */
export function readQuery<const E extends v.ObjectEntries>(
  c: Context,
  entries: E,
): Result<v.InferOutput<v.StrictObjectSchema<E, undefined>>, string> {
  const given = c.req.queries();
  const known = Object.keys(entries);
  const strangers = Object.keys(given).filter((name) => !known.includes(name));
  if (strangers.length > 0)
    return {
      ok: false,
      error: `unknown query parameter ${strangers.map((name) => `"${name.slice(0, 60)}"`).join(', ')}; allowed: ${known.join(', ') || 'none'}`,
    };
  const twice = Object.entries(given).find(([, values]) => values.length > 1);
  if (twice !== undefined) return { ok: false, error: `query parameter "${twice[0]}" is given twice` };
  return parse(v.strictObject(entries), Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values[0]])));
}

/** The body as JSON, or what keeps it from being that. */
export async function readJson(c: Context): Promise<Result<unknown, string>> {
  const text = readUtf8(Buffer.from(await c.req.arrayBuffer()));
  if (!text.ok) return text;
  try {
    const value: unknown = JSON.parse(text.value);
    // To the schemas an array is an object without fields.
    return Array.isArray(value) ? { ok: false, error: 'the body is a JSON array; a JSON object is wanted' } : { ok: true, value };
  } catch (error) {
    return { ok: false, error: `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}` };
  }
}
