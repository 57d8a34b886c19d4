/** `/api/v1/sources`: each source as it is, and a connection that is tried before it is set up. */
import { networkInterfaces } from 'node:os';
import type { Context, Hono } from 'hono';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { type Connection, connectionSchema } from '../../shared/sources.ts';
import { toIso } from '../../shared/time.ts';
import { accessOf } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readJson, readQuery } from './query.ts';

/** Each holds a connection for up to 20 s. */
const TESTS_AT_ONCE = 4;

/** Adds the paths to the app. Who may only read is refused the test before it comes here. */
export function sourceRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/sources', (c) => {
    const query = readQuery(c, {});
    if (!query.ok) return problem(c, 400, query.error);
    const now = deps.clock.now();
    const mayWrite = accessOf(callerOf(c), deps.access) === 'all';
    const { timezone } = deps.view().calendar(now);
    return c.json({
      at: toIso(now),
      timezone,
      mayWrite,
      notSaved: deps.sourceDesk.problem,
      addresses: mayWrite ? addresses() : [],
      sources: deps.sourceDetails(),
    });
  });
  app.put('/api/v1/sources/:name', (c) => put(c, deps));
  app.delete('/api/v1/sources/:name', async (c) => {
    const removed = await deps.sourceDesk.remove(c.req.param('name'));
    return removed.ok ? c.json({}) : problem(c, removed.error.status, removed.error.reason);
  });
  let open = 0;
  app.post('/api/v1/sources/test', async (c) => {
    if (open >= TESTS_AT_ONCE) return problem(c, 429, `${TESTS_AT_ONCE} tests are under way; wait for one of them`, { retryAfterMs: 5000 });
    open += 1;
    try {
      return await test(c, deps);
    } finally {
      open -= 1;
    }
  });
}

async function readConnection(c: Context): Promise<Result<Connection, string>> {
  const json = await readJson(c);
  // What JSON.parse says repeats a part of the body, and that may be the secret.
  return json.ok ? parse(connectionSchema, json.value) : { ok: false, error: 'the body is no JSON object with kind, host, user and secret' };
}

/** The name in the path counts, whatever the body says. */
async function put(c: Context, deps: HttpDeps): Promise<Response> {
  const body = await readConnection(c);
  if (!body.ok) return problem(c, 400, body.error);
  const name = c.req.param('name') ?? '';
  const saved = await deps.sourceDesk.put(name, body.value);
  return saved.ok ? c.json({ name, ...saved.value }) : problem(c, saved.error.status, saved.error.reason);
}

async function test(c: Context, deps: HttpDeps): Promise<Response> {
  const body = await readConnection(c);
  if (!body.ok) return problem(c, 400, body.error);
  const tested = await deps.testConnection(body.value);
  return tested.ok ? c.json(tested.value) : problem(c, 400, tested.error);
}

/** As a PBX on another machine may see this one: the first of them most likely. */
function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
