/** Full lists of the PBX become one `cc.snapshot.v1`, and the mirror is set by them (asterisk-rules.md, rules 4 and 5). */
import { toIso } from '../../../shared/time.ts';
import { closeStay, contactIdOf, contactOf, isWaiting, learnLinkedid, nextSegmentId, openStay, stayKey } from './contacts.ts';
import { forgetTalk, openTalk } from './conversations.ts';
import { meaningOf } from './devices.ts';
import { derivedMoment, emit } from './facts.ts';
import { type ListedCaller, type ListedMember, type Pair, type QueueStatus, readPairs, readQueueStatus } from './lists.ts';
import type { AmiMessage } from './message.ts';
import { endOffer } from './offers.ts';
import { agentOf } from './roster.ts';
import { type Agent, addTimer, type Conversation, type Moment, ours, type Stay, type TranslatorState } from './state.ts';

export type SnapshotLists = {
  readonly status: readonly AmiMessage[];
  /** null where the user may not ask for channels: then nobody can say who talks with whom. */
  readonly channels: readonly AmiMessage[] | null;
};

/** Wait and our own time of a join may differ by the truncated clocks of both sides. */
const SAME_JOIN_MS = 3000;
/** A Leave that happened before the list was made may be delivered after it. */
export const MISSING_FORGOTTEN_MS = 5000;
/** A conversation this young may be newer than the list. */
const FRESH_MS = 2000;

export function applySnapshot(state: TranslatorState, lists: SnapshotLists, at: number): void {
  const status = readQueueStatus(lists.status);
  for (const channel of lists.channels ?? []) learnLinkedid(state, channel, at);
  const agents = setMembers(state, status.members);
  const pairs = lists.channels === null ? null : readPairs(lists.channels);
  for (const agent of state.agents.values()) setTalk(state, agent, status.members, pairs, at);
  const waiting = setWaiting(state, status, at);
  const moment = derivedMoment(at, 'QueueStatus');
  const talking = [...state.agents.values()].flatMap(({ talk }) => (talk === null ? [] : talkRow(talk)));
  emit(state, moment, 'cc.snapshot.v1', {
    scope: 'source',
    waiting: waiting.map((stay) => waitingRow(state, stay)),
    ...(pairs === null ? {} : { talking }),
    agents: agents.map((agent) => agentRow(state, agent, status.members)),
    asOf: toIso(at),
  });
}

/** What rang when the connection was lost rings no more, as far as anybody can tell. */
export function dropOffers(state: TranslatorState, moment: Moment): void {
  for (const offer of [...state.offers.values()]) endOffer(state, offer, 'canceled', moment);
}

function setMembers(state: TranslatorState, members: readonly ListedMember[]): Agent[] {
  for (const agent of state.agents.values()) {
    agent.queues.clear();
    agent.meaning = null;
  }
  const listed = new Set<Agent>();
  for (const member of members) {
    const agent = agentOf(state, member.agentId, member.name);
    agent.stateInterface = member.stateInterface;
    agent.status = member.status;
    agent.queues.set(member.queueId, { name: member.name, isPaused: member.isPaused, reason: member.reason });
    listed.add(agent);
  }
  return [...listed];
}

function setTalk(state: TranslatorState, agent: Agent, members: readonly ListedMember[], pairs: readonly Pair[] | null, at: number): void {
  const member = members.find(({ agentId, isInCall }) => agentId === agent.id && isInCall);
  const { talk } = agent;
  if (member === undefined) {
    if (talk !== null && at - talk.seenAt > FRESH_MS) loseTalk(state, talk, at);
    return;
  }
  const device = agent.id.replace(/\/n$/, '');
  const pair = pairs?.find((found) => found.device === device) ?? null;
  const isSame = talk !== null && talk.queueId === member.queueId && (pair === null || pair.callerId === talk.uniqueid || talk.contactId === null);
  if (isSame && (pair === null || talk.contactId !== null)) return;
  if (talk !== null) loseTalk(state, talk, at);
  openTalk(state, pair === null ? unknownTalk(agent, member, at) : pairedTalk(state, agent, member, pair, at));
}

function loseTalk(state: TranslatorState, talk: Conversation, at: number): void {
  talk.lostAt = at;
  forgetTalk(state, talk);
}

function unknownTalk(agent: Agent, { queueId }: ListedMember, at: number): Conversation {
  const ids = { agentId: agent.id, queueId, uniqueid: '', legId: '', contactId: null, segmentId: null };
  return { ...ids, startedAt: at, seenAt: at, isEstimated: true, isHeld: false, endedAt: null, lostAt: null, by: 'unknown' };
}

/** The stay that was waiting when we last looked is the one that was answered; else it is a stay of its own. */
function pairedTalk(state: TranslatorState, agent: Agent, { queueId }: ListedMember, pair: Pair, at: number): Conversation {
  const startedAt = at - pair.legMs;
  const open = state.stays.get(stayKey(pair.callerId, queueId));
  const contact = contactOf(state, open?.contactId ?? contactIdOf(state, pair.callerId, pair.linkedid), at);
  const segmentId = open?.segmentId ?? nextSegmentId(state, contact, queueId, startedAt);
  contact.lastExit = 'answered';
  if (open !== undefined) {
    open.exit = { kind: 'answered', reason: 'unknown', moment: derivedMoment(at, 'CoreShowChannels') };
    closeStay(state, open);
  }
  const ids = { agentId: agent.id, queueId, uniqueid: pair.callerId, legId: pair.legId, contactId: contact.id, segmentId };
  return { ...ids, startedAt, seenAt: at, isEstimated: true, isHeld: false, endedAt: null, lostAt: null, by: 'unknown' };
}

function setWaiting(state: TranslatorState, status: QueueStatus, at: number): Stay[] {
  const waiting = status.callers.map((caller) => waitingStay(state, caller, at));
  const listed = new Set(waiting);
  for (const stay of state.stays.values()) {
    if (listed.has(stay) || !isWaiting(stay)) continue;
    stay.isMissingSince = at;
  }
  addTimer(state, 'forget-missing', '', at + MISSING_FORGOTTEN_MS);
  return waiting.filter(isWaiting);
}

function waitingStay(state: TranslatorState, caller: ListedCaller, at: number): Stay {
  const key = stayKey(caller.uniqueid, caller.queueId);
  const joinedAt = at - caller.waitMs;
  const open = state.stays.get(key);
  if (open !== undefined && Math.abs(ours(state, open.joinedAt, open.joinQuality) - joinedAt) <= SAME_JOIN_MS) {
    open.isMissingSince = null;
    open.seenAt = at;
    return open;
  }
  if (open !== undefined) closeStay(state, open);
  const contact = contactOf(state, contactIdOf(state, caller.uniqueid, ''), at);
  const segmentId = nextSegmentId(state, contact, caller.queueId, joinedAt);
  const stay: Stay = {
    key,
    uniqueid: caller.uniqueid,
    queueId: caller.queueId,
    contactId: contact.id,
    segmentId,
    joinedAt,
    joinQuality: 'derived',
    isProvisional: true,
    left: null,
    exit: null,
    isMissingSince: null,
    seenAt: at,
  };
  openStay(state, stay);
  return stay;
}

function waitingRow(state: TranslatorState, stay: Stay) {
  const { contactId, segmentId, queueId } = stay;
  return { contactId, segmentId, queueId, channel: 'voice', since: toIso(ours(state, stay.joinedAt, stay.joinQuality)) } as const;
}

function talkRow(talk: Conversation) {
  const { contactId, segmentId, queueId, agentId, isEstimated } = talk;
  if (contactId === null || segmentId === null) return [];
  return [{ contactId, segmentId, queueId, agentId, since: toIso(talk.startedAt), ...(isEstimated ? { estimated: true } : {}) }];
}

const RINGING = '6';

function agentRow(state: TranslatorState, agent: Agent, members: readonly ListedMember[]) {
  const meaning = agent.status === RINGING ? 'ringing' : meaningOf(agent.status ?? '');
  agent.meaning = meaning;
  const queues = [...agent.queues].map(([queueId, { isPaused, reason }]) => {
    const pause = isPaused ? { reason, acw: state.options.acwReasons.has(reason) } : {};
    return { queueId, paused: isPaused, ...pause };
  });
  const isInCall = members.some(({ agentId, isInCall: inCall }) => agentId === agent.id && inCall);
  return { agentId: agent.id, name: agent.name, state: meaning, queues, inCall: isInCall };
}
