/** What the strip says, derived from the board. */
import type { QueueRow, SourceRow } from '../../shared/board.ts';
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

/** Critical queues, then sources that are down, then warnings; each queue once, by its worst reason. */
export function alarmsOf(ranked: readonly RankedQueue[], sources: readonly SourceRow[]): Alarm[] {
  const ofQueues = [...ranked].sort(compareQueues).flatMap(({ queue, assessment }): Alarm[] => {
    const { level, reason } = assessment;
    return level === 'ok' || reason === null ? [] : [{ kind: 'queue', id: `queue ${queue.id}`, level, queue, reason }];
  });
  const ofSources = sources
    .filter((source) => source.state === 'down')
    .map((source): Alarm => ({ kind: 'source', id: `source ${source.name}`, level: 'warn', source }));
  return [...ofQueues.filter(({ level }) => level === 'crit'), ...ofSources, ...ofQueues.filter(({ level }) => level === 'warn')];
}
