/** A clock that goes as fast as it is told, or stands still: so that a week of business days turns in an hour or two. */

/** From the instant `realAt` of the machine, when it was `at`, so many times as fast, and never past `until`; 0: it stands still. */
export type Gait = { readonly realAt: number; readonly at: number; readonly speed: number; readonly until: number | null };

/** What the server of the soak is told by its parent, and its answer. */
export type Told = { readonly gait: Gait } | 'collect';
export type Collected = { readonly heapBytes: number };

/** The setting in which the server finds its first gait. */
export const GAIT = 'MOKED_TEST_GAIT';

/** The instant at which the machine's clock shows `realNow`; ms since 1970. */
export function instantOf({ realAt, at, speed, until }: Gait, realNow: number): number {
  return Math.min(Math.round(at + (realNow - realAt) * speed), until ?? Number.MAX_SAFE_INTEGER);
}
