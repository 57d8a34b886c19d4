import { expect, test } from 'vitest';
import type { Event } from '../../../shared/events/event.ts';
import { ID_MAX_LENGTH } from '../../../shared/ids.ts';
import { cloudEvent } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const START = Date.parse('2026-11-17T08:00:00.000Z');
const LONG = 'ת'.repeat(ID_MAX_LENGTH);

type Row = { id: string; windows: { day: { components: Record<string, number> } } };
type Board = { queues: Row[]; agents: (Row & { source: string })[] };

function call(source: string, queueId: string, agentId: string, at: number): Event[] {
  // Both platforms number their contacts alike, too.
  const contactId = `c${at}-${queueId.length}`;
  const about = { contactId, segmentId: `${contactId}:1`, queueId };
  return [
    fact('cc.contact.queued.v1', at, about, { source }),
    fact('cc.contact.answered.v1', at + 1000, { ...about, agentId }, { source }),
    fact('cc.contact.ended.v1', at + 5000, { ...about, agentId }, { source }),
  ];
}

test('two platforms with the same queue, agent and contacts are kept apart, before a restart and after', async () => {
  const floor = await steppedFloor(START);
  for (const source of ['pbx1', 'pbx2']) {
    for (const queueId of ['sales', LONG]) await floor.live(call(source, queueId, 'a', START));
    await floor.live(call(source, 'sales', 'a', START + 60_000));
  }
  const shown = async () => {
    const { queues, agents } = await floor.app.get<Board>('/api/v1/board');
    const offered = queues.map(({ id, windows }) => [id, windows.day.components['offered']]);
    return { offered, agents: agents.map(({ id, source }) => `${id} of ${source}`).sort() };
  };
  const before = await shown();
  const second = before.offered.map(([id]) => String(id)).find((id) => id.startsWith('ת') && id.endsWith('@pbx2')) ?? '';
  expect(second.length).toBeLessThanOrEqual(ID_MAX_LENGTH);
  expect(Object.fromEntries(before.offered)).toEqual({ sales: 2, [LONG]: 1, 'sales@pbx2': 2, [second]: 1 });
  expect(before.agents).toEqual(['a of pbx1', 'a@pbx2 of pbx2']);

  // The second platform speaks first after the restart, and from nothing but the log.
  await floor.restart(() => floor.sql`delete from checkpoint`);
  await floor.live(call('pbx2', LONG, 'a', START + 120_000));
  await floor.live(call('pbx1', 'sales', 'a', START + 120_000));
  expect(Object.fromEntries((await shown()).offered)).toEqual({ sales: 3, [LONG]: 1, 'sales@pbx2': 2, [second]: 2 });
  const kept = await floor.sql<{ queue_id: string; n: number }[]>`select queue_id, count(*)::int as n from queue_stay group by 1`;
  expect(Object.fromEntries(kept.map(({ queue_id, n }) => [queue_id, n]))).toEqual({ sales: 3, [LONG]: 1, 'sales@pbx2': 2, [second]: 2 });
});

test('an id that is longer than an id may be is refused with the reason, and the rest of the batch counts', async () => {
  const floor = await steppedFloor(START);
  const at = START - 1000;
  const response = await floor.app.post([
    cloudEvent('contact.queued', at, { contactId: 'c1', queueId: 'sales' }, 'e1'),
    cloudEvent('contact.queued', at, { contactId: 'c2', queueId: `${LONG}x` }, 'e2'),
    cloudEvent('contact.queued', at, { contactId: 'c3', queueId: 'sales' }, `${LONG}x`),
  ]);
  expect(response.status).toBe(200);
  const { accepted, rejected } = (await response.json()) as { accepted: number; rejected: { index: number; reason: string }[] };
  expect(accepted).toBe(1);
  expect(rejected.map(({ index }) => index)).toEqual([1, 2]);
  for (const { reason } of rejected) expect(reason).toContain(`at most ${ID_MAX_LENGTH} characters`);
});
