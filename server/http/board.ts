/** `/api/v1/board`, `/api/v1/site`, `/api/v1/wall-key`: the wall over plain HTTP. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { businessDayOf, shiftAt } from '../../shared/calendar.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import { accessOf, isWallKey, wallCookie } from './access.ts';
import { callerOf } from './caller.ts';
import type { HttpDeps } from './deps.ts';
import { Guesses } from './guesses.ts';
import { problem } from './problem.ts';
import { readJson, readQuery } from './query.ts';

/** Where an operator begins: on this machine itself, which alone may write, at the port that was asked here. */
function startAddress(c: Context): string {
  const { socket } = (c.env as HttpBindings).incoming;
  return `http${'encrypted' in socket ? 's' : ''}://localhost:${socket.localPort}/start`;
}

const keySchema = v.strictObject({ key: v.pipe(v.string(), v.maxLength(512)) });
/** Adds the paths to the app. */
export function boardRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/board', (c) => {
    const query = readQuery(c, {});
    if (!query.ok) return problem(c, 400, query.error);
    const view = deps.view();
    const at = view.advance(deps.clock.now());
    const { epoch, seq } = deps.publisher.position;
    return c.json({ epoch, seq, at: toIso(at), ...view.rows(true), sources: deps.sources(), ...deps.publisher.beside });
  });

  app.get('/api/v1/site', (c) => {
    const now = deps.clock.now();
    const calendar = deps.view().calendar(now);
    // The day that people mean: in the night shift, after the turn of the business day, still the one in which the shift began.
    const day = businessDayOf(shiftAt(now, calendar)?.startsAt ?? now, calendar);
    const mayWrite = accessOf(callerOf(c), deps.access) === 'all';
    const { locale, demo } = deps.site;
    return c.json({
      name: null,
      locale,
      timezone: calendar.timezone,
      demo,
      day,
      today: businessDayOf(now, calendar),
      mayWrite,
      startAt: startAddress(c),
    });
  });

  // Apart from the tries of programs: one that has a wrong key shuts out no screen beside it.
  const guesses = new Guesses(deps.clock);
  app.post('/api/v1/wall-key', async (c) => {
    const json = await readJson(c);
    const body = json.ok ? parse(keySchema, json.value) : json;
    if (!body.ok) return problem(c, 400, `the body is {"key": "…"}: ${body.error}`);
    const found = guesses.look(callerOf(c), body.value.key, (given) => isWallKey(given, deps.access.wallKey));
    if (found === 'too many') return problem(c, 429, 'too many wrong keys came from this address; wait a minute', { retryAfterMs: 60_000 });
    if (found === 'wrong') return problem(c, 401, 'this is not the wall key; it is printed when the server starts');
    c.header('Set-Cookie', wallCookie(deps.access));
    return c.json({ ok: true });
  });
}
