import { expect, test } from 'vitest';
import type { Source, SourceEvent } from '../../../server/sources/source.ts';
import { HOUR_MS } from '../../../shared/time.ts';
import { NOON_IS_NOW, startApp, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

type Board = {
  sources: { name: string; state: string; reason: string | null }[];
  queues: { windows: { day: { components: { offered: number } } } }[];
};

function queued(id: string, at: number): SourceEvent {
  const data = { contactId: id, queueId: 'sales', channel: 'voice' as const, direction: 'inbound' as const };
  return { id, type: 'cc.contact.queued.v1', sourceTime: at, sequence: '', timequality: 'platform-ms', data } as SourceEvent;
}

test('a source whose past came late is catching up until the day has been counted again', async () => {
  const now = Date.now();
  let looked: () => void = () => undefined;
  const firstLook = new Promise<void>((resolve) => {
    looked = resolve;
  });
  const source: Source = {
    name: 'late',
    kind: 'test',
    check: async () => ({ ok: true, value: '' }),
    async run({ sink, signal }) {
      sink.status({ state: 'catching-up', reason: undefined });
      await sink.emit([queued('new', now)]);
      await firstLook;
      await sink.emit([queued('old', now - HOUR_MS)]);
      sink.status({ state: 'up', reason: undefined });
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
  const app = await startApp({ db: db.database, env: NOON_IS_NOW, sources: [source] });
  try {
    const looks: { state: string | undefined; offered: number }[] = [];
    await until(async () => {
      const { sources, queues } = await app.get<Board>('/api/v1/board');
      const row = sources.find(({ name }) => name === 'late');
      const offered = queues[0]?.windows.day.components.offered ?? 0;
      looks.push({ state: row?.state, offered });
      if (offered === 1) looked();
      return row?.state === 'up';
    }, 'the source is up');
    // Not once did it say so above figures that lacked the late one.
    expect(looks.at(-1)?.offered).toBe(2);
    expect(looks.filter(({ state, offered }) => state === 'up' && offered < 2)).toEqual([]);
    expect(looks.some(({ state, offered }) => state === 'catching-up' && offered === 1)).toBe(true);
  } finally {
    await app.stop();
  }
});
