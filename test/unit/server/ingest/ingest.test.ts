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

const QUEUE = { kind: 'queue', source: fact('cc.contact.queued.v1', T0, { contactId: 'c', queueId: 'q' }).source, platformId: 'q', id: 'q' } as const;

/** A log whose answers are given by hand, in the order of the appends; and names, which wait for `named`. */
function heldLog({ known }: { known: ConstructorParameters<typeof EntityIds>[0] } = { known: [QUEUE] }) {
  const log: Event[] = [];
  const named: (() => void)[] = [];
  const held: { commit: () => (number | null)[]; resolve: (positions: (number | null)[]) => void; reject: (error: Error) => void }[] = [];
  const engine = new Engine();
  const ingest = new Ingest({
    clock: virtualClock(T0),
    ids: new EntityIds(known),
    engine: () => engine,
    onFolded: () => undefined,
    onBroken: (error) => expect(error).toBeUndefined(),
    store: {
      isAway: () => true,
      writeEntityIds: () => new Promise((resolve) => named.push(resolve)),
      append: (events) =>
        new Promise((resolve, reject) =>
          held.push({
            commit: () => events.map((event) => (log.some(({ id }) => id === event.id) ? null : log.push(event))),
            resolve: (positions) => resolve(positions),
            reject,
          }),
        ),
      async *readTail(after) {
        const events = log.map((event, index) => ({ event, position: index + 1 })).filter(({ position }) => position > after);
        yield { events, unreadable: [], lastPosition: log.length };
      },
    },
  });
  // On a busy machine the timer is due in the same phase of the loop: what was put off to the next one is waited for too.
  const turn = () => new Promise<void>((resolve) => void setTimeout(() => setImmediate(() => setImmediate(resolve)), 5));
  return { ingest, engine, held, named, turn, waiting: () => [...engine.state.contacts.values()].length };
}

const full = (from: number) => Array.from({ length: 500 }, (_, n) => entry(from + n));

test('a full batch goes to the log before the one ahead of it is answered, what is less gathers', async () => {
  const { ingest, held, turn, waiting } = heldLog();
  const answers = [full(0), full(500), full(1000), [entry(1500)], [entry(1501)]].map((events) => ingest.submit(events));
  await turn();
  expect(held).toHaveLength(2);
  for (const { resolve, commit } of held.splice(0)) resolve(commit());
  await turn();
  expect(waiting()).toBe(1000);
  expect(held).toHaveLength(1);
  for (const { resolve, commit } of held.splice(0)) resolve(commit());
  await turn();
  // The two lone facts, together.
  expect(held).toHaveLength(1);
  for (const { resolve, commit } of held.splice(0)) resolve(commit());
  await Promise.all([...answers, ingest.drained()]);
  expect(waiting()).toBe(1502);
  expect(ingest.committed).toBe(1502);
});

test('a batch whose answer was lost is folded although the one behind it was answered', async () => {
  const { ingest, engine, held, turn, waiting } = heldLog();
  const lost = ingest.submit(full(0));
  const answered = ingest.submit(full(500));
  await turn();
  const [first, second] = held.splice(0);
  first?.commit();
  const positions = second?.commit() ?? [];
  first?.reject(new Error('the connection is cut'));
  second?.resolve(positions);
  await expect(lost).rejects.toThrow('the database is away');
  expect(await answered).toHaveLength(500);
  expect(waiting()).toBe(1000);
  expect(engine.state.position).toBe(1000);
  // The sender repeats it, as it was told to.
  const again = ingest.submit(full(0));
  await turn();
  for (const { resolve, commit } of held.splice(0)) resolve(commit());
  expect(new Set(await again)).toEqual(new Set(['duplicate']));
  expect(waiting()).toBe(1000);
});

test('no batch goes to the log before the names that it has from the one ahead are stored', async () => {
  const { ingest, held, named, turn } = heldLog({ known: [] });
  const answers = [ingest.submit(full(0)), ingest.submit(full(500))];
  await turn();
  expect(held).toHaveLength(0);
  named.splice(0).forEach((store) => {
    store();
  });
  for (const batch of answers) {
    await turn();
    expect(held).toHaveLength(1);
    for (const { resolve, commit } of held.splice(0)) resolve(commit());
    await batch;
  }
});

test('a log that hangs: its sender is told to come back, the next ones at once, and what was stored after all counts once', async () => {
  const log: Event[] = [];
  let goOn: () => void = () => undefined;
  const hung = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const engine = new Engine();
  let asked = 0;
  const ingest = new Ingest({
    clock: virtualClock(T0),
    ids: new EntityIds([QUEUE]),
    engine: () => engine,
    answeredWithinMs: 20,
    onFolded: () => undefined,
    onBroken: (error) => expect(error).toBeUndefined(),
    store: {
      isAway: () => false,
      writeEntityIds: async () => undefined,
      async append(events) {
        asked++;
        if (asked === 1) await hung;
        return events.map((event) => (log.some(({ id }) => id === event.id) ? null : log.push(event)));
      },
      async *readTail(after) {
        const events = log.map((event, index) => ({ event, position: index + 1 })).filter(({ position }) => position > after);
        yield { events, unreadable: [], lastPosition: log.length };
      },
    },
  });
  await expect(ingest.submit([entry(1)])).rejects.toMatchObject({ reason: 'database' });
  await expect(ingest.submit([entry(2)])).rejects.toMatchObject({ reason: 'database' });
  expect(asked).toBe(1);
  goOn();
  // Nobody sends anything: it is counted by itself.
  await expect.poll(() => engine.state.contacts.size).toBe(1);
  expect(await ingest.submit([entry(1), entry(2)])).toEqual(['duplicate', 'accepted']);
  expect([...engine.state.contacts.values()].map(({ contactId }) => contactId).sort()).toEqual(['c1', 'c2']);
});
