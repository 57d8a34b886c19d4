/** What deltas carry, from the real live side on a virtual clock: rows that changed, without what says nothing, and windows in turn. */
import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { View } from '../../../../server/engine/view.ts';
import { Publisher } from '../../../../server/live/publisher.ts';
import { type Put, terse } from '../../../../shared/protocol/delta.ts';
import { type Down, downSchema } from '../../../../shared/protocol/down.ts';
import { parse } from '../../../../shared/schema.ts';
import { fact, T0 } from '../../../support/facts.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

type Delta = Extract<Down, { type: 'delta' }>;

function liveSide() {
  const clock = virtualClock(T0);
  const engine = new Engine();
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
  const frames: { at: number; text: string }[] = [];
  const wire = {
    send: (bytes: Uint8Array) => void frames.push({ at: clock.now() - T0, text: new TextDecoder().decode(bytes) }),
    close: () => undefined,
    buffered: 0,
  };
  publisher.open(null);
  publisher.hub.join(wire, 'floor');
  publisher.start();
  let position = 0;
  const tell = (event: Parameters<Engine['apply']>[0]) => {
    engine.apply(event, ++position);
    publisher.touch();
  };
  const deltas = (): (Delta & { at: number })[] =>
    frames.splice(0).flatMap(({ at, text }) => {
      const message = parse(downSchema, JSON.parse(text));
      if (!message.ok) throw new Error(message.error);
      return message.value.type === 'delta' ? [{ ...message.value, at }] : [];
    });
  return { clock, publisher, view, tell, deltas, end: () => over.abort() };
}

const joins = (agentId: string, at: number) => fact('cc.agent.membership.v1', at, { agentId, queueId: 'q', joined: true });
const enters = (contactId: string, at: number) => fact('cc.contact.queued.v1', at, { contactId, queueId: 'q' });

test('windows of queues and of agents never come in one delta, and both come within a second of the change', async () => {
  const live = liveSide();
  const sent: { at: number; put: Put }[] = [];
  for (let ms = 0; ms < 5000; ms += 50) {
    if (ms % 500 === 0) for (const id of ['a', 'b']) live.tell(joins(`${id}${ms}`, T0 + ms));
    if (ms % 400 === 0) live.tell(enters(`c${ms}`, T0 + ms));
    await live.clock.advanceTo(T0 + ms);
    sent.push(...live.deltas());
  }
  const of = (key: 'queueWindows' | 'agentWindows') => sent.filter(({ put }) => put[key] !== undefined).map(({ at }) => at);
  expect(sent.filter(({ put }) => put.queueWindows !== undefined && put.agentWindows !== undefined)).toEqual([]);
  for (const times of [of('queueWindows'), of('agentWindows')]) {
    expect(times.length).toBeGreaterThanOrEqual(4);
    for (const [n, at] of times.entries()) {
      const pause = at - (times[n - 1] ?? at - 1000);
      expect(pause).toBeGreaterThanOrEqual(1000);
      expect(pause).toBeLessThanOrEqual(1300);
    }
  }
  live.end();
});

test('after quiet the windows of agents come a tick behind those of queues', async () => {
  const live = liveSide();
  await live.clock.advance(5300);
  live.deltas();
  live.tell(joins('a', T0 + 5300));
  await live.clock.advance(300);
  const keys = live.deltas().map(({ at, put }) => ({ at, windows: Object.keys(put).filter((key) => key.endsWith('Windows')) }));
  expect(keys).toEqual([
    { at: 5300, windows: ['queueWindows'] },
    { at: 5550, windows: ['agentWindows'] },
  ]);
  live.end();
});

test('a state in which nothing changed is not sent again, the figures are', async () => {
  const live = liveSide();
  live.tell(joins('a', T0));
  await live.clock.advance(2000);
  live.deltas();
  // A turn of the quarter touches everybody.
  await live.clock.advance(15 * 60_000);
  const puts = live.deltas().map(({ put }) => put);
  expect(puts.flatMap(({ agents, queues }) => [...(agents ?? []), ...(queues ?? [])])).toEqual([]);
  expect(puts.flatMap(({ agentWindows }) => agentWindows ?? []).length).toBeGreaterThan(0);
  live.end();
});

test('a state that a snapshot has shown is taken back, though no delta ever told it', async () => {
  const live = liveSide();
  live.tell(joins('a', T0));
  live.tell(enters('b', T0));
  live.tell(fact('cc.contact.abandoned.v1', T0, { contactId: 'b', queueId: 'q' }));
  await live.clock.advance(5000);
  live.deltas();
  live.tell(enters('c', T0 + 5000));
  const shown = parse(downSchema, JSON.parse(new TextDecoder().decode(live.publisher.snapshot())));
  expect(shown).toMatchObject({ value: { board: { queues: [{ id: 'q', waiting: 1 }] } } });
  live.tell(fact('cc.contact.abandoned.v1', T0 + 5000, { contactId: 'c', queueId: 'q' }));
  await live.clock.advance(250);
  expect(live.deltas().flatMap(({ put }) => put.queues ?? [])).toMatchObject([{ id: 'q', waiting: 0 }]);
  live.end();
});

test('what says nothing does not travel, and reading a frame puts it back', async () => {
  const live = liveSide();
  live.tell(joins('a', T0));
  live.tell(fact('cc.queue.config.v1', T0, { queueId: 'q', nameEn: 'Sales', effectiveAt: new Date(T0).toISOString() }));
  await live.clock.advance(10);
  const { floor: _, queues, agents } = live.view.rows(false);
  const put: Put = { queues, agents };
  const text = JSON.stringify({ type: 'delta', epoch: 'one', from: 0, to: 1, put: terse(put), del: {} });
  expect(text).toContain('"nameEn":"Sales"');
  for (const silent of ['teamOrder', 'siteEn', 'nesting', 'hidden', 'allowedMs', 'group']) expect(text).not.toContain(silent);
  const read = parse(downSchema, JSON.parse(text));
  const bare = ({ windows: _windows, ...row }: { windows: unknown }) => row;
  expect(read).toMatchObject({ ok: true, value: { put: { queues: queues.map(bare), agents: agents.map(bare) } } });
  live.end();
});
