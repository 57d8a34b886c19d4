/**
 * Time to the first human reply (metrics, section 4). A conversation may open several times: each entry into a queue opens it, unless it is handed
 * on from another queue. The reply counts in the stay with which its opening began, whoever gave it; a bot's message is no reply.
 */
import { openMs } from '../../shared/calendar.ts';
import type { Rules } from './contact.ts';
import type { StayRow } from './rows.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segments.ts';

type Opening = {
  readonly stay: StayRow;
  firstCustomerAt: number | null;
  /** The first message of an agent, and the first after one of the customer. */
  agentAt: number | null;
  replyAt: number | null;
};

/** Writes the first responses into the stays of a contact. */
export function respond(rules: Rules, { list: segments, firstCustomerMessageAt }: Segments, stays: readonly StayRow[]): void {
  if (segments.every(({ firstAgentMessageAt }) => firstAgentMessageAt === null)) return;
  for (const [index, opening] of openings(segments, stays).entries()) {
    if (index === 0) opening.firstCustomerAt = firstCustomerMessageAt ?? opening.firstCustomerAt;
    const waitMs = responseOf(rules, opening);
    if (waitMs === null) continue;
    opening.stay.firstResponses = 1;
    opening.stay.firstResponseWaitMs = waitMs;
  }
}

function openings(segments: readonly Segment[], stays: readonly StayRow[]): Opening[] {
  const list: Opening[] = [];
  const ordered = stays.toSorted((a, b) => a.offeredAt - b.offeredAt);
  for (const stay of ordered) {
    const segment = segments.find(({ id }) => id === stay.segmentId) as Segment;
    const current = list.at(-1);
    const { firstCustomerMessageAt: firstCustomerAt, firstAgentMessageAt: agentAt, firstReplyAt: replyAt } = segment;
    if (segment.goesOn && current !== undefined) {
      current.firstCustomerAt ??= firstCustomerAt;
      current.agentAt ??= agentAt;
      current.replyAt ??= replyAt;
    } else {
      list.push({ stay, firstCustomerAt, agentAt, replyAt });
    }
  }
  return list;
}

/** From where the queue's settings say to the reply; null without one. A greeting is no reply to a message that had not come. */
function responseOf(rules: Rules, { stay, firstCustomerAt, agentAt, replyAt }: Opening): number | null {
  const { serviceHours, responseFrom } = rules.settingsAt(stay.queueId, stay.offeredAt);
  const [from, to] = responseFrom === 'message' && firstCustomerAt !== null ? [firstCustomerAt, replyAt] : [stay.offeredAt, agentAt];
  if (to === null) return null;
  if (serviceHours === null) return Math.max(0, to - from);
  return openMs(from, to, serviceHours, rules.siteAt(stay.offeredAt).timezone);
}
