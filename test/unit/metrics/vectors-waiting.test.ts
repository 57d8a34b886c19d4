import { expect, test } from 'vitest';
import { stayMetrics } from '../../../shared/metrics/catalogue.ts';
import { emptyStayComponents } from '../../../shared/metrics/components.ts';
import { serviceLevel } from '../../../shared/metrics/service-level.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS, toIso } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { Folded } from '../../support/fold.ts';
import { at, call, percent } from '../../support/vectors.ts';

/** Vectors of the metrics page, sections 1 to 6, beside those of vectors.test.ts: waiting, answering, abandoning. */
const queued = (contactId: string, time: number, queueId = 'q') =>
  fact('cc.contact.queued.v1', time, { contactId, segmentId: `${contactId}:${queueId}`, queueId });

test.each([
  [10, 1],
  [6, 0],
  [5, 0],
])('section 1: with the short limit at %d s a hang-up at 9 s is short: %d', (shortAbandonSeconds, short) => {
  const hangUp = at('10:00') + 9 * SECOND_MS;
  const folded = new Folded(
    [
      fact('cc.queue.config.v1', at('09:00'), { queueId: 'q', effectiveAt: toIso(at('09:00')), shortAbandonSeconds }),
      queued('c', at('10:00')),
      fact('cc.contact.abandoned.v1', hangUp, { contactId: 'c', segmentId: 'c:q', queueId: 'q' }),
    ],
    at('10:01'),
  );
  // Unlike a call below Cisco's threshold it stays offered and abandoned.
  expect(folded.queue('q').windows.day.metrics).toMatchObject({ offered: 1, abandoned: 1, short_abandoned: short });
});

test('section 2: entered this queue 60 s ago, created 300 s ago', () => {
  const about = { contactId: 'c', contactStartedAt: at('10:00') };
  const folded = new Folded(
    [
      fact('cc.contact.queued.v1', at('10:00'), { ...about, segmentId: 'a', queueId: 'A' }),
      fact('cc.contact.dequeued.v1', at('10:04'), { contactId: 'c', segmentId: 'a', queueId: 'A', reason: 'overflow' }),
      fact('cc.contact.queued.v1', at('10:04'), { ...about, segmentId: 'b', queueId: 'B', reason: 'overflow' }),
    ],
    at('10:05'),
  );
  const { oldestWaitingSince, oldestContactStartedAt } = folded.queue('B');
  const age = (since: string | null) => (at('10:05') - Date.parse(since ?? '')) / SECOND_MS;
  expect([age(oldestWaitingSince), age(oldestContactStartedAt)]).toEqual([60, 300]);
});

test('section 2: to the right expert the statutory clock says 400 s, over the 360 of the law; 360 is not over', () => {
  const reached = (expertAt: number) => {
    const folded = new Folded(
      [
        fact('cc.contact.offered.v1', at('10:00'), { contactId: 'c' }),
        ...call('c', 'one', 'A', '10:01:30', '10:04:00', '10:05:00'),
        queued('c', at('10:05'), 'two'),
        fact('cc.contact.answered.v1', expertAt, { contactId: 'c', segmentId: 'c:two', queueId: 'two', agentId: 'B' }),
      ],
      expertAt,
    );
    const stay = folded.stays.find(({ queueId }) => queueId === 'two');
    return [((stay?.answeredAt ?? 0) - (folded.contacts[0]?.startedAt ?? 0)) / SECOND_MS, stay?.overStatutory];
  };
  expect(reached(at('10:06:40'))).toEqual([400, true]);
  expect(reached(at('10:06:00'))).toEqual([360, false]);
});

test('section 2: a wait below zero is 0, and counted as a fault of the data', () => {
  const about = { contactId: 'c', segmentId: 'c:q', queueId: 'q', agentId: 'A' };
  const folded = new Folded([fact('cc.contact.answered.v1', at('10:00'), about), fact('cc.contact.queued.v1', at('10:00:05'), about)], at('10:01'));
  expect(folded.stays).toMatchObject([{ outcome: 'answered', waitMs: 0 }]);
  expect(folded.engine.state.anomalies.get('test')?.get('negative-duration')?.count).toBe(1);
});

/** Asterisk's `Holdtime`: h ← (3·h + wait) >> 2, from 0. */
function holdTimes(waits: readonly number[]): number[] {
  const out: number[] = [];
  let holdTime = 0;
  for (const wait of waits) {
    holdTime = (3 * holdTime + wait) >> 2;
    out.push(holdTime);
  }
  return out;
}

test('section 3: of 10, 20, 30 and 40 s the mean is 25 and not the 19 of Asterisk’s Holdtime (2, 6, 12, 19)', () => {
  const waits = [10, 20, 30, 40];
  const facts = waits.flatMap((seconds) => [
    queued(`c${seconds}`, at('10:00')),
    fact('cc.contact.answered.v1', at('10:00') + seconds * SECOND_MS, {
      contactId: `c${seconds}`,
      segmentId: `c${seconds}:q`,
      queueId: 'q',
      agentId: 'A',
    }),
  ]);
  expect(new Folded(facts, at('10:02')).queue('q').windows.day.metrics['asa_ms']).toBe(25 * SECOND_MS);
  expect(holdTimes(waits)).toEqual([2, 6, 12, 19]);
});

test('section 4: counted from the creation the reopened conversation would have taken 4 d 5 h 10, and that is not what is shown', () => {
  const created = Date.parse('2026-11-16T09:00:00+02:00');
  const reopened = Date.parse('2026-11-20T14:00:00+02:00');
  const mail = { contactId: 'm', queueId: 'mail', channel: 'email' };
  const replied = reopened + 10 * MINUTE_MS;
  const folded = new Folded(
    [
      fact('cc.contact.queued.v1', created, mail),
      fact('cc.contact.ended.v1', created + 5 * MINUTE_MS, { ...mail, by: 'system' }),
      fact('cc.contact.queued.v1', reopened, mail),
      fact('cc.contact.message.v1', replied, { ...mail, from: 'agent' }),
    ],
    replied + HOUR_MS,
  );
  expect(replied - created).toBe(4 * 24 * HOUR_MS + 5 * HOUR_MS + 10 * MINUTE_MS);
  expect(folded.contacts[0]?.firstResponseWaitMs).toBe(10 * MINUTE_MS);
});

test('section 5: Cisco’s second example: 50 in the level, 80 beyond it: 38 %', () => {
  const cisco = { ...emptyStayComponents(), offered: 130, answered: 130, answeredInTarget: 50 };
  expect(Math.round(percent(serviceLevel(cisco, '3')))).toBe(38);
});

test('section 5: where nothing is set the target is 80 % within 20 s, short is below 5 s, by formula 5', () => {
  const { settings } = new Folded([queued('c', at('10:00'))], at('10:01')).queue('q');
  expect(settings).toMatchObject({ serviceLevelTarget: 0.8, targetMs: 20_000, shortMs: 5000, formula: '5' });
});

test('section 6: short abandons out of the numerator alone would be 14 %, between 14.58 and 18', () => {
  const metrics = stayMetrics({ ...emptyStayComponents(), offered: 100, answered: 82, abandoned: 18, abandonedShort: 4 }, '5');
  const { abandoned, short_abandoned: short, offered } = metrics as Record<string, number>;
  expect(percent(((abandoned ?? 0) - (short ?? 0)) / (offered ?? 0))).toBe(14);
  expect([percent(metrics['abandon_rate']), percent(metrics['abandon_rate_all'])]).toEqual([14.58, 18]);
});
