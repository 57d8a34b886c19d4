/** `POST /api/v1/events`: bearer token → decode → submit → answer after the commit. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Event } from '../../shared/events/event.ts';
import type { Result } from '../../shared/result.ts';
import type { Clock } from '../clock.ts';
import { problem } from './problem.ts';

export type IngestToken = { readonly name: string; readonly token: string };
type Rejected = { index: number; id: string | null; reason: string };

export type EventsOptions = {
  readonly clock: Clock;
  readonly tokens: readonly IngestToken[];
  readonly maxBytes: number;
  readonly decode: (
    body: string,
    headers: ReadonlyMap<string, string>,
    source: string,
    now: number,
  ) => Result<{ events: Event[]; indexes: number[]; rejected: Rejected[] }, { status: 400 | 413 | 415; reason: string }>;
  /** Resolves after the commit; a refusal with `retryAfterMs` means that nothing was stored. */
  readonly submit: (source: string, events: readonly Event[]) => Promise<readonly ('accepted' | 'duplicate')[]>;
};

/** The handler of the path. */
export function eventsHandler(options: EventsOptions) {
  return async (c: Context): Promise<Response> => {
    const source = sourceOf(c.req.header('authorization'), options.tokens);
    if (source === null)
      return problem(
        c,
        401,
        options.tokens.length === 0 ? 'HTTP ingest is closed; set MOKED_INGEST_TOKENS to open it' : 'the bearer token is missing or wrong',
      );
    const body = await readBody(c, options.maxBytes);
    if (body === null) return problem(c, 413, `a request has at most ${options.maxBytes} bytes`);
    const headers = new Map(Object.entries(c.req.header()).map(([name, value]) => [name.toLowerCase(), value]));
    const decoded = options.decode(body, headers, source, options.clock.now());
    if (!decoded.ok) return problem(c, decoded.error.status, decoded.error.reason);
    const { events, rejected } = decoded.value;
    try {
      const results = await options.submit(source, events);
      const accepted = results.filter((result) => result === 'accepted').length;
      return c.json({ accepted, duplicate: results.length - accepted, rejected });
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return problem(c, refusal.reason === 'pressure' ? 429 : 503, refusal.message, { retryAfterMs: refusal.retryAfterMs });
    }
  };
}

function refusalOf(error: unknown): { reason: string; message: string; retryAfterMs: number } | null {
  if (!(error instanceof Error) || !('retryAfterMs' in error) || !('reason' in error)) return null;
  return { reason: String(error.reason), message: error.message, retryAfterMs: Number(error.retryAfterMs) };
}

function sourceOf(authorization: string | undefined, tokens: readonly IngestToken[]): string | null {
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1]?.trim();
  if (given === undefined) return null;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const wanted = hash(given);
  return tokens.find(({ token }) => timingSafeEqual(hash(token), wanted))?.name ?? null;
}

/** The body as text, or null as soon as it is longer than allowed. */
async function readBody(c: Context, maxBytes: number): Promise<string | null> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytesOf(c)) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Straight from Node where it is there: the way through web streams costs as much as reading the events themselves. */
function bytesOf(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  // A refusal must still reach the sender: leaving the loop early may not end the connection.
  if (incoming !== undefined) return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) };
  return (c.req.raw.body ?? []) as unknown as AsyncIterable<Uint8Array>;
}
