/** The driver when its connection is cut: the query fails, the process lives, and the next query is answered with its own rows. */
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../db/open.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();
let proxy: net.Server;
let url: string;
/** The connection whose bytes hold this is reset. */
let cutAt: string | null = null;

beforeAll(async () => {
  const target = new URL(db.url);
  proxy = net.createServer((client) => {
    const server = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    client.on('data', (bytes: Buffer) => {
      if (cutAt === null || !bytes.includes(cutAt)) return void server.write(bytes);
      cutAt = null;
      client.resetAndDestroy();
      server.destroy();
    });
    server.on('data', (bytes: Buffer) => client.write(bytes));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = new URL(db.url);
  through.port = String((proxy.address() as net.AddressInfo).port);
  url = through.href;
});
afterAll(() => proxy.close());

/** The first query may still be told of the cut. */
async function answersAgain({ sql }: Database): Promise<void> {
  await sql`select 1 as n`.catch(() => []);
  for (let n = 2; n < 5; n++) expect([...(await sql`select ${n}::int as n`)]).toEqual([{ n }]);
}

async function withOne(work: (database: Database) => Promise<void>): Promise<void> {
  const database = openDatabase(url, { connections: 1 });
  try {
    await work(database);
    // Without a bound: the driver must not wait for an answer of the connection that is gone.
    await database.sql.end();
  } finally {
    await database.close();
  }
}

test('a connection cut while the driver asks for its types', () =>
  withOne(async (database) => {
    cutAt = 'typarray';
    await expect(database.sql`select 1`.execute()).rejects.toThrow();
    await answersAgain(database);
  }));

test('a connection cut within a transaction that goes on', () =>
  withOne(async (database) => {
    const work = database.transaction(async (sql) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => []);
      await sql`select 2`;
    });
    await expect(work).rejects.toThrow();
    await answersAgain(database);
  }));

test('a connection cut in the middle of a result', () =>
  withOne(async (database) => {
    const rows = database.sql`select repeat('x', 3000), case when i > 20 then pg_terminate_backend(pg_backend_pid()) end from generate_series(1, 40) i`;
    await expect(rows.execute()).rejects.toThrow();
    await answersAgain(database);
  }));

test('a connection reset within a transaction', () =>
  withOne(async (database) => {
    await database.sql`select 1`;
    cutAt = 'the second';
    const work = database.transaction(async (sql) => {
      await sql`select 'the first'`;
      await sql`select 'the second'`;
    });
    await expect(work).rejects.toThrow();
    await answersAgain(database);
  }));

test('what a transaction still asks after the cut is not done outside of it', () =>
  withOne(async (database) => {
    await db.sql`create table cut (n int)`;
    let late: Promise<unknown> = Promise.resolve();
    const work = database.transaction(async (sql) => {
      await sql`insert into cut values (1)`;
      await sql`select pg_terminate_backend(pg_backend_pid())`.catch(() => []);
      // The pool has its connection again; it is not the transaction's.
      await database.sql`select 1`;
      late = sql`insert into cut values (2)`.execute();
      await late;
    });
    await expect(work).rejects.toThrow();
    await answersAgain(database);
    await expect(late).rejects.toThrow();
    expect([...(await db.sql`select n from cut`)]).toEqual([]);
  }));

test('every statement of a transaction that is cut is told so, and the pool keeps its connection', () =>
  withOne(async (database) => {
    let inBody: Promise<PromiseSettledResult<unknown>[]> = Promise.resolve([]);
    const work = database.transaction(async (sql) => {
      const asked = [
        sql`select pg_terminate_backend(${'0'}::int), pg_terminate_backend(pg_backend_pid())`,
        sql`select ${1}::int`,
        sql`select ${2}::int`,
      ];
      inBody = Promise.allSettled(asked.map((query) => query.execute()));
      await inBody;
      await sql`select ${'x'.repeat(2000)}::text`;
    });
    await expect(work).rejects.toThrow();
    expect((await inBody).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await answersAgain(database);
  }));

test('a reserved connection that is cut', () =>
  withOne(async (database) => {
    const reserved = await database.sql.reserve();
    await expect(reserved`select pg_terminate_backend(pg_backend_pid())`.execute()).rejects.toThrow();
    await expect(reserved`select 2`.execute()).rejects.toThrow();
  }));

test('a pool whose connection was cut ends without waiting for it', () =>
  withOne(async (database) => {
    await expect(database.sql`select pg_terminate_backend(pg_backend_pid())`.execute()).rejects.toThrow();
  }));
