/** Documents of which every version is kept: how a request names a version, and how one is told. */
import type { Context } from 'hono';
import type { VersionInfo } from '../../db/boards.ts';
import { v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';

/** What the database has for it. */
export const MAX_VERSION = 2_147_483_647;
export const versionSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_VERSION));

/** The version that If-Match says was seen; null where it says none. */
export function baseOf(c: Context): number | null {
  const base = /^"(\d{1,9})"$/.exec(c.req.header('if-match')?.trim() ?? '')?.[1];
  return base === undefined ? null : Number(base);
}

/** Who saved a version, and when. */
export function versionShown({ version, savedAt, savedBy, restoredFrom }: VersionInfo) {
  return { version, savedAt: toIso(savedAt), savedBy, restoredFrom };
}
