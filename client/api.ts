/** Requests to the server. Every answer is parsed; what went wrong comes back as a value. */

import type { Result } from '../shared/result.ts';
import { parse, v } from '../shared/schema.ts';

/**
 * `status` 0: no answer at all. `reason` is the server's English; where it is known by a code, pages say it in words of their own, with what it names.
 * `faults`: what is wrong with what was typed, by its field.
 */
export type ApiError = {
  readonly status: number;
  readonly reason: string;
  readonly code?: string | undefined;
  readonly with?: Readonly<Record<string, string | number>> | undefined;
  readonly faults?: readonly Fault[] | undefined;
};

const params = v.optional(v.record(v.string(), v.union([v.string(), v.number()])));
const faultSchema = v.object({ field: v.string(), is: v.string(), with: params });
export type Fault = v.InferOutput<typeof faultSchema>;

const problemSchema = v.object({
  title: v.optional(v.string()),
  detail: v.optional(v.string()),
  code: v.optional(v.string()),
  with: params,
  faults: v.optional(v.array(faultSchema)),
});

/** Fetches JSON and checks it. `status` 0: no answer at all. */
export async function getJson<const S extends v.GenericSchema>(
  schema: S,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): Promise<Result<v.InferOutput<S>, ApiError>> {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
  const answer = await request(path + search);
  if (!answer.ok) return answer;
  const parsed = parse(schema, answer.value);
  return parsed.ok ? parsed : { ok: false, error: { status: 200, reason: parsed.error } };
}

/** Sends JSON; the answer's body is of no interest. */
export async function postJson(path: string, body: unknown): Promise<Result<null, ApiError>> {
  const answer = await sendJson('POST', path, JSON.stringify(body));
  return answer.ok ? { ok: true, value: null } : answer;
}

/** Sends a body and checks the answer where a schema is given. */
export async function sendJson<const S extends v.GenericSchema = v.GenericSchema>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: BodyInit,
  headers: Readonly<Record<string, string>> = {},
  schema?: S,
): Promise<Result<v.InferOutput<S>, ApiError>> {
  const answer = await request(path, { method, headers: { 'content-type': 'application/json', ...headers }, body });
  if (!answer.ok || schema === undefined) return answer as Result<v.InferOutput<S>, ApiError>;
  const parsed = parse(schema, answer.value);
  return parsed.ok ? parsed : { ok: false, error: { status: 200, reason: parsed.error } };
}

async function request(path: string, init?: RequestInit): Promise<Result<unknown, ApiError>> {
  try {
    const response = await fetch(path, { ...init, credentials: 'same-origin' });
    const text = await response.text();
    if (response.ok) return { ok: true, value: text === '' ? null : JSON.parse(text) };
    return { ok: false, error: problemOf(response.status, text) };
  } catch (error) {
    return { ok: false, error: { status: 0, reason: error instanceof Error ? error.message : String(error) } };
  }
}

/** What an answer that is no success says of itself. */
export function problemOf(status: number, text: string): ApiError {
  const nothing = { status, reason: `HTTP ${status}` };
  try {
    const parsed = parse(problemSchema, JSON.parse(text));
    if (!parsed.ok) return nothing;
    const { title, detail, code, with: named, faults } = parsed.value;
    return { status, reason: detail ?? title ?? nothing.reason, code, with: named, faults };
  } catch {
    return nothing;
  }
}
