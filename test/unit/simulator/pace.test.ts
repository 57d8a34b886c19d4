import { expect, test } from 'vitest';
import { Pace } from '../../../server/sources/simulator/pace.ts';
import type { SourceEvent } from '../../../server/sources/source.ts';
import { HOUR_MS, MINUTE_MS, toIso } from '../../../shared/time.ts';

const START = Date.parse('2026-11-17T08:00:00.000Z');

test('faster than life, durations shrink and the instants that a plan names move with the clock', () => {
  const pace = new Pace(START, 60);
  const at = (ms: number) => toIso(START + ms);
  const fact = (type: string, data: object): SourceEvent =>
    ({ id: '1', type, data, sourceTime: START + HOUR_MS, sequence: '1', timequality: 'platform-ms' }) as unknown as SourceEvent;
  const shift = pace.toOurs(
    fact('cc.schedule.shift.v1', {
      shiftId: 's',
      agentId: 'a',
      start: at(HOUR_MS),
      end: at(9 * HOUR_MS),
      activities: [{ kind: 'break', start: at(2 * HOUR_MS), end: at(2 * HOUR_MS + 15 * MINUTE_MS) }],
    }),
  );
  expect(shift.sourceTime).toBe(START + MINUTE_MS);
  expect(shift.data).toMatchObject({
    start: at(MINUTE_MS),
    end: at(9 * MINUTE_MS),
    activities: [{ kind: 'break', start: at(2 * MINUTE_MS), end: at(2 * MINUTE_MS + 15_000) }],
  });
  expect(pace.toOurs(fact('cc.contact.callback.v1', { contactId: 'c', state: 'requested', dueAt: at(2 * HOUR_MS) })).data).toMatchObject({
    dueAt: at(2 * MINUTE_MS),
  });
  expect(pace.toOurs(fact('cc.contact.answered.v1', { contactId: 'c', agentId: 'a', waitMs: 60_000 })).data).toMatchObject({ waitMs: 1000 });
});
