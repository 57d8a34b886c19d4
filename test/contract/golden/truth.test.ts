import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRecording } from '../../golden/recording.ts';
import { type Played, play } from './played.ts';
import { expectAnswered, expectAsa, expectedTotals, expectPauses, expectReviewedPauses, expectTalk, storedTotals } from './truth.ts';

for (const [name, hasQueueLog] of [
  ['small', false],
  ['small', true],
  ['shift', false],
  ['shift', true],
] as const) {
  describe(`${name}, ${hasQueueLog ? 'AMI and queue_log' : 'AMI alone'}, from bytes to tables`, () => {
    let played: Played;
    beforeAll(async () => {
      played = await play(loadRecording(name), { hasQueueLog });
    });
    afterAll(() => played?.close());

    test('each queue has the stays and exits of the truth', async () => {
      expect(await storedTotals(played)).toEqual(expectedTotals(played.recording, hasQueueLog));
    });

    test('the wall equals the platform at every poll', () => {
      expect(played.differences).toEqual([]);
      expect(played.polls).toBe(played.recording.polls.length);
    });

    test('answers are as quick as in truth, within 0.2 s', async () => {
      await expectAsa(played);
    });

    test('each agent has answered what she answered', () => expectAnswered(played));

    test('talk and hold of each agent are within 2 % of the truth, however they are asked for', async () => {
      await expectTalk(played);
    });

    test('pauses of each agent, queue and reason are within 1 s of the truth', async () => {
      await expectPauses(played, name);
      await expectReviewedPauses(played);
    });
  });
}
