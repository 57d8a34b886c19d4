/** How long to wait before the next attempt: full jitter, so that a hundred walls do not come back in the same moment. */

const BASE_MS = 500;
const BACKOFF_MAX_MS = 30_000;
/** A server that refuses at once must not be asked in a tight loop. */
const LEAST_MS = 100;

/** @param attempt failures so far, from 1 @param chance 0 ≤ x < 1 */
export function backoffMs(attempt: number, chance: number): number {
  const ceiling = Math.min(BACKOFF_MAX_MS, BASE_MS * 2 ** Math.min(attempt, 20));
  return LEAST_MS + Math.floor(chance * (ceiling - LEAST_MS));
}
