/** A contact on the simulated floor as everybody sees it: who it is, where it stands, and with whom. */
import type { Channel } from '../../../shared/events/contact.ts';
import type { Random } from './random.ts';

export type Party = {
  readonly contactId: string;
  readonly random: Random;
  /** Who calls or writes, as a reference that names nobody. */
  readonly customer: string;
  readonly channel: Channel;
  /** `menu`: with a machine or dialled, not in any queue. */
  phase: 'menu' | 'waiting' | 'ringing' | 'talking';
  /** Index of the queue; null of what went past all queues, such as a call that an agent made. */
  queue: number | null;
  segmentId: string;
  queuedAt: number;
  answeredAt: number;
  agentId: string | null;
};

/** Customers for each contact of the busiest hour: so many that a day meets few of them twice by chance. */
const CUSTOMERS_PER_CONTACT = 400;

/** Somebody of the customers of this floor. */
export function anyCustomer(random: Random, contactsPerHour: number): string {
  const customers = Math.ceil(contactsPerHour * CUSTOMERS_PER_CONTACT);
  return `customer-${Math.floor(random.next() * customers).toString(36)}`;
}
