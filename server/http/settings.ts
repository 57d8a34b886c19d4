/** `/api/v1/queues` and `/api/v1/agents`: settings as facts, effective from an instant. */
import type { Context, Hono } from 'hono';
import { idSchema } from '../../shared/events/contact.ts';
import type { Event } from '../../shared/events/event.ts';
import { agentSettingsFields, isoInstantSchema, queueSettingsFields } from '../../shared/events/system.ts';
import { OWN_SOURCE } from '../../shared/ids.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import type { Names } from '../engine/view.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readJson, readQuery } from './query.ts';

const queueBody = v.strictObject({ effectiveAt: v.optional(isoInstantSchema), ...queueSettingsFields });
const agentBody = v.strictObject({ effectiveAt: v.optional(isoInstantSchema), ...agentSettingsFields });

/** Adds the paths to the app. */
export function settingsRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/queues', (c) => list(c, () => ({ queues: [...deps.view().names().queues.values()].map(shown) })));
  app.get('/api/v1/agents', (c) => list(c, () => ({ agents: [...deps.view().names().agents.values()] })));

  app.put('/api/v1/queues/:id', async (c) => {
    const queueId = parse(idSchema, c.req.param('id'));
    if (!queueId.ok) return problem(c, 400, queueId.error);
    const json = await readJson(c);
    const body = json.ok ? parse(queueBody, json.value) : json;
    if (!body.ok) return problem(c, 400, body.error);
    await deps.submitOwn([setting(deps, 'cc.queue.config.v1', { queueId: queueId.value, ...body.value })]);
    const queue = namesNow(deps).queues.get(queueId.value);
    return c.json(queue === undefined ? { id: queueId.value } : shown(queue));
  });

  app.put('/api/v1/agents/:id', async (c) => {
    const agentId = parse(idSchema, c.req.param('id'));
    if (!agentId.ok) return problem(c, 400, agentId.error);
    const json = await readJson(c);
    const body = json.ok ? parse(agentBody, json.value) : json;
    if (!body.ok) return problem(c, 400, body.error);
    await deps.submitOwn([setting(deps, 'cc.agent.config.v1', { agentId: agentId.value, ...body.value })]);
    // She may be set up before any source knows her.
    return c.json(namesNow(deps).agents.get(agentId.value) ?? { id: agentId.value, ...body.value });
  });
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

function setting(
  deps: HttpDeps,
  type: 'cc.queue.config.v1' | 'cc.agent.config.v1',
  data: { effectiveAt?: string | undefined } & Record<string, unknown>,
): Event {
  const at = deps.clock.now();
  return {
    source: OWN_SOURCE,
    id: deps.newId(),
    type,
    at,
    sourceTime: at,
    sequence: '',
    timequality: 'platform-ms',
    data: { ...data, effectiveAt: data.effectiveAt ?? toIso(at) },
  } as Event;
}
