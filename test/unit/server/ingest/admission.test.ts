import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { Admission, MAX_SEGMENTS } from '../../../../server/ingest/admission.ts';
import { EntityIds } from '../../../../server/ingest/entity-ids.ts';
import { toIso } from '../../../../shared/time.ts';
import { fact, T0 } from '../../../support/facts.ts';

test('facts told again beside a new one do not count towards the bound on segments', () => {
  const engine = new Engine();
  const admission = new Admission(new EntityIds([]), () => engine);
  const entry = (n: number) => fact('cc.contact.queued.v1', T0 + n, { contactId: 'c', queueId: 'q' }, { id: `e${n}` });
  const stored = Array.from({ length: 100 }, (_, n) => entry(n));
  for (const [index, event] of stored.entries()) engine.apply(event, index + 1);
  expect(admission.admit([...stored, entry(100)]).refusals.filter((refusal) => refusal !== null)).toEqual([]);
});

type Entry = { contactId: string; queueId: string; segmentId?: string; agentId?: string };

const snapshot = (id: string, waiting: readonly Entry[], talking: readonly Entry[] = [], at = T0 + 1000) => {
  const since = (entry: Entry) => ({ ...entry, since: toIso(T0) });
  const data = { scope: 'source', waiting: waiting.map(since), talking: talking.map(since), agents: [], asOf: toIso(at) };
  return fact('cc.snapshot.v1', at, data, { id });
};
const waits = (from: number, to: number, contactId = 'c'): Entry[] =>
  Array.from({ length: to - from }, (_, n) => ({ contactId, queueId: 'q', segmentId: `s${from + n}` }));

test('the bound on segments holds for what snapshots begin, on its way and in the fold', () => {
  const engine = new Engine();
  const admission = new Admission(new EntityIds([]), () => engine);
  const reason = `contact "c" has ${MAX_SEGMENTS} segments; a contact has at most ${MAX_SEGMENTS}`;
  // One that goes beyond by itself counts nothing: what comes with it is not refused for it.
  const first = snapshot('a', waits(0, MAX_SEGMENTS - 1));
  const { refusals, events, done } = admission.admit([
    snapshot('much', waits(0, 700)),
    first,
    snapshot('talk', [], [{ contactId: 'c', queueId: 'q', segmentId: 'talk', agentId: 'a' }]),
    snapshot('more', waits(700, 702)),
    snapshot(
      'unnamed',
      Array.from({ length: 700 }, () => ({ contactId: 'u', queueId: 'q' })),
    ),
    fact('cc.contact.queued.v1', T0, { contactId: 'c', queueId: 'q', segmentId: 'more' }),
    snapshot('other', waits(0, MAX_SEGMENTS, 'other')),
  ]);
  expect(refusals).toEqual([reason, null, null, reason, expect.stringContaining('contact "u" has 200 segments'), reason, null]);
  // Another request, while these are on their way, and after they are folded.
  expect(admission.admit([snapshot('new', waits(900, 901))]).refusals).toEqual([reason]);
  for (const [index, event] of events.entries()) engine.apply(event, index + 1);
  done();
  expect(admission.admit([snapshot('new', waits(900, 901)), first, snapshot('same', waits(0, 100))]).refusals).toEqual([reason, null, null]);
});

test('what is on its way and is not stored leaves the bound as it was', () => {
  const engine = new Engine();
  const admission = new Admission(new EntityIds([]), () => engine);
  for (let round = 0; round < 3; round++) {
    const { refusals, done } = admission.admit([snapshot(`r${round}`, waits(round * MAX_SEGMENTS, (round + 1) * MAX_SEGMENTS))]);
    done();
    expect(refusals).toEqual([null]);
  }
});
