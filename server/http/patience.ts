/** Answers in time where the database does not: whoever asked is told so, and what hangs stays bounded. */
import type { Context, MiddlewareHandler, Next } from 'hono';
import { SECOND_MS } from '../../shared/time.ts';
import { realClock, sleep } from '../clock.ts';
import { problem } from './problem.ts';

/** By the machine's clock, whatever that of the floor says. What waits for a lock is refused by the database before (db/open.ts). */
export type Patience = { readonly writeMs: number; readonly readMs: number };
export const PATIENCE: Patience = { writeMs: 15 * SECOND_MS, readMs: 30 * SECOND_MS };

const RETRY_MS = 5 * SECOND_MS;
/** Questions that hang at a time; beyond, the next is answered at once. */
const MOST_HANGING = 16;
/** Answered from memory, or with a patience of their own: events, uploads, and a connection that is tried. */
const OWN = /^\/(?!api\/)|^\/api\/v1\/(?:board|events|wall-key|imports.*|sources.*|.*\.csv)$/;
/** Of months they take as long as they take: the database ends them after minutes. */
const LONG = /^\/api\/v1\/(?:reviews|contacts|shifts|explain)/;

/** Put before the paths. */
export function patience({ writeMs, readMs }: Patience = PATIENCE): MiddlewareHandler {
  let hanging = 0;
  return async (c: Context, next: Next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (OWN.test(c.req.path)) return next();
    if (hanging >= MOST_HANGING) return problem(c, 503, 'the database does not answer', { retryAfterMs: RETRY_MS });
    if (isRead && LONG.test(c.req.path)) return next();
    const done = new AbortController();
    const work = next();
    const late = sleep(realClock, isRead ? readMs : writeMs, done.signal).then(() => true);
    const isLate = await Promise.race([work.then(() => false), late]).finally(() => done.abort());
    if (!isLate) return undefined;
    hanging++;
    void work
      .catch(() => 'its answer is out')
      .finally(() => {
        hanging--;
      });
    return problem(
      c,
      503,
      isRead
        ? 'the database does not answer'
        : 'the database does not answer; what was sent may still be stored when it goes on: look before you send it again',
      { retryAfterMs: RETRY_MS },
    );
  };
}
