/** Agents' devices: what their state means beside what is known of offers and conversations. */
import { derivedMoment, emit } from './facts.ts';
import { type Agent, addTimer, type DeviceMeaning, type Moment, type TranslatorState } from './state.ts';
import { cutWrapup } from './wrapup.ts';

/**
 * The device is free some milliseconds after the conversation or the offer that kept it busy has ended. One that is still in use after
 * this has something else to do.
 */
const DEVICE_SETTLE_MS = 500;

const FREE = new Set(['0', '1', '4', '5']);

/** True for a device state in which no conversation can be (asterisk-rules.md, rule 2). */
export function isFree(status: string): boolean {
  return FREE.has(status);
}

/** With `device_state_busy_at` a ringing phone is busy (3), so ringing is taken from AgentCalled alone. */
export function meaningOf(status: string): DeviceMeaning {
  if (status === '1') return 'available';
  return isFree(status) || status === '' ? 'unknown' : 'busy';
}

function isExplained(state: TranslatorState, agent: Agent): boolean {
  if (agent.talk !== null) return true;
  for (const offer of state.offers.values()) if (offer.agentId === agent.id) return true;
  return false;
}

/** Tells the state of the device if its meaning has changed; an offer or a conversation of a queue explains a device in use. */
export function tellDevice(state: TranslatorState, agent: Agent, moment: Moment): void {
  if (agent.status === null || agent.queues.size === 0) return;
  const meaning = meaningOf(agent.status);
  if (meaning === agent.meaning || (meaning === 'busy' && isExplained(state, agent))) return;
  agent.meaning = meaning;
  if (meaning === 'busy') cutWrapup(state, agent, moment);
  emit(state, moment, 'cc.agent.state.v1', { agentId: agent.id, name: agent.name, state: meaning });
}

/** Looks again shortly after an offer or a conversation has ended. */
export function settleLater(state: TranslatorState, agentId: string, at: number): void {
  const agent = state.agents.get(agentId);
  if (agent === undefined || agent.status === null || isFree(agent.status)) return;
  addTimer(state, 'device-settle', agentId, at + DEVICE_SETTLE_MS);
}

export function deviceTimer(state: TranslatorState, agentId: string, dueAt: number): void {
  const agent = state.agents.get(agentId);
  if (agent !== undefined) tellDevice(state, agent, derivedMoment(dueAt - DEVICE_SETTLE_MS, 'QueueMemberStatus'));
}
