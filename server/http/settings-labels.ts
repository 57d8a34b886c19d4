/** `/api/v1/teams/:name` and `/api/v1/sites/:name`: what teams and sites are called, and their order. A new name moves everybody who carries the old one. */
import type { Context, Hono } from 'hono';
import { textSchema } from '../../shared/events/contact.ts';
import type { Event } from '../../shared/events/event.ts';
import { isoInstantSchema } from '../../shared/events/system.ts';
import type { AlarmRefusal } from '../../shared/refusals.ts';
import { parse, v } from '../../shared/schema.ts';
import { seen } from '../../shared/seen.ts';
import { TEXT_MAX } from '../../shared/settings-fields.ts';
import { fromIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { readJson, readQuery } from './query.ts';
import { changesOfLabel, historyOf, ownAt, revisionOf } from './settings-changes.ts';
import { type LabelKind, labelRowsOf } from './settings-rows.ts';
import { actorOf, orderParam, setting, staleness, withoutOldNames } from './settings-write.ts';

const nameSchema = v.pipe(
  textSchema,
  v.transform((text) => text.trim()),
  seen,
);
const bodySchema = v.strictObject({
  effectiveAt: v.optional(isoInstantSchema),
  name: v.optional(nameSchema),
  nameEn: v.optional(v.nullable(textSchema)),
  order: orderParam,
});
type Body = v.InferOutput<typeof bodySchema>;

/** Adds the paths to the app. */
export function labelRoutes(app: Hono, deps: HttpDeps, turn: <T>(work: () => Promise<T>) => Promise<T>): void {
  for (const kind of ['teams', 'sites'] as const) {
    app.get(`/api/v1/${kind}/:name/history`, (c) => {
      const query = readQuery(c, {});
      if (!query.ok) return problem(c, 400, query.error);
      const name = c.req.param('name');
      const changes = changesOfLabel(deps.view().settings().changes('labels'), kind, name);
      if (changes.length === 0 && !isKnown(deps, kind, name)) return missing(c, kind, name);
      return c.json({ id: name, revision: revisionOf(changes), changes: historyOf(changes) });
    });
    app.put(`/api/v1/${kind}/:name`, (c) => turn(() => put(c, deps, kind)));
  }
}

async function put(c: Context, deps: HttpDeps, kind: LabelKind): Promise<Response> {
  const name = c.req.param('name') ?? '';
  if (!isKnown(deps, kind, name)) return missing(c, kind, name);
  const json = await readJson(c);
  const body = json.ok ? parse(bodySchema, json.value) : json;
  if (!body.ok) return problem(c, 400, body.error, { members: json.ok ? nameFault(json.value) : {} });
  const changes = () => changesOfLabel(deps.view().settings().changes('labels'), kind, name);
  const stale = staleness(c, revisionOf(changes()));
  if (stale !== null) return refused(c, 412, stale, 'changed-since');
  const next = body.value.name ?? name;
  if (next !== name && isKnown(deps, kind, next))
    return refused(
      c,
      409,
      `there is a ${kind.slice(0, -1)} "${next.slice(0, 100)}" already; give its members that name one by one or by CSV`,
      'label-taken',
      { name: next.slice(0, 100) },
    );
  const facts = renaming(c, deps, kind, name, next, body.value);
  await deps.submitOwn(facts);
  return c.json({ id: next, moved: facts.length - 1 });
}

/** The one thing that people type there. */
function nameFault(body: unknown): object {
  const { name } = (body ?? {}) as { name?: unknown };
  return name === undefined || parse(nameSchema, name).ok ? {} : { code: 'name-wrong' satisfies AlarmRefusal, with: { max: TEXT_MAX } };
}

/** The label's own fact last; before it, where the name changes, one for everybody who carries the old name at that instant. */
function renaming(c: Context, deps: HttpDeps, kind: LabelKind, name: string, next: string, body: Body): Event[] {
  const by = actorOf(c);
  const { effectiveAt, name: _name, ...values } = body;
  const at = effectiveAt === undefined ? deps.clock.now() : (fromIso(effectiveAt) ?? 0);
  const settings = deps.view().settings();
  const moved: Event[] = [];
  if (next !== name) {
    const field = kind === 'teams' ? 'team' : 'site';
    for (const { id } of settings.agents)
      if (settings.agentAt(id, at)[field] === name)
        moved.push(setting(deps, 'cc.agent.config.v1', by, { agentId: id, effectiveAt, ...withoutOldNames({ [field]: next }) }));
    if (kind === 'sites')
      for (const { id } of settings.queues)
        if (ownAt(settings.changes('queue', id), at)['site'] === name)
          moved.push(setting(deps, 'cc.queue.config.v1', by, { queueId: id, effectiveAt, site: next }));
  }
  const { nameEn, order } = settings.labelAt(kind, name, at);
  const kept = next === name ? {} : { nameEn, order };
  const label = setting(deps, 'cc.site.config.v1', by, { effectiveAt, [kind]: [{ ...kept, ...values, name: next }] });
  return [...moved, label];
}

function isKnown(deps: HttpDeps, kind: LabelKind, name: string): boolean {
  return labelRowsOf(deps.view().settings(), kind, deps.clock.now()).some(({ id }) => id === name);
}

function missing(c: Context, kind: LabelKind, name: string): Response {
  return refused(c, 404, `no agent has the ${kind.slice(0, -1)} "${name.slice(0, 100)}"`, 'setting-unknown', { name: name.slice(0, 100) });
}
