/** Facts that stopped the fold twice: named to the operator, and left out by the next start. */
import type { Sql } from './open.ts';

export type Quarantined = {
  readonly position: number;
  readonly source: string;
  readonly eventId: string;
  readonly reason: string;
  readonly at: number;
};

export async function putInQuarantine(sql: Sql, position: number, reason: string): Promise<void> {
  await sql`insert into quarantine (position, source, event_id, reason)
    select position, source, event_id, ${reason} from event_log where position = ${position}
    on conflict (position) do nothing`;
}

export async function readQuarantine(sql: Sql): Promise<Quarantined[]> {
  const rows = await sql<{ position: string; source: string; event_id: string; reason: string; at: number }[]>`
    select position, source, event_id, reason, round(date_part('epoch', quarantined_at) * 1000) as at from quarantine order by position`;
  return rows.map(({ event_id: eventId, position, ...row }) => ({ ...row, eventId, position: Number(position) }));
}

export async function releaseFromQuarantine(sql: Sql, position: number): Promise<void> {
  await sql`delete from quarantine where position = ${position}`;
}
