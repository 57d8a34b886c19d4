/** What the floor does beside calls, by the figures that a manager would look at; and what comes after a contact. */
import { describe, expect, test } from 'vitest';
import type { StayRow } from '../../../server/engine/rows.ts';
import { campaignOf } from '../../../server/sources/simulator/campaigns.ts';
import { settingsFacts } from '../../../server/sources/simulator/settings.ts';
import type { Surge } from '../../../server/sources/simulator/surge.ts';
import type { SourceEvent } from '../../../server/sources/source.ts';
import type { EventType } from '../../../shared/events/event.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { boundsOf, foldOf, handsOf, planOf, TUESDAY, tell } from './told.ts';

const WEDNESDAY = '2026-11-18';
const plan = planOf('seed=4');
const facts = tell(plan, WEDNESDAY, boundsOf(WEDNESDAY).endsAt + 90 * MINUTE_MS).filter(({ id }) => id.includes('-20261118-'));
const { stays, contacts } = foldOf(plan, WEDNESDAY, facts);

function of<T extends EventType>(type: T) {
  return facts.filter((fact): fact is Extract<SourceEvent, { type: T }> => fact.type === type);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const share = (part: number, all: number) => part / all;
const staysOf = (channel: string) => stays.filter((stay) => stay.channel === channel);
const inTarget = (rows: readonly StayRow[]) => share(rows.filter((stay) => stay.outcome === 'answered' && stay.inTarget).length, rows.length);
const responseMs = (rows: readonly StayRow[]) => mean(rows.filter((stay) => stay.firstResponses > 0).map((stay) => stay.firstResponseWaitMs));

describe('those who write', () => {
  test('a chat is taken within seconds, answered within the minute, and few give up', () => {
    const chats = staysOf('chat');
    expect(chats.length).toBeGreaterThan(100);
    expect(inTarget(chats)).toBeGreaterThan(0.85);
    expect(share(chats.filter((stay) => stay.outcome === 'abandoned').length, chats.length)).toBeLessThan(0.06);
    expect(responseMs(chats)).toBeGreaterThan(20 * SECOND_MS);
    expect(responseMs(chats)).toBeLessThan(2 * MINUTE_MS);
  });

  test('WhatsApp and e-mail wait for the morning, are answered in time by day, and some come back to a closed matter', () => {
    for (const [channel, most] of [
      ['whatsapp', 5],
      ['email', 40],
    ] as const) {
      const rows = staysOf(channel);
      expect(rows.length, channel).toBeGreaterThan(100);
      expect(inTarget(rows), channel).toBeGreaterThan(0.85);
      expect(responseMs(rows), channel).toBeLessThan(most * MINUTE_MS);
      const again = contacts.filter((contact) => contact.channel === channel && contact.stays > 1).length;
      expect(share(again, contacts.filter((contact) => contact.channel === channel).length), channel).toBeGreaterThan(0.04);
      const night = rows.filter(({ offeredAt }) => offeredAt < boundsOf(WEDNESDAY).startsAt + 3 * 60 * MINUTE_MS);
      expect(Math.max(...night.map(({ waitMs }) => waitMs ?? 0)), channel).toBeGreaterThan(60 * MINUTE_MS);
    }
  });

  test('an agent has several at a time, up to four; a new one up to two', () => {
    const most = new Map<string, number>();
    for (const [agentId, spans] of handsOf(facts)) {
      const talks = spans.filter(({ what }) => what.startsWith('talk'));
      const most4 = talks.map(({ from }) => talks.filter((other) => other.from <= from && from < other.to).length);
      most.set(agentId, Math.max(0, ...most4));
    }
    const team = plan.agents.filter(({ capacity }) => capacity > 1);
    expect(team.map(({ capacity }) => capacity).sort()).toEqual([2, 4, 4, 4, 4, 4, 4, 4]);
    expect(team.some(({ id }) => most.get(id) === 4)).toBe(true);
    for (const { id, capacity } of plan.agents) expect(most.get(id) ?? 0, id).toBeLessThanOrEqual(capacity);
  });
});

describe('what never needs an agent, and what needs one more', () => {
  test('about every fourth session ends with the machine', () => {
    const served = of('cc.contact.selfserved.v1').length;
    const queued = of('cc.contact.queued.v1').filter(({ data }) => data.reason === 'new').length;
    expect(share(served, served + queued)).toBeGreaterThan(0.15);
    expect(share(served, served + queued)).toBeLessThan(0.35);
    expect(new Set(of('cc.contact.selfserved.v1').map(({ data }) => data.channel)).size).toBe(3);
  });

  test('who asked to be called back is called, most are reached', () => {
    const states = of('cc.contact.callback.v1').map(({ data }) => data.state);
    const count = (state: string) => states.filter((candidate) => candidate === state).length;
    expect(count('requested')).toBeGreaterThan(5);
    expect(count('completed') + count('failed')).toBe(count('requested'));
    expect(count('completed')).toBeGreaterThan(count('failed'));
  });

  test('agents ring customers, past all queues: no stay counts them', () => {
    const talks = of('cc.contact.answered.v1').filter(({ data }) => data.direction === 'outbound');
    expect(talks.length).toBeGreaterThan(15);
    const ids = new Set(talks.filter(({ data }) => data.segmentId?.endsWith(':1')).map(({ data }) => data.contactId));
    expect(stays.filter(({ contactId }) => ids.has(contactId))).toEqual([]);
  });
});

describe('what comes after a contact', () => {
  test('most matters are settled, and of the others some customers come back', () => {
    const outcomes = of('cc.contact.outcome.v1');
    const resolved = share(outcomes.filter(({ data }) => data.resolved).length, outcomes.length);
    expect(resolved).toBeGreaterThan(0.7);
    expect(resolved).toBeLessThan(0.85);
    const whoOf = new Map(of('cc.contact.offered.v1').map(({ data }) => [data.contactId, data.customerRef ?? '']));
    const lastOf = new Map(of('cc.contact.offered.v1').map(({ data, sourceTime }) => [data.customerRef ?? '', sourceTime]));
    const comesBack = (isResolved: boolean) => {
      const all = outcomes.filter(({ data }) => data.resolved === isResolved);
      const back = all.filter(({ data, sourceTime }) => (lastOf.get(whoOf.get(data.contactId) ?? '') ?? 0) > sourceTime);
      return share(back.length, all.length);
    };
    expect(comesBack(false)).toBeGreaterThan(0.2);
    expect(comesBack(false)).toBeLessThan(0.5);
    expect(comesBack(true)).toBeLessThan(0.06);
  });

  test('those who answer a survey are pleased, more or less', () => {
    const surveys = of('cc.contact.survey.v1').map(({ data }) => data);
    const csat = surveys.filter(({ kind }) => kind === 'csat').map(({ score }) => score);
    const nps = surveys.filter(({ kind }) => kind === 'nps').map(({ score }) => score);
    expect(csat.length).toBeGreaterThan(100);
    const satisfied = share(csat.filter((score) => score >= 4).length, csat.length);
    expect(satisfied).toBeGreaterThan(0.6);
    expect(satisfied).toBeLessThan(0.9);
    const promoters = share(nps.filter((score) => score >= 9).length, nps.length) - share(nps.filter((score) => score <= 6).length, nps.length);
    expect(promoters).toBeGreaterThan(-0.2);
    expect(promoters).toBeLessThan(0.6);
  });
});

test('a shift is planned for everyone; its breaks are kept, late, too long or forgone', () => {
  const starts = new Map<string, { at: number; to: number }[]>();
  for (const [agentId, spans] of handsOf(facts)) {
    const pauses = new Map(spans.filter(({ what }) => what.startsWith('pause')).map(({ from, to }) => [from, { at: from, to }]));
    starts.set(agentId, [...pauses.values()]);
  }
  let mostLateMs = 0;
  const counts = { kept: 0, late: 0, long: 0, forgone: 0 };
  const shifts = of('cc.schedule.shift.v1');
  expect(new Set(shifts.map(({ data }) => data.agentId)).size).toBe(plan.agents.length);
  for (const { data } of shifts) {
    const taken = [...(starts.get(data.agentId) ?? [])].sort((a, b) => a.at - b.at);
    if (taken.length === 0) continue;
    counts.forgone += Math.max(0, data.activities.length - taken.length);
    if (data.activities.length !== taken.length) continue;
    for (const [i, activity] of data.activities.toSorted((a, b) => a.start.localeCompare(b.start)).entries()) {
      const { at, to } = taken[i] as { at: number; to: number };
      const lateMs = at - Date.parse(activity.start);
      mostLateMs = Math.max(mostLateMs, lateMs);
      const overMs = to - at - (Date.parse(activity.end) - Date.parse(activity.start));
      if (overMs > 0) counts.long++;
      else if (lateMs > 5 * MINUTE_MS) counts.late++;
      else counts.kept++;
    }
  }
  expect(counts.kept).toBeGreaterThan(20);
  // Some 30 are late for a conversation that has to be ended first.
  expect(counts.late).toBeGreaterThan(37);
  expect(mostLateMs).toBeLessThan(45 * MINUTE_MS);
  expect(counts.long).toBeGreaterThan(10);
  expect(counts.forgone).toBeGreaterThan(0);
});

test('two sites, one of them outsourced, and some who are new', () => {
  const agents = settingsFacts(plan, 0).flatMap(({ type, data }) => (type === 'cc.agent.config.v1' ? [data] : []));
  expect([...new Set(agents.map(({ site }) => site))].sort()).toEqual(['חיפה', 'מיקור חוץ']);
  expect(agents.filter(({ nesting }) => nesting).length).toBeGreaterThanOrEqual(3);
  expect(agents.filter(({ nesting }) => nesting).length).toBeLessThan(10);
});

test('a campaign brings many more to the queues that sell, for as long as it lasts', () => {
  const { startsAt } = boundsOf(TUESDAY);
  const surges = campaignOf(plan, TUESDAY, startsAt);
  const [{ from, to }] = surges as [Surge];
  expect(new Set(surges.map(({ queue }) => plan.queues[queue]?.id))).toEqual(new Set(['sales']));
  const told = tell(plan, TUESDAY);
  const calls = (since: number, until: number) =>
    told.filter(
      ({ type, data, sourceTime }) => type === 'cc.contact.queued.v1' && data.queueId === 'sales' && sourceTime >= since && sourceTime < until,
    ).length;
  expect(calls(from, to) / calls(from - (to - from), from)).toBeGreaterThan(1.2);
  const sent = told.filter(({ type, data }) => type === 'cc.contact.offered.v1' && data.entry === 'campaign');
  expect(sent.length).toBeGreaterThan(20);
  for (const { sourceTime } of sent) expect(sourceTime >= from - 1 && sourceTime <= to).toBe(true);
  expect(campaignOf(plan, '2026-11-20', boundsOf('2026-11-20').startsAt), 'none on a Friday').toEqual([]);
});
