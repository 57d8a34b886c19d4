import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answeredCall, type RunningApp, startApp, until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
let app: RunningApp;
beforeAll(async () => {
  app = await startApp({ db: db.database });
});
afterAll(() => app.stop());

type Ready = { status: string; database: { state: string; reason?: string } };

let next = 0;
const post = () => app.post(answeredCall(`c${++next}`, 'sales', 'a1', Date.now() - 60_000, 1000, 1000));

async function readyz(): Promise<{ code: number; ready: Ready }> {
  const response = await fetch(`${app.url}/readyz`);
  return { code: response.status, ready: (await response.json()) as Ready };
}

beforeEach(async () => {
  expect((await post()).status).toBe(200);
  expect(await readyz()).toMatchObject({ code: 200, ready: { status: 'ready', database: { state: 'up' } } });
});

test('a database that reads and cannot write, as on a full disk, is down until a write works again', async () => {
  await db.sql`create function full_disk() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`;
  await db.sql`create trigger full_disk before insert on event_log execute function full_disk()`;
  expect((await post()).status).toBe(503);
  for (let n = 0; n < 2; n++) {
    const { code, ready } = await readyz();
    expect([code, ready.status, ready.database.state]).toEqual([503, 'down', 'down']);
    expect(ready.database.reason).toContain('No space left on device');
  }
  await db.sql`drop trigger full_disk on event_log`;
  // Nobody sends, since the answer was 503: it finds out by itself, and leaves nothing behind.
  expect(await readyz()).toMatchObject({ code: 200, ready: { status: 'ready' } });
  expect(await db.sql`select 1 from event_log where source = 'moked' and event_id = 'trial'`).toHaveLength(0);
  // Found well once, it is not tried again: each trial takes room of the disk until the next vacuum.
  const size = async () => (await db.sql<{ n: number }[]>`select pg_total_relation_size('event_log')::int as n`)[0]?.n;
  const before = await size();
  for (let n = 0; n < 5; n++) expect((await readyz()).code).toBe(200);
  expect(await size()).toBe(before);
});

test('a log that somebody has locked against writing is down, and up again afterwards', async () => {
  let posted: Promise<Response> | null = null;
  await db.sql.begin(async (tx) => {
    await tx`lock table event_log in exclusive mode`;
    posted = post();
    const down = await until(async () => {
      const { code, ready } = await readyz();
      return code === 503 && ready;
    }, 'down while nothing can be stored');
    expect(down.database.reason).toMatch(/has not answered an append for \d+ s/);
  });
  // Within the time that a lock is waited for it was stored; on a busy machine its sender was told to come back.
  const { status } = await (posted as unknown as Promise<Response>);
  expect([200, 503]).toContain(status);
  expect((await post()).status).toBe(200);
  expect(await readyz()).toMatchObject({ code: 200, ready: { status: 'ready' } });
});
