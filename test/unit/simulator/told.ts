/** A simulated day for the tests, and what can be read from its facts without the engine. */
import { Engine } from '../../../server/engine/engine.ts';
import { takeFlush } from '../../../server/engine/flush.ts';
import type { FlushRows } from '../../../server/engine/rows.ts';
import { Days, floorCalendar } from '../../../server/sources/simulator/days.ts';
import { readOptions } from '../../../server/sources/simulator/options.ts';
import { type FloorPlan, planFloor } from '../../../server/sources/simulator/plan.ts';
import { settingsFacts } from '../../../server/sources/simulator/settings.ts';
import type { SourceEvent } from '../../../server/sources/source.ts';
import { dayBounds } from '../../../shared/calendar.ts';
import type { Event } from '../../../shared/events/event.ts';

export const TUESDAY = '2026-11-17';

export function planOf(query = ''): FloorPlan {
  const options = readOptions(new URL(`simulator://demo?${query}`));
  if (!options.ok) throw new Error(options.error);
  return planFloor(options.value);
}

/** Facts from the start of a day to an instant (its end, if none is given). */
export function tell(plan: FloorPlan, day = TUESDAY, until = boundsOf(day).endsAt - 1, batch = 450): SourceEvent[] {
  const days = new Days(plan, day);
  const facts: SourceEvent[] = [];
  for (;;) {
    const more = days.take(until, batch);
    if (more.length === 0) return facts;
    facts.push(...more);
  }
}

export function boundsOf(day: string) {
  return dayBounds(day, floorCalendar('Asia/Jerusalem'));
}

export function asEvent(fact: SourceEvent, source = 'demo'): Event {
  return { ...fact, source, at: fact.sourceTime } as Event;
}

/** A day as the engine counts it; `anomalies`: the kinds of what it could not make sense of. */
export function foldOf(plan: FloorPlan, day: string, facts: readonly SourceEvent[] = tell(plan, day)): FlushRows & { anomalies: string[] } {
  const engine = new Engine();
  let position = 0;
  for (const fact of [...settingsFacts(plan, boundsOf(day).startsAt), ...facts]) engine.apply(asEvent(fact), ++position);
  engine.advance(boundsOf(day).endsAt);
  return { ...takeFlush(engine.state), anomalies: [...engine.state.anomalies.values()].flatMap((kinds) => [...kinds.keys()]) };
}

type Span = { from: number; to: number; what: string };

/** What each agent's hands are full with, by the facts alone: rings, conversations, wrap-ups and pauses. */
export function handsOf(facts: readonly SourceEvent[]): Map<string, Span[]> {
  const hands = new Map<string, Span[]>();
  const open = new Map<string, Span>();
  const begin = (agentId: string, key: string, at: number, to = Number.POSITIVE_INFINITY) => {
    const span = { from: at, to, what: key };
    hands.set(agentId, [...(hands.get(agentId) ?? []), span]);
    open.set(`${agentId} ${key}`, span);
  };
  const end = (agentId: string, key: string, at: number) => {
    const span = open.get(`${agentId} ${key}`);
    if (span !== undefined && span.to === Number.POSITIVE_INFINITY) span.to = at;
  };
  for (const { type, data, sourceTime: at } of facts) {
    if (type === 'cc.contact.ringing.v1') begin(data.agentId, `ring ${data.offerId}`, at);
    if (type === 'cc.contact.offerended.v1') end(data.agentId, `ring ${data.offerId}`, at);
    if (type === 'cc.contact.answered.v1') {
      end(data.agentId, `ring ${data.offerId}`, at);
      begin(data.agentId, `talk ${data.segmentId}`, at);
    }
    if (type === 'cc.contact.ended.v1') end(data.agentId ?? '', `talk ${data.segmentId}`, at);
    if (type === 'cc.contact.wrapup.v1' && data.state === 'started')
      begin(data.agentId ?? '', `acw ${data.segmentId}`, at, data.durationMs === undefined ? undefined : at + data.durationMs);
    if (type === 'cc.contact.wrapup.v1' && data.state === 'ended') end(data.agentId ?? '', `acw ${data.segmentId}`, at);
    if (type === 'cc.agent.membership.v1' && data.paused === true) begin(data.agentId, `pause ${data.queueId}`, at);
    if (type === 'cc.agent.membership.v1' && data.paused !== true) end(data.agentId, `pause ${data.queueId}`, at);
  }
  return hands;
}
