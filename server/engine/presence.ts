/** Who of a source is there now: what its silence means depends on it. Reads the state; keeps nothing. */
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { look } from './agents.ts';
import { refresh } from './contacts.ts';
import type { State } from './state.ts';

/** `waiting`: somebody waits on the line · `there`: somebody talks there, or an agent is signed in · `nobody`: a quiet night looks like this. */
export type Presence = 'waiting' | 'there' | 'nobody';

/** As it stands at `state.now`. Mail and its like may lie for days and is nobody's presence. */
export function presenceOf(state: State, source: string): Presence {
  refresh(state);
  for (const row of state.floor.waiting.values()) if (row.source === source && SYNCHRONOUS_CHANNELS.has(row.channel)) return 'waiting';
  for (const key of state.floor.talking) {
    const row = state.contacts.get(key)?.derived?.contact;
    if (row?.source === source && SYNCHRONOUS_CHANNELS.has(row.channel)) return 'there';
  }
  for (const agent of state.agents.values()) {
    if (agent.source === source && look(agent, state.now).base.presence === 'in') return 'there';
  }
  return 'nobody';
}
