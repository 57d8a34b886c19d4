/** `/api/v1/alarms`: the alarms that are open and those that were, each with its history; and taking one on. */
import type { Hono } from 'hono';
import { type AlarmsAsked, type PastAlarm, readAlarms } from '../../db/alarms.ts';
import { ALARM_LEVELS } from '../../shared/alarms/row.ts';
import { ruleIdSchema } from '../../shared/alarms/rules.ts';
import { NAME_MAX, nameSchema } from '../../shared/boards/parts.ts';
import { storable } from '../../shared/events/contact.ts';
import type { AlarmRefusal } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import { cursorOf, readCursor } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { instantParam, readJson, readQuery, textParam } from './query.ts';
import { scopeOf } from './scope-param.ts';
import { actorOf } from './settings-write.ts';

const PAGE = 100;
const NOTE_MAX = 500;
const TEXT_MAX = 100;

const acknowledgeSchema = v.strictObject({
  by: v.optional(nameSchema),
  note: v.optional(v.pipe(v.string(), v.maxLength(NOTE_MAX, `has at most ${NOTE_MAX} characters`), storable), ''),
});

const ASKED = {
  open: v.optional(v.picklist(['yes', 'no'], 'must be yes or no')),
  from: v.optional(instantParam),
  to: v.optional(instantParam),
  rule: v.optional(ruleIdSchema),
  scope: v.optional(textParam),
  source: v.optional(nameSchema),
  level: v.optional(v.picklist(ALARM_LEVELS, `must be ${ALARM_LEVELS.join(' or ')}: the worst that it was`)),
  text: v.optional(v.pipe(textParam, v.maxLength(TEXT_MAX, `has at most ${TEXT_MAX} characters`))),
  cursor: v.optional(v.string()),
};
type Given = { [K in keyof typeof ASKED]?: v.InferOutput<(typeof ASKED)[K]> | undefined };

/** What is asked of the database, or what is wrong with it. */
function askedOf({ open, from, to, rule, scope, source, level, text = '', cursor }: Given): Result<Omit<AlarmsAsked, 'limit'>, string> {
  const no = (error: string) => ({ ok: false, error }) as const;
  if (from !== undefined && to !== undefined && to <= from) return no('to must be later than from');
  if (scope !== undefined && source !== undefined) return no('scope and source: an alarm is of a part of the floor or of a source; give one of them');
  const part: Result<unknown, string> = scope === undefined ? { ok: true, value: source ?? null } : scopeOf(scope);
  if (!part.ok) return part;
  const place = readCursor(cursor);
  if (place === undefined) return no('cursor: not one that an earlier page gave');
  const after = place === null ? null : { raisedAt: place.at, id: place.id };
  const of = { open: open === undefined ? null : open === 'yes', from: from ?? null, to: to ?? null };
  const which = { rule: rule ?? null, part: part.value, level: level ?? null, text: text.trim() === '' ? null : text.trim() };
  return { ok: true, value: { ...of, ...which, after } };
}

/** Adds the paths to the app. */
export function alarmsRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/alarms', async (c) => {
    const query = readQuery(c, ASKED);
    if (!query.ok) return problem(c, 400, query.error);
    const asked = askedOf(query.value);
    if (!asked.ok) return problem(c, 400, asked.error);
    const found = await deps.patiently(() => readAlarms(deps.db.sql, { ...asked.value, limit: PAGE + 1 }));
    const last = found.length > PAGE ? found[PAGE - 1] : undefined;
    const next = last === undefined ? null : cursorOf(last.raisedAt, last.id);
    return c.json({ alarms: found.slice(0, PAGE).map(shown), cursor: next });
  });

  app.post('/api/v1/alarms/:id/acknowledge', async (c) => {
    const json = await readJson(c);
    const body = json.ok ? parse(acknowledgeSchema, json.value) : json;
    if (!body.ok) return problem(c, 400, body.error, { members: json.ok ? wrongOf(json.value) : {} });
    const id = c.req.param('id');
    // To the database a NUL is an error, and no id has one.
    if (id.includes('\0')) return refused(c, 404, 'there is no alarm with a NUL in its id', 'alarm-unknown');
    const done = await deps.alarms.acknowledge(id, body.value.by ?? actorOf(c), body.value.note);
    return done.ok ? c.json(done.value) : refused(c, done.error.status, done.error.reason, done.error.code, done.error.with);
  });
}

/** Which of the two fields that people type is wrong, as pages say it. */
function wrongOf(body: unknown): object {
  const { by, note } = (body ?? {}) as { by?: unknown; note?: unknown };
  if (typeof note === 'string' && note.length > NOTE_MAX) return { code: 'note-long' satisfies AlarmRefusal, with: { max: NOTE_MAX } };
  if (by !== undefined && !parse(nameSchema, by).ok) return { code: 'name-wrong' satisfies AlarmRefusal, with: { max: NAME_MAX } };
  return {};
}

const iso = (at: number | null) => (at === null ? null : toIso(at));

function shown(alarm: PastAlarm) {
  const { ruleId, rule, acknowledgedAt, acknowledgedBy, acknowledgedNote, acknowledgedLevel, history, ...rest } = alarm;
  return {
    ...rest,
    rule: ruleId,
    /** As it was when the alarm was last judged by it. */
    judgedBy: rule,
    raisedAt: iso(alarm.raisedAt),
    levelAt: iso(alarm.levelAt),
    noDataSince: iso(alarm.noDataSince),
    clearedAt: iso(alarm.clearedAt),
    acknowledged:
      acknowledgedAt === null ? null : { at: toIso(acknowledgedAt), by: acknowledgedBy, note: acknowledgedNote, level: acknowledgedLevel },
    history: history.map(({ alarmId: _, at, ...line }) => ({ ...line, at: toIso(at) })),
  };
}
