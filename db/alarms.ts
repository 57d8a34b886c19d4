/** Alarms and their history. Rows are written whole and by their keys: written twice they change nothing. Instants are milliseconds since 1970. */
import type { AlarmLevel } from '../shared/alarms/row.ts';
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

/** Null: whatever it is. */
export type AlarmsAsked = {
  readonly open: boolean | null;
  /** Alarms that were open at some time within [from, to). */
  readonly from: number | null;
  readonly to: number | null;
  /** Id of the rule. */
  readonly rule: string | null;
  /** What it is of: the part of the floor as its subject has it, or the name of a source. */
  readonly part: unknown;
  /** The worst level that it has had. */
  readonly level: AlarmLevel | null;
  /** Found in the names of the rule, in notes, and in who took it on; capitals or not. */
  readonly text: string | null;
  /** The last one of the page before. */
  readonly after: { readonly raisedAt: number; readonly id: string } | null;
  readonly limit: number;
};

/** One that goes back and forth each second has a history without end. */
const HISTORY_MOST = 100;

/** The worst level that an alarm has had, with limit and value when it first reached it. */
export type Worst = { readonly level: string; readonly limit: number | null; readonly value: number | null };
export type PastAlarm = AlarmRecord & { readonly worst: Worst; readonly history: readonly TransitionRecord[] };

/** Where an alarm of a source has its name, and any other its part of the floor; the index is by it. */
const PART = `coalesce(a.subject -> 'scope', a.subject -> 'name')`;
const WAS_CRITICAL = `(a.level = 'critical' or exists (select from alarm_transition t where t.alarm_id = a.id and t.level = 'critical'))`;

/** Alarms, the newest first, each with its history: the last hundred lines of it, which say by their numbers how many there were. */
export async function readAlarms(sql: Sql, asked: AlarmsAsked): Promise<PastAlarm[]> {
  const found = await sql<(AlarmRecord & { worst: Worst | null })[]>`select ${sql.unsafe(ALARM_READ)}, worst.* from
    (select * from alarm a where ${fits(sql, asked)} order by raised_at desc, id desc limit ${asked.limit}) a
    left join lateral (select jsonb_build_object('level', level, 'limit', limit_value, 'value', value) as worst from alarm_transition t
      where t.alarm_id = a.id and t.level = 'critical' order by number limit 1) worst on true
    order by a.raised_at desc, a.id desc`;
  const history = await sql<TransitionRecord[]>`select line.* from unnest(${found.map(({ id }) => id)}::text[]) as wanted(id)
    cross join lateral (select ${sql.unsafe(TRANSITION_READ)} from alarm_transition where alarm_id = wanted.id order by number desc limit ${HISTORY_MOST}) line
    order by "alarmId", number`;
  const of = new Map<string, TransitionRecord[]>(found.map(({ id }) => [id, []]));
  for (const one of history) of.get(one.alarmId)?.push(one);
  return found.map((alarm) => ({ ...alarm, worst: alarm.worst ?? alarm, history: of.get(alarm.id) ?? [] })).map(withWorst);
}

/** Nothing but what it is said to have. */
function withWorst(alarm: PastAlarm): PastAlarm {
  const { level, limit, value } = alarm.worst;
  return { ...alarm, worst: { level, limit, value } };
}

/** Only what was asked for is a condition: the plan is made for that, and not for whatever might be asked. */
function fits(sql: Sql, { open, from, to, rule, part, level, text, after }: AlarmsAsked) {
  const at = (ms: number) => sql`to_timestamp(${ms}::float8 / 1000)::timestamptz(3)`;
  let all = sql`true`;
  if (open !== null) all = sql`${all} and ${open ? sql`cleared_at is null` : sql`cleared_at is not null`}`;
  if (from !== null) all = sql`${all} and (cleared_at is null or cleared_at >= ${at(from)})`;
  if (to !== null) all = sql`${all} and raised_at < ${at(to)}`;
  if (rule !== null) all = sql`${all} and rule_id = ${rule}`;
  if (part !== null) all = sql`${all} and ${sql.unsafe(PART)} = ${toJsonb(part)}::jsonb`;
  if (level !== null) all = sql`${all} and ${level === 'critical' ? sql.unsafe(WAS_CRITICAL) : sql`not ${sql.unsafe(WAS_CRITICAL)}`}`;
  if (text !== null) all = sql`${all} and ${says(sql, text)}`;
  return after === null ? all : sql`${all} and (raised_at, id) < (${at(after.raisedAt)}, ${after.id}::text)`;
}

function says(sql: Sql, text: string) {
  // What is typed is looked for as it stands.
  const like = `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;
  return sql`(rule_id ilike ${like} or rule -> 'name' ->> 'he' ilike ${like} or rule -> 'name' ->> 'en' ilike ${like}
    or exists (select from alarm_transition t where t.alarm_id = a.id and t.change = 'acknowledged' and (t.by_whom ilike ${like} or t.note ilike ${like})))`;
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
