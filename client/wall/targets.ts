/** What a figure should be. To miss a target is no alarm: the figure says so, and nothing else. */
import { MINUTE_MS } from '../../shared/time.ts';

/** The wall counts down to the statutory limit from here on. */
const STATUTORY_TOLD_MS = 2 * MINUTE_MS;

/** Below the target, with something to compute it from. */
export function isBelow(serviceLevel: number | null | undefined, target: number): boolean {
  return serviceLevel !== null && serviceLevel !== undefined && serviceLevel < target;
}

/** True where what is left until the statutory limit (negative: past it) must be told. */
export function isStatutoryTold(leftMs: number | null): leftMs is number {
  return leftMs !== null && leftMs <= STATUTORY_TOLD_MS;
}
