/** Figures beside the rows: of parts of the floor that no row is of. */
import { expect, test } from 'vitest';
import { View } from '../../../../server/engine/view.ts';
import { figureKey, readFigureKey } from '../../../../shared/boards/figure-key.ts';
import type { Scope, Window } from '../../../../shared/boards/parts.ts';
import { fact } from '../../../support/facts.ts';
import { Folded } from '../../../support/fold.ts';

const at = (time: string) => Date.parse(`2026-11-17T${time}.000+02:00`);

const queue = (queueId: string, group: string, site: string, more: object = {}) =>
  fact('cc.queue.config.v1', at('08:00:00'), { queueId, effectiveAt: '2026-11-17T06:00:00.000Z', group, site, ...more });
const agent = (agentId: string, team: string, site: string) =>
  fact('cc.agent.config.v1', at('08:00:00'), { agentId, effectiveAt: '2026-11-17T06:00:00.000Z', team, site });

function call(contactId: string, queueId: string, agentId: string, from: string, waitS: number, channel = 'voice') {
  const segment = { contactId, segmentId: `${contactId}:${queueId}`, queueId, channel };
  const answered = at(from) + waitS * 1000;
  return [
    fact('cc.contact.queued.v1', at(from), segment),
    fact('cc.contact.answered.v1', answered, { ...segment, agentId }),
    fact('cc.contact.ended.v1', answered + 60_000, { contactId }),
  ];
}

const facts = [
  queue('a', 'service', 'Haifa'),
  queue('b', 'service', 'Lod'),
  queue('c', 'sales', 'Lod', { formula: '1' }),
  agent('dana', 'blue', 'Haifa'),
  agent('yossi', 'red', 'Lod'),
  fact('cc.agent.membership.v1', at('09:00:00'), { agentId: 'dana', queueId: 'a', joined: true }),
  fact('cc.agent.membership.v1', at('09:00:00'), { agentId: 'yossi', queueId: 'b', joined: true }),
  ...call('1', 'a', 'dana', '09:10:00', 10),
  ...call('2', 'b', 'yossi', '09:11:00', 40),
  ...call('3', 'c', 'yossi', '09:20:00', 100, 'chat'),
].sort((a, b) => a.at - b.at);

const view = new View(new Folded(facts, at('10:00:00')).engine, false);

function figure(scope: Scope, window: Window, metric: string): number | null | undefined {
  const key = figureKey(scope, window, metric);
  const read = readFigureKey(key);
  if (!read.ok) throw new Error(read.error);
  view.advance(at('10:00:00'));
  return view.figures([read.value])[key];
}

test.each([
  [{ of: 'group', name: 'service' }, 'day', 'offered', 2],
  [{ of: 'group', name: 'service' }, 'day', 'asa_ms', 25_000],
  [{ of: 'site', name: 'Lod' }, 'day', 'asa_ms', 70_000],
  [{ of: 'channels', channels: ['chat', 'email'] }, 'day', 'answered', 1],
  [{ of: 'queue', id: 'b' }, 'day', 'answered_in_target', 0],
  [{ of: 'floor' }, 'day', 'answered_in_target', 1],
  [{ of: 'group', name: 'service' }, 'interval', 'offered', 0],
  [{ of: 'group', name: 'service' }, 'rolling30', 'offered', 0],
  [{ of: 'team', name: 'red' }, 'day', 'answered', 2],
  [{ of: 'team', name: 'blue' }, 'day', 'talk_ms', 60_000],
  [{ of: 'site', name: 'Haifa' }, 'day', 'signed_in_ms', 3_600_000],
  [{ of: 'floor' }, 'day', 'occupancy', 180_000 / 7_200_000],
] as const)('%j %s %s is %d', (scope, window, metric, value) => {
  expect(figure(scope as Scope, window, metric)).toBe(value);
});

test.each([
  [{ of: 'group', name: 'nobody' }, 'offered'],
  [{ of: 'queue', id: 'nowhere' }, 'offered'],
  [{ of: 'team', name: 'green' }, 'occupancy'],
] as const)('of %j nothing is known', (scope, metric) => {
  expect(figure(scope as Scope, 'day', metric)).toBeNull();
});

test('a service level of queues with one formula is by that one, of others by the floor’s', () => {
  expect(figure({ of: 'group', name: 'sales' }, 'day', 'service_level')).toBe(figure({ of: 'group', name: 'sales' }, 'day', 'service_level_1'));
  expect(figure({ of: 'site', name: 'Lod' }, 'day', 'service_level')).toBe(figure({ of: 'site', name: 'Lod' }, 'day', 'service_level_5'));
});

test('figures that are looked at make no queue', () => {
  figure({ of: 'queue', id: 'nowhere' }, 'day', 'offered');
  expect(
    view
      .rows(false)
      .queues.map(({ id }) => id)
      .sort(),
  ).toEqual(['a', 'b', 'c']);
});

test('the time of agents is of the day under way: who went home yesterday has none today', () => {
  const here = new View(new Folded(facts, at('10:00:00')).engine, false);
  const talk = readFigureKey(figureKey({ of: 'team', name: 'blue' }, 'day', 'talk_ms'));
  if (!talk.ok) throw new Error(talk.error);
  const look = () => {
    here.takeAgentWindows();
    return here.figures([talk.value])[talk.value.key];
  };
  expect(look()).toBe(60_000);
  const { engine } = new Folded(
    [...facts, fact('cc.agent.membership.v1', at('11:00:00'), { agentId: 'dana', queueId: 'a', joined: false })],
    at('11:30:00'),
  );
  const gone = new View(engine, false);
  gone.takeAgentWindows();
  expect(gone.figures([talk.value])[talk.value.key]).toBe(60_000);
  gone.advance(at('11:30:00') + 24 * 3_600_000);
  gone.takeAgentWindows();
  expect(gone.figures([talk.value])[talk.value.key]).toBe(0);
});

test('of agents that is explained which walls have, and nobody is summed up again for it', () => {
  const own = new View(new Folded(facts, at('10:00:00')).engine, false);
  const figure = readFigureKey(figureKey({ of: 'team', name: 'blue' }, 'day', 'signed_in_ms'));
  if (!figure.ok) throw new Error(figure.error);
  const shown = own.figures([figure.value])[figure.value.key];
  own.advance(at('10:00:30'));
  expect(shown).toBeGreaterThan(0);
  expect(own.explain(figure.value).value).toBe(shown);
});

test('between two shifts nothing is counted, from now to now', () => {
  const morning = { timezone: 'Asia/Jerusalem', dayStart: '03:00', shifts: [{ name: 'morning', start: '06:00', end: '09:00' }] };
  const config = fact('cc.site.config.v1', at('08:00:00'), { ...morning, effectiveAt: '1970-01-01T00:00:00.000Z' });
  const own = new View(new Folded([config, ...facts], at('10:00:00')).engine, false);
  for (const metric of ['offered', 'occupancy']) {
    const figure = readFigureKey(figureKey({ of: 'floor' }, 'shift', metric));
    if (!figure.ok) throw new Error(figure.error);
    expect(own.explain(figure.value)).toMatchObject({ value: metric === 'offered' ? 0 : null, span: { from: at('10:00:00'), to: at('10:00:00') } });
  }
});
