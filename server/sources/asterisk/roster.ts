/** The agents known, by interface. */
import { readText } from './message.ts';
import { type Agent, keyOf, type TranslatorState } from './state.ts';

/** The agent of an interface; made when first heard of. */
export function agentOf(state: TranslatorState, id: string, told = ''): Agent {
  const name = readText(told);
  let agent = state.agents.get(id);
  if (agent === undefined) {
    agent = { id, name: name === '' ? id : name, stateInterface: '', status: null, meaning: null, queues: new Map(), talk: null, wrapup: null };
    state.agents.set(id, agent);
  }
  if (name !== '') {
    agent.name = name;
    state.interfaces.set(name, id);
  }
  return agent;
}

/** The interface of the member whom queue_log calls by name: the name itself if no member was ever called so. */
export function agentIdOfName(state: TranslatorState, name: string): string {
  return state.interfaces.get(name) ?? name;
}

export function talkKey(uniqueid: string, queueId: string, agentId: string): string {
  return keyOf(uniqueid, queueId, agentId);
}
