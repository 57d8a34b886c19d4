/** Figures of this moment: who waits, who is free. They are counted, not derived from components, and have no window. */
import type { AgentCounts } from '../board.ts';
import { fromIso } from '../time.ts';
import type { Unit } from './definition.ts';

/** A row of the board that knows of customers, of agents or of both. `oldestWaitingSince` is RFC 3339, null where nobody waits. */
export type NowRow = {
  readonly waiting?: number;
  readonly oldestWaitingSince?: string | null;
  /** When the oldest call that waits began, RFC 3339; null where no start is known. */
  readonly oldestCallStartedAt?: string | null;
  /** How long after its start the law allows until a person answers. */
  readonly statutoryMs?: number;
  readonly inConversation?: number;
  readonly agents?: AgentCounts;
};

export type NowMetric = {
  readonly id: string;
  readonly he: string;
  readonly en: string;
  readonly unit: Unit;
  readonly better: 'higher' | 'lower' | 'neither';
  readonly of: 'customers' | 'agents';
  /** In words. */
  readonly formula: string;
  /** The value at `now` (milliseconds since 1970); null where the row does not know it or nobody waits. */
  readonly derive: (row: NowRow, now: number) => number | null;
};

function agents(id: string, he: string, en: string, field: keyof AgentCounts, better: NowMetric['better'], formula: string): NowMetric {
  return { id, he, en, unit: 'count', better, of: 'agents', formula, derive: (row) => row.agents?.[field] ?? null };
}

export const NOW_METRICS: readonly NowMetric[] = [
  {
    id: 'waiting',
    he: 'ממתינים עכשיו',
    en: 'Waiting now',
    unit: 'count',
    better: 'lower',
    of: 'customers',
    formula: 'contacts in the queue that no agent has answered yet',
    derive: (row) => row.waiting ?? null,
  },
  {
    id: 'longest_waiting_ms',
    he: 'ההמתנה הארוכה ביותר',
    en: 'Longest wait now',
    unit: 'ms',
    better: 'lower',
    of: 'customers',
    formula: 'now − the moment when the contact that has waited longest entered the queue',
    derive: (row, now) => {
      const since = typeof row.oldestWaitingSince === 'string' ? fromIso(row.oldestWaitingSince) : null;
      return since === null ? null : Math.max(0, now - since);
    },
  },
  {
    id: 'statutory_left_ms',
    he: 'נותר עד המגבלה בחוק',
    en: 'Left until the statutory limit',
    unit: 'ms',
    better: 'higher',
    of: 'customers',
    formula:
      'statutory limit − (now − the start of the oldest call that waits, in however many queues it has been); negative past the limit; calls only',
    derive: ({ oldestCallStartedAt, statutoryMs }, now) => {
      const startedAt = typeof oldestCallStartedAt === 'string' ? fromIso(oldestCallStartedAt) : null;
      return startedAt === null || statutoryMs === undefined ? null : statutoryMs - (now - startedAt);
    },
  },
  {
    id: 'in_conversation',
    he: 'בשיחה',
    en: 'In conversation',
    unit: 'count',
    better: 'neither',
    of: 'customers',
    formula: 'contacts that an agent has answered and that have not ended',
    derive: (row) => row.inConversation ?? null,
  },
  agents('signed_in', 'מחוברים', 'Signed in', 'signedIn', 'neither', 'agents in any state but signed out'),
  agents('available', 'פנויים', 'Free', 'available', 'higher', 'agents who can take a contact now'),
  agents('ringing', 'צלצול', 'Ringing', 'ringing', 'neither', 'agents to whom a contact is offered'),
  agents('talking', 'בשיחה', 'Talking', 'talking', 'neither', 'agents with a contact'),
  agents('on_hold', 'החזקה', 'On hold', 'hold', 'neither', 'agents whose contact is on hold'),
  agents('in_acw', 'בסיכום שיחה', 'In wrap-up', 'acw', 'neither', 'agents in after-call work'),
  agents('on_break', 'בהפסקה', 'On break', 'break', 'neither', 'agents on a break'),
  agents('busy_elsewhere', 'עסוקים', 'Busy elsewhere', 'busy', 'neither', 'agents busy with something that is no contact'),
  agents('state_unknown', 'מצב לא ידוע', 'State unknown', 'unknown', 'neither', 'agents whose state no source tells'),
];
