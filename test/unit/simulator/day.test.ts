import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settingsFacts } from '../../../server/sources/simulator/days.ts';
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
  expect(tell(planOf('agents=41'))[0]?.id).not.toBe(facts[0]?.id);
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

/** The stages of a stay in the order in which they may come. */
const NEXT: Record<string, readonly string[]> = {
  '': ['queued'],
  queued: ['ringing', 'abandoned', 'dequeued'],
  ringing: ['offerended', 'answered'],
  offerended: ['ringing', 'abandoned', 'dequeued'],
  answered: ['held', 'ended', 'transferred'],
  held: ['resumed', 'transferred'],
  resumed: ['held', 'ended', 'transferred'],
  transferred: ['ended'],
};

function staysThatMakeNoSense(told: readonly SourceEvent[]): string[] {
  const stages = new Map<string, string>();
  const wrong: string[] = [];
  for (const { type, data } of told) {
    if (!('segmentId' in data) || data.segmentId === undefined || type === 'cc.contact.wrapup.v1') continue;
    const stage = type.split('.')[2] ?? '';
    const before = stages.get(data.segmentId) ?? '';
    if (NEXT[before]?.includes(stage) !== true) wrong.push(`${data.segmentId}: ${stage} after ${before}`);
    stages.set(data.segmentId, stage);
  }
  return wrong;
}

function handsTooFull(told: readonly SourceEvent[]): string[] {
  const wrong: string[] = [];
  for (const [agentId, spans] of handsOf(told)) {
    const distinct = spans.filter(
      ({ what, from }, i) => !(what.startsWith('pause') && spans[i - 1]?.what.startsWith('pause') && spans[i - 1]?.from === from),
    );
    distinct.sort((a, b) => a.from - b.from);
    for (const [i, span] of distinct.entries()) {
      const next = distinct[i + 1];
      if (span.to < span.from) wrong.push(`${agentId} ${span.what} ends before it begins`);
      if (next !== undefined && next.from < span.to) wrong.push(`${agentId} ${next.what} during ${span.what}`);
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
    if (type === 'cc.contact.ringing.v1' && !present.has(`${data.agentId} ${data.queueId}`)) wrong.push(`${data.offerId} rings at ${data.agentId}`);
  }
  return wrong;
}

describe('no fact contradicts another', () => {
  test('on an ordinary day and over its end', () => {
    const told = tell(plan, TUESDAY, boundsOf(TUESDAY).endsAt + 120 * MINUTE_MS);
    expect([...staysThatMakeNoSense(told), ...handsTooFull(told), ...callsOfAbsentAgents(told)]).toEqual([]);
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
        const told = tell(planOf(query.toString()));
        expect([...staysThatMakeNoSense(told), ...handsTooFull(told), ...callsOfAbsentAgents(told)]).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});

test('first come, first served: nobody of a queue is passed by one who came later', () => {
  const waiting = new Map<string, string[]>();
  for (const { type, data } of facts) {
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
