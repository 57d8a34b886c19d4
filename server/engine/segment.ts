/** What is known of one stay of a contact in a queue while its facts are run through: who talked when, which phones rang, which exits were told. */
import type { DequeueReason } from '../../shared/events/contact.ts';

export type Conversation = {
  agentId: string;
  from: number;
  to: number | null;
  holds: { from: number; to: number | null }[];
  lost: boolean;
  estimated: boolean;
};
export type Offer = { agentId: string; offerId: string | undefined; from: number; to: number | null; missed: boolean };
export type Exit = { kind: 'abandoned' | 'dequeued' | 'ended' | 'lost'; at: number; reason: DequeueReason };
export type Wrapup = { agentId: string | null; from: number; to: number | null; derived: boolean; closed: boolean };

export type Segment = {
  id: string;
  implicit: boolean;
  queueId: string | null;
  channel: string;
  queuedAt: number | null;
  /** Entry as a snapshot tells it; a real fact wins. */
  weakQueuedAt: number | null;
  /** A snapshot has shown it waiting, at an instant that lies behind. */
  isSeen: boolean;
  firstAnswer: { at: number; waitMs: number | undefined; agentId: string; estimated: boolean } | null;
  conversations: Conversation[];
  offers: Offer[];
  exits: Exit[];
  wrapups: Wrapup[];
  endedBy: string | null;
  warm: number;
  blind: number;
  /** Handed on from another stay: the same opening of the conversation goes on. */
  goesOn: boolean;
  /** First messages told in this stay; of bots nothing is kept. */
  firstCustomerMessageAt: number | null;
  firstAgentMessageAt: number | null;
  /** The first of an agent after one of the customer. */
  firstReplyAt: number | null;
};

/** Nobody has answered, and no exit is known. */
export function isWaiting(segment: Segment): boolean {
  return segment.exits.length === 0 && segment.conversations.length === 0;
}

/** Takes a told exit. */
export function leave(segment: Segment, exit: Exit): void {
  segment.exits.push(exit);
  closeOffers(segment, exit.at);
}

/** The conversation under way, of an agent or of anyone. */
export function openConversation(segment: Segment, agentId: string | undefined): Conversation | undefined {
  return segment.conversations.findLast((talk) => talk.to === null && (agentId === undefined || talk.agentId === agentId));
}

/** Ends the conversation of an agent, or of anyone. */
export function endConversation(segment: Segment, agentId: string | undefined, at: number): void {
  const talk = openConversation(segment, agentId);
  if (talk !== undefined) return closeConversation(talk, at);
  const last = segment.conversations.at(-1);
  // A real end that comes after a snapshot had lost sight of the conversation is the better evidence.
  if (last?.lost === true && (agentId === undefined || last.agentId === agentId)) {
    last.to = at;
    last.lost = false;
  }
}

/** Ends a conversation, and a hold in it. */
export function closeConversation(talk: Conversation, at: number): void {
  talk.to = at;
  const hold = talk.holds.at(-1);
  if (hold !== undefined && hold.to === null) hold.to = at;
}

/** No phone rings any more. */
export function closeOffers(segment: Segment, at: number): void {
  for (const offer of segment.offers) if (offer.to === null) offer.to = at;
}
