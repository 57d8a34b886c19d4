import { expect, test } from 'vitest';
import { dump, load } from '../../../../server/engine/checkpoint.ts';
import { Engine } from '../../../../server/engine/engine.ts';
import { toIso } from '../../../../shared/time.ts';
import { fact } from '../../../support/facts.ts';

const AT = Date.parse('2026-11-17T10:00:00Z');

test('teams and sites have an English name and an order from an instant on, over the names that agents bring, and days stay counted', () => {
  const engine = new Engine();
  engine.apply(fact('cc.contact.queued.v1', AT - 90_000_000, { contactId: 'old', queueId: 'q' }), 1);
  engine.apply(fact('cc.agent.config.v1', AT, { agentId: 'a', effectiveAt: toIso(0), team: 'מכירות', teamEn: 'Own', site: 'חיפה' }), 2);
  const effectiveAt = toIso(AT + 1000);
  engine.state.unflushed.markedDays.clear();
  engine.apply(fact('cc.site.config.v1', AT, { effectiveAt, teams: [{ name: 'מכירות', nameEn: 'Sales', order: 2 }] }), 3);
  engine.apply(fact('cc.site.config.v1', AT, { effectiveAt: toIso(0), by: 'this machine', sites: [{ name: 'חיפה', nameEn: 'Haifa', order: 4 }] }), 4);
  expect([...engine.state.unflushed.markedDays]).toEqual([]);
  for (const { settings } of [engine.state, load(JSON.parse(JSON.stringify(dump(engine.state))))]) {
    expect(settings.agentAt('a', AT)).toMatchObject({ team: 'מכירות', teamEn: 'Own', teamOrder: null, siteEn: 'Haifa', siteOrder: 4 });
    expect(settings.agentAt('a', AT + 1000)).toMatchObject({ team: 'מכירות', teamEn: 'Sales', teamOrder: 2, siteEn: 'Haifa' });
    expect(settings.changes('labels').map(({ patch, at, effectiveAt: from }) => [patch['by'], at, from])).toEqual([
      ['this machine', AT, 0],
      [undefined, AT, AT + 1000],
    ]);
    expect(settings.changes('site')).toEqual([]);
  }
});

test('a label that says one thing leaves the other as it was, and null takes it away', () => {
  const { state } = new Engine();
  const label = (effectiveAt: number, given: object, id: string) =>
    state.settings.patchSite({ effectiveAt: toIso(effectiveAt), teams: [{ name: 't', ...given }] }, id, 'moked');
  expect(label(10, { nameEn: 'T', order: 1 }, 'a')).toBeNull();
  label(20, { order: 5 }, 'b');
  label(30, { nameEn: null }, 'c');
  expect([10, 20, 30].map((at) => state.settings.labelAt('teams', 't', at))).toMatchObject([
    { nameEn: 'T', order: 1 },
    { nameEn: 'T', order: 5 },
    { nameEn: null, order: 5 },
  ]);
});
