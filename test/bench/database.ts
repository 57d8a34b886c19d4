/** A PostgreSQL for one run of the bench: the embedded one, as it is shipped. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';
import { type Database, openDatabase } from '../../db/open.ts';

export type BenchDatabase = { readonly url: string; readonly db: Database; close(): Promise<void> };

export type BenchServer = { database(): Promise<BenchDatabase>; stop(): Promise<void> };

/** Starts nothing until the first database is asked for. */
export function benchServer(): BenchServer {
  let started: Promise<{ database: (name: string) => Promise<string>; stop: () => Promise<void> }> | undefined;
  let number = 0;
  const start = async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'moked-bench-'));
    const embedded = await startEmbedded({ dataDir, database: 'bench' });
    return {
      database: embedded.database,
      stop: async () => {
        await embedded.stop();
        rmSync(dataDir, { recursive: true, force: true });
      },
    };
  };
  return {
    async database() {
      started ??= start();
      const url = await (await started).database(`bench_${++number}`);
      await migrate(url);
      const db = openDatabase(url, { name: 'moked bench' });
      return { url, db, close: () => db.close() };
    },
    async stop() {
      if (started !== undefined) await (await started).stop();
    },
  };
}
