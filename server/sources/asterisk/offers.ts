/** Offers to agents: from AgentCalled until answered, or over for one of the reasons that AMI tells in five different ways. */
import type { OFFER_RESULTS } from '../../../shared/events/contact.ts';
import { isFree, settleLater } from './devices.ts';
import { derivedMoment, emit, ofStay } from './facts.ts';
import { type AmiMessage, readMilliseconds } from './message.ts';
import { addTimer, type Moment, type Offer, type Stay, type TranslatorState } from './state.ts';

type OfferResult = (typeof OFFER_RESULTS)[number];

/** A device that has become free for so long does not ring, whatever was heard of the offer. */
const OFFER_SETTLE_MS = 1000;
/** Hangup cause of the legs that lost: answered elsewhere. */
const CAUSE_ANSWERED_ELSEWHERE = '26';
const CHANNEL_RINGING = '5';
const CHANNEL_UP = '6';

/** An agent's device is called for a waiting caller. */
export function openOffer(state: TranslatorState, stay: Stay, agentId: string, legId: string, moment: Moment): void {
  const offerId = legId === '' ? `${stay.segmentId}:${agentId}:${state.connection.ordinal}` : legId;
  if (state.offers.has(offerId)) return;
  state.offers.set(offerId, { offerId, agentId, stay, at: moment.at, hasRung: false, isUp: false, isRefused: false, isUnreachable: false });
  emit(state, moment, 'cc.contact.ringing.v1', { ...ofStay(stay), agentId, offerId });
}

/** Ends one offer that was not answered. */
export function endOffer(state: TranslatorState, offer: Offer, result: OfferResult, moment: Moment, ringMs?: number): void {
  state.offers.delete(offer.offerId);
  const { agentId, offerId } = offer;
  const ring = ringMs === undefined ? {} : { ringMs };
  emit(state, moment, 'cc.contact.offerended.v1', { ...ofStay(offer.stay), agentId, offerId, result, ...ring });
  settleLater(state, agentId, moment.at);
}

/** Ends whatever still rings for a caller. */
export function endOffersOf(state: TranslatorState, stay: Stay, result: OfferResult, moment: Moment): void {
  for (const offer of [...state.offers.values()]) if (offer.stay === stay) endOffer(state, offer, result, moment);
}

/**
 * Rang for nothing. A phone that is busy or refuses is reported the same way: then her own leg asked for the hang-up, or the ring took
 * no time at all.
 */
export function ringNoAnswer(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agentId = message.get('Interface');
  const offer = state.offers.get(message.get('DestUniqueid')) ?? offerTo(state, agentId, message);
  if (offer === undefined) return;
  const ringMs = readMilliseconds(message.get('RingTime'));
  const hasRung = offer.hasRung || message.get('DestChannelState') === CHANNEL_RINGING;
  const isRefused = offer.isRefused || ringMs === 0;
  const refusal = offer.isUnreachable ? 'unreachable' : hasRung ? 'rejected' : 'busy';
  endOffer(state, offer, isRefused ? refusal : 'noanswer', moment, ringMs);
}

/** She took the call and hung up before the caller was through to her: the caller goes on waiting. */
export function agentDump(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const offer = state.offers.get(message.get('DestUniqueid')) ?? offerTo(state, message.get('Interface'), message);
  if (offer !== undefined) endOffer(state, offer, 'agentdump', moment);
}

function offerTo(state: TranslatorState, agentId: string, message: AmiMessage): Offer | undefined {
  const isMeant = ({ agentId: id, stay }: Offer) =>
    id === agentId && stay.uniqueid === message.get('Uniqueid') && stay.queueId === message.get('Queue');
  return [...state.offers.values()].find(isMeant);
}

/** The losers of a ring-all and the phones of a caller who gave up get DialEnd CANCEL (twice) and nothing from the queue. */
export function dialEnd(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const offer = state.offers.get(message.get('DestUniqueid'));
  if (offer === undefined) return;
  const status = message.get('DialStatus');
  if (status === 'ANSWER') offer.isUp = true;
  if (status === 'CHANUNAVAIL' || status === 'CONGESTION') offer.isUnreachable = true;
  if (status === 'CANCEL') endOffer(state, offer, hasWinner(state, offer) ? 'lostrace' : 'canceled', moment);
}

function hasWinner(state: TranslatorState, offer: Offer): boolean {
  if (offer.stay.exit?.kind === 'answered') return true;
  return [...state.offers.values()].some((other) => other !== offer && other.stay === offer.stay && other.isUp);
}

/** The agent's leg changes its state: Ringing or Up. */
export function legState(state: TranslatorState, message: AmiMessage): void {
  const offer = state.offers.get(message.get('Uniqueid'));
  if (offer === undefined) return;
  const channelState = message.get('ChannelState');
  if (channelState === CHANNEL_RINGING) offer.hasRung = true;
  if (channelState === CHANNEL_UP) offer.isUp = true;
}

/** The agent's device asks to end the leg before it was answered: busy, or refused. */
export function legRefused(state: TranslatorState, uniqueid: string): void {
  const offer = state.offers.get(uniqueid);
  if (offer !== undefined && !offer.isUp) offer.isRefused = true;
}

export function legGone(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const offer = state.offers.get(message.get('Uniqueid'));
  if (offer === undefined) return;
  endOffer(state, offer, message.get('Cause') === CAUSE_ANSWERED_ELSEWHERE ? 'lostrace' : 'canceled', moment);
}

/** Her device is free again: if the end of the offer is not told (no class `call`), it is over soon. */
export function settleOffersLater(state: TranslatorState, agentId: string, at: number): void {
  for (const offer of state.offers.values()) {
    if (offer.agentId !== agentId) continue;
    addTimer(state, 'offer-settle', agentId, at + OFFER_SETTLE_MS);
    return;
  }
}

export function offerTimer(state: TranslatorState, agentId: string, dueAt: number): void {
  const agent = state.agents.get(agentId);
  if (agent?.status == null || !isFree(agent.status)) return;
  const freeAt = dueAt - OFFER_SETTLE_MS;
  for (const offer of [...state.offers.values()]) {
    if (offer.agentId === agentId && offer.at < freeAt) endOffer(state, offer, 'canceled', derivedMoment(freeAt, 'QueueMemberStatus'));
  }
}
