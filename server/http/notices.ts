/** `/api/v1/notices`: what supervisors tell the floor, from an instant until another. What was on a wall stays as it was: every change is kept beside it. */
import type { Context, Hono } from 'hono';
import {
  addNotice,
  changeNotice,
  findNotice,
  type NoticeState,
  readNotices,
  readNoticeVersions,
  type StoredNotice,
  type StoredNoticeVersion,
} from '../../db/notices.ts';
import { NAME_MAX, nameSchema, wordsSchema } from '../../shared/boards/parts.ts';
import {
  changeNoticeSchema,
  NOTICE_AHEAD_MS,
  NOTICE_TEXT_MAX,
  NOTICES_MAX,
  type NoticeRecord,
  type NoticeVersion,
  noticeTextSchema,
  writeNoticeSchema,
} from '../../shared/notice-record.ts';
import { holdsAt } from '../../shared/notices.ts';
import type { AlarmRefusal } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import { parse, v } from '../../shared/schema.ts';
import { DAY_MS, SECOND_MS, toIso } from '../../shared/time.ts';
import { cursorOf, readCursor } from './cursor.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { instantParam, readJson, readQuery } from './query.ts';
import { actorOf } from './settings-write.ts';

const PAGE = 100;
/** A script that changes one in a loop is stopped here. */
const VERSIONS_MAX = 200;
/** An instant that has just passed is meant as now: clocks differ. */
const LATE_MS = 60 * SECOND_MS;
const AHEAD_DAYS = NOTICE_AHEAD_MS / DAY_MS;

/** Adds the paths to the app. */
export function noticesRoutes(app: Hono, deps: HttpDeps): void {
  const { db, clock } = deps;

  app.get('/api/v1/notices', async (c) => {
    const query = readQuery(c, { from: v.optional(instantParam), to: v.optional(instantParam), cursor: v.optional(v.string()) });
    if (!query.ok) return problem(c, 400, query.error);
    const { from = clock.now(), to = null, cursor } = query.value;
    if (to !== null && to <= from) return refused(c, 400, 'to must be later than from', 'span-order');
    const place = readCursor(cursor);
    if (place === undefined) return problem(c, 400, 'cursor: not one that an earlier page gave');
    const after = place === null ? null : { startsAt: place.at, id: place.id };
    const { notices, total } = await readNotices(db.sql, { from, to, after, most: PAGE + 1 });
    const last = notices.length > PAGE ? notices[PAGE - 1] : undefined;
    const next = last === undefined ? null : cursorOf(last.startsAt, last.id);
    return c.json({ notices: await records(deps, notices.slice(0, PAGE)), total, cursor: next });
  });

  app.post('/api/v1/notices', async (c) => {
    const body = await bodyOf(c, writeNoticeSchema);
    if (!body.ok) return wrong(c, body.error);
    const now = clock.now();
    const { text, urgent, startsAt, endsAt, by } = body.value;
    const span = spanOf({ startsAt, endsAt }, now);
    if (!span.ok) return told(c, span.error);
    const id = `n-${deps.newId().replaceAll('-', '').slice(0, 12)}`;
    const state = { words: text, urgent, ...span.value, savedAt: now, savedBy: by ?? actorOf(c) };
    const done = await written(deps, () => addNotice(db, id, state, NOTICES_MAX));
    if (done === 'full')
      return refused(c, 409, `there are ${NOTICES_MAX} notices that hold or are to come: take one down first`, 'notices-full', { max: NOTICES_MAX });
    if (done === 'taken') return refused(c, 409, 'the id is taken; try again', 'id-taken');
    return answer(c, deps, id, 201);
  });

  app.put('/api/v1/notices/:id', async (c) => {
    const body = await bodyOf(c, changeNoticeSchema);
    if (!body.ok) return wrong(c, body.error);
    const notice = await find(c, deps);
    if (notice === null) return missing(c);
    const seen = seenOf(c);
    if (!seen.ok) return refused(c, 400, seen.error, 'version-unsaid');
    if (seen.value !== null && seen.value !== notice.version) return outrun(c, notice);
    const changed = changeOf(notice, body.value, clock.now());
    if (!changed.ok) return told(c, changed.error);
    const state = { ...changed.value, savedBy: body.value.by ?? actorOf(c) };
    const version = await written(deps, () => changeNotice(db, notice.id, notice.version, state));
    if (version === null) return outrun(c, (await findNotice(db.sql, notice.id)) ?? notice);
    return answer(c, deps, notice.id);
  });
}

/** A write that fails may have been done all the same, and what was done may not be known. */
async function written<T>(deps: HttpDeps, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    deps.notices.doubt();
    throw error;
  }
}

type Span = Pick<NoticeState, 'startsAt' | 'endsAt'>;

/** From when until when a new notice holds: never in the past, for that would say of a shift what it did not see. */
function spanOf({ startsAt, endsAt }: { startsAt: number | 'now'; endsAt: number | null }, now: number): Result<Span, Refused> {
  const from = startsAt === 'now' || (startsAt < now && startsAt >= now - LATE_MS) ? now : startsAt;
  if (from < now) return no(400, 'startsAt has passed: a notice begins now, or later', 'notice-past');
  return checked({ startsAt: from, endsAt }, now);
}

function checked(span: Span, now: number): Result<Span, Refused> {
  if (span.endsAt !== null && span.endsAt <= Math.max(span.startsAt, now))
    return no(400, 'endsAt must be later than startsAt, and than now', 'notice-ends');
  if (Math.max(span.startsAt, span.endsAt ?? 0) > now + NOTICE_AHEAD_MS)
    return no(400, `a notice begins and ends within ${AHEAD_DAYS} days`, 'notice-far', { days: AHEAD_DAYS });
  return { ok: true, value: span };
}

type Refused = {
  readonly status: 400 | 409;
  readonly reason: string;
  readonly code: AlarmRefusal;
  readonly with: Readonly<Record<string, string | number>>;
};
const no = (status: Refused['status'], reason: string, code: AlarmRefusal, named: Refused['with'] = {}) =>
  ({ ok: false, error: { status, reason, code, with: named } }) as const;
const told = (c: Context, { status, reason, code, with: named }: Refused) => refused(c, status, reason, code, named);

function changeOf(
  notice: StoredNotice,
  { text, urgent, startsAt, endsAt }: v.InferOutput<typeof changeNoticeSchema>,
  now: number,
): Result<Omit<NoticeState, 'savedBy'>, Refused> {
  const before = stateAt(notice, now);
  if (before === 'over' || before === 'withdrawn')
    return no(409, 'it is over: what the floor was told stays as it was; write another one', 'notice-over');
  if (notice.version >= VERSIONS_MAX)
    return no(409, `it was changed ${VERSIONS_MAX - 1} times: take it down and write another one`, 'notice-changes', { max: VERSIONS_MAX - 1 });
  const said = { words: text ?? notice.words, urgent: urgent ?? notice.urgent, savedAt: now };
  // One that never began was never there.
  if (endsAt === 'now') return { ok: true, value: { ...said, startsAt: notice.startsAt, endsAt: before === 'coming' ? notice.startsAt : now } };
  const until = endsAt === undefined ? notice.endsAt : endsAt;
  if (before === 'coming') {
    const span = spanOf({ startsAt: startsAt ?? notice.startsAt, endsAt: until }, now);
    return span.ok ? { ok: true, value: { ...said, ...span.value } } : span;
  }
  if (startsAt !== undefined && startsAt !== notice.startsAt) return no(409, 'it has begun: when it did stays as it was', 'notice-begun');
  const span = checked({ startsAt: notice.startsAt, endsAt: until }, now);
  return span.ok ? { ok: true, value: { ...said, ...span.value } } : span;
}

function stateAt(notice: StoredNotice, now: number): NoticeRecord['state'] {
  if (notice.endsAt !== null && notice.endsAt <= notice.startsAt) return 'withdrawn';
  if (holdsAt(notice, now)) return 'holds';
  return notice.startsAt > now ? 'coming' : 'over';
}

/** The version that the caller has seen; null where he does not say. */
function seenOf(c: Context): Result<number | null, string> {
  const given = c.req.header('if-match')?.trim();
  if (given === undefined) return { ok: true, value: null };
  const version = /^"(\d{1,9})"$/.exec(given)?.[1];
  return version === undefined
    ? { ok: false, error: 'If-Match must name the version that was seen, such as "3"' }
    : { ok: true, value: Number(version) };
}

function outrun(c: Context, { version, savedAt, savedBy }: StoredNotice): Response {
  const members = { version, savedAt: toIso(savedAt), savedBy, code: 'changed-meanwhile' satisfies AlarmRefusal, with: { by: savedBy } };
  return problem(c, 412, `it was changed meanwhile: the version is now ${version}, saved by ${savedBy}`, { members });
}

async function find(c: Context, { db }: HttpDeps): Promise<StoredNotice | null> {
  const id = c.req.param('id') ?? '';
  // To the database a NUL is an error.
  return id.includes('\0') ? null : findNotice(db.sql, id);
}

const missing = (c: Context) => refused(c, 404, `there is no notice "${(c.req.param('id') ?? '').slice(0, 100)}"`, 'notice-unknown');

async function answer(c: Context, deps: HttpDeps, id: string, status: 200 | 201 = 200): Promise<Response> {
  const notice = await written(deps, () => findNotice(deps.db.sql, id));
  if (notice === null) return missing(c);
  deps.notices.saved(notice);
  const [record] = await records(deps, [notice]);
  c.header('ETag', `"${notice.version}"`);
  if (status === 201) c.header('Location', `/api/v1/notices/${id}`);
  return c.json(record ?? null, status);
}

async function records({ db, clock }: HttpDeps, notices: readonly StoredNotice[]): Promise<NoticeRecord[]> {
  const histories = await readNoticeVersions(
    db.sql,
    notices.map(({ id }) => id),
  );
  const now = clock.now();
  return notices.map((notice) => ({
    id: notice.id,
    ...versionShown(notice),
    state: stateAt(notice, now),
    history: (histories.get(notice.id) ?? []).map(versionShown),
  }));
}

const UNREADABLE = { he: '', en: '' };

function versionShown({ words, urgent, startsAt, endsAt, savedAt, savedBy, version }: StoredNoticeVersion): NoticeVersion {
  const text = parse(wordsSchema, words);
  return {
    version,
    text: text.ok ? text.value : UNREADABLE,
    urgent,
    startsAt: toIso(startsAt),
    endsAt: endsAt === null ? null : toIso(endsAt),
    savedAt: toIso(savedAt),
    savedBy,
  };
}

type Wrong = { readonly sentence: string; readonly code?: AlarmRefusal; readonly with?: Refused['with'] };

/** The body, or what is wrong with it: by a code where it is something that people type. */
async function bodyOf<const S extends v.GenericSchema>(c: Context, schema: S): Promise<Result<v.InferOutput<S>, Wrong>> {
  const json = await readJson(c);
  if (!json.ok) return { ok: false, error: { sentence: json.error } };
  const body = parse(schema, json.value);
  if (body.ok) return body;
  const { text, by } = (json.value ?? {}) as { text?: unknown; by?: unknown };
  const sentence = body.error;
  if (text !== undefined && !parse(noticeTextSchema, text).ok)
    return { ok: false, error: { sentence, code: 'notice-text', with: { max: NOTICE_TEXT_MAX } } };
  return {
    ok: false,
    error: by === undefined || parse(nameSchema, by).ok ? { sentence } : { sentence, code: 'name-wrong', with: { max: NAME_MAX } },
  };
}

const wrong = (c: Context, { sentence, ...members }: Wrong) => problem(c, 400, sentence, { members });
