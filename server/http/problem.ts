/** RFC 9457 problem details: the one form of every error of the API. */
import type { Context } from 'hono';
import type { AlarmRefusal, DeskRefusal, RefusalStatus } from '../../shared/refusals.ts';

const TITLES: Readonly<Record<RefusalStatus, string>> = {
  400: 'Bad request',
  401: 'Unauthorised',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Unprocessable content',
  428: 'Precondition required',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
  507: 'No room',
};

/** Answers with a problem; `detail` says what is wrong and what is allowed, `members` whatever else there is to tell. */
export function problem(c: Context, status: RefusalStatus, detail: string, more: { retryAfterMs?: number; members?: object } = {}): Response {
  if (more.retryAfterMs !== undefined) c.header('Retry-After', String(Math.max(1, Math.ceil(more.retryAfterMs / 1000))));
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.body(JSON.stringify({ type: 'about:blank', title: TITLES[status], status, detail, ...more.members }), status, {
    'content-type': 'application/problem+json',
  });
}

/** A problem that pages say in words of their own, by its code and what it names; `detail` is for programs. */
export function refused(
  c: Context,
  status: RefusalStatus,
  detail: string,
  code: AlarmRefusal | DeskRefusal,
  named: Readonly<Record<string, string | number>> = {},
): Response {
  return problem(c, status, detail, { members: { code, with: named } });
}
