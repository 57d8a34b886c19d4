/** What the floor is made of, as settings: its queues with their targets, its people with their teams and sites. */
import { toIso } from '../../../shared/time.ts';
import type { SourceEvent } from '../source.ts';
import { FactWriter } from './facts.ts';
import { SHARED_SITE, TEAMS } from './people.ts';
import { type FloorPlan, isDigital } from './plan.ts';

/** When the written channels are answered: the first response counts within. */
const SERVICE_HOURS = [{ days: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], from: '07:00', to: '22:00' }] as const;

/** Settings that hold since ever. */
export function settingsFacts(plan: FloorPlan, at: number): SourceEvent[] {
  const facts = new FactWriter(`${plan.key}-floor`);
  const effectiveAt = toIso(0);
  // Calls first, as they ring.
  const ordered = plan.queues.toSorted((a, b) => Number(isDigital(a)) - Number(isDigital(b)));
  for (const [order, queue] of ordered.entries()) {
    const { id, name, nameEn, channel, team, targetPercent, targetSeconds } = queue;
    const group = TEAMS[team]?.name[0] ?? null;
    const site = (TEAMS[team]?.site ?? SHARED_SITE)[0];
    const hours =
      channel === 'email' || channel === 'whatsapp' ? { serviceHours: SERVICE_HOURS.map((window) => ({ ...window, days: [...window.days] })) } : {};
    const target = { slaTarget: targetPercent, slaSeconds: targetSeconds };
    facts.say(at, 'cc.queue.config.v1', { queueId: id, effectiveAt, name, nameEn, channel, group, site, order: order + 1, ...target, ...hours });
  }
  for (const { id, name, team, nesting } of plan.agents) {
    const [ofTeam, ofTeamEn] = TEAMS[team]?.name ?? [null, null];
    const [site, siteEn] = TEAMS[team]?.site ?? [null, null];
    const names = { name: name[0], nameEn: name[1], team: ofTeam, teamEn: ofTeamEn, site, siteEn };
    facts.say(at, 'cc.agent.config.v1', { agentId: id, effectiveAt, ...names, nesting });
  }
  return facts.take();
}
