import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { keepUnflushed, takeFlush } from '../../../../server/engine/flush.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

test('a fold of many days keeps for the next flush the rows of those wanted alone, settled or not', () => {
  const engine = new Engine();
  for (let day = 0; day < 3; day++) {
    for (const [contactId, at] of [
      [`a${day}`, T0 + day * DAY_MS],
      [`b${day}`, T0 + day * DAY_MS + 2 * HOUR_MS],
    ] as const) {
      engine.apply(fact('cc.contact.queued.v1', at, { contactId, queueId: 'q' }), engine.state.position + 1);
      engine.apply(fact('cc.contact.abandoned.v1', at + MINUTE_MS, { contactId, queueId: 'q' }), engine.state.position + 1);
    }
    engine.settle();
  }
  const isWanted = (at: number) => at >= T0 + DAY_MS && at < T0 + 2 * DAY_MS;
  keepUnflushed(engine.state, { contact: isWanted, stay: (_, at) => isWanted(at) });
  const { settledStays, stays, contacts } = engine.state.unflushed;
  expect([settledStays.length + stays.size, contacts.size]).toEqual([2, 2]);
  // Of the last call nothing is derived before it is looked at.
  const rows = takeFlush(engine.state);
  expect([rows.stays, rows.contacts].map((list) => list.map(({ contactId }) => contactId).sort())).toEqual([
    ['a1', 'b1', 'b2'],
    ['a1', 'b1', 'b2'],
  ]);
});
