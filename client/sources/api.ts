/** What the sources page asks the server. Every answer is checked. */
import type { Result } from '../../shared/result.ts';
import type { v } from '../../shared/schema.ts';
import { type Connection, savedConnectionSchema, savedSchema, sourcesSchema, type Tested, testedSchema } from '../../shared/sources.ts';
import { type ApiError, getJson, sendJson } from '../api.ts';

export type Page = v.InferOutput<typeof sourcesSchema>;

export const getPage = () => getJson(sourcesSchema, '/api/v1/sources');

/** Tries a connection; nothing of it is kept. */
export const tryConnection = (connection: Connection): Promise<Result<Tested, ApiError>> =>
  sendJson('POST', '/api/v1/sources/test', JSON.stringify(connection), {}, testedSchema);

const pathOf = (name: string) => `/api/v1/sources/${encodeURIComponent(name)}`;

/** Saves a source and connects it. */
export const saveSource = (name: string, connection: Connection) => sendJson('PUT', pathOf(name), JSON.stringify(connection), {}, savedSchema);

/** What was saved, to be changed; without its secret. */
export const getSaved = (name: string) => getJson(savedConnectionSchema, pathOf(name));

/** Takes a saved source away. */
export const removeSource = (name: string): Promise<Result<unknown, ApiError>> => sendJson('DELETE', pathOf(name), '{}');
