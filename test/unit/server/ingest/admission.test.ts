import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { Admission } from '../../../../server/ingest/admission.ts';
import { EntityIds } from '../../../../server/ingest/entity-ids.ts';
import { fact, T0 } from '../../../support/facts.ts';

test('facts told again beside a new one do not count towards the bound on segments', () => {
  const engine = new Engine();
  const admission = new Admission(new EntityIds([]), () => engine);
  const entry = (n: number) => fact('cc.contact.queued.v1', T0 + n, { contactId: 'c', queueId: 'q' }, { id: `e${n}` });
  const stored = Array.from({ length: 100 }, (_, n) => entry(n));
  for (const [index, event] of stored.entries()) engine.apply(event, index + 1);
  expect(admission.admit([...stored, entry(100)]).refusals.filter((refusal) => refusal !== null)).toEqual([]);
});
