/** Calls that never reach a queue: the menu answers what they wanted to know, or they hang up in it. */
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import type { Agenda } from './agenda.ts';
import type { FactWriter } from './facts.ts';
import { anyCustomer } from './party.ts';
import type { FloorPlan } from './plan.ts';
import { Random } from './random.ts';

/** For each call that goes on to a queue. */
export const SELF_SERVED_SHARE = 0.28;

const HANGS_UP_CHANCE = 0.14;
const STAYS_MS = [18 * SECOND_MS, 1.6 * MINUTE_MS] as const;
const INTENTS = ['balance', 'bill-payment', 'appointment', 'fault-status', 'opening-hours'] as const;

/** One such call; `number` is its place in the day. */
export function selfServe(plan: FloorPlan, prefix: string, number: number, agenda: Agenda, facts: FactWriter, at: number): void {
  const contactId = `${prefix}-s${String(number).padStart(5, '0')}`;
  const random = new Random(contactId);
  const about = { contactId, channel: 'voice', direction: 'inbound' } as const;
  facts.say(at, 'cc.contact.offered.v1', { ...about, entry: 'menu', customerRef: anyCustomer(random, plan.options.contactsPerHour) });
  const hangsUp = random.chance(HANGS_UP_CHANCE);
  const intent = INTENTS[Math.floor(random.next() * INTENTS.length)] ?? INTENTS[0];
  agenda.add(at + random.between(...STAYS_MS), (then) => {
    if (hangsUp) facts.say(then, 'cc.contact.abandoned.v1', { ...about, phase: 'ivr' });
    else facts.say(then, 'cc.contact.selfserved.v1', { ...about, intent });
  });
}
