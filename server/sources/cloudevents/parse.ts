/**
 * CloudEvents 1.0 over HTTP: structured, batch and binary mode into facts. Own parser: what a sender got wrong is told per event, and one
 * bad event never fails its batch (a refused batch would come again for ever). Pure.
 */
import { storable } from '../../../shared/events/contact.ts';
import { timeQualitySchema } from '../../../shared/events/envelope.ts';
import { type Event, eventTypeOf, parseEventData } from '../../../shared/events/event.ts';
import { ID_MAX_LENGTH } from '../../../shared/ids.ts';
import type { Result } from '../../../shared/result.ts';
import { parse, v } from '../../../shared/schema.ts';
import { DAY_MS, fromIso, MINUTE_MS } from '../../../shared/time.ts';

export const MAX_BATCH_EVENTS = 500;
export const MAX_BODY_BYTES = 1024 * 1024;
/** Facts are read again by the thousand: with larger ones a page of the log would not fit into a text. A snapshot of 800 agents has as much. */
export const MAX_EVENT_CHARACTERS = 128 * 1024;
/** No event type of ours is nested more than six deep; what recurses over a fact must end. */
export const MAX_EVENT_DEPTH = 64;
/** A fact may lie this far ahead of our clock (senders' clocks differ), and this far back (senders retry for days). */
const FUTURE_MS = 2 * MINUTE_MS;
const TOO_OLD_MS = 7 * DAY_MS;

export type Rejected = { index: number; id: string | null; reason: string };
export type Decoded = { events: Event[]; indexes: number[]; rejected: Rejected[] };
/** A refusal of the request as a whole. */
export type Refusal = { status: 400 | 413 | 415; reason: string };

type Attributes = Readonly<Record<string, unknown>>;

/** Reads a request. `headers` in lower case. The result tells for each event what it is or why not. */
export function decode(body: string, headers: ReadonlyMap<string, string>, source: string, now: number): Result<Decoded, Refusal> {
  const contentType = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (headers.has('ce-specversion') || headers.has('ce-id') || headers.has('ce-type')) return binary(body, headers, contentType, source, now);
  if (contentType !== 'application/cloudevents+json' && contentType !== 'application/cloudevents-batch+json') {
    return refuse(
      415,
      `content type "${contentType}" is not allowed; allowed: application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce- headers`,
    );
  }
  const json = readJson(body);
  if (!json.ok) return json;
  if (contentType === 'application/cloudevents+json') return single(json.value, source, now);
  if (!Array.isArray(json.value)) return refuse(400, 'a batch is a JSON array of events');
  if (json.value.length > MAX_BATCH_EVENTS) return refuse(413, `a batch has at most ${MAX_BATCH_EVENTS} events, this one has ${json.value.length}`);
  const decoded: Decoded = { events: [], indexes: [], rejected: [] };
  for (const [index, item] of json.value.entries()) {
    const event = isObject(item) ? (sizeProblem(item) ?? decodeEvent(item, source, now)) : failed('envelope', 'an event is a JSON object');
    note(decoded, index, isObject(item) && typeof item['id'] === 'string' ? item['id'] : null, event);
  }
  return { ok: true, value: decoded };
}

type Failure = { kind: 'envelope' | 'event'; reason: string };

function failed(kind: Failure['kind'], reason: string): Result<never, Failure> {
  return { ok: false, error: { kind, reason } };
}

function refuse(status: Refusal['status'], reason: string): Result<never, Refusal> {
  return { ok: false, error: { status, reason } };
}

function sizeProblem(item: Attributes): Result<never, Failure> | null {
  const longest = longestOf(item, 0);
  if (longest <= MAX_EVENT_CHARACTERS) return null;
  if (longest === Number.POSITIVE_INFINITY) return failed('event', `the event is nested more than ${MAX_EVENT_DEPTH} deep`);
  const { length } = JSON.stringify(item);
  return length <= MAX_EVENT_CHARACTERS ? null : failed('event', `the event has ${length} characters; at most ${MAX_EVENT_CHARACTERS} are allowed`);
}

/** What a value can have at most when written as JSON, every letter escaped, every number in full: much cheaper than writing it. Infinite: nested too deep. */
function longestOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return 6 * value.length + 2;
  if (typeof value !== 'object' || value === null) return 30;
  if (depth >= MAX_EVENT_DEPTH) return Number.POSITIVE_INFINITY;
  let length = 2;
  if (Array.isArray(value)) for (const part of value) length += longestOf(part, depth + 1) + 1;
  else for (const name in value) length += 6 * name.length + 4 + longestOf((value as Attributes)[name], depth + 1);
  return length;
}

function note(decoded: Decoded, index: number, id: string | null, event: Result<Event, Failure>): void {
  if (event.ok) {
    decoded.events.push(event.value);
    decoded.indexes.push(index);
  } else {
    decoded.rejected.push({ index, id: id === null ? null : id.slice(0, ID_MAX_LENGTH), reason: event.error.reason });
  }
}

function single(item: unknown, source: string, now: number): Result<Decoded, Refusal> {
  if (!isObject(item)) return refuse(400, 'an event is a JSON object');
  const event = sizeProblem(item) ?? decodeEvent(item, source, now);
  if (!event.ok && event.error.kind === 'envelope') return refuse(400, event.error.reason);
  const decoded: Decoded = { events: [], indexes: [], rejected: [] };
  note(decoded, 0, typeof item['id'] === 'string' ? item['id'] : null, event);
  return { ok: true, value: decoded };
}

function binary(body: string, headers: ReadonlyMap<string, string>, contentType: string, source: string, now: number): Result<Decoded, Refusal> {
  if (contentType !== 'application/json' && !contentType.endsWith('+json'))
    return refuse(415, `content type "${contentType}" is not allowed for the data of an event; allowed: application/json`);
  const data = readJson(body);
  if (!data.ok) return data;
  const attributes: Record<string, unknown> = { data: data.value };
  for (const [name, value] of headers) {
    if (!name.startsWith('ce-')) continue;
    const text = decodeHeader(value);
    if (text === null) return refuse(400, `${name}: not percent-encoded UTF-8`);
    attributes[name.slice(3)] = text;
  }
  return single(attributes, source, now);
}

function decodeHeader(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

function readJson(body: string): Result<unknown, Refusal> {
  try {
    return { ok: true, value: JSON.parse(body) as unknown };
  } catch (error) {
    return refuse(400, `the body is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`);
  }
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (name: string) => v.pipe(v.string(`${name} is required, as text`), v.minLength(1, `${name} must not be empty`));
const envelopeSchema = v.object({
  specversion: v.literal('1.0', 'specversion must be "1.0"'),
  id: v.pipe(text('id'), v.maxLength(ID_MAX_LENGTH, `id has at most ${ID_MAX_LENGTH} characters`), storable),
  source: text('source'),
  type: text('type'),
  time: v.pipe(
    text('time'),
    v.check((time) => fromIso(time) !== null, 'time must be RFC 3339 with its offset, such as 2026-11-17T12:46:20.000Z'),
  ),
  sequence: v.optional(v.pipe(v.string(), v.maxLength(128), storable)),
  timequality: v.optional(timeQualitySchema, 'platform-ms'),
  origin: v.optional(v.pipe(v.string(), v.maxLength(200), storable)),
});

/** The attributes that are read, without those that are missing: in this form most of them pass without being copied. */
function attributesOf(item: Attributes): Attributes {
  const { specversion, id, source, type, time, sequence, timequality = 'platform-ms', origin } = item;
  const told: Record<string, unknown> = { specversion, id, source, type, time, timequality };
  if (sequence !== undefined) told['sequence'] = sequence;
  if (origin !== undefined) told['origin'] = origin;
  return told;
}

function decodeEvent(item: Attributes, source: string, now: number): Result<Event, Failure> {
  const envelope = parse(envelopeSchema, attributesOf(item));
  if (!envelope.ok) return failed('envelope', envelope.error);
  const { id, time, sequence, timequality, origin } = envelope.value;
  const type = eventTypeOf(envelope.value.type);
  if (type === undefined)
    return failed('event', `type "${envelope.value.type.slice(0, 100)}" is not known to this version; EVENTS.md lists the known ones`);
  const at = fromIso(time) ?? 0;
  if (at > now + FUTURE_MS) return failed('event', `future: time ${time} is more than 2 minutes ahead`);
  if (at < now - TOO_OLD_MS) return failed('event', `too-old: time ${time} is more than 7 days ago`);
  if (type === 'cc.site.config.v1')
    return failed('event', 'type cc.site.config.v1 is not taken over HTTP: the site’s settings are those of the server');
  const payload = dataOf(item);
  if (!payload.ok) return payload;
  const data = parseEventData(type, payload.value);
  if (!data.ok) return failed('event', `data: ${data.error}`);
  return { ok: true, value: { source, id, type, at, sourceTime: at, sequence: sequence ?? '', timequality, origin, data: data.value } as Event };
}

function dataOf(item: Attributes): Result<unknown, Failure> {
  const encoded = item['data_base64'];
  if (encoded === undefined) return { ok: true, value: item['data'] };
  if (typeof encoded !== 'string') return failed('event', 'data_base64 is text');
  try {
    return {
      ok: true,
      value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0)))) as unknown,
    };
  } catch {
    return failed('event', 'data_base64 is not base64 of UTF-8 JSON');
  }
}
