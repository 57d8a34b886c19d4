/** `POST /api/v1/events`: bearer token → decode → submit → answer after the commit. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Event } from '../../shared/events/event.ts';
import type { Result } from '../../shared/result.ts';
import type { Clock } from '../clock.ts';
import { callerOf } from './caller.ts';
import type { Guesses } from './guesses.ts';
import { problem } from './problem.ts';
import { readUtf8 } from './utf8.ts';

export type IngestToken = { readonly name: string; readonly token: string };
export type Rejected = { index: number; id: string | null; reason: string };

export type EventsOptions = {
  readonly clock: Clock;
  readonly tokens: readonly IngestToken[];
  /** Bounds the tries of tokens, apart from those of wall keys. */
  readonly guesses: Pick<Guesses, 'look'>;
  readonly maxBytes: number;
  readonly decode: (
    body: string,
    headers: ReadonlyMap<string, string>,
    source: string,
    now: number,
  ) => Result<{ events: Event[]; indexes: number[]; rejected: Rejected[] }, { status: 400 | 413 | 415; reason: string }>;
  /** Resolves after the commit; an error with `retryAfterMs` means that nothing was stored, `refused` why an event was not and will not be. */
  readonly submit: (source: string, events: readonly Event[]) => Promise<readonly ('accepted' | 'duplicate' | { readonly refused: string })[]>;
  /** These are answered as rejected, and will not count. */
  readonly onRejected: (source: string, rejected: readonly Rejected[]) => void;
};

/** The handler of the path. */
export function eventsHandler(options: EventsOptions) {
  return async (c: Context): Promise<Response> => {
    const source = senderOf(c, options);
    if (typeof source !== 'string') return source;
    const encoding = c.req.header('content-encoding')?.trim().toLowerCase() ?? 'identity';
    if (encoding !== 'identity' && encoding !== '') return problem(c, 415, notPlain(encoding));
    const bytes = await readBody(c, options.maxBytes);
    if (bytes === null) return problem(c, 413, `a request has at most ${options.maxBytes} bytes`);
    const body = readUtf8(bytes);
    if (!body.ok) return problem(c, 400, body.error);
    const headers = new Map(Object.entries(c.req.header()).map(([name, value]) => [name.toLowerCase(), value]));
    const decoded = options.decode(body.value, headers, source, options.clock.now());
    if (!decoded.ok) return problem(c, decoded.error.status, decoded.error.reason);
    const { events, indexes } = decoded.value;
    try {
      const results = await options.submit(source, events);
      const numberOf = (wanted: 'accepted' | 'duplicate') => results.filter((result) => result === wanted).length;
      const refused = results.flatMap((result, n) =>
        typeof result === 'string' ? [] : [{ index: indexes[n] ?? n, id: events[n]?.id ?? null, reason: result.refused }],
      );
      const rejected = [...decoded.value.rejected, ...refused].sort((a, b) => a.index - b.index);
      options.onRejected(source, rejected);
      return c.json({ accepted: numberOf('accepted'), duplicate: numberOf('duplicate'), rejected });
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

const notPlain = (encoding: string) => `content encoding "${encoding.slice(0, 60)}" is not allowed; allowed: identity (send the body as it is)`;

/** The name that belongs to the token of a request, or the refusal. */
function senderOf(c: Context, { tokens, guesses }: EventsOptions): string | Response {
  if (tokens.length === 0) return problem(c, 401, 'HTTP ingest is closed; set MOKED_INGEST_TOKENS to open it');
  const given = /^Bearer +(.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]?.trim();
  if (given === undefined) return problem(c, 401, 'the bearer token is missing');
  let source: string | null = null;
  const found = guesses.look(callerOf(c), given, () => {
    source = sourceOf(given, tokens);
    return source !== null;
  });
  if (found === 'too many') return problem(c, 429, 'too many wrong tokens came from this address; wait a minute', { retryAfterMs: 60_000 });
  return source ?? problem(c, 401, 'the bearer token is wrong');
}

function sourceOf(given: string, tokens: readonly IngestToken[]): string | null {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const wanted = hash(given);
  return tokens.find(({ token }) => timingSafeEqual(hash(token), wanted))?.name ?? null;
}

/** The body, or null as soon as it is longer than allowed. */
async function readBody(c: Context, maxBytes: number): Promise<Buffer | null> {
  if (Number(c.req.header('content-length') ?? 0) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytesOf(c)) {
    length += chunk.byteLength;
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Straight from Node where it is there: the way through web streams costs as much as reading the events themselves. */
function bytesOf(c: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  // A refusal must still reach the sender: leaving the loop early may not end the connection.
  if (incoming !== undefined) return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) };
  return (c.req.raw.body ?? []) as unknown as AsyncIterable<Uint8Array>;
}
