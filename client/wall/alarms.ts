/** What the strip says, derived from the board. */
import type { QueueRow, SourceRow } from '../../shared/board.ts';
import { silentOf } from '../../shared/telling.ts';
import { compareQueues, type RankedQueue } from './order.ts';
import type { Assessment } from './thresholds.ts';

export type Alarm =
  | {
      readonly kind: 'queue';
      readonly id: string;
      readonly level: 'crit' | 'warn';
      readonly queue: QueueRow;
      readonly reason: NonNullable<Assessment['reason']>;
    }
  | { readonly kind: 'source'; readonly id: string; readonly level: 'warn'; readonly source: SourceRow };

/**
 * Critical queues, then sources that tell nothing of now, then warnings, then sources that are up but not in full; each queue once, by its worst
 * reason. One source of several that catches up is told in the header: its figures come right by themselves.
 */
export function alarmsOf(ranked: readonly RankedQueue[], sources: readonly SourceRow[]): Alarm[] {
  const ofQueues = [...ranked].sort(compareQueues).flatMap(({ queue, assessment }): Alarm[] => {
    const { level, reason } = assessment;
    return level === 'ok' || reason === null ? [] : [{ kind: 'queue', id: `queue ${queue.id}`, level, queue, reason }];
  });
  const ofSource = (source: SourceRow): Alarm => ({ kind: 'source', id: `source ${source.name}`, level: 'warn', source });
  const limited = sources.filter(({ state, reason }) => state === 'up' && reason !== null);
  return [
    ...ofQueues.filter(({ level }) => level === 'crit'),
    ...silentOf(sources).map(ofSource),
    ...ofQueues.filter(({ level }) => level === 'warn'),
    ...limited.map(ofSource),
  ];
}
