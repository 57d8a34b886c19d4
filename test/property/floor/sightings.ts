/** Snapshots of a source as it truly was: who waits, who talks, who is in which queue. They are told a moment after they were taken. */
import type { Event } from '../../../shared/events/event.ts';
import { compareEvents } from '../../../shared/events/order.ts';
import { SECOND_MS, toIso } from '../../../shared/time.ts';
import type { Script, TrueStay } from './script.ts';

/** Adds a snapshot of the source to the script. Those whose end nobody told are gone from it some day: they are lost sight of. */
export function snapshot(script: Script, asOf: number): void {
  const still = script.stays.filter((stay) => stay.from <= asOf && asOf < (stay.to ?? stay.vanishesAt));
  const isTalk = (stay: TrueStay) => stay.answeredAt !== null && stay.answeredAt <= asOf;
  const entry = ({ contactId, segmentId, queueId }: TrueStay) => ({ contactId, queueId, ...(segmentId === undefined ? {} : { segmentId }) });
  const waiting = still
    .filter((stay) => !isTalk(stay))
    .map((stay) => ({ ...entry(stay), channel: stay.channel, since: toIso(script.round(stay.from)) }));
  const talking = still
    .filter(isTalk)
    .map((stay) => ({ ...entry(stay), agentId: stay.agentId, since: toIso(script.round(stay.answeredAt ?? stay.from)) }));
  const agents = membersAt(script.facts, asOf).map((agent) => ({
    ...agent,
    ...(script.chance(0.5) ? { inCall: talking.some(({ agentId }) => agentId === agent.agentId) } : {}),
  }));
  script.say('cc.snapshot.v1', asOf + SECOND_MS, {
    scope: 'source',
    asOf: toIso(script.round(asOf)),
    waiting,
    ...(script.chance(0.7) ? { talking } : {}),
    agents,
  });
}

function membersAt(facts: readonly Event[], asOf: number) {
  const members = new Map<string, Map<string, { queueId: string; paused: boolean; reason: string }>>();
  for (const fact of [...facts].sort(compareEvents)) {
    if (fact.type !== 'cc.agent.membership.v1' || fact.at > asOf) continue;
    const { agentId, queueId, joined, paused, reason } = fact.data;
    const queues = members.get(agentId) ?? new Map();
    members.set(agentId, queues);
    const known = queues.get(queueId);
    if (joined) queues.set(queueId, { queueId, paused: paused ?? known?.paused ?? false, reason: reason ?? '' });
    else queues.delete(queueId);
  }
  return [...members].map(([agentId, queues]) => ({ agentId, queues: [...queues.values()] }));
}
