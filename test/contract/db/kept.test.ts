import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { until } from '../../support/app.ts';
import { useDatabase } from '../../support/postgres.ts';

const db = useDatabase();

function collect(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

test('what was at hand where a query was asked for the first time is let go of with it', async () => {
  const count = async () => {
    const rows = { n: 41_000, text: 'x'.repeat(1000) };
    const [row] = await db.database.transaction(async (sql) => sql<{ n: number }[]>`select ${rows.n}::int + 1 as n`);
    expect(row?.n).toBe(41_001);
    return new WeakRef(rows);
  };
  const held = await count();
  const isGone = async () => {
    collect();
    return held.deref() === undefined;
  };
  await until(isGone, 'the rows of a transaction that is over are gone', 10_000);
});
