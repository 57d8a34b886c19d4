/** Those who wait longest in a part of the floor, as a wall asks for them beside the rows. Their key is how wall and server name them. */
import type { Result } from '../result.ts';
import { parse, v } from '../schema.ts';
import { type Scope, scopeSchema } from './parts.ts';

/** More than any screen has lines. */
export const MAX_WAITERS = 50;

/** `most`: so many of them; the others are counted. */
export type WaitersAsked = { readonly key: string; readonly scope: Scope; readonly most: number };

const keySchema = v.tuple([scopeSchema, v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_WAITERS))]);

/** The key of the longest waiters of a scope. */
export function waitersKey(scope: Scope, most: number): string {
  return JSON.stringify([scope, most]);
}

/** Reads a key as a wall sends it; what is wrong with it comes back in words. */
export function readWaitersKey(text: string): Result<WaitersAsked> {
  const wrong = (why: string) => ({ ok: false, error: `there are no waiters ${text.slice(0, 100)}: ${why}` }) as const;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return wrong('it is a JSON array of scope and how many');
  }
  const read = parse(keySchema, json);
  if (!read.ok) return wrong(read.error);
  const [scope, most] = read.value;
  if (scope.of === 'queue' && scope.id === null) return wrong('its queue has no id');
  if (scope.of === 'team') return wrong('nobody waits in a team');
  return { ok: true, value: { key: waitersKey(scope, most), scope, most } };
}
