/**
 * A second opinion: the simplest fold that could be right, over the sorted log, recomputing everything. It shares no code with the engine.
 * Knows facts with a segmentId only, and no snapshots.
 */
import type { Event } from '../../shared/events/event.ts';
import { compareEvents } from '../../shared/events/order.ts';

export type NaiveStay = {
  queueId: string;
  contactId: string;
  from: number;
  exit: string;
  wait: number;
  agentId: string | null;
  talk: number;
  hold: number;
  ended: boolean;
};

export function naiveStays(events: readonly Event[]): NaiveStay[] {
  const stays = new Map<string, NaiveStay & { answeredAt: number; holdFrom: number }>();
  for (const event of [...events].sort(compareEvents)) {
    if (!event.type.startsWith('cc.contact.')) continue;
    const data = event.data as { segmentId?: string; contactId: string; queueId?: string; agentId?: string };
    if (data.segmentId === undefined) continue;
    let stay = stays.get(data.segmentId);
    if (event.type === 'cc.contact.queued.v1') {
      if (stay === undefined) {
        stay = {
          queueId: event.data.queueId,
          contactId: data.contactId,
          from: event.at,
          exit: 'open',
          wait: 0,
          agentId: null,
          talk: 0,
          hold: 0,
          ended: false,
          answeredAt: 0,
          holdFrom: 0,
        };
        stays.set(data.segmentId, stay);
      }
      continue;
    }
    if (stay === undefined) continue;
    const leave = (exit: string) => {
      if (stay.exit !== 'open') return;
      stay.exit = exit;
      stay.wait = event.at - stay.from;
    };
    if (event.type === 'cc.contact.abandoned.v1') leave('abandoned');
    if (event.type === 'cc.contact.dequeued.v1') leave('left_otherwise');
    if (event.type === 'cc.contact.answered.v1') {
      leave('answered');
      stay.agentId = event.data.agentId;
      stay.answeredAt = event.at;
    }
    if (event.type === 'cc.contact.held.v1') stay.holdFrom = event.at;
    if (event.type === 'cc.contact.resumed.v1') {
      stay.hold += event.at - stay.holdFrom;
      stay.holdFrom = 0;
    }
    if ((event.type === 'cc.contact.ended.v1' || event.type === 'cc.contact.transferred.v1') && !stay.ended && stay.exit === 'answered') {
      stay.ended = true;
      if (stay.holdFrom > 0) stay.hold += event.at - stay.holdFrom;
      stay.talk = event.at - stay.answeredAt - stay.hold;
    }
  }
  return [...stays.values()];
}

/** What both a queue's row and the floor's come to. `wait` is of the answered and the abandoned. */
export type NaiveTotals = Record<'offered' | 'answered' | 'answeredInTarget' | 'abandoned' | 'short' | 'leftOtherwise' | 'wait' | 'talk', number>;

/**
 * Totals by queue; under `floor` each contact once: its best exit, the wait and the queue of its first stay.
 * @param span what was offered in [from, to) only: queues by the stay, the floor by the first stay of the contact.
 */
export function naiveTotals(
  events: readonly Event[],
  span = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
): Record<string, NaiveTotals> {
  const seconds = new Map<string, { target?: number; short?: number }>();
  for (const { type, data } of [...events].sort(compareEvents)) {
    if (type === 'cc.site.config.v1') seconds.set('', { target: data.defaults?.slaSeconds ?? 20, short: data.defaults?.shortAbandonSeconds ?? 5 });
    if (type === 'cc.queue.config.v1') seconds.set(data.queueId, { target: data.slaSeconds ?? 20, short: data.shortAbandonSeconds ?? 5 });
  }
  const totals: Record<string, NaiveTotals> = {};
  const add = (row: string, first: NaiveStay, exit: string, talk: number) => {
    if (first.from < span.from || first.from >= span.to) return;
    const { target = 20, short = 5 } = seconds.get(first.queueId) ?? seconds.get('') ?? {};
    const sum = totals[row] ?? { offered: 0, answered: 0, answeredInTarget: 0, abandoned: 0, short: 0, leftOtherwise: 0, wait: 0, talk: 0 };
    totals[row] = sum;
    sum.offered++;
    if (exit === 'answered') sum.answered++;
    if (exit === 'answered' && first.wait <= target * 1000) sum.answeredInTarget++;
    if (exit === 'abandoned') sum.abandoned++;
    if (exit === 'abandoned' && first.wait < short * 1000) sum.short++;
    if (exit === 'left_otherwise') sum.leftOtherwise++;
    if (exit === 'answered' || exit === 'abandoned') sum.wait += first.wait;
    sum.talk += talk;
  };
  const contacts = new Map<string, NaiveStay[]>();
  for (const stay of naiveStays(events)) {
    add(stay.queueId, stay, stay.exit, stay.talk);
    contacts.set(stay.contactId, [...(contacts.get(stay.contactId) ?? []), stay]);
  }
  for (const stays of contacts.values()) {
    const exit = ['answered', 'abandoned', 'left_otherwise', 'open'].find((one) => stays.some((stay) => stay.exit === one)) ?? 'open';
    const talk = stays.reduce((sum, stay) => sum + stay.talk, 0);
    add('floor', stays[0] as NaiveStay, exit, talk);
  }
  return totals;
}
