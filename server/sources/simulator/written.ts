/** How people write, by channel: what a bot does first, how often it goes back and forth, and who comes back. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';

export type WrittenChannel = 'chat' | 'whatsapp' | 'email';

/** How much of an agent one takes: she has four chats at a time, or an e-mail and two chats. */
export const LOAD: Record<WrittenChannel, number> = { chat: 1, whatsapp: 1, email: 2 };

type Manners = {
  readonly entry: string;
  /** What it keeps to itself, and how long it asks. */
  readonly bot: { readonly contains: number; readonly leastMs: number; readonly meanMs: number; readonly intents: readonly string[] } | null;
  /** Messages of the agent: at least and at most, and the chance of one more. */
  readonly rounds: { readonly least: number; readonly most: number; readonly goesOn: number };
  /** From her message to the customer's next. */
  readonly customerMs: number;
  readonly reopens: { readonly chance: number; readonly meanMs: number; readonly notAfterMs: number } | null;
};

const INTENTS = ['balance', 'order-status', 'opening-hours', 'invoice-copy', 'password'] as const;

/** Nobody comes back so late that it would be tomorrow's. */
const NOT_AFTER_MS = 6.5 * HOUR_MS;

export const manners: Record<WrittenChannel, Manners> = {
  chat: {
    entry: 'site',
    bot: { contains: 0.26, leastMs: 12 * SECOND_MS, meanMs: 35 * SECOND_MS, intents: INTENTS },
    rounds: { least: 3, most: 14, goesOn: 0.72 },
    customerMs: 42 * SECOND_MS,
    reopens: null,
  },
  whatsapp: {
    entry: 'whatsapp',
    bot: { contains: 0.33, leastMs: 15 * SECOND_MS, meanMs: 60 * SECOND_MS, intents: INTENTS },
    rounds: { least: 2, most: 10, goesOn: 0.68 },
    customerMs: 105 * SECOND_MS,
    reopens: { chance: 0.11, meanMs: 50 * MINUTE_MS, notAfterMs: NOT_AFTER_MS },
  },
  email: {
    entry: 'mailbox',
    bot: null,
    rounds: { least: 1, most: 1, goesOn: 0 },
    customerMs: 0,
    reopens: { chance: 0.13, meanMs: 80 * MINUTE_MS, notAfterMs: NOT_AFTER_MS },
  },
};
