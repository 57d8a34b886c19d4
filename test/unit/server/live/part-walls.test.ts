/** Walls of a part of the floor against the real live side on a virtual clock: who comes back, and who does not read. */
import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { View } from '../../../../server/engine/view.ts';
import { perform } from '../../../../server/live/perform.ts';
import { Publisher } from '../../../../server/live/publisher.ts';
import { newSession, type Session, step } from '../../../../server/live/session.ts';
import { type Down, downSchema } from '../../../../shared/protocol/down.ts';
import { PROTOCOL } from '../../../../shared/protocol/version.ts';
import { parse } from '../../../../shared/schema.ts';
import { SECOND_MS } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

function liveSide() {
  const clock = virtualClock(T0);
  const engine = new Engine();
  engine.apply(fact('cc.agent.membership.v1', T0, { agentId: 'a', queueId: 'q', joined: true }), 1);
  engine.advance(T0);
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
  publisher.start();
  return { clock, engine, publisher, end: () => over.abort() };
}

function wall({ clock, publisher }: ReturnType<typeof liveSide>) {
  const got: Down[] = [];
  const closed: number[] = [];
  const wire = {
    send(bytes: Uint8Array) {
      const message = parse(downSchema, JSON.parse(new TextDecoder().decode(bytes)));
      if (!message.ok) throw new Error(message.error);
      got.push(message.value);
    },
    close(code: number) {
      closed.push(code);
      publisher.hub.leave(wire);
    },
    buffered: 0,
  };
  let session: Session = newSession();
  const say = (message: object) => {
    const [next, effects] = step(session, { type: 'message', text: JSON.stringify(message), at: clock.now() });
    session = next;
    for (const effect of effects) perform(effect, wire, publisher);
  };
  const hello = (rest: object = {}) => say({ type: 'hello', protocol: PROTOCOL, board: 'floor?queue=q', ...rest });
  return { wire, got, closed, say, hello };
}

test('a wall that comes back to a part that was forgotten is told of its agents again', async () => {
  const live = liveSide();
  const first = wall(live);
  first.hello();
  live.publisher.hub.leave(first.wire);
  // Nothing happens on the floor; nobody looks at the part any more.
  await live.clock.advance(2 * SECOND_MS);
  const { epoch, seq } = live.publisher.position;
  const again = wall(live);
  again.hello({ resume: { epoch, seq } });
  live.engine.apply(fact('cc.agent.membership.v1', T0 + 2 * SECOND_MS, { agentId: 'a', queueId: 'q', joined: false }), 2);
  live.publisher.touch();
  await live.clock.advance(SECOND_MS);
  const known = again.got.flatMap((message) => (message.type === 'snapshot' ? message.board.agents.map(({ id }) => id) : []));
  const gone = again.got.flatMap((message) => (message.type === 'delta' ? (message.del.agents ?? []) : []));
  expect({ known, gone }).toEqual({ known: ['a'], gone: ['a'] });
  live.end();
});

test.each([
  { type: 'subscribe', board: 'floor?queue=q' },
  { type: 'resync', reason: 'test' },
])('a wall that does not read is sent nothing more, and closed, however often it says $type', async (message) => {
  const live = liveSide();
  const { wire, hello, say, got, closed } = wall(live);
  hello();
  wire.buffered = 2 * 1024 * 1024;
  const before = got.length;
  for (let n = 0; n < 40 && closed.length === 0; n++) {
    say(message);
    await live.clock.advance(SECOND_MS);
  }
  expect(got.slice(before).filter(({ type }) => type !== 'heartbeat')).toEqual([]);
  expect(closed).toEqual([4408]);
  live.end();
});

test('a wall that was behind gets the board that it asked for once it has drained', async () => {
  const live = liveSide();
  const { wire, hello, say, got } = wall(live);
  hello();
  wire.buffered = 2 * 1024 * 1024;
  say({ type: 'subscribe', board: 'floor?queue=other' });
  wire.buffered = 0;
  await live.clock.advance(2 * SECOND_MS);
  const last = got.findLast((message) => message.type === 'snapshot');
  expect(last).toMatchObject({ board: { queues: [], agents: [] } });
  live.end();
});
