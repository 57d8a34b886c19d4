import { expect, test } from 'vitest';
import { stayMetrics } from '../../../shared/metrics/catalogue.ts';
import { addStayComponents, emptyStayComponents } from '../../../shared/metrics/components.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { Folded } from '../../support/fold.ts';
import { at, call, percent } from '../../support/vectors.ts';

/** Vectors of the metrics page, sections 7, 8 and 16 to 18, beside those of vectors.test.ts: handling, agents' time, intervals, sums. */
const signedIn = (time: string, agentId = 'A') => fact('cc.agent.signedin.v1', at(time), { agentId });

test('section 7: a warm transfer of 120 s talk, 45 s hold, 15 s and 120 s talk is one stay of 300 s, nothing twice', () => {
  const start = at('10:00');
  const after = (seconds: number) => start + seconds * SECOND_MS;
  const about = { contactId: 'c', segmentId: 's', queueId: 'q' };
  const folded = new Folded(
    [
      fact('cc.contact.queued.v1', start, about),
      fact('cc.contact.answered.v1', start, { ...about, agentId: 'A' }),
      // While the customer is on hold A asks B for 20 s: that is A's hold, and no contact of B's.
      fact('cc.contact.held.v1', after(120), { ...about, agentId: 'A' }),
      fact('cc.contact.resumed.v1', after(165), { ...about, agentId: 'A' }),
      fact('cc.contact.transferred.v1', after(180), { ...about, agentId: 'A', kind: 'attended', to: { agentId: 'B' } }),
      fact('cc.contact.answered.v1', after(180), { ...about, agentId: 'B' }, { sequence: '2' }),
      fact('cc.contact.ended.v1', after(300), { ...about, agentId: 'B' }, { sequence: '3' }),
    ],
    after(600),
  );
  expect(folded.stays).toMatchObject([{ talkMs: 255_000, holdMs: 45_000, transferredWarm: 1 }]);
  expect(folded.queue('q').windows.day.metrics).toMatchObject({ offered: 1, handled: 1, aht_ms: 300_000, hold_ms: 45_000 });
  const sums = ['A', 'B'].map((agentId) => folded.time(agentId, start, after(600)));
  expect(sums.map(({ talkMs, holdMs }) => [talkMs, holdMs])).toEqual([
    [135_000, 45_000],
    [120_000, 0],
  ]);
});

test.each([
  [27, 30, 90],
  [45, 60, 75],
])('section 8: %d minutes of contacts in %d are an occupancy of %d %', (busy, all, occupancy) => {
  const minutes = (count: number) => `10:${String(count).padStart(2, '0')}`;
  const end = all === 60 ? '11:00' : minutes(all);
  const folded = new Folded([signedIn('10:00'), ...call('c', 'q', 'A', '10:00', '10:00', minutes(busy))], at(end));
  expect(percent(folded.agentMetrics('A')['occupancy'])).toBe(occupancy);
});

test('section 8: by Assembled’s utilisation the same day gives 81.25 %', () => {
  const facts = [
    signedIn('07:00'),
    ...call('c', 'q', 'A', '07:00', '07:00', '12:00'),
    fact('cc.agent.state.v1', at('13:30'), { agentId: 'A', state: 'break', reason: 'הפסקה' }),
    fact('cc.agent.state.v1', at('14:30'), { agentId: 'A', state: 'busy', reason: 'ישיבה' }),
    fact('cc.agent.signedout.v1', at('15:00'), { agentId: 'A' }),
  ];
  const time = new Folded(facts, at('15:30')).time('A', at('07:00'), at('15:30'));
  expect(percent((time.talkMs + time.availableMs) / time.signedInMs)).toBe(81.25);
  expect(percent(time.talkMs / (time.talkMs + time.availableMs))).toBe(76.92);
});

/** Σ of her contacts' time, their union as her own clock has it, and what she was signed in for. */
function concurrency(facts: ConstructorParameters<typeof Folded>[0], from: string, to: string) {
  const folded = new Folded(
    [...facts].sort((a, b) => a.at - b.at),
    at(to),
  );
  const { handledTalkMs, talkMs, signedInMs } = folded.time('A', at(from), at(to));
  return { sum: handledTalkMs / SECOND_MS, union: talkMs / SECOND_MS, signedIn: signedInMs / SECOND_MS, folded };
}

test('section 8: 5000 s of contacts in 3600 s are a concurrency of 1.389', () => {
  const facts = [signedIn('10:00'), ...call('a', 'chat', 'A', '10:00', '10:00', '11:00'), ...call('b', 'chat', 'A', '10:10', '10:10', '10:33:20')];
  const { sum, union } = concurrency(facts, '10:00', '11:00');
  expect([sum, union, Math.round((sum / union) * 1000) / 1000]).toEqual([5000, 3600, 1.389]);
});

test('section 8: 27,500 s of contacts in 23,400 s are a concurrency of 1.175, and AHT divided by it that of one at a time', () => {
  const facts = [signedIn('08:00'), ...call('a', 'chat', 'A', '08:00', '08:00', '14:30'), ...call('b', 'chat', 'A', '09:00', '09:00', '10:08:20')];
  const { sum, union, folded } = concurrency(facts, '08:00', '14:30');
  expect([sum, union, Math.round((sum / union) * 1000) / 1000]).toEqual([27_500, 23_400, 1.175]);
  const aht = (folded.agentMetrics('A')['aht_ms'] ?? 0) / SECOND_MS;
  expect(Math.round(aht / (sum / union))).toBe(union / 2);
});

test('section 8: two chats of 1500 s in 1200: concurrency 1.25, occupancy 66.67 % and not 83.33, load of three 27.78 %', () => {
  const facts = [signedIn('10:00'), ...call('a', 'chat', 'A', '10:00', '10:00', '10:10'), ...call('b', 'chat', 'A', '10:05', '10:05', '10:20')];
  const { sum, union, signedIn: present, folded } = concurrency(facts, '10:00', '10:30');
  expect([sum, union, present, sum / union]).toEqual([1500, 1200, 1800, 1.25]);
  expect(percent(folded.agentMetrics('A')['occupancy'])).toBe(66.67);
  expect([percent(sum / present), percent(sum / (3 * present))]).toEqual([83.33, 27.78]);
});

const quarterOf = (folded: Folded, time: string) => folded.interval('q', at(time));

test('section 16: in at 07:28, answered at 07:32: both in the quarter of the offer, none in the next half hour', () => {
  const folded = new Folded(call('c', 'q', 'A', '07:28', '07:32', '07:40'), at('08:00'));
  expect(quarterOf(folded, '07:15')).toMatchObject({ offered: 1, answered: 1 });
  expect([quarterOf(folded, '07:30'), quarterOf(folded, '07:45')]).toEqual([undefined, undefined]);
});

test('section 16: answered at 10:25, ended at 10:45: handled in the quarter of the offer', () => {
  const folded = new Folded(call('c', 'q', 'A', '10:24', '10:25', '10:45'), at('11:00'));
  expect(quarterOf(folded, '10:15')).toMatchObject({ answered: 1, handled: 1, handledTalkMs: 20 * MINUTE_MS });
  expect(quarterOf(folded, '10:30')).toBeUndefined();
});

test('section 16: a phone that rings from 03:58 to 04:03 rings 2 minutes in the one interval and 3 in the next', () => {
  const about = { contactId: 'c', segmentId: 'c:q', queueId: 'q' };
  const folded = new Folded(
    [
      signedIn('03:30'),
      fact('cc.contact.queued.v1', at('03:58'), about),
      fact('cc.contact.ringing.v1', at('03:58'), { ...about, agentId: 'A', offerId: 'o' }),
      fact('cc.contact.offerended.v1', at('04:03'), { ...about, agentId: 'A', offerId: 'o', result: 'noanswer' }),
    ],
    at('04:30'),
  );
  const ringing = [folded.time('A', at('03:30'), at('04:00')), folded.time('A', at('04:00'), at('04:30'))].map(({ ringingMs }) => ringingMs);
  expect(ringing).toEqual([2 * MINUTE_MS, 3 * MINUTE_MS]);
});

test('section 16: from 05:23 to 06:15: 7, 30 and 15 minutes of the agent’s time, 52 minutes of the contact’s', () => {
  const folded = new Folded([signedIn('05:00'), ...call('c', 'q', 'A', '05:23', '05:23', '06:15')], at('06:30'));
  const talk = ['05:00', '05:30', '06:00'].map((from) => folded.time('A', at(from), at(from) + 30 * MINUTE_MS).talkMs / MINUTE_MS);
  expect(talk).toEqual([7, 30, 15]);
  expect(quarterOf(folded, '05:15')).toMatchObject({ handledTalkMs: 52 * MINUTE_MS });
});

test('section 16: in at 08:55, ended at 09:05: offered and handled in the quarter of 08:45', () => {
  const folded = new Folded(call('c', 'q', 'A', '08:55', '08:56', '09:05'), at('09:30'));
  expect(quarterOf(folded, '08:45')).toMatchObject({ offered: 1, handled: 1 });
  expect(quarterOf(folded, '09:00')).toBeUndefined();
});

test('section 16: the test contact waits 240 s and takes 31 minutes of handling, all in its cohort', () => {
  const folded = new Folded(call('c', 'q', 'A', '08:58:00', '09:02:00', '09:31:00', '09:33:00'), at('10:00'));
  const sums = quarterOf(folded, '08:45') ?? emptyStayComponents();
  expect([sums.waitMsAnswered, stayMetrics(sums, '5')['aht_ms']]).toEqual([240_000, 31 * MINUTE_MS]);
});

test('section 17: moving the day’s start from 05:00 to 07:00 makes no day of 26 hours', () => {
  const dayStart = (effective: string, hour: string) =>
    fact('cc.site.config.v1', at('04:00'), { effectiveAt: toIso(at(effective)), timezone: 'Asia/Jerusalem', dayStart: hour }, { id: hour });
  const hours = (now: string) => {
    const { period } = new Folded([dayStart('04:00', '05:00'), dayStart('06:00', '07:00')], at(now)).board().floor;
    return [toIso(Date.parse(period.dayStartsAt)), (Date.parse(period.dayEndsAt) - Date.parse(period.dayStartsAt)) / HOUR_MS];
  };
  expect(hours('05:30')).toEqual([toIso(at('05:00')), 24]);
  expect(hours('06:30')).toEqual([toIso(at('07:00') - 24 * HOUR_MS), 24]);
  expect(hours('08:00')).toEqual([toIso(at('07:00')), 24]);
});

test('section 18: weighed by the offered the two queues would read 55 s, by the answered it is 18.18 s', () => {
  const [one, two] = [
    { ...emptyStayComponents(), offered: 100, answered: 100, waitMsAnswered: 1_000_000 },
    { ...emptyStayComponents(), offered: 100, answered: 10, waitMsAnswered: 1_000_000 },
  ];
  const asa = (sums: typeof one) => (stayMetrics(sums, '5')['asa_ms'] ?? 0) / SECOND_MS;
  expect((asa(one) * one.offered + asa(two) * two.offered) / (one.offered + two.offered)).toBe(55);
  const total = emptyStayComponents();
  for (const part of [one, two]) addStayComponents(total, part);
  expect(Math.round(asa(total) * 100) / 100).toBe(18.18);
});

test('section 18: who serves two queues stands in both rows and once in the total', () => {
  const joined = ['one', 'two'].map((queueId) => fact('cc.agent.membership.v1', at('10:00'), { agentId: 'A', queueId, joined: true }));
  const folded = new Folded(joined, at('10:01'));
  expect([folded.queue('one').agents.signedIn, folded.queue('two').agents.signedIn, folded.board().floor.agents.signedIn]).toEqual([1, 1, 1]);
});
