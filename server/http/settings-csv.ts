/** `/api/v1/settings/queues.csv` and `agents.csv`: settings as a table, out and in. A table is taken as a whole or not at all. */
import type { Context, Hono } from 'hono';
import { writeCsv } from '../../shared/csv.ts';
import { isoInstantSchema } from '../../shared/events/system.ts';
import { v } from '../../shared/schema.ts';
import { FIELDS, writeField } from '../../shared/settings-fields.ts';
import { fromIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readQuery } from './query.ts';
import { ownAt } from './settings-changes.ts';
import { planImport, type TableChange } from './settings-import.ts';
import { rowsOf } from './settings-rows.ts';
import { actorOf, beforeKept, setting, staleness, withoutOldNames } from './settings-write.ts';
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

function exported(c: Context, deps: HttpDeps, table: Table): Response {
  const query = readQuery(c, {});
  if (!query.ok) return problem(c, 400, query.error);
  const fields = FIELDS[table];
  const rows = rowsOf(deps.view().settings(), table, deps.clock.now());
  const cells = rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, own }) => [id, ...fields.map(({ name }) => writeField(own[name]))]);
  c.header('Content-Disposition', `attachment; filename="moked-${table}.csv"`);
  return c.body(writeCsv([['id', ...fields.map(({ name }) => name)], ...cells]), 200, { 'content-type': 'text/csv; charset=utf-8; header=present' });
}

const importQuery = { dryRun: v.optional(v.picklist(['yes', 'no']), 'no'), effectiveAt: v.optional(isoInstantSchema) };

async function imported(c: Context, deps: HttpDeps, table: Table): Promise<Response> {
  const query = readQuery(c, importQuery);
  if (!query.ok) return problem(c, 400, query.error);
  const text = readUtf8(Buffer.from(await c.req.arrayBuffer()));
  if (!text.ok) return problem(c, 400, `${text.error}; in Excel: Save as, "CSV UTF-8"`);
  const { dryRun, effectiveAt } = query.value;
  const gone = table === 'queues' ? await beforeKept(deps, effectiveAt) : null;
  if (gone !== null) return problem(c, 400, gone);
  const at = effectiveAt === undefined ? deps.clock.now() : (fromIso(effectiveAt) ?? 0);
  const settings = deps.view().settings();
  const kind = KIND[table];
  const plan = planImport(text.value, FIELDS[table], new Map(settings[table].map(({ id }) => [id, ownAt(settings.changes(kind, id), at)])));
  if (!plan.ok) return problem(c, 400, plan.error);
  const revision = String(settings[table].reduce((sum, { id }) => sum + settings.changes(kind, id).length, 0));
  if (dryRun === 'yes') return c.json({ ...plan.value, revision });
  const stale = staleness(c, revision);
  if (stale !== null) return problem(c, 412, stale);
  const { problems, changes } = plan.value;
  if (problems.length > 0)
    return problem(c, 422, `${problems.length} cells or rows are wrong, and nothing was changed; ask with dryRun=yes to see what a table would do`, {
      members: { problems },
    });
  const by = actorOf(c);
  await deps.submitOwn(changes.map((change) => setting(deps, `cc.${kind}.config.v1`, by, dataOf(change, kind, effectiveAt))));
  return c.json({ applied: changes.length, unchanged: plan.value.unchanged });
}

function dataOf({ id, fields }: TableChange, kind: 'queue' | 'agent', effectiveAt: string | undefined) {
  const values = Object.fromEntries(fields.map(({ field, to }) => [field, to]));
  return { [`${kind}Id`]: id, effectiveAt, ...(kind === 'agent' ? withoutOldNames(values) : values) };
}
