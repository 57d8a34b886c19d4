/** Where a page of rows ended that stand by an instant and their id. */
import { parse, v } from '../../shared/schema.ts';
import { textParam } from './query.ts';

const cursorSchema = v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8e12)), textParam]);

/** The place as a text that whoever asks gives back. @param at milliseconds since 1970 */
export function cursorOf(at: number, id: string): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** Null where none is given; undefined where it is not one of ours. */
export function readCursor(text: string | undefined): { readonly at: number; readonly id: string } | null | undefined {
  if (text === undefined) return null;
  try {
    const parsed = parse(cursorSchema, JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return parsed.ok ? { at: parsed.value[0], id: parsed.value[1] } : undefined;
  } catch {
    return undefined;
  }
}
