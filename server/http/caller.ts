/** Who asks, as the checks of access see it. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Caller } from './access.ts';

export function callerOf(c: Context): Caller {
  return { address: getConnInfo(c).remote.address, header: (name) => c.req.header(name) };
}
