/** `/api/v1/boards`: boards as people compose them. Every save is a version; one that was made on an older version is refused, and nothing is overwritten. */
import type { Context, Hono } from 'hono';
import {
  addBoard,
  archiveBoard,
  findBoard,
  readBoards,
  readVersion,
  readVersions,
  type StoredBoard,
  saveVersion,
  VERSIONS_KEPT,
} from '../../db/boards.ts';
import { BOARD_FORMAT, type BoardLayout, layoutSchema } from '../../shared/boards/layout.ts';
import { NAME_MAX, nameSchema, WORDS_MAX, wordsSchema } from '../../shared/boards/parts.ts';
import type { AlarmRefusal, DeskRefusal, Named } from '../../shared/refusals.ts';
import type { Result } from '../../shared/result.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { Editors } from './editors.ts';
import { problem, refused } from './problem.ts';
import { readJson, readQuery } from './query.ts';
import { actorOf } from './settings-write.ts';
import { baseOf, MAX_VERSION, versionSchema, versionShown } from './versions.ts';

/** More than a centre hangs up; a script that makes boards in a loop is stopped here. */
const MAX_BOARDS = 500;
/** Letters of what a schema says that a page can show. */
const DETAIL_MAX = 300;

/** What its author calls himself, until people sign in. */
const by = v.optional(nameSchema);
const saveSchema = v.strictObject({ layout: layoutSchema, by });
/** Composed, or as a file had it. */
const addSchema = v.strictObject({ ...saveSchema.entries, format: v.optional(v.literal(BOARD_FORMAT)) });
const restoreSchema = v.strictObject({ version: versionSchema, by });
const editingSchema = v.strictObject({ editor: nameSchema, name: v.nullable(nameSchema) });

/** Adds the paths to the app. */
export function boardsRoutes(app: Hono, deps: HttpDeps): void {
  const { db, clock } = deps;
  const editors = new Editors(clock);
  // No id is like this, and to the database a NUL is an error.
  app.use('/api/v1/boards/:id{.+}', async (c, next) => (c.req.param('id').includes('\0') ? missing(c, 'with a NUL') : next()));

  app.get('/api/v1/boards', async (c) => {
    const query = readQuery(c, { archived: v.optional(v.picklist(['yes', 'no'], 'must be yes or no'), 'no') });
    if (!query.ok) return problem(c, 400, query.error);
    const boards = await readBoards(db.sql, { all: query.value.archived === 'yes' });
    return c.json({ boards: boards.map((board) => ({ ...shown(board), ...outlineOf(board) })) });
  });

  app.post('/api/v1/boards', async (c) => {
    const body = await bodyOf(c, addSchema);
    if (!body.ok) return wrong(c, { ...noBoard(body.error.sentence), ...body.error });
    const id = shortId(deps.newId());
    const done = await addBoard(db, id, body.value.layout, author(c, deps, body.value.by), MAX_BOARDS);
    if (done === 'full') return refused(c, 409, `there are ${MAX_BOARDS} boards already`, 'boards-full', { max: MAX_BOARDS });
    if (done === 'taken') return refused(c, 409, 'the id is taken; try again', 'id-taken');
    return answer(c, deps, id, 201);
  });

  app.get('/api/v1/boards/:id', (c) => answer(c, deps, c.req.param('id')));

  app.get('/api/v1/boards/:id/file', async (c) => {
    const board = await findBoard(db.sql, c.req.param('id'));
    if (board === null) return missing(c, c.req.param('id'));
    c.header('Content-Disposition', `attachment; filename="moked-board-${board.id.replaceAll(/[^\w-]/g, '_')}.json"`);
    return c.json({ format: BOARD_FORMAT, layout: board.layout });
  });

  app.put('/api/v1/boards/:id', async (c) => {
    const body = await bodyOf(c, saveSchema);
    if (!body.ok) return wrong(c, body.error);
    return write(c, deps, (base, id) => saveVersion(db, id, base, body.value.layout, author(c, deps, body.value.by)));
  });

  app.delete('/api/v1/boards/:id', (c) => write(c, deps, async (base, id) => ((await archiveBoard(db.sql, id, base, clock.now())) ? base : null)));

  versionRoutes(app, deps);

  app.put('/api/v1/boards/:id/editing', async (c) => {
    const body = await bodyOf(c, editingSchema);
    if (!body.ok) return wrong(c, body.error);
    const board = await findBoard(db.sql, c.req.param('id'));
    if (board === null) return missing(c, c.req.param('id'));
    const others = editors.seen(board.id, body.value.editor, body.value.name);
    return c.json({ ...versionShown(board), others: others.map(({ name, since }) => ({ name, since: toIso(since) })) });
  });
}

function versionRoutes(app: Hono, deps: HttpDeps): void {
  const { db } = deps;
  app.get('/api/v1/boards/:id/versions', async (c) => {
    const versions = await readVersions(db.sql, c.req.param('id'));
    return versions.length === 0 ? missing(c, c.req.param('id')) : c.json({ versions: versions.map(versionShown) });
  });

  app.get('/api/v1/boards/:id/versions/:version', async (c) => {
    const wanted = Number(c.req.param('version'));
    const found = Number.isSafeInteger(wanted) && wanted <= MAX_VERSION ? await readVersion(db.sql, c.req.param('id'), wanted) : null;
    if (found === null) return noVersion(c, c.req.param('version').slice(0, 20));
    return c.json({ ...versionShown(found), layout: found.layout });
  });

  app.post('/api/v1/boards/:id/restore', async (c) => {
    const body = await bodyOf(c, restoreSchema);
    if (!body.ok) return wrong(c, body.error);
    const { version, by: name } = body.value;
    const old = await readVersion(db.sql, c.req.param('id'), version);
    if (old === null) return noVersion(c, version);
    const layout = parse(layoutSchema, old.layout);
    if (!layout.ok) return refused(c, 409, `version ${version} is no board to this Moked: ${layout.error}`, 'board-old', { version });
    return write(c, deps, (base, id) => saveVersion(db, id, base, layout.value, { ...author(c, deps, name), restoredFrom: version }));
  });
}

/** Runs a write on the version that If-Match names, and tells who was faster where it is not the present one. */
async function write(c: Context, deps: HttpDeps, work: (base: number, id: string) => Promise<number | null>): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const base = baseOf(c);
  if (base === null) return refused(c, 428, 'If-Match must name the version that was seen, such as "3"', 'version-unsaid');
  const done = await work(base, id);
  if (done !== null) {
    deps.publisher.boardSaved(id, done);
    return answer(c, deps, id);
  }
  const board = await findBoard(deps.db.sql, id);
  if (board === null) return missing(c, id);
  const { version, savedBy } = board;
  return version === base
    ? refused(c, 409, 'the board is put away already', 'board-away')
    : problem(c, 412, `it was changed meanwhile: the version is now ${version}, saved by ${savedBy}`, {
        members: { ...versionShown(board), code: 'changed-meanwhile' satisfies AlarmRefusal, with: { by: savedBy } },
      });
}

async function answer(c: Context, deps: HttpDeps, id: string, status: 200 | 201 = 200): Promise<Response> {
  const board = await findBoard(deps.db.sql, id);
  if (board === null) return missing(c, id);
  c.header('ETag', `"${board.version}"`);
  if (status === 201) c.header('Location', `/api/v1/boards/${encodeURIComponent(id)}`);
  return c.json({ ...shown(board), layout: board.layout }, status);
}

const author = (c: Context, { clock }: HttpDeps, name: string | undefined) => ({ at: clock.now(), by: name ?? actorOf(c) });

type Wrong = { readonly sentence: string } & Partial<Omit<Named<AlarmRefusal | DeskRefusal>, 'text'>>;

/** The body, or what is wrong with it: by a code where it is something that people type. */
async function bodyOf<const S extends v.GenericSchema>(c: Context, schema: S): Promise<Result<v.InferOutput<S>, Wrong>> {
  const json = await readJson(c);
  if (!json.ok) return { ok: false, error: { sentence: json.error } };
  const body = parse(schema, json.value);
  if (body.ok) return body;
  const sentence = body.error;
  const { layout, by: who } = (json.value ?? {}) as { layout?: { name?: unknown }; by?: unknown };
  if (who !== undefined && !parse(nameSchema, who).ok) return { ok: false, error: { sentence, code: 'name-wrong', with: { max: NAME_MAX } } };
  if (layout?.name !== undefined && !parse(wordsSchema, layout.name).ok)
    return { ok: false, error: { sentence, code: 'words-wrong', with: { max: WORDS_MAX } } };
  return { ok: false, error: { sentence } };
}

/** A file that somebody chose is told by what it is not, and by what the schema says of it. */
const noBoard = (sentence: string) => ({ code: 'board-file', with: { format: BOARD_FORMAT, detail: sentence.slice(0, DETAIL_MAX) } }) as const;

const wrong = (c: Context, { sentence, ...members }: Wrong) => problem(c, 400, sentence, { members });

function shown(board: StoredBoard) {
  return { id: board.id, ...versionShown(board), archivedAt: board.archivedAt === null ? null : toIso(board.archivedAt) };
}

/** What a list says of a board; of one that this Moked cannot read, that. */
function outlineOf({ layout }: StoredBoard) {
  const read = parse(layoutSchema, layout);
  if (!read.ok) return { name: null, pages: 0, widgets: 0, problem: read.error };
  const { name, pages }: BoardLayout = read.value;
  return { name, pages: pages.length, widgets: pages.reduce((sum, { widgets }) => sum + widgets.length, 0), problem: null };
}

/** Short enough to be typed on the remote control of a screen, and never like the name of a ready-made one. */
function shortId(id: string): string {
  return `b-${id.replaceAll('-', '').slice(0, 8)}`;
}

const noVersion = (c: Context, version: string | number) =>
  refused(c, 404, `there is no version ${version} of this board; the newest ${VERSIONS_KEPT} and the first are kept`, 'board-version', { version });

function missing(c: Context, id: string): Response {
  return refused(c, 404, `there is no board "${id.slice(0, 100)}"`, 'board-unknown');
}
