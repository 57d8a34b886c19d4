/** The one order of facts: (`at`, `sequence`, lifecycle rank, `source`, `id`). The order of arrival is no input. */
import type { Event, EventType } from './event.ts';

/** Breaks ties within a second for platforms with whole-second clocks (events.md section 4.1). */
const LIFECYCLE_RANK: Readonly<Partial<Record<EventType, number>>> = {
  'cc.contact.offered.v1': 0,
  'cc.contact.queued.v1': 1,
  'cc.contact.ringing.v1': 2,
  'cc.contact.offerended.v1': 3,
  'cc.contact.answered.v1': 4,
  'cc.contact.held.v1': 5,
  'cc.contact.resumed.v1': 6,
  'cc.contact.transferred.v1': 7,
  'cc.contact.ended.v1': 8,
  'cc.contact.abandoned.v1': 8,
  'cc.contact.dequeued.v1': 8,
  'cc.contact.wrapup.v1': 9,
  'cc.contact.outcome.v1': 10,
  'cc.contact.survey.v1': 10,
};

const OTHER_RANK = 5;

/** Compares two facts by their place in the day: negative if `a` comes first, 0 only for the same fact. */
export function compareEvents(a: Event, b: Event): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.sequence !== b.sequence) return a.sequence < b.sequence ? -1 : 1;
  const rank = (LIFECYCLE_RANK[a.type] ?? OTHER_RANK) - (LIFECYCLE_RANK[b.type] ?? OTHER_RANK);
  if (rank !== 0) return rank;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}
