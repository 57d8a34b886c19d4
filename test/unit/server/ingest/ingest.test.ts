import { expect, test } from 'vitest';
import { Engine } from '../../../../server/engine/engine.ts';
import { EntityIds } from '../../../../server/ingest/entity-ids.ts';
import { Ingest } from '../../../../server/ingest/ingest.ts';
import type { Event } from '../../../../shared/events/event.ts';
import { fact, T0 } from '../../../support/facts.ts';
import { virtualClock } from '../../../support/virtual-clock.ts';

const entry = (n: number) => fact('cc.contact.queued.v1', T0 + n, { contactId: `c${n}`, queueId: 'q' });

test.each(['before', 'after'] as const)('what another process stored %s an append that was on its way across a pause is folded', async (when) => {
  const log: Event[] = [];
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const engine = new Engine();
  let meanwhile: () => void = () => undefined;
  const ingest = new Ingest({
    clock: virtualClock(T0),
    ids: new EntityIds([]),
    engine: () => engine,
    onFolded: () => undefined,
    onBroken: (error) => expect(error).toBeUndefined(),
    store: {
      isAway: () => false,
      writeEntityIds: async () => undefined,
      async append(events) {
        if (when === 'before') meanwhile();
        const positions = events.map((event) => log.push(event));
        if (when === 'after') meanwhile();
        if (log.length > 2) await answered;
        return positions;
      },
      async *readTail(after) {
        const events = log.map((event, index) => ({ event, position: index + 1 })).filter(({ position }) => position > after);
        yield { events, unreadable: [], lastPosition: log.length };
      },
    },
  });
  await ingest.submit([entry(1)]);
  meanwhile = () => {
    meanwhile = () => undefined;
    log.push(entry(2));
  };
  const underway = ingest.submit([entry(3)]);
  await Promise.resolve();
  ingest.pause();
  ingest.resume();
  answer();
  await underway;
  await ingest.submit([entry(4)]);
  expect([...engine.state.contacts.values()].map(({ contactId }) => contactId).sort()).toEqual(['c1', 'c2', 'c3', 'c4']);
});
