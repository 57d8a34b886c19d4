/** Which rows of the live board belong to a part of the floor. */
import type { AgentCounts, AgentRow, QueueRow } from '../board.ts';
import type { Scope } from './parts.ts';

/** True where the queue belongs to the scope. A team has no queues of its own. */
export function hasQueue(scope: Scope, chosen: string | null, queue: Pick<QueueRow, 'id' | 'group' | 'site' | 'channel'>): boolean {
  switch (scope.of) {
    case 'floor':
      return true;
    case 'queue':
      return queue.id === (scope.id ?? chosen);
    case 'group':
      return queue.group === scope.name;
    case 'site':
      return queue.site === scope.name;
    case 'channels':
      return scope.channels.some((channel) => channel === queue.channel);
    case 'team':
      return false;
  }
}

/** True where the agent belongs to the scope: of queues those who serve them. `queues`: the ids that the scope has. */
export function hasAgent(scope: Scope, queues: ReadonlySet<string>, agent: Pick<AgentRow, 'team' | 'site' | 'queues'>): boolean {
  if (scope.of === 'floor') return true;
  if (scope.of === 'team') return agent.team === scope.name;
  if (scope.of === 'site') return agent.site === scope.name;
  return agent.queues.some((id) => queues.has(id));
}

/** Agents by their one state, each once; who is signed out is none of them. */
export function countAgents(agents: readonly Pick<AgentRow, 'state'>[]): AgentCounts {
  const counts: AgentCounts = { signedIn: 0, available: 0, ringing: 0, talking: 0, hold: 0, acw: 0, break: 0, busy: 0, unknown: 0 };
  for (const { state } of agents) {
    if (state === 'offline') continue;
    counts.signedIn += 1;
    counts[state] += 1;
  }
  return counts;
}
