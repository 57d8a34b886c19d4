/** `/api/v1/intraday`: the quarters of today of the floor or of a part of it, as the chart of the day shows them. */
import type { Hono } from 'hono';
import { toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readQuery, textParam } from './query.ts';
import { scopeOf } from './scope-param.ts';

/** Adds the path to the app. */
export function intradayRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/intraday', (c) => {
    const query = readQuery(c, { scope: textParam });
    if (!query.ok) return problem(c, 400, query.error);
    const scope = scopeOf(query.value.scope);
    if (!scope.ok) return problem(c, 400, scope.error);
    if (scope.value.of === 'team')
      return problem(c, 400, 'a team has no contacts of its own: ask for the floor, a queue, a group, a site or channels');
    const view = deps.view();
    const now = view.advance(deps.clock.now());
    return c.json({ scope: scope.value, from: toIso(view.curveFrom()), at: toIso(now), quarters: view.curve(scope.value) });
  });
}
