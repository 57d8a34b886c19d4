import { expect, test } from 'vitest';
import { openMs } from '../../../shared/calendar.ts';
import type { Event } from '../../../shared/events/event.ts';
import { stayMetrics } from '../../../shared/metrics/catalogue.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { fact } from '../../support/facts.ts';
import { Folded } from '../../support/fold.ts';

/** Section 4 of the metrics page: first response time and the hours of service. */
const at = (time: string) => Date.parse(`2026-11-17T${time}:00.000+02:00`);

const EMAIL = { contactId: 'm', queueId: 'mail', channel: 'email' } as const;

test('section 4: reopened after days, the reply of the second opening took 10 minutes; the bot’s is none', () => {
  const monday = Date.parse('2026-11-16T09:00:00+02:00');
  const friday = Date.parse('2026-11-20T14:00:00+02:00');
  const reopened = new Folded(
    [
      fact('cc.contact.queued.v1', monday, EMAIL),
      fact('cc.contact.message.v1', monday + 4 * MINUTE_MS, { ...EMAIL, from: 'bot' }),
      fact('cc.contact.ended.v1', monday + 5 * MINUTE_MS, { ...EMAIL, by: 'system' }),
      fact('cc.contact.queued.v1', friday, EMAIL),
      fact('cc.contact.message.v1', friday + 10 * MINUTE_MS, { ...EMAIL, from: 'agent' }),
      fact('cc.contact.message.v1', friday + 30 * MINUTE_MS, { ...EMAIL, from: 'agent' }),
    ],
    friday + HOUR_MS,
  );
  expect(reopened.stays.map(({ firstResponses, firstResponseWaitMs }) => [firstResponses, firstResponseWaitMs])).toEqual([
    [0, 0],
    [1, 10 * MINUTE_MS],
  ]);
  expect(reopened.contacts).toMatchObject([{ firstResponses: 1, firstResponseWaitMs: 10 * MINUTE_MS }]);
  const sums = reopened.interval('mail', friday);
  expect(sums === undefined ? null : stayMetrics(sums, '5')['first_response_ms']).toBe(10 * MINUTE_MS);
});

test('section 4: Thursday 16:50 to Sunday 08:20 is 63 h 30 min on the wall and 30 min of service hours', () => {
  const asked = Date.parse('2026-03-05T16:50:00+02:00');
  const replied = Date.parse('2026-03-08T08:20:00+02:00');
  const facts = [fact('cc.contact.queued.v1', asked, EMAIL), fact('cc.contact.message.v1', replied, { ...EMAIL, from: 'agent' })];
  const serviceHours = [{ days: ['sun', 'mon', 'tue', 'wed', 'thu'], from: '08:00', to: '17:00' }];
  const hours = fact('cc.queue.config.v1', asked - HOUR_MS, { queueId: 'mail', effectiveAt: '2026-01-01T00:00:00.000Z', serviceHours });
  const responseOf = (events: readonly Event[]) => new Folded(events, replied + HOUR_MS).stays[0]?.firstResponseWaitMs;
  expect(responseOf(facts)).toBe(63.5 * HOUR_MS);
  expect(responseOf([hours, ...facts])).toBe(30 * MINUTE_MS);
});

test('section 4: the clock may start at the customer’s first message, and goes on through a transfer', () => {
  const start = at('10:00');
  const chat = { contactId: 'c', channel: 'chat' } as const;
  const facts: readonly Event[] = [
    fact('cc.contact.queued.v1', start, { ...chat, queueId: 'sales' }),
    fact('cc.contact.message.v1', start + 2 * MINUTE_MS, { ...chat, from: 'customer' }),
    fact('cc.contact.dequeued.v1', start + 3 * MINUTE_MS, { ...chat, queueId: 'sales', reason: 'overflow' }),
    fact('cc.contact.queued.v1', start + 3 * MINUTE_MS, { ...chat, queueId: 'support', reason: 'overflow' }, { sequence: '2' }),
    fact('cc.contact.message.v1', start + 5 * MINUTE_MS, { ...chat, queueId: 'support', from: 'agent' }),
  ];
  const effectiveAt = '2026-01-01T00:00:00.000Z';
  const fromMessage = fact('cc.queue.config.v1', start - HOUR_MS, { queueId: 'sales', effectiveAt, responseFrom: 'message' });
  const responses = (events: typeof facts) =>
    new Folded(events, start + HOUR_MS).stays.map(({ queueId, firstResponses, firstResponseWaitMs }) => [
      queueId,
      firstResponses,
      firstResponseWaitMs,
    ]);
  expect(responses(facts)).toEqual([
    ['sales', 1, 5 * MINUTE_MS],
    ['support', 0, 0],
  ]);
  expect(responses([fromMessage, ...facts])[0]).toEqual(['sales', 1, 3 * MINUTE_MS]);
});

test('section 4: from the message on, a greeting is no reply, and a message before the queue or in the second one counts', () => {
  const start = at('10:00');
  const chat = { contactId: 'c', channel: 'chat' } as const;
  const settings = fact('cc.queue.config.v1', start - HOUR_MS, { queueId: 'chat', effectiveAt: '2026-01-01T00:00:00.000Z', responseFrom: 'message' });
  const queued = fact('cc.contact.queued.v1', start, { ...chat, queueId: 'chat' });
  const says = (from: 'customer' | 'agent', after: number) => fact('cc.contact.message.v1', start + after * SECOND_MS, { ...chat, from });
  const response = (...facts: readonly Event[]) => new Folded([settings, ...facts], start + HOUR_MS).stays[0]?.firstResponseWaitMs;
  expect(response(queued, says('agent', 10), says('customer', 60), says('agent', 300))).toBe(240 * SECOND_MS);
  expect(response(says('customer', -30), queued, says('agent', 60))).toBe(90 * SECOND_MS);
  const moved = [
    fact('cc.contact.dequeued.v1', start + 20 * SECOND_MS, { ...chat, queueId: 'chat', reason: 'overflow' }),
    fact('cc.contact.queued.v1', start + 20 * SECOND_MS, { ...chat, queueId: 'second', reason: 'overflow' }, { sequence: '2' }),
  ];
  expect(response(queued, ...moved, says('customer', 100), says('agent', 130))).toBe(30 * SECOND_MS);
});

test('service hours: breaks are left out, windows that overlap count once, and the clocks may change within them', () => {
  const zone = 'Asia/Jerusalem';
  const weekday = { days: ['tue' as const], from: '08:00', to: '12:00' };
  const afternoon = { days: ['tue' as const], from: '13:00', to: '17:00' };
  const day = [at('07:00'), at('18:00')] as const;
  expect(openMs(...day, [weekday, afternoon], zone)).toBe(8 * HOUR_MS);
  expect(openMs(...day, [weekday, { ...afternoon, from: '11:00' }], zone)).toBe(9 * HOUR_MS);
  expect(openMs(at('11:30'), at('13:15'), [afternoon, weekday], zone)).toBe(45 * MINUTE_MS);
  const allFriday = [{ days: ['fri' as const], from: '00:00', to: '24:00' }];
  const [from, to] = [Date.parse('2026-03-26T00:00:00+02:00'), Date.parse('2026-03-29T00:00:00+03:00')];
  expect(openMs(from, to, allFriday, zone)).toBe(23 * HOUR_MS);
});
