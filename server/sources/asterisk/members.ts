/** Members of queues: who is signed in where, pauses, and the state of their devices. */
import { endTalk } from './conversations.ts';
import { isFree, tellDevice } from './devices.ts';
import { emit } from './facts.ts';
import { type AmiMessage, readText } from './message.ts';
import { settleOffersLater } from './offers.ts';
import { agentOf } from './roster.ts';
import type { Agent, Membership, Moment, TranslatorState } from './state.ts';
import { cutWrapup } from './wrapup.ts';

/** Persistent members come back after a restart without this event: the snapshot tells of them. */
export function memberAdded(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agent = agentOf(state, message.get('Interface'), message.get('MemberName'));
  agent.stateInterface = message.get('StateInterface');
  const membership = readMembership(message);
  agent.queues.set(message.get('Queue'), membership);
  tellMembership(state, agent, message.get('Queue'), membership, moment);
  memberStatus(state, message, moment);
}

/** Closes her pause too: no unpause comes with it. */
export function memberRemoved(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agent = agentOf(state, message.get('Interface'), message.get('MemberName'));
  memberRemovedFrom(state, agent, message.get('Queue'), moment);
}

export function memberRemovedFrom(state: TranslatorState, agent: Agent, queueId: string, moment: Moment): void {
  agent.queues.delete(queueId);
  const data = { agentId: agent.id, name: agent.name, queueId, joined: false };
  emit(state, moment, 'cc.agent.membership.v1', data);
  if (agent.queues.size > 0) return;
  cutWrapup(state, agent, moment);
  agent.meaning = null;
}

/** One event for each queue, for a pause, an unpause and a change of reason alike. */
export function memberPause(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agent = agentOf(state, message.get('Interface'), message.get('MemberName'));
  setPause(state, agent, message.get('Queue'), readMembership(message), moment);
}

export function setPause(state: TranslatorState, agent: Agent, queueId: string, next: Membership, moment: Moment): void {
  const before = agent.queues.get(queueId);
  agent.queues.set(queueId, next);
  if (before?.isPaused === next.isPaused && (before.reason === next.reason || !next.isPaused)) return;
  tellMembership(state, agent, queueId, next, moment);
  if (next.isPaused && before?.isPaused !== true) cutWrapup(state, agent, moment);
}

/** Comes once for each queue of the member, and only when the device changes; its `InCall` is not to be trusted. */
export function memberStatus(state: TranslatorState, message: AmiMessage, moment: Moment): void {
  const agent = agentOf(state, message.get('Interface'), message.get('MemberName'));
  const status = message.get('Status');
  const stateInterface = message.get('StateInterface');
  if (stateInterface !== '') agent.stateInterface = stateInterface;
  agent.status = status;
  if (isFree(status)) {
    if (agent.talk !== null) endTalk(state, agent.talk, moment, 'unknown');
    settleOffersLater(state, agent.id, moment.at);
  }
  tellDevice(state, agent, moment);
}

/** Reads what a member's event says of her pause. */
function readMembership(message: AmiMessage): Membership {
  return {
    name: readText(message.get('MemberName')),
    isPaused: message.get('Paused') === '1',
    reason: readText(message.get('PausedReason')),
  };
}

/** Tells of a membership as it is now. */
export function tellMembership(state: TranslatorState, agent: Agent, queueId: string, membership: Membership, moment: Moment): void {
  const { isPaused, reason } = membership;
  const pause = isPaused ? { reason, acw: state.options.acwReasons.has(reason) } : {};
  const data = { agentId: agent.id, name: agent.name, queueId, joined: true, paused: isPaused, ...pause };
  emit(state, moment, 'cc.agent.membership.v1', data);
}
