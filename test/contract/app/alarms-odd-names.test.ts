/** Alarms of queues whose ids are as odd as events may have them: every wall reads them, and numbers of them are explained. */
import { expect, test } from 'vitest';
import { boardSchema } from '../../../shared/board.ts';
import { parse } from '../../../shared/schema.ts';
import { MINUTE_MS, SECOND_MS } from '../../../shared/time.ts';
import { SENDER } from '../../support/app.ts';
import { fact } from '../../support/facts.ts';
import { steppedFloor } from '../../support/stepped-floor.ts';

const NOW = Date.parse('2026-11-22T12:00:00+02:00');
const ODD = [' ', '\n\r\t', '\ufeff', 'x'.repeat(255), '__proto__', '<b>"\'&'];

test('an alarm of an oddly named queue is read by every wall', async () => {
  const floor = await steppedFloor(NOW);
  await floor.live(
    ODD.map((queueId, i) => fact('cc.contact.queued.v1', NOW - MINUTE_MS, { contactId: `c${i}`, segmentId: `c${i}`, queueId }, { source: SENDER })),
  );
  for (let second = 1; second <= 5; second++) {
    await floor.at(NOW + MINUTE_MS + second * SECOND_MS);
    floor.app.alarms.tick();
  }
  const about = new Set(
    floor.app.alarms.rows.map(({ subject }) => (subject.of === 'figure' && subject.scope.of === 'queue' ? subject.scope.id : '')),
  );
  expect(ODD.filter((id) => !about.has(id))).toEqual([]);
  const sent = parse(boardSchema, await floor.app.get('/api/v1/board'));
  expect(sent).toMatchObject({ ok: true });
  for (const id of ODD) {
    const asked = new URLSearchParams({ metric: 'offered', window: 'day', scope: JSON.stringify({ of: 'queue', id }) });
    expect((await fetch(`${floor.app.url}/api/v1/explain?${asked}`)).status, JSON.stringify(id)).toBe(200);
  }
});
