import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL } from '../../../shared/protocol/version.ts';
import { answeredCall, startApp } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

/** Half of what the library waits for a peer that does not answer a close. */
const STOPPED_WITHIN_MS = 15_000;

test('a wall that is gone without a word does not keep the last figures from being written', { timeout: 60_000 }, async () => {
  const app = await startApp({ db: db.database });
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/live`, PROTOCOL);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL }));
  await new Promise((resolve) => socket.once('message', resolve));
  // A screen without power: its connection is open, and nothing is read on it.
  socket.pause();
  expect((await app.post(answeredCall('c1', 'sales', 'a1', Date.now() - 60_000, 3000, 20_000))).status).toBe(200);
  const startedAt = performance.now();
  await app.stop();
  expect(performance.now() - startedAt).toBeLessThan(STOPPED_WITHIN_MS);
  expect(await db.sql`select 1 from contact`).toHaveLength(1);
  socket.terminate();
});
