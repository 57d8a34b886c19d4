import { expect, test } from 'vitest';
import { toIso } from '../../../shared/time.ts';
import { cloudEvent, SENDER, startApp } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

test('after a restart a sender over HTTP is known by the last that it sent', async () => {
  const at = Date.now() - 60_000;
  const rowOf = async (app: Awaited<ReturnType<typeof startApp>>) => {
    const { sources } = await app.get<{ sources: { name: string; lastEventAt: string | null }[] }>('/api/v1/board');
    return sources.find(({ name }) => name === SENDER);
  };
  const first = await startApp({ db: db.database });
  expect(await rowOf(first)).toMatchObject({ lastEventAt: null });
  expect((await first.post([cloudEvent('contact.queued', at, { contactId: 'c', queueId: 'q' })])).status).toBe(200);
  await first.stop();
  const second = await startApp({ db: db.database });
  try {
    expect(await rowOf(second)).toMatchObject({ lastEventAt: toIso(at) });
  } finally {
    await second.stop();
  }
});
