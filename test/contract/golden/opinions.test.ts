import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatorSource } from '../../../server/sources/simulator/source.ts';
import { loadRecording } from '../../golden/recording.ts';
import { opinionOfBoard, opinionOfLog, opinionOfReview, opinionOfSql } from './opinions.ts';
import { type Floor, openFloor, play } from './played.ts';

/** Evening of a working day in Jerusalem. */
const EVENING = Date.parse('2026-11-17T20:05:00Z');

/** The day so far at once, and ten minutes of it as they go by. */
async function simulatedDay(): Promise<Floor> {
  const source = simulatorSource({ name: 'demo', seed: '7', agents: 40, queues: 8, contactsPerHour: 156, speed: 1, timezone: 'Asia/Jerusalem' });
  const floor = await openFloor(EVENING, (clock) => ({
    ...source,
    run: (context) => source.run({ ...context, sink: { ...context.sink, emit: clock.waitsFor(context.sink.emit) } }),
  }));
  await floor.clock.advance(600_000);
  return floor;
}

for (const [what, open] of [
  ['the golden day', () => play(loadRecording('shift'), { hasQueueLog: true })],
  ['a simulated day', simulatedDay],
] as const) {
  describe(what, () => {
    let floor: Floor;
    beforeAll(async () => {
      floor = await open();
      await floor.app.core.flusher.flush();
    });
    afterAll(() => floor?.close());

    test('the wall, a naive fold of the log, SQL over the stays and the review are of one opinion', async () => {
      const board = await opinionOfBoard(floor);
      expect(board['floor']?.offered).toBeGreaterThan(400);
      expect(await opinionOfLog(floor)).toEqual(board);
      expect(await opinionOfSql(floor)).toEqual(board);
      expect(await opinionOfReview(floor)).toEqual(board);
    });
  });
}
