/**
 * The floor as alarms see it: who waits and who works, of every queue, without windows and without marking anything as taken. Every agent is
 * looked at once for all queues: this runs each second, whether or not anybody looks.
 */
import type { AgentSight, FloorSight, QueueSight } from '../../shared/alarms/look.ts';
import type { AgentCounts } from '../../shared/board.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { toIso } from '../../shared/time.ts';
import { look } from './agents.ts';
import { oldestStart, shownSettings } from './board.ts';
import { refresh } from './contacts.ts';
import type { State } from './state.ts';

/** `agents`: asked for by rules of teams, sites and groups alone; their settings cost more than all the rest. */
export type EngineSight = { readonly queues: QueueSight[]; readonly agents: () => AgentSight[]; readonly floor: FloorSight };

/** Queues and the floor, and agents who are signed in, as they stand at `state.now`. */
export function sightOf(state: State): EngineSight {
  refresh(state);
  const serving = new Map<string, AgentCounts>();
  const everybody = none();
  for (const agent of state.agents.values()) {
    const swept = look(agent, state.now);
    const shown = swept.spans.at(-1)?.state ?? 'offline';
    if (shown === 'offline') continue;
    count(everybody, shown);
    for (const { queueId, paused } of swept.base.queues) {
      let counts = serving.get(queueId);
      if (counts === undefined) {
        counts = none();
        serving.set(queueId, counts);
      }
      // Free elsewhere but paused here: for this queue she is on a break.
      count(counts, shown === 'available' && paused ? 'break' : shown);
    }
  }
  const queues = [...state.queues.keys()].map((id) => queueSight(state, id, serving.get(id) ?? none()));
  return { queues, agents: () => agentSights(state), floor: floorSight(state, queues, everybody) };
}

function agentSights(state: State): AgentSight[] {
  return [...state.agents.values()].flatMap((agent) => {
    const swept = look(agent, state.now);
    const shown = swept.spans.at(-1)?.state ?? 'offline';
    if (shown === 'offline') return [];
    const { team, site } = state.settings.agentAt(agent.id, state.now);
    return { id: agent.id, team, site, state: shown, source: agent.source, queues: swept.base.queues.map(({ queueId }) => queueId) };
  });
}

function queueSight(state: State, id: string, agents: AgentCounts): QueueSight {
  const ledger = state.queue(id);
  const settings = state.settings.queueAt(id, state.now);
  const oldest = ledger.oldest();
  return {
    id,
    channel: settings.channel ?? state.queueChannels.get(id)?.channel ?? 'voice',
    site: settings.site,
    group: settings.group,
    hidden: settings.hidden,
    sources: [...(state.queueSources.get(id) ?? [])],
    waiting: ledger.waiting.size,
    oldestWaitingSince: oldest === null ? null : toIso(oldest.offeredAt),
    oldestContactStartedAt: oldest === null ? null : oldestStart(state, ledger),
    inConversation: ledger.talking.size,
    agents,
    settings: shownSettings(settings),
  };
}

/** Who waits on the line, by the channel of each contact, as the floor's row counts them. */
function floorSight(state: State, queues: readonly QueueSight[], agents: AgentCounts): FloorSight {
  let waiting = 0;
  let oldestAt: number | null = null;
  for (const { id } of queues) {
    for (const { channel, offeredAt } of state.queue(id).waiting.values()) {
      if (!SYNCHRONOUS_CHANNELS.has(channel)) continue;
      waiting += 1;
      if (oldestAt === null || offeredAt < oldestAt) oldestAt = offeredAt;
    }
  }
  return {
    waiting,
    oldestWaitingSince: oldestAt === null ? null : toIso(oldestAt),
    inConversation: state.floor.talking.size,
    agents,
    settings: shownSettings(state.settings.queueAt('', state.now)),
    statutoryMs: state.settings.siteAt(state.now).statutoryMs,
  };
}

function none(): AgentCounts {
  return { signedIn: 0, available: 0, ringing: 0, talking: 0, hold: 0, acw: 0, break: 0, busy: 0, unknown: 0 };
}

function count(counts: AgentCounts, state: Exclude<AgentSight['state'], 'offline'>): void {
  counts.signedIn += 1;
  counts[state] += 1;
}
