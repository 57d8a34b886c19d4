/** `/api/v1/agent-states`: how much time agents were in each state, by the quarters of today that are over. */
import type { Hono } from 'hono';
import { readAgentQuarters } from '../../db/agent-quarters.ts';
import { intervalStart, toIso } from '../../shared/time.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readQuery, textParam } from './query.ts';
import { scopeOf } from './scope-param.ts';

/** Adds the path to the app. */
export function agentStatesRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/agent-states', async (c) => {
    const query = readQuery(c, { scope: textParam });
    if (!query.ok) return problem(c, 400, query.error);
    const scope = scopeOf(query.value.scope);
    if (!scope.ok) return problem(c, 400, scope.error);
    const { of } = scope.value;
    if (of !== 'floor' && of !== 'team' && of !== 'site')
      return problem(c, 400, `a ${of === 'channels' ? 'channel' : of} has no agents of its own: ask for the floor, a team or a site`);
    const view = deps.view();
    const from = () => view.curveFrom();
    // Times go on by themselves: of a quarter that was over before the flush the sums are all there is.
    const to = intervalStart(view.advance(deps.clock.now()));
    const quarters = await deps.patiently(async () => {
      await deps.flushed();
      return readAgentQuarters(deps.db.sql, { from: from(), to, agents: of === 'floor' ? null : view.agentsOf(scope.value) });
    });
    return c.json({
      scope: scope.value,
      from: toIso(from()),
      to: toIso(to),
      quarters: [...quarters].map(([startsAt, times]) => ({ startsAt: toIso(startsAt), ...times })),
    });
  });
}
