/** Alarms and their history. Rows are written whole and by their keys: written twice they change nothing. Instants are milliseconds since 1970. */
import { toJsonb } from './json.ts';
import type { Database, Sql } from './open.ts';

export type AlarmRecord = {
  readonly id: string;
  readonly ruleId: string;
  /** What the database holds of these two: the caller parses them. */
  readonly rule: unknown;
  readonly subject: unknown;
  readonly level: string;
  readonly limit: number | null;
  readonly value: number | null;
  readonly raisedAt: number;
  readonly levelAt: number;
  readonly noDataSince: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedNote: string | null;
  readonly acknowledgedLevel: string | null;
  readonly clearedAt: number | null;
  readonly clearedWhy: string | null;
};

export type TransitionRecord = {
  readonly alarmId: string;
  /** Place in the history of the alarm, from 1. */
  readonly number: number;
  readonly at: number;
  readonly change: string;
  readonly level: string;
  readonly limit: number | null;
  readonly value: number | null;
  readonly why: string | null;
  readonly by: string | null;
  readonly note: string | null;
};

const instant = (name: string) => `to_timestamp(${name}::float8 / 1000)`;
const ms = (name: string) => `round(date_part('epoch', ${name}) * 1000)`;

const ALARM: readonly (readonly [column: string, field: keyof AlarmRecord, kind: 'text' | 'float8' | 'jsonb' | 'instant'])[] = [
  ['id', 'id', 'text'],
  ['rule_id', 'ruleId', 'text'],
  ['rule', 'rule', 'jsonb'],
  ['subject', 'subject', 'jsonb'],
  ['level', 'level', 'text'],
  ['limit_value', 'limit', 'float8'],
  ['value', 'value', 'float8'],
  ['raised_at', 'raisedAt', 'instant'],
  ['level_at', 'levelAt', 'instant'],
  ['no_data_since', 'noDataSince', 'instant'],
  ['acknowledged_at', 'acknowledgedAt', 'instant'],
  ['acknowledged_by', 'acknowledgedBy', 'text'],
  ['acknowledged_note', 'acknowledgedNote', 'text'],
  ['acknowledged_level', 'acknowledgedLevel', 'text'],
  ['cleared_at', 'clearedAt', 'instant'],
  ['cleared_why', 'clearedWhy', 'text'],
];

const ALARM_COLUMNS = ALARM.map(([column]) => column).join(', ');
const ALARM_GIVEN = ALARM.map(([, field, kind]) => `"${field}" ${kind === 'instant' ? 'float8' : kind}`).join(', ');
const ALARM_VALUES = ALARM.map(([, field, kind]) => (kind === 'instant' ? instant(`"${field}"`) : `"${field}"`)).join(', ');
const ALARM_SETS = ALARM.slice(1)
  .map(([column]) => `${column} = excluded.${column}`)
  .join(', ');
const ALARM_READ = ALARM.map(([column, field, kind]) => `${kind === 'instant' ? ms(`a.${column}`) : `a.${column}`} as "${field}"`).join(', ');

const TRANSITION_READ = `alarm_id as "alarmId", number, ${ms('at')} as at, change, level, limit_value as "limit", value, why, by_whom as "by", note`;

/** Writes alarms as they stand and what happened to them, in one transaction. Of an alarm that is given twice the last one holds. */
export function writeAlarms(db: Database, alarms: readonly AlarmRecord[], transitions: readonly TransitionRecord[]): Promise<void> {
  const latest = [...new Map(alarms.map((alarm) => [alarm.id, alarm])).values()];
  return db.transaction(async (sql) => {
    await sql`insert into alarm (${sql.unsafe(ALARM_COLUMNS)}) select ${sql.unsafe(ALARM_VALUES)}
      from jsonb_to_recordset(${toJsonb(latest)}::jsonb) as given(${sql.unsafe(ALARM_GIVEN)})
      on conflict (id) do update set ${sql.unsafe(ALARM_SETS)}`;
    await sql`insert into alarm_transition (alarm_id, number, at, change, level, limit_value, value, why, by_whom, note)
      select "alarmId", number, to_timestamp(at / 1000), change, level, "limit", value, why, "by", note
      from jsonb_to_recordset(${toJsonb(transitions)}::jsonb) as given("alarmId" text, number int, at float8, change text, level text,
        "limit" float8, value float8, why text, "by" text, note text)
      on conflict do nothing`;
  });
}

/** The alarms that are open, with the number of the last thing that happened to each. */
export async function readOpenAlarms(sql: Sql): Promise<(AlarmRecord & { readonly told: number })[]> {
  return await sql<(AlarmRecord & { told: number })[]>`select ${sql.unsafe(ALARM_READ)},
      (select coalesce(max(number), 0) from alarm_transition t where t.alarm_id = a.id) as told
    from alarm a where cleared_at is null order by raised_at, id`;
}

/** One alarm; null where there is none with this id. */
export async function findAlarm(sql: Sql, id: string): Promise<AlarmRecord | null> {
  const [row] = await sql<AlarmRecord[]>`select ${sql.unsafe(ALARM_READ)} from alarm a where id = ${id}`;
  return row ?? null;
}

export type AlarmsAsked = {
  /** Null: both. */
  readonly open: boolean | null;
  /** Alarms that were open at some time within [from, to). */
  readonly from: number | null;
  readonly to: number | null;
  /** The last one of the page before. */
  readonly after: { readonly raisedAt: number; readonly id: string } | null;
  readonly limit: number;
};

/** One that goes back and forth each second has a history without end. */
const HISTORY_MOST = 100;

/** Alarms, the newest first, each with its history: the last hundred lines of it, which say by their numbers how many there were. */
export async function readAlarms(
  sql: Sql,
  { open, from, to, after, limit }: AlarmsAsked,
): Promise<(AlarmRecord & { readonly history: readonly TransitionRecord[] })[]> {
  const alarms = await sql<AlarmRecord[]>`select ${sql.unsafe(ALARM_READ)} from alarm a
    where (${open}::boolean is null or (cleared_at is null) = ${open}::boolean)
      and (${from}::float8 is null or cleared_at is null or cleared_at >= to_timestamp(${from}::float8 / 1000))
      and (${to}::float8 is null or raised_at < to_timestamp(${to}::float8 / 1000))
      and (${after?.id ?? null}::text is null
        or (raised_at, id) < (to_timestamp(${after?.raisedAt ?? null}::float8 / 1000)::timestamptz(3), ${after?.id ?? null}::text))
    order by raised_at desc, id desc limit ${limit}`;
  const history = await sql<TransitionRecord[]>`select line.* from unnest(${alarms.map(({ id }) => id)}::text[]) as wanted(id)
    cross join lateral (select ${sql.unsafe(TRANSITION_READ)} from alarm_transition where alarm_id = wanted.id order by number desc limit ${HISTORY_MOST}) line
    order by "alarmId", number`;
  const of = new Map<string, TransitionRecord[]>(alarms.map(({ id }) => [id, []]));
  for (const one of history) of.get(one.alarmId)?.push(one);
  return alarms.map((alarm) => ({ ...alarm, history: of.get(alarm.id) ?? [] }));
}

export type Untold = TransitionRecord & { readonly ruleId: string; readonly rule: unknown; readonly subject: unknown };

/** What happened and was told to nobody yet, the oldest first. */
export async function readUntold(sql: Sql, limit: number): Promise<Untold[]> {
  return await sql<Untold[]>`select t.*, a.rule_id as "ruleId", a.rule, a.subject
    from (select ${sql.unsafe(TRANSITION_READ)} from alarm_transition where told_at is null order by alarm_transition.at, alarm_id, number limit ${limit}) t
    join alarm a on a.id = t."alarmId" order by t.at, t."alarmId", t.number`;
}

/** These have been told. @param at milliseconds since 1970 */
export async function markTold(sql: Sql, told: readonly Pick<TransitionRecord, 'alarmId' | 'number'>[], at: number): Promise<void> {
  const keys = told.map(({ alarmId, number }) => ({ alarmId, number }));
  await sql`update alarm_transition t set told_at = to_timestamp(${at}::float8 / 1000)
    from jsonb_to_recordset(${toJsonb(keys)}::jsonb) as k("alarmId" text, number int) where t.alarm_id = k."alarmId" and t.number = k.number`;
}
