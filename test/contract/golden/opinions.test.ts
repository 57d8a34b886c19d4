import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecording } from '../../golden/recording.ts';
import { opinionOfBoard, opinionOfLog, opinionOfReview, opinionOfSql } from './opinions.ts';
import { type Floor, PLAY_TIMEOUT_MS, play, simulatedDay } from './played.ts';

for (const [what, open] of [
  ['the golden day', () => play(loadRecording('shift'), { hasQueueLog: true })],
  ['a simulated day', simulatedDay],
] as const) {
  describe(what, () => {
    let floor: Floor;
    beforeAll(async () => {
      floor = await open();
      await floor.app.core.flusher.flush();
    }, PLAY_TIMEOUT_MS);
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
