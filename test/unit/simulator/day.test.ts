import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FloorPlan } from '../../../server/sources/simulator/plan.ts';
import { settingsFacts } from '../../../server/sources/simulator/settings.ts';
import type { SourceEvent } from '../../../server/sources/source.ts';
import { parseEventData } from '../../../shared/events/event.ts';
import { MINUTE_MS } from '../../../shared/time.ts';
import { boundsOf, handsOf, planOf, TUESDAY, tell } from './told.ts';
import '../../support/seed.ts';

const plan = planOf();
const facts = tell(plan);

test('the same seed and day give the same facts, however they are asked for', () => {
  expect(tell(planOf(), TUESDAY, undefined, 7)).toEqual(facts);
  expect(tell(planOf('seed=2'))[0]?.id).not.toBe(facts[0]?.id);
  expect(tell(planOf('agents=47'))[0]?.id).not.toBe(facts[0]?.id);
});

test('a day told until noon is the beginning of the day told whole', () => {
  const noon = boundsOf(TUESDAY).startsAt + 9 * 60 * MINUTE_MS;
  const half = tell(plan, TUESDAY, noon);
  expect(half.length).toBeGreaterThan(3000);
  expect(facts.slice(0, half.length)).toEqual(half);
});

test('ids are unique, and stay so over the turn of the day', () => {
  const twoDays = tell(plan, TUESDAY, boundsOf('2026-11-18').endsAt - 1);
  expect(new Set(twoDays.map((fact) => fact.id)).size).toBe(twoDays.length);
  expect(twoDays.slice(0, 100)).toEqual(facts.slice(0, 100));
});

test('every fact is as its schema wants it, and they come in the order of time', () => {
  let last = 0;
  for (const { type, data, sourceTime } of [...settingsFacts(plan, 0), ...facts]) {
    const parsed = parseEventData(type, data);
    expect(parsed.ok ? parsed.value : parsed.error).toEqual(data);
    expect(Number.isInteger(sourceTime) && sourceTime >= last).toBe(true);
    last = sourceTime;
  }
});

/** The stages of a stay in the order in which they may come. What agents dial enters no queue; who writes is not rung. */
const NEXT: Record<string, readonly string[]> = {
  '': ['queued', 'ringing'],
  queued: ['ringing', 'answered', 'abandoned', 'dequeued'],
  ringing: ['offerended', 'answered'],
  offerended: ['ringing', 'abandoned', 'dequeued'],
  answered: ['held', 'ended', 'transferred'],
  held: ['resumed', 'transferred', 'ended'],
  resumed: ['held', 'ended', 'transferred'],
  transferred: ['ended'],
};
/** What is said beside the stages, and the stages in which it may be. */
const BESIDE: Record<string, readonly string[]> = {
  message: ['answered'],
  wrapup: ['ended'],
  outcome: ['ended'],
  survey: ['ended'],
  callback: ['dequeued'],
};

function staysThatMakeNoSense(told: readonly SourceEvent[]): string[] {
  const stages = new Map<string, string>();
  const wrong: string[] = [];
  for (const { type, data } of told) {
    if (!('segmentId' in data) || data.segmentId === undefined) continue;
    const stage = type.split('.')[2] ?? '';
    const before = stages.get(data.segmentId) ?? '';
    const isBeside = stage in BESIDE;
    if ((isBeside ? BESIDE[stage]?.includes(before) : NEXT[before]?.includes(stage)) !== true)
      wrong.push(`${data.segmentId}: ${stage} after ${before}`);
    if (!isBeside) stages.set(data.segmentId, stage);
  }
  return wrong;
}

/** More at a time than she can have, or anything beside a pause. */
function handsTooFull(told: readonly SourceEvent[], floor: FloorPlan): string[] {
  const wrong: string[] = [];
  for (const [agentId, spans] of handsOf(told)) {
    const capacity = floor.agents.find(({ id }) => id === agentId)?.capacity ?? 0;
    const points = spans.flatMap(({ what, from, to }) => [
      { at: from, what, by: 1 },
      { at: to, what, by: -1 },
    ]);
    for (const { what, from, to } of spans) if (to < from) wrong.push(`${agentId} ${what} ends before it begins`);
    points.sort((a, b) => a.at - b.at || a.by - b.by);
    let [full, paused] = [0, 0];
    for (const { what, by } of points) {
      if (what.startsWith('pause')) paused += by;
      else full += by;
      if (by > 0 && (full > capacity || (full > 0 && paused > 0))) wrong.push(`${agentId} ${what} with ${full} of ${capacity}`);
    }
  }
  return wrong;
}

function callsOfAbsentAgents(told: readonly SourceEvent[]): string[] {
  const present = new Set<string>();
  const wrong: string[] = [];
  for (const { type, data } of told) {
    if (type === 'cc.agent.membership.v1') {
      const key = `${data.agentId} ${data.queueId}`;
      if (data.joined && data.paused !== true) present.add(key);
      else present.delete(key);
    }
    const comes = type === 'cc.contact.ringing.v1' || type === 'cc.contact.answered.v1';
    const isThere = comes && (data.queueId === undefined ? isMember(present, data.agentId) : present.has(`${data.agentId} ${data.queueId}`));
    if (comes && !isThere) wrong.push(`${data.segmentId} comes to ${data.agentId}`);
  }
  return wrong;
}

function isMember(present: ReadonlySet<string>, agentId: string): boolean {
  return [...present].some((key) => key.startsWith(`${agentId} `));
}

describe('no fact contradicts another', () => {
  test('on an ordinary day and over its end', () => {
    const told = tell(plan, TUESDAY, boundsOf(TUESDAY).endsAt + 120 * MINUTE_MS);
    expect([...staysThatMakeNoSense(told), ...handsTooFull(told, plan), ...callsOfAbsentAgents(told)]).toEqual([]);
  });

  test('on floors of any size', () => {
    const floors = fc.record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      agents: fc.integer({ min: 4, max: 90 }),
      queues: fc.integer({ min: 1, max: 20 }),
      contactsPerHour: fc.integer({ min: 1, max: 400 }),
    });
    fc.assert(
      fc.property(floors, (floor) => {
        const query = new URLSearchParams(Object.entries(floor).map(([key, value]) => [key, String(value)]));
        const drawn = planOf(query.toString());
        const told = tell(drawn);
        expect([...staysThatMakeNoSense(told), ...handsTooFull(told, drawn), ...callsOfAbsentAgents(told)]).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

test('first come, first served: nobody of a queue is passed by one who came later', () => {
  const waiting = new Map<string, string[]>();
  for (const { type, data } of facts) {
    if ('direction' in data && data.direction === 'outbound') continue;
    if (type === 'cc.contact.queued.v1') waiting.set(data.queueId, [...(waiting.get(data.queueId) ?? []), data.segmentId ?? '']);
    if (type === 'cc.contact.abandoned.v1' || type === 'cc.contact.dequeued.v1' || type === 'cc.contact.ringing.v1') {
      const line = waiting.get(data.queueId ?? '') ?? [];
      if (type === 'cc.contact.ringing.v1') expect(line[0]).toBe(data.segmentId);
      waiting.set(
        data.queueId ?? '',
        line.filter((segmentId) => segmentId !== data.segmentId),
      );
    }
    // Who was not answered keeps the place.
    if (type === 'cc.contact.offerended.v1' && data.result === 'noanswer')
      waiting.set(data.queueId ?? '', [data.segmentId ?? '', ...(waiting.get(data.queueId ?? '') ?? [])]);
  }
});

test('somebody is there at every minute of the week, and a call comes at least every hour', () => {
  const week = tell(planOf('seed=5'), '2026-11-15', boundsOf('2026-11-21').endsAt - 1);
  const memberships = new Set<string>();
  let lastCall = boundsOf('2026-11-15').startsAt;
  for (const { type, data, sourceTime } of week) {
    if (type === 'cc.agent.membership.v1') {
      const key = `${data.agentId} ${data.queueId}`;
      if (data.joined) memberships.add(key);
      else memberships.delete(key);
    }
    if (type !== 'cc.contact.queued.v1') continue;
    expect(memberships.size, `${new Date(sourceTime).toISOString()}`).toBeGreaterThan(0);
    expect(sourceTime - lastCall).toBeLessThan(60 * MINUTE_MS);
    lastCall = sourceTime;
  }
});
