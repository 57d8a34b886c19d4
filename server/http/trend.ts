/** `/api/v1/trend`: a figure of contacts beside the same time last week, and quarter by quarter of the business day so far. */
import type { Hono } from 'hono';
import { firstQuarter, readQuarters } from '../../db/quarters.ts';
import { figureKind, figureProblem } from '../../shared/boards/options.ts';
import { businessDayOf, type Calendar, dayBounds, shiftAt, weekBefore } from '../../shared/calendar.ts';
import { stayMetric } from '../../shared/metrics/catalogue.ts';
import { addStayComponents, emptyStayComponents, type StayComponents } from '../../shared/metrics/components.ts';
import { v } from '../../shared/schema.ts';
import { INTERVAL_MS, intervalStart, toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readQuery, textParam } from './query.ts';
import { scopeOf } from './scope-param.ts';

type Span = { readonly from: number; readonly to: number };

/** Adds the path to the app. */
export function trendRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/trend', async (c) => {
    const query = readQuery(c, { metric: textParam, scope: textParam, window: v.picklist(['day', 'shift']) });
    if (!query.ok) return problem(c, 400, query.error);
    const { metric, window } = query.value;
    const scope = scopeOf(query.value.scope);
    if (!scope.ok) return problem(c, 400, scope.error);
    const wrong =
      figureProblem(metric, scope.value, window) ?? (figureKind(metric, scope.value) === 'stay' ? null : `"${metric}" is no metric of contacts`);
    if (wrong !== null) return problem(c, 400, wrong);
    const view = deps.view();
    const now = view.advance(deps.clock.now());
    const { formula, queues } = view.partOf(scope.value);
    const calendar = view.calendar(now);
    const value = (sum: StayComponents) => stayMetric(metric, sum, formula);
    const of = scope.value.of === 'floor' ? null : queues;
    const span = spanSoFar(window, now, calendar);
    const day = { from: dayBounds(businessDayOf(now, calendar), calendar).startsAt, to: intervalStart(now) };
    const before = span === null ? null : { from: weekBefore(span.from, calendar.timezone), to: weekBefore(span.to, calendar.timezone) };
    const read = (asked: Span | null) => (asked === null ? new Map() : readQuarters(deps.db.sql, { ...asked, queues: of }));
    const [ofDay, ofSpan, ofBefore, first] = await deps.patiently(() =>
      Promise.all([read(day), read(span), read(before), firstQuarter(deps.db.sql)]),
    );
    // Where the first of all facts is later, a part of that day would stand beside the whole of this one.
    const isWhole = before !== null && first !== null && first < before.from;
    const told = (asked: Span | null, quarters: ReadonlyMap<number, StayComponents>) =>
      asked === null || quarters.size === 0 ? null : { from: toIso(asked.from), to: toIso(asked.to), value: value(sumOf(quarters)) };
    return c.json({
      metric,
      scope: scope.value,
      window,
      soFar: told(span, ofSpan),
      lastWeek: isWhole ? told(before, ofBefore) : null,
      quarters: [...eachQuarter(day)].map((at) => ({ startsAt: toIso(at), value: valueAt(ofDay.get(at), value) })),
    });
  });
}

/** From the beginning of the window to the last quarter that is over; null where none is, and between two shifts. */
function spanSoFar(window: 'day' | 'shift', now: number, calendar: Calendar): Span | null {
  const from = window === 'day' ? dayBounds(businessDayOf(now, calendar), calendar).startsAt : shiftAt(now, calendar)?.startsAt;
  const to = intervalStart(now);
  return from === undefined || to <= from ? null : { from, to };
}

function sumOf(quarters: ReadonlyMap<number, StayComponents>): StayComponents {
  const sum = emptyStayComponents();
  for (const quarter of quarters.values()) addStayComponents(sum, quarter);
  return sum;
}

function* eachQuarter({ from, to }: Span): Iterable<number> {
  for (let at = intervalStart(from); at < to; at += INTERVAL_MS) yield at;
}

/** A quarter in which nobody came has none of a ratio, and 0 of a count. */
function valueAt(quarter: StayComponents | undefined, value: (sum: StayComponents) => number | null): number | null {
  return value(quarter ?? emptyStayComponents());
}
