/** `/api/v1/explain`: what a number on a wall is made of, and page by page the contacts that it counts. */
import type { Context, Hono } from 'hono';
import { CONTACT_METRICS, type ContactMetric, type ContactsQuery } from '../../db/contacts.ts';
import { readGaps } from '../../db/reviews.ts';
import { readFigureKey } from '../../shared/boards/figure-key.ts';
import { figureKind, figureProblem } from '../../shared/boards/options.ts';
import { type Scope, scopeSchema, type Window, windowSchema } from '../../shared/boards/parts.ts';
import { SYNCHRONOUS_CHANNELS } from '../../shared/events/contact.ts';
import { AGENT_METRICS } from '../../shared/metrics/agent-metrics.ts';
import { NOW_METRICS } from '../../shared/metrics/now-metrics.ts';
import { STAY_METRICS } from '../../shared/metrics/stay-metrics.ts';
import type { Result } from '../../shared/result.ts';
import { parse, v } from '../../shared/schema.ts';
import { DAY_MS, toIso } from '../../shared/time.ts';
import type { Explanation } from '../engine/view.ts';
import { contactsPage } from './contacts.ts';
import type { HttpDeps } from './deps.ts';
import { ofSpan } from './explain-span.ts';
import { problem } from './problem.ts';
import { instantParam, readQuery, textParam } from './query.ts';

/** Who waits now came at most so long ago. */
const WAITING_SINCE_MS = 35 * DAY_MS;
const MAX_SPAN_MS = 35 * DAY_MS;
const WAITING: ReadonlySet<string> = new Set(['waiting', 'longest_waiting_ms']);

/** Over a window of the wall, or a span of a review; neither is this moment. */
type Asked = {
  readonly metric: string;
  readonly scope: Scope;
  readonly window: Window | null;
  readonly span: { readonly from: number; readonly to: number } | null;
};

const params = {
  metric: textParam,
  scope: textParam,
  window: v.optional(windowSchema),
  from: v.optional(instantParam),
  to: v.optional(instantParam),
};
type Params = v.InferOutput<v.StrictObjectSchema<typeof params, undefined>>;

/** Adds the paths to the app. */
export function explainRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/explain', async (c) => {
    const query = readQuery(c, params);
    const asked = query.ok ? askedOf(query.value) : query;
    if (!asked.ok) return problem(c, 400, asked.error);
    return c.json(await deps.patiently(() => explained(deps, asked.value)));
  });

  app.get('/api/v1/explain/contacts', async (c) => {
    const query = readQuery(c, { ...params, cursor: v.optional(v.string()) });
    const asked = query.ok ? askedOf(query.value) : query;
    if (!asked.ok) return problem(c, 400, asked.error);
    if (!hasContacts(asked.value)) return problem(c, 400, `"${asked.value.metric}" counts no contacts`);
    return contactsOf(c, deps, asked.value, query.ok ? query.value.cursor : undefined);
  });
}

function askedOf({ metric, scope, from, to, ...given }: Params): Result<Asked, string> {
  const window = given.window ?? null;
  let json: unknown;
  try {
    json = JSON.parse(scope);
  } catch {
    return { ok: false, error: 'scope: is JSON, such as {"of":"queue","id":"sales"}' };
  }
  const read = parse(scopeSchema, json);
  if (!read.ok) return { ok: false, error: `scope: ${read.error}` };
  const span = from === undefined || to === undefined ? null : { from, to };
  const wrong =
    spanProblem({ metric, scope: read.value, window, from, to }) ??
    figureProblem(metric, read.value, span === null ? window : 'day') ??
    (read.value.of === 'queue' && read.value.id === null ? 'the queue has no id' : null);
  return wrong === null ? { ok: true, value: { metric, scope: read.value, window, span } } : { ok: false, error: wrong };
}

function spanProblem({ metric, scope, window, from, to }: Omit<Params, 'scope' | 'window'> & Pick<Asked, 'scope' | 'window'>): string | null {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) return 'from and to are given together, or neither';
  if (window !== null) return 'a span has no window: leave it out, or from and to';
  if (to <= from) return 'to must lie after from';
  if (to - from > MAX_SPAN_MS) return 'a span has at most 35 days';
  if (scope.of !== 'floor' && scope.of !== 'queue') return `a span is of the floor or of a queue, not of a ${scope.of}`;
  return figureKind(metric, scope) === 'stay' ? null : `"${metric}" is no metric of contacts`;
}

/** The engine's explanation of a figure over a window. One of this moment has none: that of a count of the day says of whom and from where it is. */
async function found(deps: HttpDeps, { metric, scope, window, span }: Asked): Promise<Explanation> {
  if (span !== null) return ofSpan(deps, { metric, queue: scope.of === 'queue' ? scope.id : null, ...span });
  const ofNow = [scope, 'day', scope.of === 'team' ? 'answered' : 'open'];
  const figure = readFigureKey(JSON.stringify(window === null ? ofNow : [scope, window, metric]));
  if (!figure.ok) throw new Error(figure.error);
  return deps.view().explain(figure.value);
}

async function explained(deps: HttpDeps, asked: Asked) {
  const view = deps.view();
  const at = view.advance(deps.clock.now());
  const told = await found(deps, asked);
  const ofWindow = isNow(asked) ? null : told;
  const { unit, formula } = definitionOf(asked, told);
  const sources = deps.sources().filter(({ name }) => told.sources.includes(name));
  const gaps = ofWindow === null ? [] : await readGaps(deps.db.sql, ofWindow.span.from, Math.min(ofWindow.span.to, at + 1));
  const { span: _, ...figure } = asked;
  return {
    ...figure,
    kind: figureKind(asked.metric, asked.scope),
    unit,
    formula,
    at: toIso(at),
    value: ofWindow?.value ?? null,
    span: ofWindow === null ? null : { from: toIso(ofWindow.span.from), to: toIso(ofWindow.span.to) },
    parts: ofWindow?.parts ?? null,
    components: ofWindow?.components ?? null,
    /** What is counted once: of the floor a contact, of queues each of its stays, of agents their time. */
    counts: ofWindow === null ? null : countsOf(ofWindow),
    settings: told.settings.map(({ queue, name, nameEn, settings }) => ({
      queue,
      name,
      nameEn,
      version: settings.version,
      /** null: from the beginning. */
      from: settings.from > 0 ? toIso(settings.from) : null,
      targetMs: settings.targetMs,
      serviceLevelTarget: settings.serviceLevelTarget,
      formula: settings.formula,
      shortMs: settings.shortMs,
    })),
    sources: sources.map(({ name, kind, state, since, lastEventAt }) => ({ name, kind, state, since, lastEventAt })),
    lastEventAt: sources.reduce<string | null>((last, { lastEventAt }) => ((lastEventAt ?? '') > (last ?? '') ? lastEventAt : last), null),
    gaps: gaps
      .filter(({ source }) => told.sources.includes(source))
      .map((gap) => ({ source: gap.source, from: toIso(gap.from_at), to: gap.to_at === null ? null : toIso(gap.to_at) })),
    hasContacts: hasContacts(asked),
  };
}

const isNow = ({ window, span }: Asked): boolean => window === null && span === null;

function countsOf({ agents, queues }: Explanation): 'time' | 'contacts' | 'stays' {
  if (agents !== null) return 'time';
  return queues === null ? 'contacts' : 'stays';
}

function definitionOf({ metric, scope }: Asked, told: Explanation): { unit: string; formula: string } {
  const kind = figureKind(metric, scope);
  const id = metric === 'service_level' ? `service_level_${told.formula}` : metric;
  const from: readonly { id: string; unit: string; formula: string }[] =
    kind === 'now' ? NOW_METRICS : kind === 'stay' ? STAY_METRICS : AGENT_METRICS;
  const { unit = 'count', formula = '' } = from.find((one) => one.id === id) ?? {};
  return { unit, formula };
}

const isContactMetric = (metric: string): metric is ContactMetric => metric in CONTACT_METRICS;

/** True where contacts stand behind a figure. */
function hasContacts(asked: Asked): boolean {
  const { metric, scope } = asked;
  return isNow(asked) ? WAITING.has(metric) && scope.of !== 'team' : isContactMetric(metric);
}

async function contactsOf(c: Context, deps: HttpDeps, asked: Asked, cursor: string | undefined): Promise<Response> {
  const now = deps.view().advance(deps.clock.now());
  const { formula, agents, queues, ...told } = await deps.patiently(() => found(deps, asked));
  return contactsPage(c, deps, cursor, () => {
    // Who waits now is open, whenever he came.
    const span = isNow(asked) ? { from: now - WAITING_SINCE_MS, to: now + 1 } : told.span;
    const query: Omit<ContactsQuery, 'after' | 'limit'> = { ...span, formula, metric: isNow(asked) ? 'open' : (asked.metric as ContactMetric) };
    if (agents !== null) return { ...query, agentIds: agents };
    if (queues !== null) return { ...query, queueIds: queues };
    // Of this moment the floor counts who waits on the line.
    return isNow(asked) ? { ...query, channels: [...SYNCHRONOUS_CHANNELS] } : { ...query, ofFloor: true };
  });
}
