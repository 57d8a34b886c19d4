import { beforeEach, expect, test } from 'vitest';
import { loadCheckpoint, loadDayCheckpoint, packState, saveCheckpoint } from '../../../db/checkpoints.ts';
import { readEntityIds, writeEntityIds } from '../../../db/entity-ids.ts';
import { append } from '../../../db/event-log.ts';
import { takeFoldLock } from '../../../db/fold-lock.ts';
import { clearMarkedDay, readMarkedDays } from '../../../db/marked-days.ts';
import { deleteMeta, readMeta, writeMeta } from '../../../db/meta.ts';
import { isAway, isOutOfTime, openDatabase, reach } from '../../../db/open.ts';
import { putInQuarantine, readQuarantine, releaseFromQuarantine } from '../../../db/quarantine.ts';
import { readCompleteUntil, readNote, writeCompleteUntil, writeNote } from '../../../db/source-notes.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
beforeEach(() => db.empty());

async function save(kind: 'minute' | 'day', position: number, state: unknown, more: { day?: string; format?: number } = {}): Promise<void> {
  const packed = await packState(state);
  await saveCheckpoint(db.sql, { kind, position, day: more.day ?? null, format: more.format ?? 1 }, packed);
}

test('the newest state of a format is found, and only a few are kept', async () => {
  expect(await loadCheckpoint(db.sql, 1)).toBeUndefined();
  for (const position of [10, 20, 30, 40]) await save('minute', position, { position, name: 'מוקד' });
  await save('minute', 40, { position: 'again' });
  await save('minute', 50, {}, { format: 2 });
  expect(await loadCheckpoint(db.sql, 1)).toMatchObject({ kind: 'minute', position: 40, day: null, state: { position: 'again' } });
  expect(await db.sql`select position::int from checkpoint order by position`).toEqual([{ position: 30 }, { position: 40 }, { position: 50 }]);
});

test('the state at the start of a day, or of the nearest before it, is kept for 35 days', async () => {
  await save('day', 1, { of: 'old' }, { day: '2026-10-01' });
  await save('day', 2, { of: 'a' }, { day: '2026-11-15' });
  await save('day', 3, { of: 'b' }, { day: '2026-11-17' });
  expect(await loadDayCheckpoint(db.sql, 1, '2026-11-16')).toMatchObject({ day: '2026-11-15', state: { of: 'a' } });
  expect(await loadDayCheckpoint(db.sql, 1, '2026-11-17')).toMatchObject({ day: '2026-11-17', state: { of: 'b' } });
  expect(await loadDayCheckpoint(db.sql, 1, '2026-11-01')).toBeUndefined();
});

test('texts of a state come back as they were, are packed once, and one changed byte of them is noticed at once', async () => {
  const kept = { text: 'שלום'.repeat(1000) };
  const texts = [kept, { text: '' }];
  const write = (packed: Buffer) => saveCheckpoint(db.sql, { kind: 'minute', position: 1, day: null, format: 1 }, packed);
  await write(await packState({ n: 1 }, texts));
  const read = await loadCheckpoint(db.sql, 1);
  expect(read).toMatchObject({ state: { n: 1 } });
  expect(read?.texts.map(({ text }) => text)).toEqual([kept.text, '']);
  // What was read is packed again without being unpacked.
  const again = await packState({ n: 1 }, read?.texts);
  expect(again).toEqual(await packState({ n: 1 }, texts));
  const asked: string[] = [];
  const text = {
    get text() {
      asked.push('text');
      return 'once';
    },
  };
  for (let n = 0; n < 3; n++) await packState({ n }, [text]);
  expect(asked).toEqual(['text']);
  const damaged = Buffer.from(again);
  damaged[damaged.length - 12] = (damaged[damaged.length - 12] as number) ^ 1;
  await write(damaged);
  const told: string[] = [];
  expect(await loadCheckpoint(db.sql, 1, (_, reason) => told.push(reason))).toBeUndefined();
  expect(told).toEqual(['it is not what was written']);
});

test('one process folds; another learns which', async () => {
  const lost = () => {
    throw new Error('not lost');
  };
  const first = await takeFoldLock(db.url, lost);
  expect(first.isHeld).toBe(true);
  const second = await takeFoldLock(db.url, lost);
  expect(second).toMatchObject({ isHeld: false, holder: expect.stringContaining(`process ${process.pid}`) });
  if (first.isHeld) await first.release();
  const third = await takeFoldLock(db.url, lost);
  expect(third.isHeld).toBe(true);
  if (third.isHeld) await third.release();
});

test('whoever loses the lock with its connection is told', async () => {
  const lost = new Promise<void>((resolve) => {
    void takeFoldLock(db.url, resolve).then(async () => {
      // Of this database alone: those of other files run on the same server.
      await db.sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name like 'moked, process %'`;
    });
  });
  await lost;
});

test('notes of sources, and how far they are complete', async () => {
  expect(await readNote(db.sql, 'pbx1')).toBeNull();
  expect(await readCompleteUntil(db.sql, 'pbx1')).toBeNull();
  await writeCompleteUntil(db.sql, 'pbx1', 2000);
  await writeNote(db.sql, 'pbx1', { offset: 7 });
  await writeCompleteUntil(db.sql, 'pbx1', 1000);
  expect(await readNote(db.sql, 'pbx1')).toEqual({ offset: 7 });
  expect(await readCompleteUntil(db.sql, 'pbx1')).toBe(2000);
});

test('an id never changes its meaning', async () => {
  const agent = { kind: 'agent', source: 'pbx1', platformId: 'Dana', id: 'PJSIP/100' } as const;
  await writeEntityIds(db.sql, [agent]);
  await writeEntityIds(db.sql, [{ ...agent, id: 'PJSIP/200' }]);
  expect(await readEntityIds(db.sql)).toEqual([agent]);
});

test('a fact in quarantine is named until it is released', async () => {
  const event = {
    source: 'pbx1',
    id: 'bad',
    at: 1,
    sourceTime: 1,
    sequence: '',
    timequality: 'received',
    type: 'cc.queue.config.v1',
    data: { queueId: 'q', effectiveAt: '2026-11-17T08:00:00.000Z' },
  } as const;
  const { lastPosition } = await append(db.sql, [event], 1);
  await putInQuarantine(db.sql, lastPosition ?? 0, 'assertion failed');
  await putInQuarantine(db.sql, lastPosition ?? 0, 'again');
  expect(await readQuarantine(db.sql)).toMatchObject([{ position: lastPosition, eventId: 'bad', reason: 'assertion failed' }]);
  await releaseFromQuarantine(db.sql, lastPosition ?? 0);
  expect(await readQuarantine(db.sql)).toEqual([]);
});

test('a mark that came after the recount began stays', async () => {
  await db.sql`insert into marked_day (day, marked_at) values ('2026-11-17', to_timestamp(1000)), ('2026-11-18', to_timestamp(3000))`;
  await clearMarkedDay(db.sql, '2026-11-17', 2_000_000);
  await clearMarkedDay(db.sql, '2026-11-18', 2_000_000);
  expect(await readMarkedDays(db.sql)).toEqual(['2026-11-18']);
});

test('small values', async () => {
  expect(await readMeta(db.sql, 'k')).toBeUndefined();
  await writeMeta(db.sql, 'k', { a: [1, 'x'] });
  await writeMeta(db.sql, 'k', 'text');
  expect(await readMeta(db.sql, 'k')).toBe('text');
  await deleteMeta(db.sql, 'k');
  expect(await readMeta(db.sql, 'k')).toBeUndefined();
});

test.each([
  ['nothing listens', (url: URL) => Object.assign(url, { port: '1' }), /nothing listens/],
  ['the password is wrong', (url: URL) => Object.assign(url, { password: 'wrong' }), /user or password is wrong/],
  ['the database is not there', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), /no such database/],
])('where %s, the message says so without the password', async (_, change, message) => {
  const url = change(new URL(db.url)).href;
  const database = openDatabase(url);
  const result = await reach(database, url);
  await database.close();
  expect(result).toMatchObject({ ok: false, error: { text: expect.stringMatching(message), mayPass: message.source.startsWith('nothing') } });
  if (!result.ok) expect(result.error.text).not.toContain(new URL(db.url).password);
});

test('a database that can be used tells its version', async () => {
  expect(await reach(db.database, db.url)).toMatchObject({ ok: true, value: { version: expect.any(Number) } });
});

test('what went away is told from what we asked wrongly', async () => {
  const failure = (work: Promise<unknown>) => work.then(() => undefined).catch((error: unknown) => error);
  expect(isAway(await failure(db.sql`select nonsense`))).toBe(false);
  expect(isAway(await failure(db.sql`select pg_terminate_backend(pg_backend_pid())`))).toBe(true);
});

test('what the database ended because it took too long is told from one that went away', async () => {
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );
  const late = await failure(db.sql.begin(async (tx) => [await tx`set local statement_timeout = 20`, await tx`select pg_sleep(60)`]));
  const locked = await db.sql.begin(async (tx) => {
    await tx`lock table notice in access exclusive mode`;
    return failure(db.sql.begin(async (other) => [await other`set local lock_timeout = 20`, await other`select 1 from notice`]));
  });
  const ended = await failure(db.sql`select pg_terminate_backend(pg_backend_pid())`);
  expect([late, locked, ended].map((error) => [isAway(error), isOutOfTime(error)])).toEqual([
    [true, true],
    [true, true],
    [true, false],
  ]);
});
