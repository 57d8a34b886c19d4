import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packState } from '../../../db/checkpoints.ts';
import { CHECKPOINT_FORMAT } from '../../../server/engine/checkpoint.ts';
import { boot } from '../../../server/ingest/boot.ts';
import { createLogger } from '../../../server/log.ts';
import { createStore } from '../../../server/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { floorFacts, T0 } from '../../support/facts.ts';
import { type SteppedFloor, steppedFloor } from '../../support/stepped-floor.ts';

const FACTS = floorFacts({ seed: 5, contacts: 80, agents: 6, queues: 3, spanMs: HOUR_MS });
const END = (FACTS.at(-1)?.at ?? T0) + 5 * MINUTE_MS;

const whole = await packState({ format: CHECKPOINT_FORMAT, position: 7, now: T0 }, [{ text: 'text '.repeat(50) }]);

const rotten: [string, Buffer][] = [
  ['nothing that was ever written', Buffer.from('rubbish')],
  ['a state cut short', whole.subarray(0, whole.length - 9)],
  ['a byte that turned', Buffer.from(whole.map((byte, index) => (index === whole.length - 20 ? byte ^ 0xff : byte)))],
  ['a state in the form of before', gzipSync(JSON.stringify({ format: 7, position: 7, now: T0 }))],
  ['JSON of nothing', await packState(null)],
  ['the right number, but nothing behind it', await packState({ format: CHECKPOINT_FORMAT, position: 9 })],
  [
    'the right number, but settled contacts without their texts',
    await packState({ format: CHECKPOINT_FORMAT, position: 9, settledContacts: [{ start: 0, keys: [] }] }),
  ],
  ['the state of another format', await packState({ format: 1, position: 9, now: 0 })],
];

/** What the log says; connections belong to the process. */
async function boardOf(floor: SteppedFloor): Promise<unknown> {
  const { at, floor: row, queues, agents } = await floor.app.get<Record<string, unknown>>('/api/v1/board');
  return { at, row, queues, agents };
}

test('a checkpoint that cannot be read is none: the whole log is replayed, and the board is the same', async () => {
  const floor = await steppedFloor(T0);
  await floor.live(FACTS);
  await floor.at(END);
  const before = await boardOf(floor);
  const [log] = await floor.sql<{ n: number }[]>`select count(*)::int as n from event_log`;
  for (const [what, state] of rotten) {
    let booted: unknown;
    await floor.restart(async () => {
      expect((await boot(createStore(floor.database), floor.clock)).fromCheckpoint, what).toBeGreaterThan(0);
      await floor.sql`update checkpoint set state = ${state}`;
      const lines: string[] = [];
      const log = createLogger(floor.clock, (line) => lines.push(line));
      const { fromCheckpoint, replayed, problem } = await boot(createStore(floor.database, log), floor.clock);
      booted = { fromCheckpoint, replayed };
      // Never in silence: the store tells what cannot be read, the boot what does not fit.
      expect(problem === undefined ? lines.filter((line) => line.includes('cannot be read')).length : 1, what).toBeGreaterThan(0);
    });
    expect(booted, what).toEqual({ fromCheckpoint: 0, replayed: log?.n });
    expect(await boardOf(floor), what).toEqual(before);
  }
});

test('where the newest cannot be read, the one before it serves', async () => {
  const floor = await steppedFloor(T0);
  await floor.live(FACTS);
  await floor.at(END);
  const before = await boardOf(floor);
  await floor.restart(async () => {
    const kept = await floor.sql<{ position: string }[]>`select position from checkpoint where kind = 'minute' order by position desc`;
    expect(kept.length).toBeGreaterThan(1);
    const [newest, second] = kept.map(({ position }) => Number(position)) as [number, number];
    await floor.sql`update checkpoint set state = ${Buffer.from('rubbish')} where position = ${newest}`;
    expect((await boot(createStore(floor.database), floor.clock)).fromCheckpoint).toBe(second);
  });
  expect(await boardOf(floor)).toEqual(before);
});
