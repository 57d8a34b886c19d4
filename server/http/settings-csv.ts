/** `/api/v1/settings/queues.csv` and `agents.csv`: settings as a table, out and in. A table is taken as a whole or not at all. */
import type { Context, Hono } from 'hono';
import { csvLine, writeCsv } from '../../shared/csv.ts';
import type { Event } from '../../shared/events/event.ts';
import { isoInstantSchema } from '../../shared/events/system.ts';
import type { DeskRefusal } from '../../shared/refusals.ts';
import { v } from '../../shared/schema.ts';
import { FIELDS, writeField } from '../../shared/settings-fields.ts';
import { fromIso } from '../../shared/time.ts';
import type { SettingsView } from '../engine/view.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { readQuery } from './query.ts';
import { ownAt } from './settings-changes.ts';
import { MAX_CHANGES, type Plan, planning, type TableChange } from './settings-import.ts';
import { actorOf, beforeKept, setting, staleness, withoutOldNames } from './settings-write.ts';
import { inSlices } from './slices.ts';
import { readUtf8 } from './utf8.ts';

type Table = 'queues' | 'agents';
const KIND = { queues: 'queue', agents: 'agent' } as const;

/** Adds the paths to the app. */
export function tableRoutes(app: Hono, deps: HttpDeps, turn: <T>(work: () => Promise<T>) => Promise<T>): void {
  for (const table of ['queues', 'agents'] as const) {
    const path = `/api/v1/settings/${table}.csv`;
    app.get(path, (c) => exported(c, deps, table));
    app.post(path, (c) => turn(() => imported(c, deps, table)));
  }
}

async function exported(c: Context, deps: HttpDeps, table: Table): Promise<Response> {
  const query = readQuery(c, {});
  if (!query.ok) return problem(c, 400, query.error);
  const text = await inSlices(deps.clock, writing(deps, table));
  c.header('Content-Disposition', `attachment; filename="moked-${table}.csv"`);
  return c.body(text, 200, { 'content-type': 'text/csv; charset=utf-8; header=present' });
}

function* writing({ view, clock }: HttpDeps, table: Table): Generator<undefined, string, undefined> {
  const fields = FIELDS[table];
  const settings = view().settings();
  const at = clock.now();
  const lines = [writeCsv([['id', ...fields.map(({ name }) => name)]])];
  for (const id of idsOf(settings, table)) {
    const own = ownAt(settings.changes(KIND[table], id), at);
    lines.push(csvLine([id, ...fields.map(({ name }) => writeField(own[name]))]));
    yield;
  }
  return lines.join('');
}

const idsOf = (settings: SettingsView, table: Table) => settings[table].map(({ id }) => id).sort();

const importQuery = { dryRun: v.optional(v.picklist(['yes', 'no']), 'no'), effectiveAt: v.optional(isoInstantSchema) };

async function imported(c: Context, deps: HttpDeps, table: Table): Promise<Response> {
  const query = readQuery(c, importQuery);
  if (!query.ok) return problem(c, 400, query.error);
  const text = readUtf8(Buffer.from(await c.req.arrayBuffer()));
  if (!text.ok) return refused(c, 400, `${text.error}; in Excel: Save as, "CSV UTF-8"`, 'table-encoding');
  const { dryRun, effectiveAt } = query.value;
  const gone = table === 'queues' ? await beforeKept(deps, effectiveAt) : null;
  if (gone !== null) return refused(c, 400, gone.text, gone.code, gone.with);
  const at = effectiveAt === undefined ? deps.clock.now() : (fromIso(effectiveAt) ?? 0);
  const settings = deps.view().settings();
  const kind = KIND[table];
  const known = new Set(settings[table].map(({ id }) => id));
  const own = (id: string) => (known.has(id) ? ownAt(settings.changes(kind, id), at) : undefined);
  const plan = await inSlices(deps.clock, planning(text.value, FIELDS[table], own));
  if (!plan.ok) return refused(c, 400, plan.error.text, plan.error.code, plan.error.with);
  const revision = await inSlices(deps.clock, counting(settings, table));
  if (dryRun === 'yes') return c.body(await inSlices(deps.clock, told(plan.value, revision)), 200, { 'content-type': 'application/json' });
  const stale = staleness(c, revision);
  if (stale !== null) return refused(c, 412, stale, 'changed-since');
  const { problems, changes } = plan.value;
  if (problems.length > 0)
    return problem(c, 422, `${problems.length} cells or rows are wrong, and nothing was changed; ask with dryRun=yes to see what a table would do`, {
      members: { problems, code: 'table-cells' satisfies DeskRefusal, with: { count: problems.length } },
    });
  if (changes.length > MAX_CHANGES)
    return refused(
      c,
      422,
      `the table changes ${changes.length} rows, and nothing was changed: at most ${MAX_CHANGES} are changed at once; send it in parts`,
      'table-changes',
      { count: changes.length, max: MAX_CHANGES },
    );
  const by = actorOf(c);
  await deps.submitOwn(
    await inSlices(
      deps.clock,
      settingAll(changes, (change) => setting(deps, `cc.${kind}.config.v1`, by, dataOf(change, kind, effectiveAt))),
    ),
  );
  return c.json({ applied: changes.length, unchanged: plan.value.unchanged });
}

/** The plan as JSON: of a large table that is megabytes. */
function* told({ problems, changes, ...counts }: Plan, revision: string): Generator<undefined, string, undefined> {
  const listed = { problems: [] as string[], changes: [] as string[] };
  for (const problem of problems) {
    listed.problems.push(JSON.stringify(problem));
    yield;
  }
  for (const change of changes) {
    listed.changes.push(JSON.stringify(change));
    yield;
  }
  const head = JSON.stringify({ ...counts, revision }).slice(0, -1);
  return `${head},"problems":[${listed.problems.join(',')}],"changes":[${listed.changes.join(',')}]}`;
}

function* settingAll(changes: readonly TableChange[], factOf: (change: TableChange) => Event): Generator<undefined, Event[], undefined> {
  const facts: Event[] = [];
  for (const change of changes) {
    facts.push(factOf(change));
    yield;
  }
  return facts;
}

/** How often any row was changed: another number after each change. */
function* counting(settings: SettingsView, table: Table): Generator<undefined, string, undefined> {
  let changes = 0;
  for (const { id } of settings[table]) {
    changes += settings.changes(KIND[table], id).length;
    yield;
  }
  return String(changes);
}

function dataOf({ id, fields }: TableChange, kind: 'queue' | 'agent', effectiveAt: string | undefined) {
  const values = Object.fromEntries(fields.map(({ field, to }) => [field, to]));
  return { [`${kind}Id`]: id, effectiveAt, ...(kind === 'agent' ? withoutOldNames(values) : values) };
}
