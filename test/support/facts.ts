/** Makes believable facts from a seed: contacts that queue, ring, talk, hold, transfer and leave; agents that join, pause and go. */
import type { Event, EventData, EventType } from '../../shared/events/event.ts';
import { parseEventData } from '../../shared/events/event.ts';
import { MINUTE_MS } from '../../shared/time.ts';

export const T0 = Date.parse('2026-11-17T06:00:00.000Z');

/** Small seeded generator (mulberry32): the same seed gives the same facts. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One fact with a full envelope; data is checked like outside data. */
export function fact<T extends EventType>(
  type: T,
  at: number,
  data: unknown,
  more: { id?: string; source?: string; sequence?: string } = {},
): Event<T> {
  const parsed = parseEventData(type, data);
  if (!parsed.ok) throw new Error(`${type}: ${parsed.error}`);
  return {
    type,
    source: more.source ?? 'test',
    id: more.id ?? `${type}@${at}#${JSON.stringify(data)}`,
    at,
    sourceTime: at,
    sequence: more.sequence ?? '',
    timequality: 'platform-ms',
    data: parsed.value as EventData<T>,
  } as Event<T>;
}

/** A call to queue `q` at an instant, answered by `a` after 10 s and ended after a minute; its id is of the instant. */
export function callAt(at: number): Event[] {
  const about = { contactId: `c${at}`, segmentId: `c${at}:1`, queueId: 'q' };
  return [
    fact('cc.contact.queued.v1', at, about),
    fact('cc.contact.answered.v1', at + 10_000, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', at + MINUTE_MS, { ...about, agentId: 'a' }),
  ];
}

export type FloorPlan = { seed: number; contacts: number; agents: number; queues: number; spanMs: number; source?: string };

/** Facts of a small floor, in order of time. */
export function floorFacts(plan: FloorPlan): Event[] {
  const random = seeded(plan.seed);
  const source = plan.source ?? 'test';
  const facts: Event[] = [];
  const add = (type: EventType, at: number, data: unknown) => facts.push(fact(type, Math.round(at), data, { source, id: `${facts.length}` }));
  const queueOf = (n: number) => `q${n % plan.queues}`;
  for (let n = 0; n < plan.agents; n++) {
    for (const queueId of new Set([queueOf(n), queueOf(n + 1)]))
      add('cc.agent.membership.v1', T0 + n * 10, { agentId: `a${n}`, queueId, joined: true });
    for (let at = T0 + random() * plan.spanMs * 0.3; at < T0 + plan.spanMs; at += (0.2 + random()) * plan.spanMs * 0.3) {
      const reason = random() < 0.5 ? 'הפסקה' : 'lunch';
      const end = at + random() * plan.spanMs * 0.1;
      for (const queueId of new Set([queueOf(n), queueOf(n + 1)])) {
        add('cc.agent.membership.v1', at, { agentId: `a${n}`, queueId, joined: true, paused: true, reason });
        add('cc.agent.membership.v1', end, { agentId: `a${n}`, queueId, joined: true, paused: false });
      }
    }
  }
  for (let n = 0; n < plan.contacts; n++) contactFacts(plan, random, add, n, queueOf);
  return facts.sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
}

type Add = (type: EventType, at: number, data: unknown) => void;

function contactFacts(plan: FloorPlan, random: () => number, add: Add, n: number, queueOf: (n: number) => string): void {
  const contactId = `c${n}`;
  let at = T0 + random() * plan.spanMs;
  const stays = random() < 0.2 ? 2 : 1;
  for (let stay = 1; stay <= stays; stay++) {
    const queueId = queueOf(Math.floor(random() * plan.queues));
    const about = { contactId, segmentId: `${contactId}:${queueId}:${stay}`, queueId };
    const agentId = `a${Math.floor(random() * plan.agents)}`;
    add('cc.contact.queued.v1', at, { ...about, contactStartedAt: Math.round(at) - 30_000 });
    const wait = random() * 60_000;
    const dice = random();
    if (random() < 0.3) {
      add('cc.contact.ringing.v1', at + wait * 0.3, { ...about, agentId: `a${(n + 1) % plan.agents}`, offerId: `o${n}` });
      add('cc.contact.offerended.v1', at + wait * 0.6, { ...about, agentId: `a${(n + 1) % plan.agents}`, offerId: `o${n}`, result: 'noanswer' });
    }
    at += wait;
    if (dice < 0.15) return add('cc.contact.abandoned.v1', at, about);
    if (dice < 0.2) return add('cc.contact.dequeued.v1', at, { ...about, reason: 'timeout' });
    if (dice < 0.23) return;
    add('cc.contact.answered.v1', at, { ...about, agentId });
    const talk = random() * 240_000;
    if (random() < 0.2) {
      add('cc.contact.held.v1', at + talk * 0.4, { ...about, agentId });
      add('cc.contact.resumed.v1', at + talk * 0.7, { ...about, agentId });
    }
    at += talk;
    if (stay < stays) add('cc.contact.transferred.v1', at, { ...about, agentId, kind: random() < 0.5 ? 'blind' : 'attended' });
    add('cc.contact.ended.v1', at, { ...about, agentId, by: 'customer' });
    if (random() < 0.7) add('cc.contact.wrapup.v1', at, { ...about, agentId, state: 'started', durationMs: 10_000 });
  }
}
