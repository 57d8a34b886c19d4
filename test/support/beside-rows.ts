/** Alarms and notices that come, change and go by chance, for tests of what walls are told. */
import type { AlarmRow } from '../../shared/alarms/row.ts';
import type { Scope } from '../../shared/boards/parts.ts';
import type { NoticeRow } from '../../shared/notices.ts';
import { toIso } from '../../shared/time.ts';
import { T0 } from './facts.ts';

/** One row comes, changes or goes. */
export function changed<R extends { readonly id: string }>(
  rows: readonly R[],
  random: () => number,
  make: (id: string, n: number) => R,
): readonly R[] {
  const id = String(Math.floor(random() * 5));
  const others = rows.filter((row) => row.id !== id);
  return random() < 0.4 ? others : [...others, make(id, Math.floor(random() * 1000))];
}

/** Of the floor, or of one of its queues. */
export function alarm(id: string, n: number): AlarmRow {
  const scope: Scope = Number(id) > 2 ? { of: 'floor' } : { of: 'queue', id: `q${id}` };
  const at = toIso(T0 + n);
  return {
    id,
    rule: 'rule',
    name: null,
    level: 'warn',
    subject: { of: 'figure', metric: 'waiting', scope, window: null },
    side: 'above',
    limit: 5,
    value: n,
    raisedAt: at,
    levelAt: at,
    noDataSince: null,
    acknowledged: null,
    sound: { mode: 'once' },
  };
}

export function notice(id: string, n: number): NoticeRow {
  return { id, text: { he: `הודעה ${n}`, en: '' }, urgent: n % 2 === 0, startsAt: toIso(T0 + n), endsAt: null, by: 'dana' };
}
