/** Time of agents in each state, by quarters of an hour, as the fold keeps it. */
import { getTableColumns } from 'drizzle-orm';
import { TIME_FIELDS } from '../shared/metrics/components.ts';
import { readColumns } from './columns.ts';
import type { Sql } from './open.ts';
import { instantOf } from './reviews.ts';
import { agentInterval } from './schema.ts';

const FIELDS = ['signedInMs', ...Object.values(TIME_FIELDS)] as const;
type Field = (typeof FIELDS)[number];

/** Milliseconds of all agents together. */
export type AgentTimes = Readonly<Record<Field, number>>;

const columns = getTableColumns(agentInterval);
const SUMS = FIELDS.map((field) => `sum(i.${columns[field].name}) as "${field}"`).join(', ');

/**
 * The quarters from `from` on, before `to`, by their starts; one in which nobody was signed in is not among them.
 * @param agents ids; null is everybody.
 */
export async function readAgentQuarters(
  sql: Sql,
  { from, to, agents }: { from: number; to: number; agents: readonly string[] | null },
): Promise<Map<number, AgentTimes>> {
  const ofAgents = agents === null ? sql`true` : sql`i.agent_id = any(${[...agents]}::text[])`;
  const rows = await readColumns<AgentTimes & { readonly startsAt: number }>(
    sql,
    ['startsAt', ...FIELDS],
    sql`select round(date_part('epoch', i.start_at) * 1000) as "startsAt", ${sql.unsafe(SUMS)} from agent_interval i
      where i.start_at >= ${instantOf(sql, from)} and i.start_at < ${instantOf(sql, to)} and i.signed_in_ms > 0 and ${ofAgents}
      group by i.start_at order by i.start_at`,
  );
  return new Map(
    rows.startsAt.map((startsAt, index) => [
      startsAt,
      Object.fromEntries(FIELDS.map((field) => [field, rows[field][index]])) as unknown as AgentTimes,
    ]),
  );
}
