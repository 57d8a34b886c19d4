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
    if (event.type === 'cc.contact.resumed.v1') stay.hold += event.at - stay.holdFrom;
    if ((event.type === 'cc.contact.ended.v1' || event.type === 'cc.contact.transferred.v1') && !stay.ended && stay.exit === 'answered') {
      stay.ended = true;
      stay.talk = event.at - stay.answeredAt - stay.hold;
    }
  }
  return [...stays.values()];
}
