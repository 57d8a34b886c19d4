/** Conversations of agents with callers of queues: from AgentConnect to the first of the four signs of its end (asterisk-rules.md, rule 2). */
import { closeStay, contactIdOf } from './contacts.ts';
import { settleLater } from './devices.ts';
import { emit, ofStay } from './facts.ts';
import type { AmiMessage } from './message.ts';
import { endOffersOf, openOffer } from './offers.ts';
import { agentOf, talkKey } from './roster.ts';
import { type Conversation, type Moment, ours, type Stay, type TranslatorState } from './state.ts';
import { leftContact, stayOf } from './stays.ts';
import { cutWrapup, startWrapup } from './wrapup.ts';

/**
 * An AgentComplete later than this after the end we saw is that of a redirected or transferred caller who has only now hung up
 * elsewhere: it says nothing of her conversation.
 */
const COMPLETE_NEAR_MS = 2000;

/** Her device is called for a waiting caller. */
export function called(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agent = agentOf(state, message.get('Interface'), message.get('MemberName'));
  const stay = stayOf(state, message, moment);
  cutWrapup(state, agent, moment);
  if (stay.exit === null) openOffer(state, stay, agent.id, message.get('DestUniqueid'), moment);
}

/** A caller and an agent are connected. */
export function connected(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const stay = stayOf(state, message, moment);
  answer(state, stay, message.get('Interface'), message.get('MemberName'), message.get('DestUniqueid'), moment);
}

/** The caller of a stay is answered. */
export function answer(state: TranslatorState, stay: Stay, agentId: string, name: string, legId: string, moment: Moment): void {
  const agent = agentOf(state, agentId, name);
  if (agent.talk !== null) endTalk(state, agent.talk, moment, 'unknown', false);
  cutWrapup(state, agent, moment);
  stay.exit = { kind: 'answered', reason: 'unknown', moment };
  leftContact(state, stay, 'answered', moment.at);
  closeStay(state, stay);
  if (legId !== '') state.offers.delete(legId);
  const offer = legId === '' ? {} : { offerId: legId };
  emit(state, moment, 'cc.contact.answered.v1', { ...ofStay(stay), agentId, ...offer });
  endOffersOf(state, stay, 'lostrace', moment);
  const { uniqueid, queueId, contactId, segmentId } = stay;
  openTalk(state, {
    agentId,
    queueId,
    uniqueid,
    legId,
    contactId,
    segmentId,
    startedAt: ours(state, moment.time, moment.quality),
    seenAt: moment.at,
    isEstimated: false,
    isHeld: false,
    endedAt: null,
    lostAt: null,
    by: 'unknown',
  });
}

/** Makes a conversation known, without a fact. */
export function openTalk(state: TranslatorState, talk: Conversation): void {
  agentOf(state, talk.agentId).talk = talk;
  if (talk.legId !== '') state.talksByLeg.set(talk.legId, talk);
}

type Ending = 'customer' | 'agent' | 'system' | 'transfer' | 'unknown';

/** Ends a conversation at this moment, and starts the wrap-up unless she is at the next already. */
export function endTalk(state: TranslatorState, talk: Conversation, moment: Moment, by: Ending, hasWrapup = true): void {
  if (talk.endedAt !== null) return;
  const agent = agentOf(state, talk.agentId);
  talk.endedAt = moment.time;
  talk.by = by;
  forgetTalk(state, talk);
  tellEnded(state, talk, moment, by);
  if (hasWrapup) startWrapup(state, agent, talk, moment);
  settleLater(state, agent.id, moment.at);
}

/** Moves a conversation from the open to the ended, without a fact. */
export function forgetTalk(state: TranslatorState, talk: Conversation): void {
  const agent = agentOf(state, talk.agentId);
  if (agent.talk === talk) agent.talk = null;
  if (state.talksByLeg.get(talk.legId) === talk) state.talksByLeg.delete(talk.legId);
  state.endedTalks.set(talkKey(talk.uniqueid, talk.queueId, talk.agentId), talk);
}

function tellEnded(state: TranslatorState, talk: Conversation, moment: Moment, by: Ending): void {
  const { contactId, segmentId, queueId, agentId } = talk;
  if (contactId === null || segmentId === null) return;
  const data = { ...ofStay({ contactId, segmentId, queueId }), agentId, by };
  emit(state, moment, 'cc.contact.ended.v1', data);
}

const REASONS: Readonly<Record<string, Ending>> = { caller: 'customer', agent: 'agent', transfer: 'transfer' };

/** At a shutdown it comes with no channel at all: then queue and agent must do. */
export function completed(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const by = REASONS[message.get('Reason')] ?? 'unknown';
  finish(state, message.get('Uniqueid'), message.get('Queue'), message.get('Interface'), by, moment);
}

/** Ends the conversation if it is still open; else only adds who hung up. */
export function finish(state: TranslatorState, uniqueid: string, queueId: string, agentId: string, by: Ending, moment: Moment): void {
  const open = state.agents.get(agentId)?.talk ?? null;
  const isMeant = open !== null && open.queueId === queueId && (uniqueid === '' || open.uniqueid === '' || open.uniqueid === uniqueid);
  if (isMeant) {
    endTalk(state, open, moment, by);
    return;
  }
  const ended = state.endedTalks.get(talkKey(uniqueid, queueId, agentId));
  if (ended?.endedAt === null) {
    // A snapshot had lost sight of it: an end before that is the better evidence, a later one that of a caller who was sent on.
    if (ended.lostAt === null || moment.time > ended.lostAt) return;
    ended.endedAt = moment.time;
    ended.by = by;
    tellEnded(state, ended, moment, by);
    return;
  }
  if (ended === undefined || ended.by !== 'unknown' || by === 'unknown' || moment.time - ended.endedAt > COMPLETE_NEAR_MS) return;
  ended.by = by;
  tellEnded(state, ended, moment, by);
}

/** A channel is gone: if it was an agent's leg, so is her conversation. */
export function legHungUp(state: TranslatorState, uniqueid: string, moment: Moment): void {
  const talk = state.talksByLeg.get(uniqueid);
  if (talk !== undefined) endTalk(state, talk, moment, 'unknown');
}

export function held(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const talk = talkOfChannel(state, message, '');
  if (talk === undefined || talk.isHeld) return;
  talk.isHeld = true;
  tellHold(state, talk, moment, 'cc.contact.held.v1');
}

/** Unhold comes without a Hold before it, after a re-INVITE or REFER: then it means nothing. */
export function resumed(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const talk = talkOfChannel(state, message, '');
  if (talk === undefined || !talk.isHeld) return;
  talk.isHeld = false;
  tellHold(state, talk, moment, 'cc.contact.resumed.v1');
}

function tellHold(state: TranslatorState, talk: Conversation, moment: Moment, type: 'cc.contact.held.v1' | 'cc.contact.resumed.v1'): void {
  const { contactId, segmentId, queueId, agentId } = talk;
  if (contactId === null || segmentId === null) return;
  emit(state, moment, type, { ...ofStay({ contactId, segmentId, queueId }), agentId, by: 'agent' });
}

/** The transfer is told before or after the AgentComplete it causes; with Local members AgentComplete comes only at the caller's end. */
export function transferred(state: TranslatorState, message: AmiMessage, moment: Moment, kind: 'blind' | 'attended'): void {
  if (message.has('Result') && message.get('Result') !== 'Success') return;
  const talk = talkOfChannel(state, message, kind === 'blind' ? 'Transferer' : 'OrigTransferer', moment);
  if (talk !== undefined) tellTransfer(state, talk, moment, kind);
}

export function tellTransfer(state: TranslatorState, talk: Conversation, moment: Moment, kind: 'blind' | 'attended'): void {
  const { contactId, segmentId, queueId, agentId } = talk;
  if (contactId === null || segmentId === null) return;
  emit(state, moment, 'cc.contact.transferred.v1', { ...ofStay({ contactId, segmentId, queueId }), agentId, kind });
}

/**
 * The conversation that a channel of the agent's belongs to. The channel is the leg itself, or, for a Local member, the real phone's
 * channel of the same call. With `moment` one that has ended just now will do.
 */
function talkOfChannel(state: TranslatorState, message: AmiMessage, prefix: string, moment?: Moment): Conversation | undefined {
  const uniqueid = message.get(`${prefix}Uniqueid`);
  const byLeg = state.talksByLeg.get(uniqueid);
  if (byLeg !== undefined) return byLeg;
  const device = message.get(`${prefix}Channel`).replace(/-[^-]*$/, '');
  const contactId = contactIdOf(state, uniqueid, message.get(`${prefix}Linkedid`));
  const isHers = (talk: Conversation) => {
    if (talk.legId === uniqueid) return true;
    const { id, stateInterface } = agentOf(state, talk.agentId);
    return talk.contactId === contactId && talk.uniqueid !== uniqueid && (device === id || device === stateInterface || id.startsWith('Local/'));
  };
  for (const agent of state.agents.values()) if (agent.talk !== null && isHers(agent.talk)) return agent.talk;
  if (moment === undefined) return undefined;
  const isRecent = ({ endedAt }: Conversation) => endedAt !== null && moment.time - endedAt <= COMPLETE_NEAR_MS;
  return [...state.endedTalks.values()].reverse().find((talk) => isRecent(talk) && isHers(talk));
}
