import { expect, test } from 'vitest';
import { type Checkpoint, dump, load } from '../../../../server/engine/checkpoint.ts';
import { Engine, HORIZON_MS } from '../../../../server/engine/engine.ts';
import { takeFlush } from '../../../../server/engine/flush.ts';
import { DAY_MS, MINUTE_MS, toIso } from '../../../../shared/time.ts';
import { fact } from '../../../support/facts.ts';

const local = (text: string) => Date.parse(text);

function call(at: number) {
  const about = { contactId: `c${at}`, segmentId: `c${at}:1`, queueId: 'q' };
  return [fact('cc.contact.queued.v1', at, about), fact('cc.contact.abandoned.v1', at + MINUTE_MS, about)];
}

/** An engine that was there when a call came at each of these instants, and has flushed and forgotten what it could. */
function wasThere(calls: readonly number[], now: number): Engine {
  const engine = new Engine();
  for (const at of calls)
    for (const event of call(at)) {
      engine.apply(event, engine.state.position + 1);
      engine.advance(event.at);
    }
  engine.advance(now);
  takeFlush(engine.state);
  engine.evict();
  return engine;
}

function daysMarkedBy(engine: Engine, effectiveAt: string): string[] {
  const setting = fact('cc.queue.config.v1', engine.state.now, { queueId: 'q', effectiveAt, slaSeconds: 30 });
  engine.apply(setting, engine.state.position + 1);
  return takeFlush(engine.state).markedDays.sort();
}

test('a setting effective in the past has every business day since counted again, that of 23 hours and that of 25 too', () => {
  const spring = wasThere([local('2026-03-20T12:00:00+02:00')], local('2026-03-29T12:00:00+03:00'));
  // The business day of the 26th ends at 03:00, where the clock jumps from 02:00: 24 hours after 02:30 of the 26th it is over.
  expect(daysMarkedBy(spring, '2026-03-25T02:30:00+02:00')).toEqual(['2026-03-24/2026-03-28']);
  const autumn = wasThere([local('2026-10-20T12:00:00+03:00')], local('2026-10-27T12:00:00+02:00'));
  expect(daysMarkedBy(autumn, '2026-10-23T03:00:00+03:00')).toEqual(['2026-10-23/2026-10-26']);
  const yesterday = wasThere([local('2026-10-20T12:00:00+03:00')], local('2026-10-27T12:00:00+02:00'));
  expect(daysMarkedBy(yesterday, '2026-10-27T02:59:59+02:00')).toEqual(['2026-10-26']);
  const today = wasThere([local('2026-10-20T12:00:00+03:00')], local('2026-10-27T12:00:00+02:00'));
  expect(daysMarkedBy(today, '2026-10-27T03:00:00+02:00')).toEqual([]);
});

test('one that holds since ever has the days counted again from the first of which there are facts', () => {
  const calls = [local('2026-11-13T12:00:00+02:00'), local('2026-11-15T12:00:00+02:00')];
  // The last call is still in memory, but its day is over.
  const expected = ['2026-11-13/2026-11-16'];
  expect(daysMarkedBy(wasThere(calls, local('2026-11-17T12:00:00+02:00')), toIso(0))).toEqual(expected);
  // A restart has not forgotten which day was the first.
  const again = load(JSON.parse(JSON.stringify(dump(wasThere(calls, local('2026-11-17T12:00:00+02:00')).state))) as Checkpoint);
  expect(daysMarkedBy(new Engine(HORIZON_MS, again), toIso(0))).toEqual(expected);
});

test('the first settings of a log without facts mark nothing', () => {
  const engine = new Engine();
  engine.advance(local('2026-11-17T12:00:00+02:00'));
  expect(daysMarkedBy(engine, toIso(0))).toEqual([]);
});

test('in a replay, where no time has passed yet, the days of what is settled already are marked', () => {
  const engine = new Engine();
  const first = local('2026-11-13T12:00:00+02:00');
  for (const event of [...call(first), ...call(first + DAY_MS), ...call(first + 2 * DAY_MS)]) engine.apply(event, engine.state.position + 1);
  engine.settle();
  // The call of the third day is not settled: it is counted by the new setting at once.
  expect(daysMarkedBy(engine, toIso(0))).toEqual(['2026-11-13', '2026-11-14']);
});

test('there is no bound to how far it reaches back, but that of the facts', () => {
  const now = local('2026-11-17T12:00:00+02:00');
  const engine = wasThere([local('1999-12-31T12:00:00+02:00')], now);
  expect(daysMarkedBy(engine, '0001-01-01T00:00:00Z')).toEqual(['1999-12-31/2026-11-16']);
  expect(engine.state.anomalies.get('moked')).toBeUndefined();
});
