/** `/api/v1/queues`, `/api/v1/agents` and `/api/v1/settings`: settings as facts, effective from an instant, with their history. */
import type { Context, Hono } from 'hono';
import { idSchema } from '../../shared/events/contact.ts';
import type { Event } from '../../shared/events/event.ts';
import { agentSettingsFields, isoInstantSchema, queueSettingsFields } from '../../shared/events/system.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import type { Names } from '../engine/view.ts';
import { accessOf } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';
import { problem, refused } from './problem.ts';
import { readJson, readQuery } from './query.ts';
import { historyOf, revisionOf } from './settings-changes.ts';
import { tableRoutes } from './settings-csv.ts';
import { labelRoutes } from './settings-labels.ts';
import { settingsPage } from './settings-rows.ts';
import { actorOf, beforeKept, createTurns, inOrderOfMaking, orderParam, setting, staleness, tidied, withoutOldNames } from './settings-write.ts';

const queueBody = v.strictObject({ effectiveAt: v.optional(isoInstantSchema), ...queueSettingsFields, order: orderParam });
const agentBody = v.strictObject({ effectiveAt: v.optional(isoInstantSchema), ...agentSettingsFields });

/** Adds the paths to the app. */
export function settingsRoutes(app: Hono, given: HttpDeps): void {
  const deps = { ...given, newId: inOrderOfMaking(given.newId) };
  app.get('/api/v1/queues', (c) => list(c, () => ({ queues: [...deps.view().names().queues.values()].map(shown) })));
  app.get('/api/v1/agents', (c) => list(c, () => ({ agents: [...deps.view().names().agents.values()] })));

  const turn = createTurns();
  app.get('/api/v1/settings', (c) => list(c, () => settingsPage(deps, accessOf(callerOf(c), deps.access) === 'all')));
  app.get('/api/v1/site/history', (c) => list(c, () => ({ changes: historyOf(deps.view().settings().changes('site')) })));
  for (const kind of ['queue', 'agent'] as const) {
    const path = `/api/v1/${kind}s/:id` as const;
    app.get(`${path}/history`, (c) => history(c, deps, kind));
    app.put(path, (c) => turn(() => put(c, deps, kind)));
  }
  app.post('/api/v1/settings/confirm', (c) => turn(() => confirm(c, deps)));
  labelRoutes(app, deps, turn);
  tableRoutes(app, deps, turn);
}

const BODY = { queue: queueBody, agent: agentBody };

async function put(c: Context, deps: HttpDeps, kind: 'queue' | 'agent'): Promise<Response> {
  const id = parse(idSchema, c.req.param('id'));
  if (!id.ok) return problem(c, 400, id.error);
  const json = await readJson(c);
  const body = json.ok ? parse<v.GenericSchema<unknown, Record<string, unknown>>>(BODY[kind], json.value) : json;
  if (!body.ok) return problem(c, 400, body.error);
  const changes = () => deps.view().settings().changes(kind, id.value);
  const stale = staleness(c, revisionOf(changes()));
  if (stale !== null) return refused(c, 412, stale, 'changed-since');
  const gone = kind === 'queue' ? await beforeKept(deps, body.value['effectiveAt']) : null;
  if (gone !== null) return refused(c, 400, gone.text, gone.code, gone.with);
  const values = tidied(body.value);
  const data = kind === 'queue' ? values : withoutOldNames(values);
  await deps.submitOwn([setting(deps, `cc.${kind}.config.v1`, actorOf(c), { [`${kind}Id`]: id.value, ...data })]);
  c.header('ETag', `"${revisionOf(changes())}"`);
  const names = namesNow(deps);
  if (kind === 'agent') {
    // She may be set up before any source knows her.
    return c.json(names.agents.get(id.value) ?? { id: id.value, ...values });
  }
  const queue = names.queues.get(id.value);
  return c.json(queue === undefined ? { id: id.value } : shown(queue));
}

function history(c: Context, deps: HttpDeps, kind: 'queue' | 'agent'): Response {
  const query = readQuery(c, {});
  if (!query.ok) return problem(c, 400, query.error);
  const id = c.req.param('id') ?? '';
  const settings = deps.view().settings();
  if (!settings[`${kind}s`].some((known) => known.id === id))
    return refused(c, 404, `there is no ${kind} "${id.slice(0, 100)}"`, 'setting-unknown', { name: id.slice(0, 100) });
  const changes = settings.changes(kind, id);
  return c.json({ id, revision: revisionOf(changes), changes: historyOf(changes) });
}

const idsSchema = v.optional(v.pipe(v.array(idSchema), v.maxLength(500)), []);
const confirmSchema = v.strictObject({ queues: idsSchema, agents: idsSchema });

/** What is new is so until somebody says that it is right as it is. */
async function confirm(c: Context, deps: HttpDeps): Promise<Response> {
  const json = await readJson(c);
  const body = json.ok ? parse(confirmSchema, json.value) : json;
  if (!body.ok) return problem(c, 400, `the body is {"queues": ["…"], "agents": ["…"]}: ${body.error}`);
  const settings = deps.view().settings();
  const facts = (kind: 'queue' | 'agent', ids: readonly string[]): Event[] => {
    const known = new Set(settings[`${kind}s`].map(({ id }) => id));
    return [...new Set(ids)]
      .filter((id) => known.has(id) && settings.changes(kind, id).length === 0)
      .map((id) => setting(deps, `cc.${kind}.config.v1`, actorOf(c), { [`${kind}Id`]: id }));
  };
  const events = [...facts('queue', body.value.queues), ...facts('agent', body.value.agents)];
  await deps.submitOwn(events);
  return c.json({ confirmed: events.length });
}

/** With what holds from this instant on: the figures may stand for an earlier one. */
function namesNow({ view, clock }: HttpDeps): Names {
  const now = view().advance(clock.now());
  return view().names(now);
}

function list(c: Context, answer: () => object): Response {
  const query = readQuery(c, {});
  return query.ok ? c.json(answer()) : problem(c, 400, query.error);
}

type QueueNames = Names['queues'] extends Map<string, infer Q> ? Q : never;

function shown(queue: QueueNames) {
  const { from, targetMs, shortMs, wrapupAllowedMs, serviceLevelTarget, ...rest } = queue;
  return {
    ...rest,
    slaSeconds: targetMs / 1000,
    slaTarget: serviceLevelTarget * 100,
    shortAbandonSeconds: shortMs / 1000,
    wrapupSeconds: wrapupAllowedMs / 1000,
    effectiveFrom: Number.isFinite(from) ? toIso(from) : null,
  };
}
