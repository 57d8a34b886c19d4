/** `/api/v1/imports`: a queue_log that a browser sends, and how its import goes. */
import type { Context, Hono } from 'hono';
import type { ImportRefusal } from '../../shared/imports.ts';
import { v } from '../../shared/schema.ts';
import { accessOf } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readQuery } from './query.ts';

const query = {
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  file: v.optional(v.pipe(v.string(), v.maxLength(255)), 'queue_log'),
  newSource: v.optional(v.picklist(['yes', 'no']), 'no'),
};

/** Where what was sent is right in itself, and something else stands against it. */
const CONFLICTS: ReadonlySet<ImportRefusal> = new Set(['demo', 'busy', 'other-source']);

/**
 * Adds the paths to the app, in front of the bound of small requests: a body is passed on as it comes. Who may only read is refused before he comes
 * here.
 */
export function importRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/imports', async (c) => {
    const asked = readQuery(c, {});
    if (!asked.ok) return problem(c, 400, asked.error);
    return c.json({ mayWrite: accessOf(callerOf(c), deps.access) === 'all', ...(await deps.imports.status()) });
  });
  app.post('/api/v1/imports/queue-log', (c) => received(c, deps));
}

async function received(c: Context, deps: HttpDeps): Promise<Response> {
  const asked = readQuery(c, query);
  if (!asked.ok) return problem(c, 400, asked.error);
  const { body } = c.req.raw;
  if (body === null) return problem(c, 400, 'the body is the queue_log, plain or packed by gzip; it is missing');
  const length = c.req.header('content-length');
  const { source, file, newSource } = asked.value;
  const taken = await deps.imports.receive({
    body: body as unknown as AsyncIterable<Uint8Array>,
    length: length === undefined ? null : Number(length),
    file,
    source,
    newSource: newSource === 'yes',
  });
  if (taken.ok) return c.json(taken.value, 202);
  const { code, text } = taken.error;
  // What is left of the body, should it come after all, is nobody's next request.
  if (code === 'stalled') c.header('Connection', 'close');
  return problem(c, code === 'too-large' ? 413 : code === 'no-room' ? 507 : CONFLICTS.has(code) ? 409 : 400, text, {
    members: { code, with: taken.error.with },
  });
}
