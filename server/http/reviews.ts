/** `/api/v1/reviews`, `/shifts`, `/agents/:id/spans`: what happened, from the stored truth. */
import type { Hono } from 'hono';
import type { Columns } from '../../db/columns.ts';
import { reviewAgents } from '../../db/review-agents.ts';
import { type PauseRow, type ReviewSpan, readGaps, readPauses, readSpans, reviewStays } from '../../db/reviews.ts';
import { dayBounds, isDay, shiftsOf } from '../../shared/calendar.ts';
import { agentMetrics, stayMetrics } from '../../shared/metrics/catalogue.ts';
import type { StayComponents } from '../../shared/metrics/components.ts';
import { v } from '../../shared/schema.ts';
import { DAY_MS, INTERVAL_MS, MINUTE_MS, toIso } from '../../shared/time.ts';
import type { Names } from '../engine/view.ts';
import type { HttpDeps } from './deps.ts';
import { keptIn } from './keeping.ts';
import { problem, refused } from './problem.ts';
import { instantParam, readQuery, textParam } from './query.ts';
import { recountingIn } from './recounting.ts';

const MAX_SPAN_MS = 35 * DAY_MS;

const iso = (at: number | null) => (at === null ? null : toIso(at));
type Settings = Names['floor'];

function settingsOf({ targetMs, serviceLevelTarget, formula, shortMs, wrapupAllowedMs }: Settings) {
  return { targetMs, serviceLevelTarget, formula, shortMs, wrapupAllowedMs };
}

function stayRow(id: string, name: string, components: StayComponents, settings: Settings) {
  return { id, name, components, metrics: stayMetrics(components, settings.formula), settings: settingsOf(settings) };
}

/** Adds the paths to the app. */
export function reviewRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/reviews', async (c) => {
    const query = readQuery(c, {
      from: instantParam,
      to: instantParam,
      queue: v.optional(textParam),
      team: v.optional(textParam),
      agent: v.optional(textParam),
    });
    if (!query.ok) return problem(c, 400, query.error);
    const { from, to } = query.value;
    if (to <= from) return refused(c, 400, 'to must lie after from', 'span-order');
    if (to - from > MAX_SPAN_MS) return refused(c, 400, 'a review spans at most 35 days', 'span-long', { days: MAX_SPAN_MS / DAY_MS });
    return c.json(await deps.patiently(() => review(deps, from, to, query.value)));
  });

  app.get('/api/v1/shifts', async (c) => {
    const query = readQuery(c, { day: v.pipe(v.string(), v.check(isDay, 'must be a day, such as 2026-11-17')) });
    if (!query.ok) return problem(c, 400, query.error);
    return c.json(await deps.patiently(() => shiftsOfDay(deps, query.value.day)));
  });

  app.get('/api/v1/agents/:id/spans', async (c) => {
    const query = readQuery(c, { from: instantParam, to: instantParam });
    if (!query.ok) return problem(c, 400, query.error);
    if (query.value.to - query.value.from > MAX_SPAN_MS)
      return refused(c, 400, 'a query spans at most 35 days', 'span-long', { days: MAX_SPAN_MS / DAY_MS });
    if (c.req.param('id').includes('\0')) return problem(c, 400, 'an agent id holds no NUL');
    const spans = await deps.patiently(async () => {
      await deps.flushed();
      return readSpans(deps.db.sql, c.req.param('id'), query.value.from, query.value.to);
    });
    return c.json({
      spans: spans.map((span) => ({
        state: span.state,
        reason: span.reason,
        startedAt: toIso(span.started_at),
        endedAt: iso(span.ended_at),
        contact: span.contact_id,
        queue: span.queue_id,
      })),
    });
  });
}

async function review(
  deps: HttpDeps,
  from: number,
  to: number,
  filter: { queue?: string | undefined; team?: string | undefined; agent?: string | undefined },
) {
  const flushedAt = deps.clock.now();
  await deps.flushed();
  const { sql } = deps.db;
  const now = deps.clock.now();
  const names = deps.view().names();
  // Names are those of today; formulas, targets and teams those that were in force at the end of the span, or are now.
  const then = deps.view().names(lastInstantOf(to, now));
  const span: ReviewSpan = { from, to, now, flushedAt, queueId: filter.queue, agentIds: agentsOf(then, filter) };
  const recounting = await recountingIn(deps, from, to);
  const [stays, agents, pauses, gaps, kept] = await Promise.all([
    reviewStays(sql, span),
    reviewAgents(sql, span),
    readPauses(sql, span),
    readGaps(sql, from, to),
    keptIn(deps),
  ]);
  const pausesOf = byAgent(pauses);
  return {
    from: toIso(from),
    to: toIso(to),
    floor: stayRow('floor', 'floor', stays.floor, then.floor),
    queues: [...stays.queues]
      .map(([id, components]) => {
        const known = names.queues.get(id);
        return { ...stayRow(id, known?.name ?? id, components, then.queues.get(id) ?? then.floor), nameEn: known?.nameEn ?? null };
      })
      .sort(byId),
    agents: [...agents]
      .map(([id, components]) => ({
        id,
        ...agentNames(id, names.agents.get(id), then.agents.get(id)),
        components,
        metrics: agentMetrics(components),
        pauses: pausesOf.get(id) ?? [],
      }))
      .sort(byId),
    intervals: [...stays.intervals]
      .map(([start, components]) => ({
        ...stayRow(
          toIso(Number(start)),
          toIso(Number(start)),
          components,
          deps.view().floorSettings(lastInstantOf(Number(start) + INTERVAL_MS, now)),
        ),
        startsAt: toIso(Number(start)),
      }))
      .sort(byId),
    gaps: gaps.map((gap) => ({ source: gap.source, from: toIso(gap.from_at), to: iso(gap.to_at), reason: gap.reason })),
    recounting,
    kept,
  };
}

type AgentNames = { name: string; nameEn: string | null; team: string | null; teamEn: string | null };

/** Her name of today, and her team of then. */
function agentNames(id: string, today: AgentNames | undefined, then: AgentNames | undefined): AgentNames {
  return { name: today?.name ?? id, nameEn: today?.nameEn ?? null, team: then?.team ?? null, teamEn: then?.teamEn ?? null };
}

/** Of a span that is over its last instant; of one that still runs, now. */
export function lastInstantOf(to: number, now: number): number {
  return Math.min(to - 1, now);
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

type Pause = { queue: string; reason: string; startedAt: string; endedAt: string | null };

/** `toIso` for thousands of instants that share their minutes: what is written of a minute is written once. */
function isoWriter(): (at: number) => string {
  const minutes = new Map<number, string>();
  return (at) => {
    const ms = ((at % MINUTE_MS) + MINUTE_MS) % MINUTE_MS;
    const minute = minutes.get(at - ms) ?? toIso(at - ms).slice(0, -'00.000Z'.length);
    minutes.set(at - ms, minute);
    return `${minute}${(ms / 1000).toFixed(3).padStart('00.000'.length, '0')}Z`;
  };
}

function byAgent(rows: Columns<PauseRow>): Map<string, Pause[]> {
  const groups = new Map<string, Pause[]>();
  const iso = isoWriter();
  for (const [index, id] of rows.agent_id.entries()) {
    const endedAt = rows.ended_at[index] ?? null;
    const pause: Pause = {
      queue: rows.queue_id[index] as string,
      reason: rows.reason[index] as string,
      startedAt: iso(rows.started_at[index] as number),
      endedAt: endedAt === null ? null : iso(endedAt),
    };
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [pause]);
    else group.push(pause);
  }
  return groups;
}

function agentsOf(names: Names, filter: { team?: string | undefined; agent?: string | undefined }): readonly string[] | undefined {
  if (filter.team === undefined) return filter.agent === undefined ? undefined : [filter.agent];
  const team = [...names.agents.values()].filter((agent) => agent.team === filter.team).map((agent) => agent.id);
  return filter.agent === undefined ? team : team.filter((id) => id === filter.agent);
}

async function shiftsOfDay(deps: HttpDeps, day: string) {
  await deps.flushed();
  const now = deps.clock.now();
  const calendar = deps.view().calendar(dayBounds(day, deps.view().calendar(now)).startsAt);
  const bounds = dayBounds(day, calendar);
  const recounting = await recountingIn(deps, bounds.startsAt, bounds.endsAt);
  const shifts = shiftsOf(day, calendar).map(async (shift) => {
    const span = { from: shift.startsAt, to: shift.endsAt, now };
    const floor = deps.view().floorSettings(lastInstantOf(shift.endsAt, now));
    const totals = shift.startsAt > now ? null : stayRow(shift.name, shift.name, (await reviewStays(deps.db.sql, span)).floor, floor);
    return { name: shift.name, startsAt: toIso(shift.startsAt), endsAt: toIso(shift.endsAt), totals };
  });
  return { day, dayStartsAt: toIso(bounds.startsAt), dayEndsAt: toIso(bounds.endsAt), shifts: await Promise.all(shifts), recounting };
}
