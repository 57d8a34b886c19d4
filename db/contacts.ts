/** The stays behind a number, in the order of their entry, page by page. */
import type { Sql } from './open.ts';

export type ContactsQuery = {
  readonly from: number;
  readonly to: number;
  readonly queueId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly outcome?: string | undefined;
  /** A condition of a metric: which of the stays it counts. */
  readonly metric?: ContactMetric | undefined;
  readonly after?: { readonly offeredAt: number; readonly source: string; readonly contactId: string; readonly segmentId: string } | undefined;
  readonly limit: number;
};

/** Metrics that count stays, each with its condition. */
export const CONTACT_METRICS = {
  offered: 'true',
  answered: "outcome = 'answered'",
  answered_in_target: "outcome = 'answered' and in_target",
  abandoned: "outcome = 'abandoned'",
  short_abandoned: 'short',
  left_otherwise: "outcome = 'left_otherwise'",
  lost: "outcome = 'lost'",
  open: "outcome = 'open'",
  handled: 'handled',
  asa_ms: "outcome = 'answered'",
  abandoned_wait_ms: "outcome = 'abandoned'",
  service_level: "not short and outcome <> 'lost'",
  abandon_rate: "not short and outcome <> 'lost'",
  aht_ms: 'handled',
  att_ms: 'handled',
  hold_ms: 'handled',
  acw_ms: 'handled and acw_ms is not null',
  longest_wait_ms: "outcome not in ('open', 'lost')",
  ring_no_answer: 'ring_no_answer > 0',
  over_statutory: 'over_statutory',
} as const;
export type ContactMetric = keyof typeof CONTACT_METRICS;

export type StoredStay = {
  source: string;
  contactId: string;
  segmentId: string;
  queueId: string;
  agentId: string | null;
  channel: string;
  offeredAt: number;
  exitAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  waitMs: number | null;
  talkMs: number;
  holdMs: number;
  acwMs: number | null;
  outcome: string;
  exitReason: string | null;
  endedBy: string | null;
  inTarget: boolean;
  short: boolean;
  estimated: boolean;
};

export async function readContacts(sql: Sql, query: ContactsQuery): Promise<StoredStay[]> {
  const at = (value: number) => sql`to_timestamp(${value}::float8 / 1000)::timestamptz(3)`;
  const ms = (column: string, name: string) => sql`round(date_part('epoch', ${sql(column)}) * 1000) as ${sql(name)}`;
  const { after, queueId, agentId, outcome, metric } = query;
  return sql<StoredStay[]>`select source, contact_id as "contactId", segment_id as "segmentId", queue_id as "queueId", agent_id as "agentId", channel,
      ${ms('offered_at', 'offeredAt')}, ${ms('exit_at', 'exitAt')}, ${ms('answered_at', 'answeredAt')}, ${ms('ended_at', 'endedAt')},
      wait_ms::float8 as "waitMs", talk_ms::float8 as "talkMs", hold_ms::float8 as "holdMs", acw_ms::float8 as "acwMs", outcome, exit_reason as "exitReason",
      ended_by as "endedBy", in_target as "inTarget", short, estimated
    from queue_stay where offered_at >= ${at(query.from)} and offered_at < ${at(query.to)}
      and ${queueId === undefined ? sql`true` : sql`queue_id = ${queueId}`}
      and ${agentId === undefined ? sql`true` : sql`agent_id = ${agentId}`}
      and ${outcome === undefined ? sql`true` : sql`outcome = ${outcome}`}
      and ${metric === undefined ? sql`true` : sql.unsafe(CONTACT_METRICS[metric])}
      and ${after === undefined ? sql`true` : sql`(offered_at, source, contact_id, segment_id) > (${at(after.offeredAt)}, ${after.source}, ${after.contactId}, ${after.segmentId})`}
    order by offered_at, source, contact_id, segment_id limit ${query.limit}`;
}
