import { expect, test } from 'vitest';
import { View } from '../../server/engine/view.ts';
import { fact } from '../support/facts.ts';
import { Folded } from '../support/fold.ts';

const at = (time: string) => Date.parse(`2026-11-17T${time}.000+02:00`);
const queued = (contactId: string, queueId: string, time: string, startedAt?: string) =>
  fact('cc.contact.queued.v1', at(time), {
    contactId,
    segmentId: `${contactId}:${queueId}`,
    queueId,
    ...(startedAt === undefined ? {} : { contactStartedAt: at(startedAt) }),
  });

test('the statutory clock of a queue is that of the oldest contact that waits, not of the one that entered first', () => {
  const facts = [
    queued('a', 'q', '10:00:00', '09:59:50'),
    queued('b', 'other', '09:56:00', '09:55:30'),
    // Transferred: the entry is new, the contact is not.
    fact('cc.contact.dequeued.v1', at('10:01:00'), { contactId: 'b', segmentId: 'b:other', queueId: 'other', reason: 'overflow' }),
    queued('b', 'q', '10:01:00', '09:55:30'),
    queued('c', 'unknown', '10:00:30'),
  ];
  const view = new View(new Folded(facts, at('10:02:00')).engine, false);
  const { queues, floor } = view.rows(false);
  const row = (id: string) => queues.find((queue) => queue.id === id);
  expect(row('q')).toMatchObject({ waiting: 2, oldestWaitingSince: '2026-11-17T08:00:00.000Z', oldestContactStartedAt: '2026-11-17T07:55:30.000Z' });
  expect(row('other')).toMatchObject({ waiting: 0, oldestContactStartedAt: null });
  expect(row('unknown')).toMatchObject({ waiting: 1, oldestContactStartedAt: null });
  expect(floor.statutoryMs).toBe(360_000);
});
