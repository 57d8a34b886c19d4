/**
 * Time to the first human reply (metrics, section 4). A conversation may open several times: each entry into a queue opens it, unless it is handed
 * on from another queue. The reply counts in the stay with which its opening began, whoever gave it; a bot's message is no reply.
 */
import { openMs } from '../../shared/calendar.ts';
import type { Rules } from './contact.ts';
import type { StayRow } from './rows.ts';
import type { Segment } from './segment.ts';
import type { Segments } from './segments.ts';

type Opening = { stay: StayRow; firstCustomerAt: number | null; replyAt: number | null };

/** Writes the first responses into the stays of a contact. */
export function respond(rules: Rules, { list: segments, firstCustomerMessageAt }: Segments, stays: readonly StayRow[]): void {
  if (segments.every(({ firstAgentMessageAt }) => firstAgentMessageAt === null)) return;
  for (const [index, opening] of openings(segments, stays).entries()) {
    if (index === 0) opening.firstCustomerAt = firstCustomerMessageAt ?? opening.firstCustomerAt;
    if (opening.replyAt === null) continue;
    opening.stay.firstResponses = 1;
    opening.stay.firstResponseWaitMs = elapsed(rules, opening, opening.replyAt);
  }
}

function openings(segments: readonly Segment[], stays: readonly StayRow[]): Opening[] {
  const list: Opening[] = [];
  const ordered = stays.toSorted((a, b) => a.offeredAt - b.offeredAt);
  for (const stay of ordered) {
    const segment = segments.find(({ id }) => id === stay.segmentId) as Segment;
    const current = list.at(-1);
    if (segment.goesOn && current !== undefined) current.replyAt ??= segment.firstAgentMessageAt;
    else list.push({ stay, firstCustomerAt: segment.firstCustomerMessageAt, replyAt: segment.firstAgentMessageAt });
  }
  return list;
}

function elapsed(rules: Rules, { stay, firstCustomerAt }: Opening, replyAt: number): number {
  const { serviceHours, responseFrom } = rules.settingsAt(stay.queueId, stay.offeredAt);
  const from = responseFrom === 'message' ? (firstCustomerAt ?? stay.offeredAt) : stay.offeredAt;
  if (serviceHours === null) return Math.max(0, replyAt - from);
  return openMs(from, replyAt, serviceHours, rules.siteAt(stay.offeredAt).timezone);
}
