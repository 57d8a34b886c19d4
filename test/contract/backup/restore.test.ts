/** What was backed up and restored elsewhere says the same of every day. */
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../shared/time.ts';
import { loadRecording } from '../../golden/recording.ts';
import { backupOf, restored, saidOf } from '../../support/backup-run.ts';
import { play, simulatedDay } from '../golden/played.ts';

for (const [name, open] of [
  ['shift', () => play(loadRecording('shift'), { hasQueueLog: true })],
  ['reconnect', () => play(loadRecording('reconnect'), { hasQueueLog: true })],
  ['a simulated day', simulatedDay],
] as const) {
  test(`${name}: every review, list and view is the same`, async () => {
    const { app, db, clock, close } = await open();
    try {
      await app.stop();
      const now = clock.now() + 20 * MINUTE_MS;
      const from = now - 24 * HOUR_MS;
      const backup = await backupOf(db);
      const other = await restored(backup);
      const before = await saidOf(db, now, from);
      const after = await saidOf(other, now, from);
      for (const path of Object.keys(before)) expect(after[path], path).toEqual(before[path]);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      expect((before['event_log'] as string[]).length).toBeGreaterThan(500);
    } finally {
      await close();
    }
  });
}
