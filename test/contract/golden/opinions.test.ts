import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countStays, reviewStays } from '../../../db/reviews.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { loadRecording } from '../../golden/recording.ts';
import { opinionOfBoard, opinionOfLog, opinionOfReview, opinionOfSql } from './opinions.ts';
import { type Floor, play, simulatedDay } from './played.ts';

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

    test('the sums of intervals and the counting of stays give one review, of the day and of every hour', async () => {
      const now = floor.clock.now();
      const day = floor.app.core.engine().state.period().bounds;
      const hours = Array.from({ length: (day.endsAt - day.startsAt) / HOUR_MS }, (_, hour) => day.startsAt + hour * HOUR_MS);
      const spans = [day, ...hours.map((startsAt) => ({ startsAt, endsAt: startsAt + HOUR_MS }))];
      let offered = 0;
      for (const { startsAt: from, endsAt: to } of spans) {
        const summed = await reviewStays(floor.sql, { from, to, now });
        const [queues, intervals] = await countStays(floor.sql, { from, to, now });
        expect(summed.queues).toEqual(queues);
        expect(summed.intervals).toEqual(intervals);
        offered += summed.floor.offered;
      }
      expect(offered).toBeGreaterThan(800);
    });
  });
}
