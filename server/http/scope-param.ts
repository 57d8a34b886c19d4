/** A part of the floor in a query, as JSON. */
import { type Scope, scopeSchema } from '../../shared/boards/parts.ts';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';

/** Reads it; what is wrong with it comes back in words. Here a queue has an id. */
export function scopeOf(text: string): Result<Scope, string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, error: 'scope: is JSON, such as {"of":"queue","id":"sales"}' };
  }
  const read = parse(scopeSchema, json);
  if (!read.ok) return { ok: false, error: `scope: ${read.error}` };
  if (read.value.of === 'queue' && read.value.id === null) return { ok: false, error: 'the queue has no id' };
  return read;
}
