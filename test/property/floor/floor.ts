/** A floor made up from a plan: a telephone system and a second platform for the digital channels, each with agents and queues of its own. */
import fc from 'fast-check';
import type { Event } from '../../../shared/events/event.ts';
import { compareEvents } from '../../../shared/events/order.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';
import { seeded } from '../../support/facts.ts';
import { type Cast, call } from './calls.ts';
import { chat } from './chats.ts';
import { member, reporter } from './people.ts';
import { Script } from './script.ts';
import { snapshot } from './sightings.ts';

export type Plan = {
  seed: number;
  contacts: number;
  agents: number;
  queues: number;
  startAt: number;
  spanMs: number;
  grainMs: number;
  snapshots: number;
};

/** Small and large floors; by day, over the turn of the business day (03:00 local), and in the nights in which the clocks are set. */
export const plans = (snapshots = 6): fc.Arbitrary<Plan> =>
  fc.record({
    seed: fc.nat(),
    contacts: fc.integer({ min: 1, max: 40 }),
    agents: fc.integer({ min: 1, max: 6 }),
    queues: fc.integer({ min: 1, max: 3 }),
    startAt: fc.constantFrom(
      ...['2026-11-17T06:00:00Z', '2026-11-17T23:10:00Z', '2026-10-24T21:30:00Z', '2026-03-26T22:00:00Z'].map((text) => Date.parse(text)),
    ),
    spanMs: fc.constantFrom(10 * MINUTE_MS, HOUR_MS, 5 * HOUR_MS),
    grainMs: fc.constantFrom(1, 1000),
    snapshots: fc.integer({ min: 0, max: snapshots }),
  });

/** All facts of the floor in the one order of facts. */
export function factsOf(plan: Plan): Event[] {
  const random = seeded(plan.seed);
  const pbx = new Script('pbx', random, plan.grainMs);
  const crm = new Script('crm', random, plan.grainMs);
  const within = () => plan.startAt + random() * plan.spanMs;
  const hours = { startAt: plan.startAt, endAt: plan.startAt + plan.spanMs };
  const casts = new Map<Script, Cast>();
  for (const script of [pbx, crm]) {
    const names = (kind: string, count: number) => Array.from({ length: count }, (_, n) => `${script.source}-${kind}${n}`);
    const cast = { agents: names('a', plan.agents), queues: names('q', plan.queues) };
    casts.set(script, cast);
    for (const [n, agentId] of cast.agents.entries()) {
      const hers = [...new Set([0, 1].map((next) => cast.queues[(n + next) % plan.queues] as string))];
      if (script === pbx ? random() < 0.7 : random() < 0.2) member(script, agentId, hers, hours);
      else reporter(script, agentId, hers, hours);
    }
    const queueId = script.pick(cast.queues);
    const effectiveAt = script.round(within());
    script.say('cc.queue.config.v1', effectiveAt, { queueId, effectiveAt: toIso(effectiveAt), slaSeconds: 40, shortAbandonSeconds: 10 });
  }
  for (let n = 0; n < plan.contacts; n++) {
    const isCall = random() < 0.6;
    const script = isCall ? pbx : crm;
    (isCall ? call : chat)(script, casts.get(script) as Cast, `${script.source}-c${n}`, within(), random() < 0.5);
  }
  for (let n = 0; n < plan.snapshots; n++) snapshot(random() < 0.7 ? pbx : crm, within());
  return [...pbx.facts, ...crm.facts].sort(compareEvents);
}

/** An instant when the last fact is some minutes old: what time alone ends may still be running. */
export function afterwards(events: readonly Event[]): number {
  return Math.max(...events.map(({ at }) => at)) + 10 * MINUTE_MS;
}
