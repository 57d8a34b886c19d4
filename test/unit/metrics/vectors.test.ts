import { expect, test } from 'vitest';
import { dayBounds, shiftAt, shiftsOf } from '../../../shared/calendar.ts';
import { stayMetrics } from '../../../shared/metrics/catalogue.ts';
import { addStayComponents, emptyStayComponents, type StayComponents } from '../../../shared/metrics/components.ts';
import { serviceLevel } from '../../../shared/metrics/service-level.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { Folded } from '../../support/fold.ts';
import { at, call, percent } from '../../support/vectors.ts';

/** The numbered vectors of the metrics page: published, derived or constructed there; each test names its section. */
const DAY = '2026-11-17';

function components(given: Partial<StayComponents>): StayComponents {
  return { ...emptyStayComponents(), ...given };
}

const SECTION_5 = components({ offered: 100, answered: 82, answeredInTarget: 70, abandoned: 18, abandonedShort: 4, abandonedInTarget: 10 });
const WITH_FLOW_OUTS = components({ ...SECTION_5, offered: 105, leftOtherwise: 5 });

test('section 1: a transfer straight to agent B is answered once, handled by the stay; to a queue it is a new stay', () => {
  const about = { contactId: 'c', segmentId: 's1', queueId: 'q' };
  const direct = new Folded(
    [
      fact('cc.contact.queued.v1', at('10:00'), about),
      fact('cc.contact.answered.v1', at('10:01'), { ...about, agentId: 'A' }),
      fact('cc.contact.transferred.v1', at('10:02'), { ...about, agentId: 'A', kind: 'attended', to: { agentId: 'B' } }),
      fact('cc.contact.answered.v1', at('10:02'), { ...about, agentId: 'B' }, { sequence: '2' }),
      fact('cc.contact.ended.v1', at('10:05'), { ...about, agentId: 'B' }),
    ],
    at('10:10'),
  );
  expect(direct.agentMetrics('A')).toMatchObject({ answered: 1 });
  expect(direct.agentMetrics('B')).toMatchObject({ answered: 0 });
  expect(direct.time('B', at('10:00'), at('10:10')).talkMs).toBe(3 * MINUTE_MS);
  const toQueue = new Folded([...call('c', 'q1', 'A', '10:00', '10:01', '10:02'), ...call('c', 'q2', 'B', '10:02', '10:03', '10:05')], at('10:10'));
  expect([toQueue.agentMetrics('A'), toQueue.agentMetrics('B')]).toMatchObject([
    { answered: 1, handled: 1 },
    { answered: 1, handled: 1 },
  ]);
  expect(toQueue.board().floor.windows.day.metrics).toMatchObject({ offered: 1, answered: 1 });
});

test('section 2: the longest wait starts at the entry into this queue', () => {
  const about = { contactId: 'c' };
  const folded = new Folded(
    [
      fact('cc.contact.offered.v1', at('10:00'), about),
      fact('cc.contact.queued.v1', at('10:00'), { ...about, segmentId: 'a', queueId: 'A' }),
      fact('cc.contact.dequeued.v1', at('10:04'), { ...about, segmentId: 'a', queueId: 'A', reason: 'overflow' }),
      fact('cc.contact.queued.v1', at('10:04'), { ...about, segmentId: 'b', queueId: 'B', reason: 'overflow' }),
    ],
    at('10:05'),
  );
  expect(at('10:05') - Date.parse(folded.queue('B').oldestWaitingSince ?? '')).toBe(60 * SECOND_MS);
  expect(folded.queue('A').waiting).toBe(0);
});

test('section 2: two queue waits under six minutes, the statutory clock of the contact over it', () => {
  const about = { contactId: 'c' };
  const folded = new Folded(
    [
      fact('cc.contact.offered.v1', at('10:00'), about),
      fact('cc.contact.queued.v1', at('10:01:30'), { ...about, segmentId: '1', queueId: 'one' }),
      fact('cc.contact.answered.v1', at('10:04:00'), { ...about, segmentId: '1', queueId: 'one', agentId: 'A' }),
      fact('cc.contact.ended.v1', at('10:05:00'), { ...about, segmentId: '1', queueId: 'one', agentId: 'A' }),
      fact('cc.contact.queued.v1', at('10:05:00'), { ...about, segmentId: '2', queueId: 'two' }),
      fact('cc.contact.answered.v1', at('10:06:40'), { ...about, segmentId: '2', queueId: 'two', agentId: 'B' }),
    ],
    at('10:07'),
  );
  expect(folded.stays.map((stay) => [stay.waitMs, stay.overStatutory])).toEqual([
    [150 * SECOND_MS, false],
    [100 * SECOND_MS, true],
  ]);
  expect(folded.board().floor.windows.day.metrics['over_statutory']).toBe(1);
});

test('section 3: ASA 20, all 25, to abandon 32.5', () => {
  const waits = (list: [string, number, boolean][]) =>
    list.flatMap(([id, seconds, isAnswered]) => {
      const about = { contactId: id, segmentId: id, queueId: 'q' };
      const exit = at('10:00') + seconds * SECOND_MS;
      return [
        fact('cc.contact.queued.v1', at('10:00'), about),
        isAnswered ? fact('cc.contact.answered.v1', exit, { ...about, agentId: 'A' }) : fact('cc.contact.abandoned.v1', exit, about),
      ];
    });
  const folded = new Folded(
    waits([
      ['a', 10, true],
      ['b', 20, true],
      ['c', 30, true],
      ['d', 5, false],
      ['e', 60, false],
    ]),
    at('10:02'),
  );
  expect(folded.queue('q').windows.day.metrics).toMatchObject({ asa_ms: 20_000, wait_ms: 25_000, abandoned_wait_ms: 32_500 });
});

test('section 5: the published formulas on the vector without flow-outs', () => {
  const all = Object.fromEntries((['1', '2', '3', '4', '5', '6', '7'] as const).map((n) => [n, percent(serviceLevel(SECTION_5, n))]));
  expect(all).toEqual({ 1: 85.37, 2: 77.78, 3: 70, 4: 80, 5: 72.92, 6: 85.37, 7: 77.78 });
});

test('section 5: with five flow-outs every formula differs as fixed', () => {
  const all = Object.fromEntries((['1', '2', '3', '4', '5', '7', '8'] as const).map((n) => [n, percent(serviceLevel(WITH_FLOW_OUTS, n))]));
  expect(all).toEqual({ 1: 85.37, 2: 73.68, 3: 66.67, 4: 76.19, 5: 69.31, 7: 77.78, 8: 70 });
});

test('section 5: Cisco’s example, 70 of 100 with 10 abandoned in target', () => {
  const cisco = components({ offered: 100, answered: 90, answeredInTarget: 70, abandoned: 10, abandonedInTarget: 10 });
  expect([percent(serviceLevel(cisco, '2')), percent(serviceLevel(cisco, '3')), percent(serviceLevel(cisco, '4'))]).toEqual([77.78, 70, 80]);
});

test('section 5: a wait of exactly T is inside, T + 1 ms is not; a wait of exactly S is not short, S − 1 ms is', () => {
  const at0 = at('10:00');
  const facts = [0, 1].flatMap((late) => {
    const about = { contactId: `a${late}`, segmentId: `a${late}`, queueId: 'q' };
    return [fact('cc.contact.queued.v1', at0, about), fact('cc.contact.answered.v1', at0 + 20_000 + late, { ...about, agentId: 'A' })];
  });
  const hangUps = [0, 1].flatMap((early) => {
    const about = { contactId: `b${early}`, segmentId: `b${early}`, queueId: 'q' };
    return [fact('cc.contact.queued.v1', at0, about), fact('cc.contact.abandoned.v1', at0 + 5000 - early, about)];
  });
  const folded = new Folded([...facts, ...hangUps], at('10:01'));
  expect(folded.queue('q').windows.day.metrics).toMatchObject({ answered: 2, answered_in_target: 1, abandoned: 2, short_abandoned: 1 });
});

test('section 6: 18 %, and 14.58 % with short abandons out', () => {
  const metrics = stayMetrics(SECTION_5, '5');
  expect([percent(metrics['abandon_rate_all'] ?? null), percent(metrics['abandon_rate'] ?? null)]).toEqual([18, 14.58]);
});

test('section 7: handle time is talk, hold and wrap-up over handled; unknown wrap-up is not 0', () => {
  const folded = new Folded(
    [...call('a', 'q', 'A', '10:00', '10:01', '10:05', '10:06'), ...call('b', 'q', 'B', '10:00', '10:01', '10:03')],
    at('10:30'),
  );
  expect(folded.queue('q').windows.day.metrics).toMatchObject({ handled: 2, aht_ms: 210_000, att_ms: 180_000, acw_ms: 60_000 });
});

test('section 8: occupancy 76.92 %, utilisation 62.5 %', () => {
  const start = Date.parse(`${DAY}T07:00:00.000+02:00`);
  const after = (hours: number) => start + hours * HOUR_MS;
  const state = (hours: number, state: string, reason?: string) => fact('cc.agent.state.v1', after(hours), { agentId: 'A', state, reason });
  const folded = new Folded(
    [
      fact('cc.agent.signedin.v1', start, { agentId: 'A' }),
      state(0, 'talking'),
      state(5, 'available'),
      state(6.5, 'break', 'הפסקה'),
      state(7.5, 'busy', 'ישיבה'),
      fact('cc.agent.signedout.v1', after(8), { agentId: 'A' }),
    ],
    after(8.5),
  );
  const metrics = folded.agentMetrics('A');
  expect([percent(metrics['occupancy'] ?? null), percent(metrics['utilisation'] ?? null)]).toEqual([76.92, 62.5]);
});

test('section 8: two chats at once count as their union: 1200 s of 1800, occupancy 66.67 %', () => {
  const folded = new Folded(
    [
      fact('cc.agent.signedin.v1', at('10:00'), { agentId: 'A' }),
      ...call('a', 'chat', 'A', '10:00', '10:00', '10:10'),
      ...call('b', 'chat', 'A', '10:05', '10:05', '10:20'),
    ],
    at('10:30'),
  );
  expect(folded.time('A', at('10:00'), at('10:30'))).toMatchObject({ talkMs: 1200 * SECOND_MS, signedInMs: 1800 * SECOND_MS });
  expect(percent(folded.agentMetrics('A')['occupancy'] ?? null)).toBe(66.67);
});

test('section 16: a contact belongs to the interval in which it was offered, agent time is clipped', () => {
  const folded = new Folded(
    [fact('cc.agent.signedin.v1', at('08:30'), { agentId: 'A' }), ...call('c', 'q', 'A', '08:58:00', '09:02:00', '09:31:00', '09:33:00')],
    at('10:00'),
  );
  expect(folded.interval('q', at('08:45'))).toMatchObject({
    offered: 1,
    answered: 1,
    handled: 1,
    handledTalkMs: 29 * MINUTE_MS,
    handledAcwMs: 2 * MINUTE_MS,
  });
  expect(folded.interval('q', at('09:00'))).toBeUndefined();
  const half = (from: string, to: string) => folded.time('A', at(from), at(to));
  expect([half('08:30', '09:00').talkMs, half('09:00', '09:30').talkMs, half('09:30', '10:00').talkMs]).toEqual([0, 1680_000, 60_000]);
  expect(half('09:30', '10:00').acwMs).toBe(120_000);
});

test('section 17: a break across the border is split to the millisecond', () => {
  const folded = new Folded(
    [
      fact('cc.agent.signedin.v1', at('10:00'), { agentId: 'A' }),
      fact('cc.agent.state.v1', at('10:20'), { agentId: 'A', state: 'break', reason: 'הפסקה' }),
      fact('cc.agent.state.v1', at('10:50'), { agentId: 'A', state: 'available' }),
    ],
    at('11:00'),
  );
  const breaks = [folded.time('A', at('10:00'), at('10:30')).breakMs, folded.time('A', at('10:30'), at('11:00')).breakMs];
  expect(breaks).toEqual([600_000, 1_200_000]);
  expect(folded.time('A', at('10:00'), at('11:00')).breakMsByReason).toEqual({ הפסקה: 1_800_000 });
});

const calendar = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [{ name: 'night', start: '22:00', end: '06:00' }] };

test('section 17: the clock changes: days of 23 and 25 hours, the night shift of 7 and 9', () => {
  const midnight = { ...calendar, dayStart: '00:00' };
  const hours = (day: string) => (dayBounds(day, midnight).endsAt - dayBounds(day, midnight).startsAt) / HOUR_MS;
  expect([hours('2026-03-27'), hours('2026-10-25'), hours('2027-03-26'), hours('2027-10-31'), hours('2026-11-17')]).toEqual([23, 25, 23, 25, 24]);
  const night = (day: string) => shiftsOf(day, calendar).map((shift) => (shift.endsAt - shift.startsAt) / HOUR_MS);
  expect([night('2026-03-26'), night('2026-10-24'), night('2026-11-17')]).toEqual([[7], [9], [8]]);
});

test('section 17: the two quarters called 01:15 in the night of the change stay apart', () => {
  const about = (id: string) => ({ contactId: id, segmentId: id, queueId: 'q' });
  const first = Date.parse('2026-10-24T22:15:00.000Z');
  const second = Date.parse('2026-10-24T23:15:00.000Z');
  const folded = new Folded([fact('cc.contact.queued.v1', first, about('a')), fact('cc.contact.queued.v1', second, about('b'))], second + MINUTE_MS);
  expect([folded.interval('q', first)?.offered, folded.interval('q', second)?.offered]).toEqual([1, 1]);
});

test('section 17: the night shift belongs to the business day in which it starts, and runs across its turn', () => {
  const shift = shiftAt(Date.parse('2026-11-18T04:00:00.000+02:00'), calendar);
  expect(shift).toMatchObject({ name: 'night', startsAt: Date.parse('2026-11-17T22:00:00.000+02:00') });
});

test('section 17: callers are still waiting after the turn of the day; nobody is turned into an abandon', () => {
  const about = { contactId: 'c', segmentId: 'c', queueId: 'q' };
  const folded = new Folded(
    [fact('cc.contact.queued.v1', Date.parse('2026-11-18T02:59:00.000+02:00'), about)],
    Date.parse('2026-11-18T03:01:00.000+02:00'),
  );
  expect(folded.queue('q')).toMatchObject({ waiting: 1 });
  expect(folded.queue('q').windows.day.metrics['offered']).toBe(0);
});

test('section 18: totals are Σ over Σ: 83.64 %, not 55 %', () => {
  const sum = components({ offered: 100, answered: 100, answeredInTarget: 90 });
  addStayComponents(sum, components({ offered: 10, answered: 10, answeredInTarget: 2 }));
  expect(percent(serviceLevel(sum, '3'))).toBe(83.64);
});

test('section 18: ASA is weighed by the answered: 18.18 s', () => {
  const sum = components({ offered: 100, answered: 100, waitMsAnswered: 1_000_000 });
  addStayComponents(sum, components({ offered: 100, answered: 10, waitMsAnswered: 1_000_000 }));
  expect(Math.round((stayMetrics(sum, '5')['asa_ms'] ?? 0) / 10) / 100).toBe(18.18);
});

test('time-and-order: an undecided caller is on neither side of the ratio; one past the target counts as missed at once', () => {
  const about = { contactId: 'c', segmentId: 'c', queueId: 'q' };
  const level = (now: number) => new Folded([fact('cc.contact.queued.v1', at('10:00'), about)], now).queue('q').windows.day.metrics;
  expect(level(at('10:00') + 20_000)).toMatchObject({ offered: 1, undecided: 1, service_level: null });
  expect(level(at('10:00') + 20_001)).toMatchObject({ offered: 1, undecided: 0, service_level: 0 });
});
