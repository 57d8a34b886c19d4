/** The stays behind a number, in the order of their entry, page by page. */
import type { ServiceLevelFormula } from '../shared/events/system.ts';
import type { Sql } from './open.ts';

export type ContactsQuery = {
  readonly from: number;
  readonly to: number;
  readonly queueId?: string | undefined;
  /** Any of these; so `agentIds` and `channels`. */
  readonly queueIds?: readonly string[] | undefined;
  readonly agentIds?: readonly string[] | undefined;
  readonly channels?: readonly string[] | undefined;
  /** Each contact once, as the floor counts it, not each of its stays. */
  readonly ofFloor?: boolean | undefined;
  readonly agentId?: string | undefined;
  readonly outcome?: string | undefined;
  /** A condition of a metric: which of the stays it counts. */
  readonly metric?: ContactMetric | undefined;
  /** For the metric `service_level`: the formula in force. */
  readonly formula: ServiceLevelFormula;
  readonly after?: { readonly offeredAt: number; readonly source: string; readonly contactId: string; readonly segmentId: string } | undefined;
  readonly limit: number;
};

const UNDECIDED = "outcome = 'open' and now() - offered_at <= greatest(target_ms, short_ms - 1) * interval '1 millisecond'";
/** What stands below every ratio of the offered. */
const DECIDED = `outcome <> 'lost' and not (${UNDECIDED})`;
const ANSWERED = "outcome = 'answered'";
const ABANDONED = "outcome = 'abandoned'";

/** Which stays a service level counts, by the number of its formula (METRICS.md): those of its denominator. */
const OF_FORMULA = {
  '1': ANSWERED,
  '2': `${DECIDED} and not (${ABANDONED} and in_target)`,
  '3': DECIDED,
  '4': DECIDED,
  '5': `${DECIDED} and not short`,
  '6': `${DECIDED} and not (${ABANDONED})`,
  '7': `(${ANSWERED} or (${ABANDONED} and not in_target))`,
  '8': `(${ANSWERED} or ${ABANDONED})`,
} as const satisfies Record<ServiceLevelFormula, string>;

/** Every metric of stays with its condition: the contacts that it is made of. Of `service_level` the formula decides. */
export const CONTACT_METRICS = {
  offered: 'true',
  answered: ANSWERED,
  answered_in_target: `${ANSWERED} and in_target`,
  abandoned: ABANDONED,
  short_abandoned: 'short',
  left_otherwise: "outcome = 'left_otherwise'",
  lost: "outcome = 'lost'",
  open: "outcome = 'open'",
  undecided: UNDECIDED,
  handled: 'handled',
  first_responses: 'first_responses > 0',
  first_response_ms: 'first_responses > 0',
  asa_ms: ANSWERED,
  wait_ms: `(${ANSWERED} or ${ABANDONED})`,
  wait_p50_ms: ANSWERED,
  wait_p90_ms: ANSWERED,
  abandoned_wait_ms: ABANDONED,
  service_level: null,
  service_level_1: OF_FORMULA['1'],
  service_level_2: OF_FORMULA['2'],
  service_level_3: OF_FORMULA['3'],
  service_level_4: OF_FORMULA['4'],
  service_level_5: OF_FORMULA['5'],
  service_level_6: OF_FORMULA['6'],
  service_level_7: OF_FORMULA['7'],
  service_level_8: OF_FORMULA['8'],
  abandon_rate: `${DECIDED} and not short`,
  abandon_rate_all: 'true',
  answered_rate: DECIDED,
  aht_ms: 'handled',
  att_ms: 'handled',
  hold_ms: 'handled',
  acw_ms: 'handled and acw_ms is not null',
  longest_wait_ms: "outcome not in ('open', 'lost')",
  ring_no_answer: 'ring_no_answer > 0',
  transferred_warm: 'transferred_warm > 0',
  transferred_blind: 'transferred_blind > 0',
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

/** The contacts of the floor with the columns of a stay: its queue is the first one, its agent who answered first. */
const CONTACTS = (sql: Sql) => sql`(select contact.*, '' as segment_id, first_queue_id as queue_id, null::text as ended_by,
    (select stay.agent_id from queue_stay stay where stay.source = contact.source and stay.contact_id = contact.contact_id and stay.agent_id is not null
      order by stay.offered_at, stay.segment_id limit 1) as agent_id
  from contact) as contact`;

export async function readContacts(sql: Sql, query: ContactsQuery): Promise<StoredStay[]> {
  const at = (value: number) => sql`to_timestamp(${value}::float8 / 1000)::timestamptz(3)`;
  const ms = (column: string, name: string) => sql`round(date_part('epoch', ${sql(column)}) * 1000) as ${sql(name)}`;
  const { after, queueId, agentId, outcome, metric } = query;
  return sql<StoredStay[]>`select source, contact_id as "contactId", segment_id as "segmentId", queue_id as "queueId", agent_id as "agentId", channel,
      ${ms('offered_at', 'offeredAt')}, ${ms('exit_at', 'exitAt')}, ${ms('answered_at', 'answeredAt')}, ${ms('ended_at', 'endedAt')},
      wait_ms::float8 as "waitMs", talk_ms::float8 as "talkMs", hold_ms::float8 as "holdMs", acw_ms::float8 as "acwMs", outcome, exit_reason as "exitReason",
      ended_by as "endedBy", in_target as "inTarget", short, estimated
    from ${query.ofFloor === true ? CONTACTS(sql) : sql`queue_stay`} where offered_at >= ${at(query.from)} and offered_at < ${at(query.to)}
      and ${queueId === undefined ? sql`true` : sql`queue_id = ${queueId}`}
      and ${query.queueIds === undefined ? sql`true` : sql`queue_id = any(${query.queueIds as string[]})`}
      and ${query.agentIds === undefined ? sql`true` : sql`agent_id = any(${query.agentIds as string[]})`}
      and ${query.channels === undefined ? sql`true` : sql`channel = any(${query.channels as string[]})`}
      and ${agentId === undefined ? sql`true` : sql`agent_id = ${agentId}`}
      and ${outcome === undefined ? sql`true` : sql`outcome = ${outcome}`}
      and ${metric === undefined ? sql`true` : sql.unsafe(CONTACT_METRICS[metric] ?? OF_FORMULA[query.formula])}
      and ${after === undefined ? sql`true` : sql`(offered_at, source, contact_id, segment_id) > (${at(after.offeredAt)}, ${after.source}, ${after.contactId}, ${after.segmentId})`}
    order by offered_at, source, contact_id, segment_id limit ${query.limit}`;
}
