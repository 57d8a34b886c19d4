/** The alarms of the board as the wall shows them: which level a part has, in what order they are told. What is trouble the server has decided. */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { QueueRow, SourceRow } from '../../shared/board.ts';
import type { Scope, Window } from '../../shared/boards/parts.ts';
import { instantOf } from './instants.ts';

export type Level = 'ok' | 'warn' | 'crit';

/** The level that an alarm gives to what it speaks of: none while nothing is known of its figure. */
export function levelOf(row: AlarmRow | null): Level {
  if (row === null || row.noDataSince !== null) return 'ok';
  return row.level === 'critical' ? 'crit' : 'warn';
}

const LEVEL_RANK: Readonly<Record<Level, number>> = { crit: 0, warn: 1, ok: 2 };

/** The worst first, what nobody has taken on before what somebody has, the older before the younger; those without data last. */
export function compareAlarms(a: AlarmRow, b: AlarmRow): number {
  return (
    LEVEL_RANK[levelOf(a)] - LEVEL_RANK[levelOf(b)] ||
    Number(a.acknowledged !== null) - Number(b.acknowledged !== null) ||
    (instantOf(a.raisedAt) ?? 0) - (instantOf(b.raisedAt) ?? 0) ||
    a.id.localeCompare(b.id)
  );
}

/** The worst of some alarms; null of none. */
export function worstOf(rows: readonly AlarmRow[]): AlarmRow | null {
  return rows.reduce<AlarmRow | null>((worst, row) => (worst === null || compareAlarms(row, worst) < 0 ? row : worst), null);
}

/** The queue that an alarm speaks of; null where it speaks of anything else. */
export function queueIdOf({ subject }: AlarmRow): string | null {
  return subject.of === 'figure' && subject.scope.of === 'queue' ? subject.scope.id : null;
}

/** The worst alarm of each queue. */
export function worstByQueue(rows: readonly AlarmRow[]): ReadonlyMap<string, AlarmRow> {
  const worst = new Map<string, AlarmRow>();
  for (const row of rows) {
    const id = queueIdOf(row);
    const before = id === null ? undefined : worst.get(id);
    if (id !== null && (before === undefined || compareAlarms(row, before) < 0)) worst.set(id, row);
  }
  return worst;
}

/** True for an alarm of this figure. */
export function isAbout({ subject }: AlarmRow, metric: string, scope: Scope, window: Window | null): boolean {
  if (subject.of !== 'figure' || subject.metric !== metric || subject.window !== window || subject.scope.of !== scope.of) return false;
  if (scope.of === 'floor') return true;
  return JSON.stringify(Object.values(subject.scope)) === JSON.stringify(Object.values(scope));
}

/** An alarm with what the board knows of its subject. */
export type Alarm = { readonly row: AlarmRow; readonly level: Level; readonly queue: QueueRow | null; readonly source: SourceRow | null };

/**
 * Critical ones, then sources that tell nothing of now, then warnings, then sources that are up but not in full, then those without data; each queue
 * once, by its worst. `compare`: which of two queues of a level stands first.
 */
export function alarmsOf(
  rows: readonly AlarmRow[],
  queues: readonly QueueRow[],
  sources: readonly SourceRow[],
  compare: (a: QueueRow, b: QueueRow) => number = () => 0,
): Alarm[] {
  const worst = worstByQueue(rows);
  const told = rows.filter((row) => {
    const id = queueIdOf(row);
    return id === null || worst.get(id) === row;
  });
  const alarms = told.map((row): Alarm => {
    const { subject } = row;
    const id = queueIdOf(row);
    return {
      row,
      level: levelOf(row),
      queue: id === null ? null : (queues.find((queue) => queue.id === id) ?? null),
      source: subject.of === 'source' ? (sources.find(({ name }) => name === subject.name) ?? null) : null,
    };
  });
  return alarms.sort((a, b) => {
    const byRank =
      LEVEL_RANK[a.level] - LEVEL_RANK[b.level] ||
      Number(a.row.acknowledged !== null) - Number(b.row.acknowledged !== null) ||
      kindRank(a) - kindRank(b);
    if (byRank !== 0) return byRank;
    return (a.queue !== null && b.queue !== null ? compare(a.queue, b.queue) : 0) || compareAlarms(a.row, b.row);
  });
}

/** A source that tells nothing explains much of the rest; one that may not tell everything explains little. */
function kindRank({ row: { subject }, source }: Alarm): number {
  if (subject.of !== 'source') return 1;
  return source?.state === 'up' ? 2 : 0;
}
