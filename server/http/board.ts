/** `/api/v1/board`, `/api/v1/site`, `/api/v1/wall-key`: the wall over plain HTTP. */
import type { Hono } from 'hono';
import { businessDayOf, shiftAt } from '../../shared/calendar.ts';
import { parse, v } from '../../shared/schema.ts';
import { toIso } from '../../shared/time.ts';
import { isWallKey, wallCookie } from './access.ts';
import type { HttpDeps } from './deps.ts';
import { problem } from './problem.ts';
import { readJson, readQuery } from './query.ts';

const keySchema = v.strictObject({ key: v.pipe(v.string(), v.maxLength(512)) });
/** Guesses of the wall key allowed a minute, of everyone together: a key is typed once in a screen's life. */
const GUESSES_A_MINUTE = 30;

/** Adds the paths to the app. */
export function boardRoutes(app: Hono, deps: HttpDeps): void {
  app.get('/api/v1/board', (c) => {
    const query = readQuery(c, {});
    if (!query.ok) return problem(c, 400, query.error);
    const now = deps.clock.now();
    const view = deps.view();
    view.advance(now);
    const { epoch, seq } = deps.publisher.position;
    return c.json({ epoch, seq, at: toIso(now), ...view.rows(true), sources: deps.sources() });
  });

  app.get('/api/v1/site', (c) => {
    const now = deps.clock.now();
    const calendar = deps.view().calendar(now);
    // The day that people mean: in the night shift, after the turn of the business day, still the one in which the shift began.
    const day = businessDayOf(shiftAt(now, calendar)?.startsAt ?? now, calendar);
    return c.json({ name: null, locale: deps.site.locale, timezone: calendar.timezone, demo: deps.site.demo, day });
  });

  let minute = 0;
  let guesses = 0;
  app.post('/api/v1/wall-key', async (c) => {
    const now = Math.floor(deps.clock.now() / 60_000);
    if (now !== minute) guesses = 0;
    minute = now;
    if (++guesses > GUESSES_A_MINUTE) return problem(c, 429, 'too many keys were tried; wait a minute', { retryAfterMs: 60_000 });
    const body = parse(keySchema, await readJson(c));
    if (!body.ok) return problem(c, 400, `the body is {"key": "…"}: ${body.error}`);
    if (!isWallKey(body.value.key, deps.access.wallKey)) return problem(c, 401, 'this is not the wall key; it is printed when the server starts');
    c.header('Set-Cookie', wallCookie(deps.access));
    return c.json({ ok: true });
  });
}
