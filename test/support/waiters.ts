/** Who waits on the fixture's floor: of a queue only the oldest is told, the others came a quarter of a minute after one another. */
import type { Board, Waiters } from '../../shared/board.ts';
import { hasQueue } from '../../shared/boards/scope.ts';
import { readWaitersKey } from '../../shared/boards/waiters-key.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { SECOND_MS, toIso } from '../../shared/time.ts';

const APART_MS = 15 * SECOND_MS;

/** The longest waiters of a board, by the keys of a page that asks for them. `now`: nobody came after. */
export function waitersOf(board: Board, keys: readonly string[], now: number): Record<string, Waiters> {
  return Object.fromEntries(keys.map((key) => [key, waitersOfOne(board, key, now)]));
}

function waitersOfOne(board: Board, key: string, now: number): Waiters {
  const read = readWaitersKey(key);
  if (!read.ok) throw new Error(`the page asked for what there is not: ${read.error}`);
  const { scope, most } = read.value;
  const all = board.queues
    .filter((queue) => hasQueue(scope, null, queue) && (scope.of !== 'floor' || SYNCHRONOUS_CHANNELS.has(queue.channel)))
    .flatMap(({ id, channel, waiting, oldestWaitingSince }) => {
      const first = Date.parse(oldestWaitingSince ?? toIso(now));
      return Array.from({ length: waiting }, (_, n) => ({ queue: id, channel, since: toIso(Math.min(now, first + n * APART_MS)) }));
    })
    .sort((a, b) => a.since.localeCompare(b.since));
  return { rows: all.slice(0, most), more: Math.max(0, all.length - most) };
}
