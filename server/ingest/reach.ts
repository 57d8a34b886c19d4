/**
 * What the live engine could still write of days gone by: the intervals, contacts and spans that it has not let go of. A day counted again
 * stands only as long as the live engine would write the same.
 */

import { type AgentComponents, emptyAgentComponents, emptyStayComponents } from '../../shared/metrics/components.ts';
import { intervalStart } from '../../shared/time.ts';
import { type Agent, look } from '../engine/agents.ts';
import { refresh } from '../engine/contacts.ts';
import type { Ledger } from '../engine/ledger.ts';
import type { AgentTimeline, Counted, FlushRows } from '../engine/rows.ts';
import type { State } from '../engine/state.ts';

/** Asked by the instant of a row: when it was offered, when the span or interval began. */
export type Reach = {
  contact(offeredAt: number): boolean;
  stay(queueId: string, offeredAt: number): boolean;
  span(agentId: string, startedAt: number): boolean;
  agentInterval(agentId: string, startAt: number): boolean;
};

/** Starts of all intervals of queues and floor in memory, some of them twice. */
export function intervalsHeld(state: State): number[] {
  return [state.floor, ...state.queues.values()].flatMap((ledger) => ledger.intervals());
}

/** As the state stands now; ask no longer than until it folds on. */
export function reachOf(state: State): Reach {
  const floor = new Set(state.floor.intervals());
  const queues = new Map([...state.queues].map(([queueId, ledger]) => [queueId, new Set(ledger.intervals())]));
  return {
    contact: (offeredAt) => floor.has(intervalStart(offeredAt)),
    stay: (queueId, offeredAt) => queues.get(queueId)?.has(intervalStart(offeredAt)) === true,
    span(agentId, startedAt) {
      const agent = state.agents.get(agentId);
      return agent !== undefined && startedAt >= spansFrom(agent);
    },
    agentInterval(agentId, startAt) {
      const agent = state.agents.get(agentId);
      return agent !== undefined && (startAt >= intervalStart(agent.baseAt) || agent.cohorts.has(startAt));
    },
  };
}

/** The instant from which a flush of hers replaces what the tables have. */
function spansFrom(agent: Agent): number {
  return Math.min(agent.opened?.startedAt ?? agent.baseAt, ...agent.unflushed.spans.map((span) => span.startedAt));
}

/** Instants of what `live` would write otherwise than `fresh`, whose rows are `rows`. Both stand at one position and one instant. */
export function disagreements(live: State, fresh: State, rows: FlushRows): number[] {
  refresh(live);
  const found = [...differingIntervals(live.floor, fresh.floor)];
  for (const [queueId, ledger] of live.queues) found.push(...differingIntervals(ledger, fresh.queues.get(queueId)));
  for (const { key, facts, derived } of fresh.contacts.values()) {
    if (derived?.open !== true || live.contacts.get(key)?.facts.length === facts.length) continue;
    found.push(...derived.stays.map((stay) => stay.offeredAt));
  }
  for (const timeline of rows.timelines) found.push(...differingSpans(live, timeline));
  for (const agent of fresh.agents.values()) found.push(...differingCohorts(live.agents.get(agent.id), agent));
  return found;
}

function differingIntervals<R extends Counted>(live: Ledger<R>, fresh: Ledger<R> | undefined): number[] {
  const counted = new Map(fresh?.dump().buckets.map(([start, sum]) => [start, JSON.stringify(sum)]));
  const nothing = JSON.stringify(emptyStayComponents());
  return live
    .dump()
    .buckets.filter(([start, sum]) => (counted.get(start) ?? nothing) !== JSON.stringify(sum))
    .map(([start]) => start);
}

function differingSpans(live: State, { agentId, spans }: AgentTimeline): number[] {
  const agent = live.agents.get(agentId);
  // Of whom it knows nothing it writes nothing; but what goes on has to be known.
  if (agent === undefined) return spans.filter((span) => span.endedAt === null).map((span) => span.startedAt);
  const from = spansFrom(agent);
  const told = [...agent.unflushed.spans, ...look(agent, live.now).spans].filter((span) => span.state !== 'offline' && span.startedAt <= live.now);
  const counted = spans.filter((span) => span.startedAt >= from);
  const [ofLive, ofFresh] = [told, counted].map((list) => new Set(list.map((span) => JSON.stringify(span)))) as [Set<string>, Set<string>];
  const alone = [...told.filter((span) => !ofFresh.has(JSON.stringify(span))), ...counted.filter((span) => !ofLive.has(JSON.stringify(span)))];
  return alone.map((span) => span.startedAt);
}

function differingCohorts(live: Agent | undefined, fresh: Agent): number[] {
  if (live === undefined) return [];
  const text = (sum: AgentComponents | undefined) => JSON.stringify(sum ?? emptyAgentComponents());
  const starts = new Set([...live.cohorts.keys(), ...[...fresh.cohorts.keys()].filter((start) => start >= intervalStart(live.baseAt))]);
  return [...starts].filter((start) => text(live.cohorts.get(start)) !== text(fresh.cohorts.get(start)));
}
