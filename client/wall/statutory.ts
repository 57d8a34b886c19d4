/** The statutory clock of the floor: a person within so many minutes of the start of the call. */
import type { QueueRow } from '../../shared/board.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { Floor } from './floor.ts';

/** The queue in which the limit passes next, and what is left until then; negative past it. Null where no start of a call is known. */
export function nextToLimit(floor: Pick<Floor, 'queues' | 'statutoryLeftMs'>): { queue: QueueRow; leftMs: number } | null {
  let next: { queue: QueueRow; leftMs: number } | null = null;
  for (const queue of floor.queues()) {
    const leftMs = floor.statutoryLeftMs(queue);
    if (leftMs !== null && (next === null || leftMs < next.leftMs)) next = { queue, leftMs };
  }
  return next;
}

/** The limit in minutes, as it is spoken of: 6, or 2.5. */
export function limitMinutes(limitMs: number): string {
  return String(Math.round((limitMs / MINUTE_MS) * 10) / 10);
}
