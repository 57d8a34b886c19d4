/** `/api/v1/sources`: each source as it is, and a connection that is tried before it is set up. */
import { networkInterfaces } from 'node:os';
import type { Context, Hono } from 'hono';
import type { Result } from '../../shared/result.ts';
import { parse } from '../../shared/schema.ts';
import { connectionFaults } from '../../shared/source-faults.ts';
import { type Connection, connectionSchema } from '../../shared/sources.ts';
import { toIso } from '../../shared/time.ts';
import { accessOf } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps, RefusedSource } from './deps.ts';
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
    return removed.ok ? c.json({}) : refused(c, removed.error);
  });
  app.get('/api/v1/sources/:name', (c) => shown(c, deps));
  let open = 0;
  app.post('/api/v1/sources/test', async (c) => {
    if (open >= TESTS_AT_ONCE)
      return problem(c, 429, `${TESTS_AT_ONCE} tests are under way; wait for one of them`, {
        retryAfterMs: 5000,
        members: { code: 'tests-under-way' },
      });
    open += 1;
    try {
      return await test(c, deps);
    } finally {
      open -= 1;
    }
  });
}

/** A body that is a connection, or the answer to one that is none. @param name of the saved source whose secret stands where none was sent. */
async function readConnection(c: Context, deps: HttpDeps, name?: string): Promise<Result<Connection, Response>> {
  const json = await readJson(c);
  // What JSON.parse says repeats a part of the body, and that may be the secret.
  if (!json.ok) return { ok: false, error: problem(c, 400, 'the body is no JSON object with kind, host, user and secret') };
  const given = withSecret({ ...(json.value as Record<string, unknown>) }, deps, name);
  const body = parse(connectionSchema, given);
  if (body.ok) return body;
  const faults = connectionFaults(given);
  return { ok: false, error: problem(c, 400, body.error, faults.length === 0 ? {} : { members: { code: 'connection', faults } }) };
}

/** Who changes a saved source does not type its secret again. */
function withSecret(given: Record<string, unknown>, deps: HttpDeps, name = String(given['name'] ?? '')): Record<string, unknown> {
  if (given['secret'] !== undefined && given['secret'] !== '') return given;
  const saved = deps.sourceDesk.savedOf(name);
  return saved === null ? given : { ...given, secret: saved.secret };
}

function refused(c: Context, { status, reason, code, with: named = {} }: RefusedSource): Response {
  return problem(c, status, reason, { members: { code, with: named } });
}

/** A fault that is none of a field's stands in words alone. */
function wrong(c: Context, reason: string, given: Connection): Response {
  const faults = connectionFaults(given);
  return problem(c, 400, reason, faults.length === 0 ? {} : { members: { code: 'connection', faults } });
}

/** The name in the path counts, whatever the body says. */
async function put(c: Context, deps: HttpDeps): Promise<Response> {
  const name = c.req.param('name') ?? '';
  const body = await readConnection(c, deps, name);
  if (!body.ok) return body.error;
  const saved = await deps.sourceDesk.put(name, body.value);
  if (saved.ok) return c.json({ name, ...saved.value });
  if (saved.error.code !== 'connection') return refused(c, saved.error);
  return wrong(c, saved.error.reason, { ...body.value, name });
}

/** What was saved, without its secret: for whoever changes it. */
function shown(c: Context, deps: HttpDeps): Response {
  const query = readQuery(c, {});
  if (!query.ok) return problem(c, 400, query.error);
  if (accessOf(callerOf(c), deps.access) !== 'all')
    return problem(c, 403, 'the wall key only reads; sources are set up on the machine of the server');
  const name = c.req.param('name') ?? '';
  const saved = deps.sourceDesk.savedOf(name);
  if (saved === null) return refused(c, { status: 404, code: 'not-here', with: { name }, reason: `no source ${name.slice(0, 100)} was added here` });
  const { secret: _, ...connection } = saved;
  return c.json({ name, connection });
}

async function test(c: Context, deps: HttpDeps): Promise<Response> {
  const body = await readConnection(c, deps);
  if (!body.ok) return body.error;
  const tested = await deps.testConnection(body.value);
  if (tested.ok) return c.json(tested.value);
  return wrong(c, tested.error, body.value);
}

/** As a PBX on another machine may see this one: the first of them most likely. */
function addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}
