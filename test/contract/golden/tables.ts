import type { Floor } from './played.ts';

/** Everything that people may query, the log aside. */
const TABLES = ['contact', 'queue_stay', 'agent_span', 'agent_pause', 'queue_interval', 'floor_interval', 'agent_interval', 'gap'] as const;
type Table = (typeof TABLES)[number];
export type Tables = Record<Table, string[]>;

/** All rows as sorted text, without how often they were counted. Intervals that still run are left out: agents' time in them is written now and then. */
export async function tablesOf({ sql, clock }: Pick<Floor, 'sql'> & { readonly clock: Pick<Floor['clock'], 'now'> }): Promise<Tables> {
  const tables = await Promise.all(
    TABLES.map(async (table) => {
      const rows = await sql<{ row: string }[]>`select (to_jsonb(t) - 'revision')::text as row from ${sql(table)} t
        where ${table.endsWith('_interval') ? sql`start_at + interval '15 minutes' <= ${new Date(clock.now()).toISOString()}` : sql`true`} order by 1`;
      return [table, rows.map(({ row }) => row)] as const;
    }),
  );
  return Object.fromEntries(tables) as Tables;
}
