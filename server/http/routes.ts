/** The HTTP side on one screen: who may call what, then the paths. */
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Access, accessOf, hostProblem, originProblem } from './access.ts';
import { agentStatesRoutes } from './agent-states.ts';
import { alarmRulesRoutes } from './alarm-rules.ts';
import { alarmsRoutes } from './alarms.ts';
import { boardRoutes } from './board.ts';
import { boardsRoutes } from './boards.ts';
import { callerOf } from './caller.ts';
import { contactRoutes } from './contacts.ts';
import type { HttpDeps } from './deps.ts';
import { eventsHandler } from './events.ts';
import { explainRoutes } from './explain.ts';
import { healthRoutes } from './health.ts';
import { importRoutes } from './imports.ts';
import { intradayRoutes } from './intraday.ts';
import { noticesRoutes } from './notices.ts';
import { patience } from './patience.ts';
import { problem } from './problem.ts';
import { reviewRoutes } from './reviews.ts';
import { settingsRoutes } from './settings.ts';
import { sourceRoutes } from './sources.ts';
import { trendRoutes } from './trend.ts';

const FORM_MAX_BYTES = 64 * 1024;
const BOARD_MAX_BYTES = 4 * 1024 * 1024;
/** Two hundred rules with hours and names in both languages. */
const RULES_MAX_BYTES = 1024 * 1024;
/** A hundred thousand rows of agents, as they are exported. */
const TABLE_MAX_BYTES = 16 * 1024 * 1024;
const PAGES = ['/', '/start', '/review', '/boards', '/alarms', '/notices', '/settings', '/sources', '/enter'];
/** Pages that are named in their address. */
const NAMED_PAGES = ['/tv/:board', '/boards/:board', '/boards/:board/edit'];
/** Paths that need no key: liveness, the page that asks for the key, and its parts. */
const OPEN = /^\/(healthz|enter|api\/v1\/wall-key|api\/v1\/events|assets\/.*|icon\.svg|favicon\.ico)$/;

const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
};

/** The app that answers every request. */
export function createRoutes(deps: HttpDeps): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const refused = guard(c, deps);
    if (refused !== null) return refused;
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.res.headers.set(name, value);
    if (c.req.path.startsWith('/api/')) c.res.headers.set('Cache-Control', 'no-store');
    return undefined;
  });
  app.use(patience());
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.post('/api/v1/events', eventsHandler(deps.ingest));
  importRoutes(app, deps);
  // Everything else is a small form, a table of settings or a board.
  app.use((c, next) => limit(mostBytesOf(c.req.path))(c, next));
  boardRoutes(app, deps);
  boardsRoutes(app, deps);
  noticesRoutes(app, deps);
  alarmsRoutes(app, deps);
  alarmRulesRoutes(app, deps);
  settingsRoutes(app, deps);
  sourceRoutes(app, deps);
  reviewRoutes(app, deps);
  contactRoutes(app, deps);
  explainRoutes(app, deps);
  trendRoutes(app, deps);
  intradayRoutes(app, deps);
  agentStatesRoutes(app, deps);
  healthRoutes(app, deps);
  const page = serveStatic({ root: deps.site.staticDir, path: 'index.html', onFound: (_path, c) => c.header('Cache-Control', 'no-cache') });
  staticRoutes(app, deps, page);
  app.notFound((c) => nothingThere(c, page));
  app.onError((error, c) => {
    if (deps.isAway(error)) return problem(c, 503, 'the database is away', { retryAfterMs: 2000 });
    deps.log.error('request failed', { method: c.req.method, path: c.req.path, error });
    return problem(c, 500, 'something went wrong here; the log has the details');
  });
  return app;
}

/** Whoever looks with a browser is told by a page, in his language and with a way back. */
async function nothingThere(c: Context, page: MiddlewareHandler): Promise<Response> {
  const isLook = c.req.method === 'GET' && !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html');
  const shown = isLook ? await page(c, () => Promise.resolve()) : undefined;
  if (shown instanceof Response) return new Response(shown.body, { status: 404, headers: shown.headers });
  return problem(c, 404, `there is no ${c.req.method} ${c.req.path.slice(0, 200)}`);
}

function mostBytesOf(path: string): number {
  if (path.endsWith('.csv')) return TABLE_MAX_BYTES;
  if (path.startsWith('/api/v1/alarm-rules')) return RULES_MAX_BYTES;
  return path.startsWith('/api/v1/boards') ? BOARD_MAX_BYTES : FORM_MAX_BYTES;
}

const limit = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => problem(c, 413, `a request has at most ${maxSize} bytes`) });

function guard(c: Context, deps: HttpDeps): Response | null {
  const { path, method } = c.req;
  if (isBroken(path)) return problem(c, 400, 'the path holds a broken percent code (or one that is not UTF-8)');
  if (path === '/healthz' || path === '/api/v1/events') return null;
  const caller = callerOf(c);
  const host = hostProblem(caller, deps.access);
  if (host !== null) return problem(c, 421, host);
  const isRead = method === 'GET' || method === 'HEAD';
  const origin = isRead ? null : originProblem(caller, deps.access);
  if (origin !== null) return problem(c, 403, origin);
  if (OPEN.test(path)) return null;
  return refusal(c, accessOf(caller, deps.access), isRead);
}

/** Such a path would be taken as it stands: as the name of a queue that nobody has. */
function isBroken(path: string): boolean {
  try {
    decodeURIComponent(path);
    return false;
  } catch (error) {
    if (error instanceof URIError) return true;
    throw error;
  }
}

function refusal(c: Context, access: Access, isRead: boolean): Response | null {
  if (access === 'all' || (access === 'read' && isRead)) return null;
  if (access === 'read') return problem(c, 403, 'the wall key only reads; change settings on the machine of the server');
  if (isPage(c.req.path) && isRead) return c.redirect(`/enter?back=${encodeURIComponent(pathOf(c))}`);
  return problem(c, 401, 'enter the wall key at /enter, or call from the machine of the server itself');
}

function isPage(path: string): boolean {
  return PAGES.includes(path) || NAMED_PAGES.some((page) => new RegExp(`^${page.replaceAll(/:\w+/g, '[^/]+')}$`).test(path));
}

/** With its query: the language asked for, or the shift, is still meant after the key. */
function pathOf(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return (pathname + search).slice(0, 1000);
}

function staticRoutes(app: Hono, deps: HttpDeps, page: MiddlewareHandler): void {
  const root = deps.site.staticDir;
  app.use('/assets/*', serveStatic({ root, onFound: (_path, c) => c.header('Cache-Control', 'public, max-age=31536000, immutable') }));
  app.get('/icon.svg', serveStatic({ root }));
  for (const path of [...PAGES, ...NAMED_PAGES]) app.get(path, page);
}
