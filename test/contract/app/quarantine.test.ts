import { expect, test } from 'vitest';
import { readQuarantine } from '../../../db/quarantine.ts';
import { boot } from '../../../server/ingest/boot.ts';
import type { Store } from '../../../server/ingest/store.ts';
import { createStore } from '../../../server/store.ts';
import { fact } from '../../support/facts.ts';
import { useDatabase } from '../../support/postgres.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const db = useDatabase();
const T = Date.parse('2026-11-17T10:00:00.000Z');

/** The log as it is, but one fact comes out of it in a form that no fold survives. */
function poisoned(store: Store, id: string): Store {
  return {
    ...store,
    async *readTail(after) {
      for await (const page of store.readTail(after)) {
        const events = page.events.map((logged) => {
          if (logged.event.id !== id) return logged;
          const data = new Proxy(logged.event.data, {
            get(target, key) {
              if (key === 'agentId') throw new Error('poison');
              return Reflect.get(target, key) as unknown;
            },
          });
          return { ...logged, event: { ...logged.event, data } as typeof logged.event };
        });
        yield { ...page, events };
      }
    },
  };
}

test('a fact that kills the fold twice is set aside and named; everything else counts', async () => {
  const store = createStore(db.database);
  const about = { contactId: 'c', segmentId: 's', queueId: 'q' };
  await store.append(
    [
      fact('cc.contact.queued.v1', T, about),
      fact('cc.contact.answered.v1', T + 1000, { ...about, agentId: 'a' }, { id: 'poison' }),
      fact('cc.contact.abandoned.v1', T + 2000, about),
    ],
    T,
  );
  const sick = poisoned(store, 'poison');
  const clock = virtualClock(T + 60_000);
  await expect(boot(sick, clock)).rejects.toThrow();
  expect(await readQuarantine(db.sql)).toEqual([]);
  const { engine, replayed } = await boot(sick, clock);
  expect(replayed).toBe(3);
  expect((await readQuarantine(db.sql)).map(({ eventId }) => eventId)).toEqual(['poison']);
  expect(engine.state.queue('q').sum(0, Number.MAX_SAFE_INTEGER, clock.now())).toMatchObject({ offered: 1, answered: 0, abandoned: 1 });
  expect(engine.state.anomalies.get('test')?.get('quarantined')?.count).toBe(1);
});
