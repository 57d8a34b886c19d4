/** Answers in time where the database does not: whoever asked is told so, and what hangs stays bounded. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler, Next } from 'hono';
import type { DeskRefusal } from '../../shared/refusals.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { realClock, sleep } from '../clock.ts';
import { problem } from './problem.ts';

/** By the machine's clock, whatever that of the floor says. What waits for a lock is refused by the database before (db/open.ts). */
export type Patience = {
  /** From the moment at which the request has come whole. */
  readonly writeMs: number;
  readonly readMs: number;
  /** How long what is written may take to come. */
  readonly bodyMs: number;
};
export const PATIENCE: Patience = { writeMs: 15 * SECOND_MS, readMs: 30 * SECOND_MS, bodyMs: 2 * MINUTE_MS };

const RETRY_MS = 5 * SECOND_MS;
/** Questions that hang at a time; beyond, the next is answered at once. */
const MOST_HANGING = 16;
/** Answered from memory, or with a patience of their own: events, uploads, and a connection that is tried. */
const OWN = /^\/(?!api\/)|^\/api\/v1\/(?:board|events|wall-key|imports.*|sources.*|.*\.csv)$/;
/** Of months they take as long as they take: the database ends them after minutes. */
const LONG = /^\/api\/v1\/(?:reviews|contacts|shifts|explain)/;

/** Put before the paths. */
export function patience({ writeMs, readMs, bodyMs }: Patience = PATIENCE): MiddlewareHandler {
  let hanging = 0;
  return async (c: Context, next: Next) => {
    const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (OWN.test(c.req.path)) return next();
    if (hanging >= MOST_HANGING) return problem(c, 503, 'the database does not answer', { retryAfterMs: RETRY_MS });
    if (isRead && LONG.test(c.req.path)) return next();
    const work = next();
    let late = await isLate(work, isRead ? readMs : writeMs);
    // It is not the database that is waited for, but who sends: a body that never ends would count as hanging for ever.
    for (let waitedMs = writeMs; late && !isRead && !hasCome(c); waitedMs += writeMs) {
      if (waitedMs >= bodyMs) return unfinished(c, work, bodyMs);
      late = await isLate(work, writeMs);
    }
    if (!late) return undefined;
    hanging++;
    void work
      .catch(() => 'its answer is out')
      .finally(() => {
        hanging--;
      });
    if (isRead) return problem(c, 503, 'the database does not answer', { retryAfterMs: RETRY_MS });
    const members = { code: 'maybe-stored' satisfies DeskRefusal, with: {} };
    const detail = 'the database does not answer; what was sent may still be stored when it goes on: look before you send it again';
    return problem(c, 503, detail, { retryAfterMs: RETRY_MS, members });
  };
}

async function isLate(work: Promise<unknown>, afterMs: number): Promise<boolean> {
  const done = new AbortController();
  const late = sleep(realClock, afterMs, done.signal).then(() => true);
  return await Promise.race([work.then(() => false), late]).finally(() => done.abort());
}

function hasCome(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming === undefined || incoming.complete;
}

function unfinished(c: Context, work: Promise<unknown>, afterMs: number): Response {
  void work.catch(() => 'its answer is out');
  // What is left of the body, should it come after all, is nobody's next request.
  c.header('Connection', 'close');
  return problem(c, 408, `the request did not come whole within ${afterMs / SECOND_MS} s; nothing of it was stored`);
}
