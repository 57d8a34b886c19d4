import { expect, test } from 'vitest';
import { EntityIds } from '../../../../server/ingest/entity-ids.ts';
import { parseEventData } from '../../../../shared/events/event.ts';
import { ID_MAX_LENGTH } from '../../../../shared/ids.ts';
import { fact } from '../../../support/facts.ts';

test("an id is the platform's own, once; a second source with the same one gets name@source", () => {
  const ids = new EntityIds([]);
  expect(ids.resolve('queue', 'pbx1', 'sales')).toBe('sales');
  expect(ids.resolve('queue', 'pbx2', 'sales')).toBe('sales@pbx2');
  expect(ids.resolve('queue', 'pbx1', 'sales')).toBe('sales');
  expect(ids.resolve('queue', 'pbx2', 'sales')).toBe('sales@pbx2');
  // Queues and agents are named apart from each other.
  expect(ids.resolve('agent', 'pbx2', 'sales')).toBe('sales');
});

test('after a restart every id means what it meant, whoever speaks first', () => {
  const ids = new EntityIds([]);
  ids.resolve('queue', 'pbx1', 'sales');
  ids.resolve('queue', 'pbx2', 'sales');
  const again = new EntityIds(ids.takeFresh());
  expect(again.resolve('queue', 'pbx2', 'sales')).toBe('sales@pbx2');
  expect(again.resolve('queue', 'pbx1', 'sales')).toBe('sales');
  expect(again.takeFresh()).toEqual([]);
});

test('an id that a platform itself calls name@source is not taken for the other', () => {
  const ids = new EntityIds([]);
  expect(ids.resolve('queue', 'pbx1', 'sales@pbx2')).toBe('sales@pbx2');
  expect(ids.resolve('queue', 'pbx1', 'sales')).toBe('sales');
  expect(ids.resolve('queue', 'pbx2', 'sales')).toBe('sales@pbx2@pbx2');
  expect(ids.resolve('queue', 'pbx2', 'sales@pbx2')).toBe('sales@pbx2@pbx2@pbx2');
  const all = ids.takeFresh().map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
});

test('an id of the full length stays as it is; of a second source it is shortened, and stays apart from its likes', () => {
  const ids = new EntityIds([]);
  const first = `${'x'.repeat(ID_MAX_LENGTH - 1)}1`;
  const second = `${'x'.repeat(ID_MAX_LENGTH - 1)}2`;
  for (const id of [first, second]) expect(ids.resolve('queue', 'pbx1', id)).toBe(id);
  const [one, two] = [first, second].map((id) => ids.resolve('queue', 'pbx2', id)) as [string, string];
  for (const id of [one, two]) {
    expect(id.length).toBeLessThanOrEqual(ID_MAX_LENGTH);
    expect(id.endsWith('@pbx2')).toBe(true);
  }
  expect(one).not.toBe(two);
  // The name of a source may be as long as an id: there is room for nothing else, and still each id is its own.
  const long = 's'.repeat(ID_MAX_LENGTH);
  const [three, four] = [first, second].map((id) => ids.resolve('queue', long, id)) as [string, string];
  expect(new Set([first, second, one, two, three, four]).size).toBe(6);
  for (const id of [three, four]) expect(id.length).toBeLessThanOrEqual(ID_MAX_LENGTH);
});

test('a fact written with final ids can be read again, however long they were', () => {
  const ids = new EntityIds([]);
  const queueId = 'q'.repeat(ID_MAX_LENGTH);
  const agentId = 'a'.repeat(ID_MAX_LENGTH);
  for (const source of ['pbx1', 'pbx2']) {
    const event = fact('cc.contact.transferred.v1', 1, { contactId: 'c', queueId, agentId, kind: 'blind', to: { queueId, agentId } }, { source });
    const mapped = ids.map(event);
    const parsed = parseEventData(mapped.type, JSON.parse(JSON.stringify(mapped.data)));
    expect(parsed.ok ? null : parsed.error).toBeNull();
    expect(mapped.data.to).toMatchObject({ queueId: mapped.data.queueId, agentId: mapped.data.agentId });
    expect(mapped.data.queueId === queueId).toBe(source === 'pbx1');
  }
});

test('every list of a snapshot gets the final ids', () => {
  const ids = new EntityIds([]);
  for (const kind of ['queue', 'agent'] as const) ids.resolve(kind, 'pbx1', 'same');
  const since = '2026-11-17T08:00:00.000Z';
  const snapshot = fact(
    'cc.snapshot.v1',
    1,
    {
      scope: 'source',
      asOf: since,
      waiting: [{ contactId: 'c1', queueId: 'same', since }],
      talking: [{ contactId: 'c2', queueId: 'same', agentId: 'same', since }],
      agents: [{ agentId: 'same', queues: [{ queueId: 'same' }] }],
    },
    { source: 'pbx2' },
  );
  const { data } = ids.map(snapshot);
  expect(data).toMatchObject({
    waiting: [{ contactId: 'c1', queueId: 'same@pbx2' }],
    talking: [{ contactId: 'c2', queueId: 'same@pbx2', agentId: 'same@pbx2' }],
    agents: [{ agentId: 'same@pbx2', queues: [{ queueId: 'same@pbx2' }] }],
  });
  const signedIn = fact('cc.agent.signedin.v1', 1, { agentId: 'same', queues: ['same', 'other'] }, { source: 'pbx2' });
  expect(ids.map(signedIn).data).toMatchObject({ agentId: 'same@pbx2', queues: ['same@pbx2', 'other'] });
});
