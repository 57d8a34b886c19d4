/** The business day turns while the wall hangs: the real live side on a virtual clock, and the replica of a wall that only listens. */
import { expect, test } from 'vitest';
import { createReplica } from '../../client/live/replica.ts';
import { Engine } from '../../server/engine/engine.ts';
import { View } from '../../server/engine/view.ts';
import { perform } from '../../server/live/perform.ts';
import { Publisher } from '../../server/live/publisher.ts';
import { newSession, step } from '../../server/live/session.ts';
import type { Event } from '../../shared/events/event.ts';
import { type Down, downSchema } from '../../shared/protocol/down.ts';
import { PROTOCOL } from '../../shared/protocol/version.ts';
import { parse } from '../../shared/schema.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { fact } from '../support/facts.ts';
import { virtualClock } from '../support/virtual-clock.ts';

/** In Jerusalem: the night shift runs from 23:00 to 07:00, the day turns at 03:00. */
const at = (time: string) => Date.parse(`2026-11-18T${time}:00.000+02:00`);

function hang(facts: readonly Event[], startAt: number) {
  const clock = virtualClock(startAt);
  const engine = new Engine();
  for (const [i, one] of facts.entries()) engine.apply(one, i + 1);
  engine.advance(startAt);
  const view = new View(engine, false);
  const over = new AbortController();
  const publisher = new Publisher({
    clock,
    view: () => view,
    sources: () => [],
    alarms: () => [],
    notices: () => [],
    build: 'test',
    newEpoch: () => 'one',
    signal: over.signal,
  });
  const { store, replica } = createReplica();
  const take = (message: Down) => {
    if (message.type === 'snapshot') replica.reset(message);
    else if (message.type === 'delta') expect(replica.apply(message)).toBe(true);
  };
  const wire = {
    send: (bytes: Uint8Array) => {
      const message = parse(downSchema, JSON.parse(new TextDecoder().decode(bytes)));
      if (!message.ok) throw new Error(message.error);
      take(message.value);
    },
    close: () => undefined,
    buffered: 0,
  };
  let session = newSession();
  for (const message of [
    { type: 'hello', protocol: PROTOCOL },
    { type: 'subscribe', board: 'floor' },
  ]) {
    const [next, effects] = step(session, { type: 'message', text: JSON.stringify(message), at: clock.now() });
    session = next;
    for (const effect of effects) perform(effect, wire, publisher);
  }
  publisher.start();
  return { clock, board: () => store.board, end: () => over.abort() };
}

const call = (contactId: string, time: string): Event[] => {
  const about = { contactId, segmentId: `${contactId}:q`, queueId: 'q' };
  const from = at(time);
  return [
    fact('cc.contact.queued.v1', from, about),
    fact('cc.contact.answered.v1', from + 5 * SECOND_MS, { ...about, agentId: 'a' }),
    fact('cc.contact.ended.v1', from + MINUTE_MS, { ...about, agentId: 'a', by: 'customer' }),
  ];
};

test('on a quiet floor the figures go to the new day within a second of its turn, and the shift and its curve stay', async () => {
  const wall = hang([...call('1', '01:10'), ...call('2', '02:20')], at('02:58'));
  const answered = () => [wall.board()?.floor, wall.board()?.queues[0]].map((row) => row?.windows.day.metrics['answered']);
  await wall.clock.advanceTo(at('03:00') - SECOND_MS);
  expect(wall.board()?.floor.period).toMatchObject({ day: '2026-11-17', shift: { name: 'night' } });
  expect(answered()).toEqual([2, 2]);
  await wall.clock.advanceTo(at('03:00') + SECOND_MS);
  const floor = wall.board()?.floor;
  expect(floor?.period).toMatchObject({ day: '2026-11-18', dayStartsAt: '2026-11-18T01:00:00.000Z', shift: { name: 'night' } });
  expect(answered()).toEqual([0, 0]);
  expect(floor?.windows.shift.metrics['answered']).toBe(2);
  expect(floor?.curve.reduce((sum, point) => sum + point.answered, 0)).toBe(2);
  wall.end();
});

test('a floor that has no queue yet turns as well', async () => {
  const wall = hang([], at('02:58'));
  await wall.clock.advanceTo(at('03:00') + SECOND_MS);
  expect(wall.board()?.floor.period.day).toBe('2026-11-18');
  await wall.clock.advanceTo(at('07:00') + SECOND_MS);
  expect(wall.board()?.floor.period.shift?.name).toBe('morning');
  wall.end();
});
